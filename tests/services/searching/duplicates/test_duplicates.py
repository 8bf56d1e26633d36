"""The same footage in two files, cut, cropped, brightened, letterboxed, at another speed, mirrored."""

import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.analyses import APPEARANCE, keyframe, properties, unit
from tests.videos import texture
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Depth, Pixels, ShotAnalysis, Thumbnail, Vector, VideoAnalysis
from videxplore.services.library import Library
from videxplore.services.searching.duplicates.duplicates import Duplicate, DuplicateService
from videxplore.video.thumbnails import encode_jpeg

WIDTH_PX, HEIGHT_PX = 160, 90
Look = Callable[[Pixels], Pixels]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as opened:
        yield opened


@functools.cache
def place(seed: int) -> Pixels:
    """Where a film is shot: three pictures wide."""
    return texture(seed, HEIGHT_PX, WIDTH_PX * 3)


def film(seed: int, time_s: float) -> Pixels:
    """A slowly panning scene in which a bright block wanders about."""
    wide = place(seed)
    left = int(time_s * 7) % (2 * WIDTH_PX)
    picture = wide[:, left : left + WIDTH_PX].copy()
    x = int((np.sin(time_s * 0.9 + seed) + 1) / 2 * (WIDTH_PX - 40))
    y = int((np.cos(time_s * 0.7) + 1) / 2 * (HEIGHT_PX - 30))
    picture[y : y + 30, x : x + 40] = (250, 240, 60)
    return picture


def look_of(seed: int, time_s: float) -> Vector:
    """What a network would say of it: alike for the same seed and nearly the same time."""
    vector = unit(seed, 8) + 0.02 * unit(1000 * seed + int(time_s), 8)
    vector /= np.linalg.norm(vector)
    return vector


def add(
    library: Library,
    name: str,
    pieces: list[tuple[int, float, float]],
    look: Look = np.asarray,
    speed: float = 1.0,
) -> int:
    """A video put together from films: (seed, from second, to second) each, played at ``speed``."""
    strip, keyframes, now_s = [], [], 0.0
    for seed, start_s, end_s in pieces:
        for step in range(int((end_s - start_s) / speed / 0.5)):
            source_s = start_s + step * 0.5 * speed
            strip.append(Thumbnail(now_s, encode_jpeg(look(film(seed, source_s)), 80)))
            if step % 4 == 1:
                keyframes.append(keyframe(now_s, look_of(seed, source_s)))
            now_s += 0.5
    video = library.catalogue.add_video(Path("/videos") / name, name, 1, 2)
    shot = ShotAnalysis(0.0, now_s, tuple(keyframes))
    library.catalogue.store_analysis(
        video.id, VideoAnalysis(properties(now_s), Depth.FULL, (shot,), (APPEARANCE,))
    )
    library.write_caches(video.id, strip, [])
    return video.id


def only(found: list[Duplicate]) -> Duplicate:
    (duplicate,) = found
    assert all(check.passed for check in duplicate.checks)
    return duplicate


def crop(picture: Pixels) -> Pixels:
    return picture[7:-7, 12:-12]


def brighten(picture: Pixels) -> Pixels:
    brighter: Pixels = np.clip(picture.astype(np.int16) * 1.2 + 30, 0, 255).astype(np.uint8)
    return brighter


def letterbox(picture: Pixels) -> Pixels:
    return np.pad(picture, ((20, 20), (0, 0), (0, 0)))


def halve(picture: Pixels) -> Pixels:
    return np.ascontiguousarray(picture[::2, ::2])


def fill(library: Library) -> None:
    """Other videos, so that there is a background."""
    for seed in (50, 51):
        add(library, f"other {seed}", [(seed, 0, 4)])


@pytest.mark.parametrize(
    "look", [np.asarray, crop, brighten, letterbox, halve], ids=lambda look: look.__name__
)
def test_a_part_that_was_changed_is_found_with_its_offset(library: Library, look: Look) -> None:
    fill(library)
    whole = add(library, "whole", [(1, 0, 20)])
    part = add(library, "part", [(1, 6, 14)], look)
    duplicate = only(DuplicateService(library).find())
    assert (duplicate.first.id, duplicate.second.id) == (whole, part)
    assert duplicate.offset_s == pytest.approx(-6, abs=0.5)
    assert duplicate.first_start_s == pytest.approx(6, abs=0.8)
    assert duplicate.length_s == pytest.approx(8, abs=1.0)
    assert (duplicate.speed, duplicate.is_mirrored) == (1, False)


