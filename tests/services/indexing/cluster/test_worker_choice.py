"""Which machines get a job: by what they see, how many jobs they have, and who failed at it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from videxplore.core.types import Depth, Video, VideoState
from videxplore.services.indexing.cluster.connection import Asked, ClusterConnection, ClusterWorker
from videxplore.services.indexing.cluster.machines import Machines
from videxplore.services.indexing.cluster.remote_jobs import Introduction, Recipe, RemoteModels
from videxplore.services.indexing.cluster.worker_choice import WorkerChoice
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.run.job_queue import ANY_GROUP, IndexJob
from videxplore.services.library import Library

ROOTS = {"shared": Path("/mnt/shared"), "mine": Path("/home/mine")}
RECIPE = Recipe("1", "2", ())


class Chosen:
    """A choice among workers that were introduced by hand; nothing is connected."""

    def __init__(self, library: Library) -> None:
        options = IndexOptions(library.folder / "weights", device="cpu")
        asked = Asked(RemoteModels.of(options), RECIPE, ())
        self.library = library
        self.machines = Machines()
        self.connection = ClusterConnection("tcp://127.0.0.1:1", None, asked, lambda _: None)  # type: ignore[arg-type]
        self.choice = WorkerChoice(self.connection, self.machines, library.catalogue.leases, options, ROOTS)

    def join(self, name: str, *roots: str) -> None:
        said = Introduction(name, "cpu", "", 2, RECIPE, roots, "")
        self.connection.workers[name] = ClusterWorker(name, name, said)

    def groups(self, waiting: int = 9, *, here: bool = True, **counts: int) -> set[str]:
        return set(self.choice.open_groups(Counter(counts), waiting, has_room_here=here))


@pytest.fixture
def chosen(tmp_path: Path) -> Iterator[Chosen]:
    with Library.open(tmp_path / "library") as library:
        yield Chosen(library)


def job(path: str, video_id: int = 1) -> IndexJob:
    return IndexJob(Video(video_id, Path(path), "", 1, 0, VideoState.WAITING), Depth.QUICK)


def test_without_a_worker_everything_waits(chosen: Chosen) -> None:
    assert chosen.groups() == set()
    chosen.join("oak")
    chosen.machines.pause("oak")
    assert chosen.groups() == set()


def test_what_no_worker_sees_does_not_hold_up_the_others(chosen: Chosen) -> None:
    chosen.join("oak", "shared")
    assert chosen.groups() == {ANY_GROUP, "shared", "mine"}
    assert chosen.groups(here=False) == {"shared"}
    assert chosen.groups(oak=2) == {ANY_GROUP, "mine"}


def test_worker_with_a_job_gets_another_one_only_while_there_are_enough(chosen: Chosen) -> None:
    for name in ("oak", "elm"):
        chosen.join(name, "shared")
    assert "shared" in chosen.groups(2, oak=1, elm=1)
    assert "shared" not in chosen.groups(1, oak=1, elm=1)
    assert "shared" in chosen.groups(1, oak=1)


def test_this_computer_waits_for_workers_that_are_joining(chosen: Chosen) -> None:
    chosen.join("blind")
    chosen.connection.workers["oak"] = joining = ClusterWorker("oak", "oak")
    assert chosen.groups() == set()
    joining.since_s -= 3600
    assert chosen.groups() == {ANY_GROUP, *ROOTS}


def test_file_goes_to_the_worker_with_the_fewest_jobs_that_sees_it(chosen: Chosen) -> None:
    for name, root in (("oak", "shared"), ("elm", "shared"), ("ash", "mine")):
        chosen.join(name, root)

    def worker(path: str) -> str | None:
        found = chosen.choice.worker_for(job(path), Counter(oak=2, elm=1))
        return found.name if found else None

    assert worker("/mnt/shared/a.mp4") == "elm"
    assert worker("/home/mine/a.mp4") == "ash"
    assert worker("/elsewhere/a.mp4") is None
