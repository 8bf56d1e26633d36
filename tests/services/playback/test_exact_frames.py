"""Exact pictures: which frame is on screen when, what is kept, and what a newer wish drops."""

import contextlib
import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.barcode import numbered_pictures, read_number
from tests.bombs import png, write_pictures
from tests.videos import Encoding, write_video
from videxplore.core.errors import UnreadableVideoError
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.services.playback.exact_frames import BEHIND_FRAMES, ExactFrames, FrameCache, ShownFrame
from videxplore.services.playback.playing import BACKWARD_FRAMES, frames_backwards
from videxplore.video.reading.reader import VideoReader

COUNT = 130
RATE_HZ = Fraction(30000, 1001)


@pytest.fixture(scope="module")
def numbered_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("preview") / "numbered.mp4"
    options = {"preset": "ultrafast", "crf": "20", "bf": "2"}
    return write_video(
        path, numbered_pictures(COUNT), Encoding(frame_rate_hz=RATE_HZ, gop_frames=30, options=options)
    )


@pytest.fixture
def exact(numbered_video: Path) -> Iterator[ExactFrames]:
    pictures = ExactFrames(numbered_video)
    yield pictures
    pictures.close()


def number_of(shown: ShownFrame) -> int | None:
    return read_number(shown.to_rgb())


@pytest.mark.parametrize("number", [0, 1, 29, 30, 31, 77, COUNT - 1])
def test_the_picture_on_screen_is_found_anywhere_within_its_frame(exact: ExactFrames, number: int) -> None:
    for share in (0.0, 0.5, 0.95):
        shown = exact.frame_at(float((number + Fraction(share)) / RATE_HZ), Task())
        assert number_of(shown) == number
        assert shown.start_s == pytest.approx(float(number / RATE_HZ), abs=1e-4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.floats(0, float((COUNT - 1) / RATE_HZ)), st.sampled_from(("stay", "back", "on", "prepare"))
        ),
        min_size=2,
        max_size=6,
    )
)
def test_the_order_of_wishes_does_not_matter(numbered_video: Path, wishes: list[tuple[float, str]]) -> None:
    exact = ExactFrames(numbered_video)
    task = Task()
    try:
        for time_s, then in wishes:
            number = math.floor(time_s * RATE_HZ + 1e-4)
            shown = exact.frame_at(time_s, task)
            assert number_of(shown) == number
            if then == "back":
                assert number_of(exact.frame_before(shown, task)) == max(0, number - 1)
            elif then == "on":
                assert number_of(exact.frame_after(shown, task)) == min(number + 1, COUNT - 1)
            elif then == "prepare":
                exact.decode_ahead(shown, task)
                exact.decode_before(shown, task)
        for number in range(COUNT):
            kept = exact.cache.at(float((number + 0.5) / RATE_HZ))
            assert kept is None or number_of(kept) == number
    finally:
        exact.close()


def test_times_outside_the_video_mean_its_ends(exact: ExactFrames) -> None:
    assert number_of(exact.frame_at(-3.0, Task())) == 0
    last = exact.frame_at(1e6, Task())
    assert number_of(last) == COUNT - 1
    assert exact.frame_after(last, Task()) is last


def test_steps_go_to_the_very_next_and_the_one_before(exact: ExactFrames) -> None:
    shown = exact.frame_at(float(61 / RATE_HZ), Task())
    forwards = [shown := exact.frame_after(shown, Task()) for _ in range(5)]
    assert [number_of(one) for one in forwards] == [62, 63, 64, 65, 66]
    backwards = [shown := exact.frame_before(shown, Task()) for _ in range(9)]
    assert [number_of(one) for one in backwards] == [65, 64, 63, 62, 61, 60, 59, 58, 57]
    first = exact.frame_at(0.0, Task())
    assert number_of(exact.frame_before(first, Task())) == 0


def test_pictures_from_the_sync_frame_on_are_kept_for_stepping_back(exact: ExactFrames) -> None:
    shown = exact.frame_at(float(57 / RATE_HZ), Task())
    exact.decode_before(shown, Task())
    for number in range(56, 29, -1):
        kept = exact.cache.at(shown.start_s - 1e-4)
        assert kept is not None
        assert number_of(kept) == number
        shown = kept


def test_pictures_ahead_are_decoded_while_nobody_asks(exact: ExactFrames) -> None:
    shown = exact.frame_at(float(40 / RATE_HZ), Task())
    exact.decode_ahead(shown, Task())
    for _ in range(5):
        kept = exact.cache.at(shown.end_s)
        assert kept is not None
        shown = kept
    assert number_of(shown) == 45


