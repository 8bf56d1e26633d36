"""The order in which videos are analysed."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from videxplore.core.types import Depth, Video, VideoState
from videxplore.services.indexing.index_types import IndexPass
from videxplore.services.indexing.run.job_queue import IndexJob, JobQueue


def job(video_id: int, depth: Depth, size_bytes: int = 1, not_before_s: float = 0.0) -> IndexJob:
    video = Video(video_id, Path(f"{video_id}.mp4"), "", size_bytes, 0, VideoState.WAITING)
    return IndexJob(video, depth, not_before_s=not_before_s)


def drained(queue: JobQueue) -> list[tuple[int, Depth]]:
    order = []
    while popped := queue.pop(now_s=1.0):
        order.append((popped.video.id, popped.depth))
    return order


@given(st.lists(st.tuples(st.sampled_from(Depth), st.integers(0, 9)), max_size=12))
def test_quick_passes_go_first_and_small_files_before_large_ones(jobs: list[tuple[Depth, int]]) -> None:
    queue = JobQueue()
    for video_id, (depth, size_bytes) in enumerate(jobs):
        queue.push(job(video_id, depth, size_bytes))
    order = drained(queue)
    keys = [(depth is Depth.FULL, jobs[video_id][1]) for video_id, depth in order]
    assert keys == sorted(keys)
    assert len(order) == len(jobs)


def test_the_video_on_screen_goes_before_all_others_even_with_its_full_pass() -> None:
    queue = JobQueue()
    queue.push(job(1, Depth.QUICK))
    queue.push(job(2, Depth.FULL, 1000))
    queue.prioritise(2)
    assert drained(queue) == [(2, Depth.FULL), (1, Depth.QUICK)]


def test_prioritised_jobs_replaced_and_removed_ones_do_not_come_twice() -> None:
    queue = JobQueue()
    for video_id in range(5):
        queue.push(job(video_id, Depth.QUICK, 10 - video_id))
    queue.push(job(4, Depth.FULL, 1))
    queue.remove(3)
    queue.prioritise(1)
    quick = [(video_id, Depth.QUICK) for video_id in (1, 2, 0)]
    assert drained(queue) == [*quick, (4, Depth.FULL)]
    queue.push(job(1, Depth.FULL, 1))
    assert drained(queue) == [(1, Depth.FULL)]


def test_jobs_of_other_groups_wait_and_keep_their_order() -> None:
    queue = JobQueue(lambda one: "odd" if one.video.id % 2 else "even")
    for video_id in range(6):
        queue.push(job(video_id, Depth.QUICK, video_id))
    queue.prioritise(4)
    assert queue.pop(1.0, ()) is None
    assert [popped.video.id for _ in range(2) if (popped := queue.pop(1.0, ("odd",)))] == [1, 3]
    order = []
    while popped := queue.pop(1.0, {"odd", "even"}):
        order.append(popped.video.id)
    assert order == [4, 0, 2, 5]


def test_a_job_waits_for_its_time() -> None:
    queue = JobQueue()
    queue.push(job(1, Depth.QUICK, not_before_s=5.0))
    assert queue.pop(now_s=4.9) is None
    popped = queue.pop(now_s=5.0)
    assert popped is not None
    assert popped.video.id == 1


def test_the_newest_job_of_a_video_counts_and_can_be_removed() -> None:
    queue = JobQueue()
    queue.push(job(1, Depth.QUICK, 7))
    queue.push(job(1, Depth.FULL, 7))
    waiting = [queue.waiting(index_pass).count for index_pass in IndexPass]
    assert (len(queue), waiting) == (1, [0, 1, 0, 0])
    assert queue.remove(1) is not None
    assert queue.remove(1) is None
