"""Which videos a filter lets through, and how they are sorted."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from videxplore.core.errors import UsageError
from videxplore.core.metadata import VideoMetadata
from videxplore.core.types import Video, VideoProperties, VideoState
from videxplore.core.video_listing import (
    VideoFacets,
    VideoFilter,
    VideoOrder,
    date_limits_ns,
    frame_facets,
    length_class,
    resolution_of,
    sort_key,
)

EVENING = VideoFacets("2024-04-30T23:59:59+02:00", "Apple iPhone 12", "hevc", "HLG", 3840, 2160)


@pytest.mark.parametrize(("limits", "passes"), [
    (VideoFilter(), True),
    (VideoFilter(recorded_from="2024"), True),
    (VideoFilter(recorded_from="2024-04-30", recorded_to="2024-04-30"), True),
    (VideoFilter(recorded_from="2024-05"), False),
    (VideoFilter(recorded_to="2024-04"), True),
    (VideoFilter(recorded_to="2024-04-29"), False),
    (VideoFilter(recorded_from="2024-04-30 23:59"), True),
    (VideoFilter(recorded_to="2024-04-30T23:58"), False),
    (VideoFilter(camera="iphone"), True),
    (VideoFilter(camera="canon"), False),
    (VideoFilter(codec="HEVC"), True),
    (VideoFilter(codec="h264"), False),
    (VideoFilter(dynamic_range="HDR"), True),
    (VideoFilter(dynamic_range="HLG"), True),
    (VideoFilter(dynamic_range="HDR10"), False),
    (VideoFilter(dynamic_range="SDR"), False),
    (VideoFilter(resolution="4K"), True),
    (VideoFilter(resolution="1080p"), False),
])  # fmt: skip
def test_a_filter_compares_what_the_camera_showed(limits: VideoFilter, passes: bool) -> None:
    assert limits.matches(EVENING) is passes


@pytest.mark.parametrize("limits", [
    VideoFilter(recorded_from="1900"), VideoFilter(recorded_to="2100"), VideoFilter(camera="a"),
    VideoFilter(codec="h264"), VideoFilter(dynamic_range="HDR"), VideoFilter(dynamic_range="SDR"),
    VideoFilter(resolution="SD"),
])  # fmt: skip
def test_what_is_unknown_passes_no_limit(limits: VideoFilter) -> None:
    assert not limits.matches(VideoFacets())
    assert VideoFilter().matches(VideoFacets())


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2024-13", "2024-02-30", "24-05-01", "0000", "2024-05-01T25:00", "2024-05-01Z", "٢٠٢٤"],
)
def test_a_limit_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a date"):
        VideoFilter(recorded_from=text)


PORTRAIT = VideoFacets(**frame_facets(1080, 1920, True, 59.9, 30000 / 1001))


@pytest.mark.parametrize(("limits", "passes"), [
    (VideoFilter(orientation="portrait"), True),
    (VideoFilter(orientation="landscape"), False),
    (VideoFilter(sound="with"), True),
    (VideoFilter(sound="without"), False),
    (VideoFilter(rate="29.97"), True),
    (VideoFilter(rate="29.970"), True),
    (VideoFilter(rate="30"), False),
    (VideoFilter(length="1min"), True),
    (VideoFilter(length="10s"), False),
    (VideoFilter(orientation="portrait", length="longer"), False),
])  # fmt: skip
def test_a_filter_compares_shape_sound_rate_and_length(limits: VideoFilter, passes: bool) -> None:
    assert limits.matches(PORTRAIT) is passes
    assert not limits.matches(VideoFacets())


def test_a_filter_compares_the_state_of_a_video() -> None:
    gone = Video(1, Path("a.mp4"), "f", 1, 0, VideoState.GONE)
    assert VideoFilter(state=VideoState.GONE).matches(VideoFacets.of_video(gone))
    assert not VideoFilter(state=VideoState.COMPLETE).matches(VideoFacets.of_video(gone))
    with pytest.raises(UsageError, match="waiting, searchable, complete, failed, offline, gone"):
        VideoFilter(state="lost")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("duration_s", "expected"), [(0, "10s"), (9.99, "10s"), (10, "1min"), (60, "10min"), (600, "longer")]
)
def test_lengths_have_classes(duration_s: float, expected: str) -> None:
    assert length_class(duration_s) == expected


@pytest.mark.parametrize("rate", ["fast", "0", "-25", "inf", "nan"])
def test_a_limit_that_is_no_frame_rate_is_refused(rate: str) -> None:
    with pytest.raises(UsageError, match="is not a frame rate"):
        VideoFilter(rate=rate)


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(UsageError, match="landscape, portrait, square"):
        VideoFilter(orientation="tall")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="SDR, HDR, HDR10, HLG"):
        VideoFilter(dynamic_range="bright")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="4K"):
        VideoFilter(resolution="5K")  # type: ignore[arg-type]


@pytest.mark.parametrize(("size", "resolution"), [
    ((320, 180), "SD"), ((720, 576), "SD"), ((1280, 720), "720p"), ((960, 720), "720p"),
    ((1280, 534), "720p"),
    ((1920, 1080), "1080p"), ((1080, 1920), "1080p"), ((1920, 800), "1080p"), ((1440, 1080), "1080p"),
    ((2560, 1440), "1440p"), ((2704, 1520), "1440p"), ((3840, 2160), "4K"), ((4096, 1716), "4K"),
    ((2880, 2160), "4K"), ((7680, 4320), "8K"),
])  # fmt: skip
def test_frames_of_any_shape_have_a_class(size: tuple[int, int], resolution: str) -> None:
    assert resolution_of(*size) == resolution


@pytest.mark.parametrize(("text", "start", "next_start"), [
    ("2024", "2024-01-01", "2025-01-01"),
    ("2024-02", "2024-02-01", "2024-03-01"),
    ("2024-02-29", "2024-02-29", "2024-03-01"),
    ("2024-02-29T14:30", "2024-02-29T14:30", "2024-02-29T14:31"),
])  # fmt: skip
def test_the_whole_of_a_date_is_meant(text: str, start: str, next_start: str) -> None:
    first_ns, last_ns = date_limits_ns(text)
    assert first_ns == datetime.fromisoformat(start).timestamp() * 1e9
    assert last_ns + 1 == datetime.fromisoformat(next_start).timestamp() * 1e9


def video(name: str, recorded: str = "", camera: str = "", **changed: object) -> Video:
    properties = VideoProperties(2, Fraction(25), 320, 180, 0, "h264", "yuv420p", False)
    said = VideoMetadata(recorded=recorded, camera_model=camera)
    made = Video(1, Path(name), "f", 5, 7, VideoState.COMPLETE, None, replace(properties, metadata=said))
    return replace(made, **changed)  # type: ignore[arg-type]


def names(order: VideoOrder, *videos: Video) -> list[str]:
    return [one.path.stem for one in sorted(videos, key=lambda one: sort_key(one, order))]


def test_dates_are_sorted_by_the_moment_and_the_unknown_come_last() -> None:
    found = names(
        VideoOrder.RECORDED,
        video("unknown"),
        video("later", "2024-05-01T12:30:00+00:00"),
        video("first", "2024-05-01T14:00:00+02:00"),
        video("day", "2024-05-01"),
    )
    assert found == ["day", "first", "later", "unknown"]


def test_equal_videos_are_sorted_by_name() -> None:
    assert names(VideoOrder.CAMERA, video("b", camera="x"), video("c"), video("A", camera="X")) == [
        "A",
        "b",
        "c",
    ]
    assert names(VideoOrder.FOLDER, video("/b/a"), video("/a/z/b"), video("/a/c")) == ["c", "b", "a"]


@pytest.mark.parametrize("order", VideoOrder)
def test_a_video_that_was_not_read_can_be_sorted(order: VideoOrder) -> None:
    unread = video("unread", properties=None)
    assert len(names(order, unread, video("read", "2024-05-01", "x"))) == 2
