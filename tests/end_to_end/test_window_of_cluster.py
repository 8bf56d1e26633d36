"""The window indexes by other machines as soon as they are chosen, and says who they are."""

import multiprocessing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.services.indexing.cluster.clusters import PATIENCE_S, SmallCluster, start_offload_thread
from tests.videos import shots, write_video
from videxplore.core.types import VideoState
from videxplore.services.indexing.cluster.joining import ClusterSettings
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.library import Library
from videxplore.ui.library.indexing_work import IndexingWork
from videxplore.ui.session import Session


@pytest.fixture(scope="module", autouse=True)
def offload_thread() -> None:
    """Without Dask, nothing here runs."""
    start_offload_thread()


@pytest.mark.slow
def test_machines_are_used_at_once_and_named(tmp_path: Path, qtbot: QtBot) -> None:
    films = tmp_path / "films"
    films.mkdir()
    write_video(films / "one.mp4", shots([1, 2], 15))
    options = IndexOptions(tmp_path / "weights", device="cpu", process_count=1)
    said: list[str] = []
    with SmallCluster(tmp_path) as small, Library.open(tmp_path / "library") as library:
        session = Session()
        session.informed.connect(said.append)
        work = IndexingWork(session, library, options)
        before = set(multiprocessing.active_children())
        roots = {"films": films}
        work.use_cluster(
            ClusterSettings(small.address, small.certificates, roots, said.append, small.machines)
        )
        # Another model does not part it from its machines.
        work.use(options)
        work.prepare()
        assert set(multiprocessing.active_children()) == before
        small.start_worker("oak", roots)
        work.add([films])
        qtbot.waitUntil(lambda: not work.is_running, timeout=round(PATIENCE_S * 1000))
        [video] = library.catalogue.videos()
        assert video.state is VideoState.COMPLETE
        assert said == ["oak has joined and works on cpu."]
        work.close()
