"""The sharpest picture of each window is taken, and every abrupt change begins a window."""

from collections.abc import Iterable, Iterator

import numpy as np
from PIL import Image, ImageFilter

from tests.conftest import MakeVideo
from tests.videos import Picture as Pixels
from tests.videos import texture
from videxplore.services.indexing.analysis.keyframes import KeyframeChooser
from videxplore.services.indexing.analysis.scene_measures import measured_sharpness
from videxplore.services.indexing.analysis.shot_finder import small_pixels
from videxplore.video.reading.reader import VideoReader

CHECKS = (np.indices((180, 320)).sum(0) // 2 % 2 * 60)[..., None].astype(np.uint8)


def scene(seed: int) -> Pixels:
    """A picture with crisp edges."""
    pixels: Pixels = (texture(seed) // 2 + CHECKS).astype(np.uint8)
    return pixels


def blurred(pixels: Pixels) -> Pixels:
    return np.array(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(2)), dtype=np.uint8)


def chosen_s(make_video: MakeVideo, pictures: Iterable[Pixels]) -> list[float]:
    taken: list[float] = []
    chooser = KeyframeChooser(measured_sharpness, lambda picture, _: taken.append(picture.time_s))
    with VideoReader(make_video(pictures=pictures)) as reader:
        for picture in reader.frames():
            chooser.push(picture, small_pixels(picture))
    chooser.finish()
    return taken


def test_the_sharp_part_of_a_scene_is_taken(make_video: MakeVideo) -> None:
    def pictures() -> Iterator[Pixels]:
        for number in range(75):
            yield scene(1) if 30 <= number < 55 else blurred(scene(1))

    (time_s,) = chosen_s(make_video, pictures())
    assert 30 / 25 <= time_s < 55 / 25


def test_every_short_scene_gets_a_picture(make_video: MakeVideo) -> None:
    taken = chosen_s(make_video, (scene(number // 10) for number in range(80)))
    assert [int(time_s * 25) // 10 for time_s in taken] == list(range(8))


def test_pictures_that_flicker_are_not_all_taken(make_video: MakeVideo) -> None:
    dark, bright = texture(1) // 3, 255 - texture(2) // 3
    taken = chosen_s(make_video, (bright if number % 2 else dark for number in range(75)))
    assert 3 <= len(taken) <= 11


def test_a_still_scene_is_taken_seldom_and_a_changing_one_often(make_video: MakeVideo) -> None:
    still = chosen_s(make_video, (scene(1) for _ in range(25 * 16)))
    assert 1 <= len(still) <= 2
    moving = chosen_s(make_video, (np.roll(scene(1), 3 * number, axis=1) for number in range(25 * 16)))
    assert len(moving) >= 4
    assert np.diff(moving).max() <= 8


def test_the_first_frame_is_taken_too_where_the_next_seconds_show_something_else(
    make_video: MakeVideo,
) -> None:
    duller = (texture(1) // 2 + CHECKS * 0.85).astype(np.uint8)
    moving = [np.roll(scene(1) if number > 30 else duller, 3 * number, axis=1) for number in range(75)]
    first_s, sharpest_s, *_ = chosen_s(make_video, moving)
    assert first_s == 0
    assert 30 / 25 < sharpest_s < 2
    faded = [(one * min(1.0, number / 25)).astype(np.uint8) for number, one in enumerate(moving)]
    assert chosen_s(make_video, faded)[0] > 0
