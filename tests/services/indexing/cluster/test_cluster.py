"""Indexing through workers gives the library that this computer alone gives, whatever the workers lack."""

import multiprocessing
import threading
import time
from pathlib import Path

import pytest

from tests.library_content import library_content
from tests.services.indexed import quick_indexer
from tests.services.indexing.cluster.clusters import PATIENCE_S, SmallCluster, start_offload_thread
from tests.videos import shots, write_video
from videxplore.backbones.calibration import Calibration, write_calibration
from videxplore.backbones.registry import DEFAULT_BACKBONE, backbone_spec
from videxplore.backbones.weights.downloads import file_checksum
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.task import Task
from videxplore.core.types import Depth
from videxplore.services.indexing.cluster.connection import Asked, ClusterConnection
from videxplore.services.indexing.cluster.remote_jobs import RemoteModels, recipe_of
from videxplore.services.indexing.cluster.security import make_certificates, security_for
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexOptions, IndexStatus
from videxplore.services.library import Library
from videxplore.services.library_check import LibraryChecker


@pytest.fixture(scope="module", autouse=True)
def offload_thread() -> None:
    """Without Dask, nothing here runs."""
    start_offload_thread()


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    for number in range(2):
        write_video(folder / f"{number}.mp4", shots([number, number + 10], 15))
    return folder


def test_library_equals_a_local_one_row_by_row(tmp_path: Path, films: Path) -> None:
    mounted = tmp_path / "mounted"
    mounted.symlink_to(films)
    with SmallCluster(tmp_path) as cluster, Library.open(tmp_path / "library") as library:
        cluster.start_worker("oak", {"footage": mounted})
        cluster.start_worker("elm", {"footage": tmp_path / "nowhere"})
        report = cluster.index(library, films, {"footage": films})
        assert [video.status for video in report.videos] == [IndexStatus.INDEXED] * 2
        assert library.catalogue.leases.held() == []
        assert LibraryChecker(library).problems(Task()) == []
        content = library_content(library)
    assert any(one.startswith("oak has joined and works on cpu.") for one in cluster.said)
    assert any("elm has joined" in one and "does not see footage" in one for one in cluster.said)
    with Library.open(tmp_path / "local") as local:
        quick_indexer(local).run([films])
        assert library_content(local) == content


@pytest.mark.slow
def test_worker_that_is_there_is_not_said_to_have_left(tmp_path: Path) -> None:
    dask = pytest.importorskip("dask")
    options = IndexOptions(tmp_path / "weights", device="cpu")
    said: list[str] = []
    with SmallCluster(tmp_path) as cluster:
        cluster.start_worker("oak", {})
        security = security_for(cluster.address, cluster.certificates)
        asked = Asked(RemoteModels.of(options), recipe_of(options), ())
        # Dask itself asks the scheduler without end, and not for its workers.
        with (
            dask.config.set({"distributed.client.scheduler-info-interval": "1ms"}),
            ClusterConnection(cluster.address, security, asked, said.append) as connection,
        ):
            give_up_at = time.monotonic() + PATIENCE_S
            while not any("has joined" in sentence for sentence in said):
                assert time.monotonic() < give_up_at
                connection.update()
                time.sleep(0.05)
            for _ in range(160):
                connection.update()
                time.sleep(0.05)
    assert said == ["oak has joined."]


@pytest.mark.slow
def test_what_a_worker_lacks_is_said_by_name_and_this_computer_does_the_work(
    tmp_path: Path, films: Path
) -> None:
    spec = backbone_spec(DEFAULT_BACKBONE)
    weights = tmp_path / "calibrated"
    checksum = file_checksum(WeightsFolder(weights).locate(spec))
    write_calibration(Calibration(2.0, "clips", 10, 0.5, 0.2, 0.1, checksum), spec, weights)
    with SmallCluster(tmp_path) as cluster, Library.open(tmp_path / "library") as library:
        cluster.start_worker("calibrated", {"footage": films}, weights)
        cluster.start_worker("blind", {})
        report = cluster.index(library, films, {"footage": films})
        assert [video.status for video in report.videos] == [IndexStatus.INDEXED] * 2
        assert library.catalogue.leases.held() == []
    refused = f"calibrated is refused: its weights of {DEFAULT_BACKBONE} are not those of this computer."
    assert refused in cluster.said