def test_a_compilation_shares_several_parts(library: Library) -> None:
    fill(library)
    add(library, "first", [(1, 0, 16)])
    add(library, "second", [(2, 0, 16)])
    add(library, "best of", [(1, 2, 8), (2, 4, 12)])
    found = {one.first.path.name: one for one in DuplicateService(library).find()}
    assert set(found) == {"first", "second"}
    assert found["first"].offset_s == pytest.approx(-2, abs=0.5)
    assert found["second"].offset_s == pytest.approx(2, abs=0.5)


def test_footage_shown_faster(library: Library) -> None:
    fill(library)
    add(library, "film", [(1, 0, 30)])
    add(library, "television", [(1, 0, 30)], speed=25 / 24)
    duplicate = only(DuplicateService(library).find())
    assert duplicate.speed == pytest.approx(24 / 25)
    assert duplicate.length_s > 25


@pytest.mark.parametrize(
    ("speed", "start_s"), [(0.8, 6.0), (0.87, 0.0), (0.93, 6.0), (1.1, 6.0), (1.17, 0.0), (1.25, 0.0)]
)
def test_footage_at_any_speed(library: Library, speed: float, start_s: float) -> None:
    fill(library)
    add(library, "film", [(1, 0, 26)])
    add(library, "other speed", [(1, start_s, 26)], speed=speed)
    duplicate = only(DuplicateService(library).find())
    assert duplicate.speed == pytest.approx(1 / speed, abs=0.015)
    end_s = duplicate.first_start_s + duplicate.length_s
    assert duplicate.first_start_s == pytest.approx(start_s, abs=1.0)
    assert end_s == pytest.approx(26, abs=1.5)
    for first_s in (duplicate.first_start_s, end_s):
        second_s = duplicate.second_start_s + (first_s - duplicate.first_start_s) * duplicate.speed
        assert second_s == pytest.approx((first_s - start_s) / speed, abs=0.5)


def test_many_copies_hide_no_part(library: Library) -> None:
    fill(library)
    for number in range(3):
        add(library, f"copy {number}", [(1, 0, 16)], brighten if number % 2 else np.asarray)
    part = add(library, "part", [(1, 6, 14)], crop)
    found = [one for one in DuplicateService(library).find() if part in (one.first.id, one.second.id)]
    assert len(found) == 3
    assert all(one.offset_s == pytest.approx(-6, abs=0.5) for one in found)


def test_mirrored_footage_only_on_request(library: Library) -> None:
    fill(library)
    add(library, "left", [(1, 0, 10)])
    add(library, "right", [(1, 0, 10)], lambda picture: np.ascontiguousarray(picture[:, ::-1]))
    assert DuplicateService(library).find() == []
    assert only(DuplicateService(library).find(mirrored=True)).is_mirrored


def test_the_same_place_is_not_the_same_footage(library: Library) -> None:
    fill(library)
    add(library, "monday", [(1, 0, 8)])

    def other_day(picture: Pixels) -> Pixels:
        changed = place(1)[:, :WIDTH_PX].copy()
        top = int(picture[:, :, 0].astype(np.int64).sum()) % 60
        changed[top : top + 30, 90:130] = (10, 20, 200)
        return changed

    add(library, "tuesday", [(1, 0, 8)], other_day)
    assert DuplicateService(library).find() == []


def test_files_with_the_same_content_need_no_pictures(library: Library) -> None:
    fill(library)
    first, second = add(library, "a", [(1, 0, 6)]), add(library, "b", [(1, 0, 6)])
    for video_id in (first, second):
        library.catalogue.update_file(video_id, fingerprint="same")
        library.strip_file(video_id).unlink()
    duplicate = only(DuplicateService(library).find())
    assert (duplicate.offset_s, duplicate.length_s) == (0, 6)
    document = json.loads(json.dumps(duplicate.to_json()))
    assert document["checks"][0] == {
        "name": "the files have the same content",
        "value": 1,
        "needed": 1,
        "passed": True,
    }


def test_without_previews_nothing_is_claimed(library: Library) -> None:
    add(library, "a", [(1, 0, 6)])
    library.strip_file(add(library, "b", [(1, 0, 6)])).unlink()
    assert DuplicateService(library).find() == []


def test_the_search_can_be_cancelled(library: Library) -> None:
    add(library, "a", [(1, 0, 6)])
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        DuplicateService(library).find(task)
