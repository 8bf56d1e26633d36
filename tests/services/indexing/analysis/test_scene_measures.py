"""What is measured of scenes, on videos with known light, blur, movement, camera and sound."""

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.conftest import MakeVideo
from tests.track_videos import Track, write_tracks
from tests.videos import Encoding, Picture, texture
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.task import Cancelled, Task
from videxplore.services.indexing.analysis.scene_measures import measure_scenes
from videxplore.video.reading.reader import VideoReader

HEIGHT_PX, WIDTH_PX = 90, 160
RATE_HZ = 25


def ground(seed: int = 3) -> Picture:
    """A detailed picture three times as large as the frames."""
    generator = np.random.default_rng(seed)
    spots = generator.integers(0, 255, (90, 160, 3), np.uint8)
    coarse = cv2.resize(spots, (3 * WIDTH_PX, 3 * HEIGHT_PX), interpolation=cv2.INTER_CUBIC)
    return np.asarray(coarse // 2 + texture(seed, 3 * HEIGHT_PX, 3 * WIDTH_PX) // 2, np.uint8)


def seen(picture: Picture, left: float, top: float, width: float = WIDTH_PX) -> Picture:
    """The part of a picture that the camera sees, by its corner and width."""
    scale = width / WIDTH_PX
    matrix = np.array([[scale, 0, left], [0, scale, top]])
    flags = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(picture, matrix, (WIDTH_PX, HEIGHT_PX), flags=flags), np.uint8)


def measured(path: Path, *ends_s: float) -> list[SceneFacts]:
    with VideoReader(path) as reader:
        edges_s = [0.0, *(ends_s or (reader.properties.duration_s,))]
        return measure_scenes(reader, list(itertools.pairwise(edges_s)), Task())


CAMERA: dict[str, Callable[[int], tuple[float, ...]]] = {
    # 16 pixels a second are a tenth of the width.
    "pan right": lambda number: (100 + 16 * number / RATE_HZ, 90),
    "pan left": lambda number: (200 - 16 * number / RATE_HZ, 90),
    "tilt down": lambda number: (160, 60 + 12 * number / RATE_HZ),
    "tilt up": lambda number: (160, 120 - 12 * number / RATE_HZ),
    "zoom in": lambda number: (80 * 1.2 ** (number / RATE_HZ), 45 * 1.2 ** (number / RATE_HZ), 0.0),
    "static": lambda number: (160, 90),
}


def through_camera(move: str) -> Iterator[Picture]:
    picture = ground()
    for number in range(2 * RATE_HZ):
        place = CAMERA[move](number)
        if len(place) == 3:
            width = 320 / 1.2 ** (number / RATE_HZ)
            place = (240 - width / 2, 135 - width * 9 / 32, width)
        yield seen(picture, *place)


@pytest.mark.parametrize("move", CAMERA)
def test_known_camera_moves_are_found(make_video: MakeVideo, move: str) -> None:
    [facts] = measured(make_video(pictures=through_camera(move)))
    assert facts.camera == move
    assert facts.shake < 0.005


def test_a_pan_of_a_video_stored_on_its_side_is_one_as_seen(make_video: MakeVideo) -> None:
    turned = (np.ascontiguousarray(np.rot90(one)) for one in through_camera("pan right"))
    [facts] = measured(make_video(pictures=turned, encoding=Encoding(rotation_deg=90)))
    assert facts.camera == "pan right"


def test_a_trembling_camera_shakes(make_video: MakeVideo) -> None:
    picture = ground()
    places = np.random.default_rng(4).normal(0, 2, (2 * RATE_HZ, 2))
    path = make_video(pictures=(seen(picture, 160 + x, 90 + y) for x, y in places))
    [facts] = measured(path)
    assert facts.shake > 0.008
    assert facts.camera == "mixed"


def test_what_moves_before_the_camera_is_no_camera_move(make_video: MakeVideo) -> None:
    def pictures() -> Iterator[Picture]:
        background, thing = seen(ground(), 160, 90), ground(8)
        for number in range(2 * RATE_HZ):
            picture = background.copy()
            picture[30:60, number : number + 40] = thing[:30, :40]
            yield picture

    [facts] = measured(make_video(pictures=pictures()))
    assert facts.camera == "static"
    assert 0.02 < facts.movement < 0.4
    assert facts.still < 0.2
    assert not facts.is_empty


