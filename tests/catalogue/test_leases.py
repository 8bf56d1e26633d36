"""Leases: who does which job, what failed where; a result that is delivered twice is wanted once."""

from pathlib import Path

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.types import Depth


def add(catalogue: Catalogue, name: str) -> int:
    return catalogue.add_video(Path(f"/videos/{name}.mp4"), name, 1, 1).id


def test_attempts_are_counted_for_each_job_of_a_video(catalogue: Catalogue, file: Path) -> None:
    first, second = add(catalogue, "a"), add(catalogue, "b")
    one = catalogue.leases.grant(first, Depth.QUICK, "oak", 100.7)
    other = catalogue.leases.grant(second, Depth.QUICK, "elm", 100)
    assert one is not None
    assert other is not None
    assert (one.attempt, one.worker, one.heartbeat_s) == (1, "oak", 100)
    catalogue.leases.fail(one, "It crashed: \udcff.")
    again = catalogue.leases.grant(first, Depth.QUICK, "elm", 101)
    full = catalogue.leases.grant(first, Depth.FULL, "elm", 101)
    assert again is not None
    assert full is not None
    assert (again.attempt, full.attempt) == (2, 1)
    with Catalogue.open(file, writable=False) as reader:
        assert reader.leases.held() == [full, again, other]
        failed = reader.leases.failures(first, Depth.QUICK)
    assert [(lease.worker, lease.error) for lease in failed] == [("oak", "It crashed: \udcff.")]
    assert catalogue.leases.failures(first, Depth.FULL) == []


def test_only_an_attempt_under_way_is_wanted(catalogue: Catalogue) -> None:
    video_id = add(catalogue, "a")
    lease = catalogue.leases.grant(video_id, Depth.FULL, "oak", 1)
    assert lease is not None
    assert catalogue.leases.is_held(lease)
    catalogue.leases.fail(lease, "It crashed.")
    assert not catalogue.leases.is_held(lease)
    again = catalogue.leases.grant(video_id, Depth.FULL, "elm", 2)
    assert again is not None
    catalogue.leases.settle(video_id, Depth.FULL)
    assert not catalogue.leases.is_held(again)
    assert catalogue.leases.failures(video_id, Depth.FULL) == []
    third = catalogue.leases.grant(video_id, Depth.FULL, "elm", 3)
    assert third is not None
    catalogue.leases.withdraw(third)
    assert catalogue.leases.held() == []


def test_heartbeats_are_noted(catalogue: Catalogue) -> None:
    lease = catalogue.leases.grant(add(catalogue, "a"), Depth.FULL, "oak", 1)
    assert lease is not None
    catalogue.leases.note_heartbeats([lease], 60.5)
    assert [held.heartbeat_s for held in catalogue.leases.held()] == [60]


def test_leases_end_with_their_video(catalogue: Catalogue) -> None:
    video_id = add(catalogue, "a")
    lease = catalogue.leases.grant(video_id, Depth.FULL, "oak", 1)
    assert lease is not None
    catalogue.remove_video(video_id)
    assert catalogue.leases.held() == []
    assert not catalogue.leases.is_held(lease)
    assert catalogue.leases.grant(video_id, Depth.FULL, "oak", 2) is None