def test_pictures_before_a_sync_frame_are_decoded_while_a_person_steps_back(exact: ExactFrames) -> None:
    shown = exact.frame_at(float(62 / RATE_HZ), Task())
    exact.decode_before(shown, Task())
    for number in range(61, 31, -1):
        kept = exact.cache.at(shown.start_s - 1e-4)
        assert kept is not None
        assert number_of(kept) == number
        shown = kept


def test_a_person_who_steps_back_faster_than_is_decoded_does_not_begin_it_anew(exact: ExactFrames) -> None:
    shown = exact.frame_at(float(60 / RATE_HZ), Task())
    decoded = 0

    def count(task: Task) -> None:
        nonlocal decoded
        decoded += 1
        if decoded % 3 == 0:
            task.cancel()

    for _ in range(12):
        task = Task(lambda _: count(task))  # noqa: B023 - called before the next task is made.
        with contextlib.suppress(Cancelled):
            exact.decode_before(shown, task)
    assert exact.cache.at(shown.start_s - 1e-4) is not None
    assert decoded < 40


def test_stepping_back_far_from_a_sync_frame_decodes_whole_only_what_is_kept(tmp_path: Path) -> None:
    options = {"preset": "medium", "bf": "3", "x264-params": "b-pyramid=none:scenecut=0"}
    path = tmp_path / "long.mp4"
    write_video(path, numbered_pictures(200), Encoding(gop_frames=200, options=options))
    exact = ExactFrames(path)
    decoded = 0

    def count(_: Progress) -> None:
        nonlocal decoded
        decoded += 1

    try:
        shown = exact.frame_at(180 / 25, Task())
        exact.decode_before(shown, Task(count))
        assert decoded < 140
        for number in range(179, 179 - BEHIND_FRAMES, -1):
            shown = exact.frame_before(shown, Task())
            assert number_of(shown) == number
    finally:
        exact.close()


def test_the_first_picture_has_nothing_before_it(exact: ExactFrames) -> None:
    first = exact.frame_at(0.0, Task())
    exact.decode_before(first, Task())
    assert len(exact.cache) == 1


def test_a_wish_that_is_overtaken_stops_between_two_pictures(exact: ExactFrames) -> None:
    checkpoints = 0

    def cancel_at_third(_: Progress) -> None:
        nonlocal checkpoints
        checkpoints += 1
        if checkpoints == 3:
            task.cancel()

    task = Task(cancel_at_third)
    with pytest.raises(Cancelled):
        exact.frame_at(float(88 / RATE_HZ), task)
    assert checkpoints == 3
    assert number_of(exact.frame_at(float(88 / RATE_HZ), Task())) == 88
    assert number_of(exact.frame_at(float(12 / RATE_HZ), Task())) == 12


def test_a_missing_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableVideoError, match=r"“gone\.mp4” cannot be found\."):
        ExactFrames(tmp_path / "gone.mp4")


def test_the_cache_lets_go_of_what_is_farthest(exact: ExactFrames) -> None:
    pictures = [exact.frame_at(float(number / RATE_HZ), Task()) for number in range(10)]
    cache = FrameCache(4 * pictures[0].frame.size_bytes)
    for shown in pictures:
        cache.add(shown, around_s=pictures[3].start_s)
    kept = [number for number, shown in enumerate(pictures) if cache.at(shown.start_s) is not None]
    assert kept == [2, 3, 4, 5] or kept == [1, 2, 3, 4]


def test_playing_backwards_shows_every_picture_once(numbered_video: Path) -> None:
    with VideoReader(numbered_video) as reader:
        numbers = [read_number(one.to_rgb()) for one in frames_backwards(reader, float(100 / RATE_HZ))]
    assert numbers == list(range(100, -1, -1))


def test_playing_backwards_through_a_long_stretch_without_sync_frames(tmp_path: Path) -> None:
    count = BACKWARD_FRAMES + 30
    path = write_video(tmp_path / "long.mp4", numbered_pictures(count, 90, 160), Encoding(gop_frames=1000))
    with VideoReader(path) as reader:
        numbers = [read_number(one.to_rgb()) for one in frames_backwards(reader, count / 25)]
    assert numbers == list(range(count - 1, -1, -1))


def test_playing_large_pictures_backwards_holds_few_of_them(tmp_path: Path) -> None:
    data = png(4096, 2048, depth=16, colour=6, channels=4)
    path = write_pictures(tmp_path / "large.mov", [data] * 7, range(7), "png", (4096, 2048))
    with VideoReader(path, thread_count=1) as reader:
        times_s = [one.time_s for one in frames_backwards(reader, 6)]
    assert times_s == [float(second) for second in range(6, -1, -1)]