def test_where_nothing_moves_a_scene_is_still_and_empty(make_video: MakeVideo) -> None:
    generator = np.random.default_rng(5)
    picture = seen(ground(), 160, 90).astype(np.int16)
    noisy = (
        np.clip(picture + generator.normal(0, 4, picture.shape), 0, 255).astype(np.uint8) for _ in range(50)
    )
    [facts] = measured(make_video(pictures=noisy))
    assert (facts.still, facts.movement, facts.camera) == (1, 0, "static")
    assert facts.is_empty


def test_light_that_changes_moves_nothing(make_video: MakeVideo) -> None:
    picture = seen(ground(), 160, 90) // 2
    brighter = (picture + np.uint8(2 * number) for number in range(40))
    [facts] = measured(make_video(pictures=brighter))
    assert facts.movement < 0.05


def test_each_scene_has_its_own_light_and_black(make_video: MakeVideo) -> None:
    flat = [np.full((HEIGHT_PX, WIDTH_PX, 3), level, np.uint8) for level in (0, 128, 230)]
    facts = measured(make_video(pictures=[one for one in flat for _ in range(25)]), 1.0, 2.0, 3.0)
    assert [one.black for one in facts] == [1, 0, 0]
    assert [one.light for one in facts] == pytest.approx([0, 0.5, 0.9], abs=0.02)
    assert facts[0].is_empty
    assert {one.camera for one in facts} == {"unknown"}
    assert {one.blur for one in facts} == {None}


def test_half_a_scene_of_black_is_half(make_video: MakeVideo) -> None:
    dark = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    path = make_video(pictures=[dark] * 50 + [seen(ground(), 160, 90)] * 50)
    [facts] = measured(path)
    assert facts.black == pytest.approx(0.5, abs=0.04)


def test_blurred_frames_have_more_blur(make_video: MakeVideo) -> None:
    found = []
    for sigma in (0.0, 3.0, 9.0):
        picture = ground()[:180, :320]
        blurred = cv2.GaussianBlur(picture, (0, 0), sigma) if sigma else picture
        [facts] = measured(make_video(f"{sigma}.mp4", pictures=[np.asarray(blurred, np.uint8)] * 10))
        assert facts.blur is not None
        found.append(facts.blur)
    assert found[0] + 0.1 < found[1] < found[2] - 0.05


def test_a_scene_between_two_frames_has_the_light_of_the_one_before(make_video: MakeVideo) -> None:
    encoding = Encoding(frame_rate_hz=Fraction(2))
    grey = [np.full((HEIGHT_PX, WIDTH_PX, 3), level, np.uint8) for level in (200, 200, 50, 50)]
    facts = measured(make_video(pictures=grey, encoding=encoding), 0.6, 0.9, 2.0)
    assert [one.light for one in facts] == pytest.approx([0.78, 0.78, 0.2], abs=0.03)


def test_sound_is_measured_by_scene(tmp_path: Path) -> None:
    path = write_tracks(tmp_path / "video.mkv", [Track(count=50)], [997])
    early, late = measured(path, 1.0, 2.0)
    for facts in (early, late):
        assert facts.loudness == pytest.approx(20 * np.log10(0.4), abs=0.3)
        assert facts.silence == pytest.approx(0, abs=0.06)
        assert facts.speech == 0
        assert facts.music is not None
        assert facts.music > 0.8


def test_without_a_sound_track_nothing_is_said_of_sound(make_video: MakeVideo) -> None:
    [facts] = measured(make_video(seeds=(1,), frames_per_shot=5))
    assert (facts.loudness, facts.silence, facts.speech, facts.music) == (None,) * 4


def test_one_frame_is_measured(make_video: MakeVideo) -> None:
    [facts] = measured(make_video(pictures=[seen(ground(), 160, 90)]))
    assert facts.light > 0.2
    assert (facts.movement, facts.camera) == (0, "unknown")


def test_measuring_can_be_cancelled(make_video: MakeVideo) -> None:
    task = Task()
    task.cancel()
    with VideoReader(make_video(seeds=(1,))) as reader, pytest.raises(Cancelled):
        measure_scenes(reader, [(0.0, 1.0)], task)