@pytest.mark.slow
def test_machine_leaves_and_another_one_does_the_work(tmp_path: Path, films: Path) -> None:
    with SmallCluster(tmp_path) as cluster, Library.open(tmp_path / "library") as library:
        oak = cluster.start_worker("oak", {"footage": films})
        elm = cluster.start_worker("elm", {"footage": films})
        seen: set[str] = set()
        devices: set[str] = set()

        def look(event: IndexEvent) -> None:
            machines = cluster.machines.all()
            seen.update(machine.name for machine in machines)
            devices.update(machine.device for machine in machines)
            if event.kind is IndexEventKind.SEARCHABLE:
                cluster.machines.leave("elm")

        report = cluster.index(library, films, {"footage": films}, look)
        assert [video.status for video in report.videos] == [IndexStatus.INDEXED] * 2
        assert seen == {"oak", "elm"}
        assert "cpu" in devices
        assert cluster.machines.all() == ()
        assert elm.wait(PATIENCE_S)
        assert not oak.is_cancelled


@pytest.mark.slow
def test_damaged_video_is_tried_elsewhere_and_then_skipped(tmp_path: Path, films: Path) -> None:
    (films / "1.mp4").write_bytes((films / "1.mp4").read_bytes()[:200])
    with SmallCluster(tmp_path) as cluster, Library.open(tmp_path / "library") as library:
        cluster.start_worker("oak", {"footage": films})
        seen: list[str] = []

        def look(event: IndexEvent) -> None:
            if event.kind is IndexEventKind.FAILED and event.video is not None:
                failures = library.catalogue.leases.failures(event.video.id, Depth.QUICK)
                seen.extend(lease.worker for lease in failures)

        report = cluster.index(library, films, {"footage": films}, look)
        assert [video.path.name for video in report.failed] == ["1.mp4"]
        assert seen == ["oak"]
        assert LibraryChecker(library).problems(Task()) == []


@pytest.mark.slow
def test_worker_with_other_certificates_does_not_join(tmp_path: Path) -> None:
    make_certificates(tmp_path / "others")
    with SmallCluster(tmp_path) as cluster:
        cluster.start_worker("stranger", {}, None, tmp_path / "others")
        give_up_at = time.monotonic() + PATIENCE_S
        while not cluster.said:
            assert time.monotonic() < give_up_at
            time.sleep(0.05)
    assert cluster.said == [f"No scheduler at {cluster.address} accepts these certificates; waiting for one."]


@pytest.mark.slow
def test_cancelled_run_ends_the_jobs_of_its_workers(tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    write_video(films / "long.mp4", shots(range(8), 150))
    with SmallCluster(tmp_path) as cluster, Library.open(tmp_path / "library") as library:
        cluster.start_worker("oak", {"footage": films})

        def cancel(event: IndexEvent) -> None:
            if event.kind is IndexEventKind.PROGRESSED and event.fraction > 0:
                cluster.task.cancel()

        report = cluster.index(library, films, {"footage": films}, cancel)
        assert [video.status for video in report.videos] == [IndexStatus.CANCELLED]
        assert library.catalogue.leases.held() == []
        give_up_at = time.monotonic() + PATIENCE_S
        # The worker stays, without its analysis process.
        while multiprocessing.active_children():
            assert time.monotonic() < give_up_at
            time.sleep(0.05)


@pytest.mark.slow
def test_paused_run_lets_its_workers_wait(tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    write_video(films / "long.mp4", shots(range(16), 150))
    resumed: list[threading.Timer] = []
    fractions: list[tuple[float, float]] = []
    with SmallCluster(tmp_path) as cluster, Library.open(tmp_path / "library") as library:
        cluster.start_worker("oak", {"footage": films})

        def pause(event: IndexEvent) -> None:
            assert cluster.indexer is not None
            if event.depth is Depth.FULL and event.kind is IndexEventKind.PROGRESSED and event.fraction > 0:
                fractions.append((time.monotonic(), event.fraction))
                if not resumed:
                    cluster.indexer.pause()
                    resumed.append(threading.Timer(4.0, cluster.indexer.resume))
                    resumed[0].start()

        report = cluster.index(library, films, {"footage": films}, pause)
        resumed[0].join()
        assert [video.status for video in report.videos] == [IndexStatus.INDEXED]
    paused_s = fractions[0][0]
    # What the worker had said before it heard of the pause may come a moment later.
    waiting = [fraction for at_s, fraction in fractions if 1.5 < at_s - paused_s < 4.0]
    assert len(set(waiting)) <= 1
    assert len({fraction for _, fraction in fractions}) > len(set(waiting))
    assert max(at_s for at_s, _ in fractions) - paused_s > 4.0
