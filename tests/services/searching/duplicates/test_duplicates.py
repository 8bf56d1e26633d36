"""The same footage in two files, cut, cropped, brightened, letterboxed, at another speed, mirrored."""

import functools
import json
from collections.abc import Callable
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
TURNED = 0.43
"""Turns embeddings so far away that keyframes no longer count as alike, but are still the nearest."""
Look = Callable[[Pixels], Pixels]


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


def away(vector: Vector, turned: float) -> Vector:
    """A vector turned towards another direction by this share."""
    vector = (1 - turned) * vector + turned * unit(99, 8)
    vector /= np.linalg.norm(vector)
    return vector


def add(
    library: Library,
    name: str,
    pieces: list[tuple[int, float, float]],
    look: Look = np.asarray,
    speed: float = 1.0,
    span_s: tuple[float, float] | None = None,
    depth: Depth = Depth.FULL,
    turned: float = 0.0,
) -> int:
    """A video put together from films: (seed, from second, to second) each, a shot of its own.

    Of what they show together, ``span_s`` is played at ``speed``, 25 frames a second. ``turned`` draws its
    embeddings away from those of the films.
    """
    ends_s = np.cumsum([end_s - start_s for _, start_s, end_s in pieces])
    first_s, last_s = span_s or (0.0, float(ends_s[-1]))

    def shown(time_s: float) -> tuple[int, int, float]:
        at_s = first_s + time_s * speed
        number = min(int(np.searchsorted(ends_s, at_s + 1e-6, "right")), len(pieces) - 1)
        seed, _, end_s = pieces[number]
        return number, seed, end_s - (float(ends_s[number]) - at_s)

    frames = int((last_s - first_s) / speed * 25 + 1e-6)
    strip = [
        Thumbnail(time_s, encode_jpeg(look(film(*shown(time_s)[1:])), 80))
        for time_s in (number / 25 for number in range(0, frames, 13))
    ]
    shots: list[ShotAnalysis] = []
    numbers = np.array([shown(frame / 25)[0] for frame in range(frames)])
    for number in np.unique(numbers):
        start, end = np.flatnonzero(numbers == number)[[0, -1]] + (0, 1)
        times_s = [frame / 25 for frame in range(int(start) + 13, int(end), 50)]
        keyframes = [keyframe(time_s, away(look_of(*shown(time_s)[1:]), turned)) for time_s in times_s]
        shots.append(ShotAnalysis(float(start / 25), float(end / 25), tuple(keyframes)))
    video = library.catalogue.add_video(Path("/videos") / name, name, 1, 2)
    library.catalogue.store_analysis(
        video.id, VideoAnalysis(properties(frames / 25), depth, tuple(shots), (APPEARANCE,))
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


def noisy(picture: Pixels) -> Pixels:
    noise = np.random.default_rng(1).integers(-25, 25, picture.shape)
    noised: Pixels = np.clip(picture + noise, 0, 255).astype(np.uint8)
    return noised


def still(_picture: Pixels) -> Pixels:
    return noisy(place(1)[:, :WIDTH_PX])


def test_a_copy_that_the_model_takes_for_something_else_is_found_by_its_pictures(library: Library) -> None:
    for seed in range(50, 58):
        add(library, f"other {seed}", [(seed, 0, 12)])
    whole = add(library, "whole", [(1, 0, 12)])
    copy = add(library, "distorted", [(1, 0, 12)], noisy, turned=TURNED)
    duplicate = only(DuplicateService(library).find())
    assert (duplicate.first.id, duplicate.second.id) == (whole, copy)
    assert duplicate.length_s == pytest.approx(12, abs=0.5)
    assert duplicate.checks[0].value < 0.9


def test_a_place_that_looks_the_same_all_the_time_is_no_copy(library: Library) -> None:
    for seed in range(50, 58):
        add(library, f"other {seed}", [(seed, 0, 12)])
    add(library, "monday", [(1, 0, 12)], still)
    add(library, "tuesday", [(1, 0, 12)], still, turned=TURNED)
    assert DuplicateService(library).find() == []


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


def assert_aligned(duplicate: Duplicate, speed: float, span_s: tuple[float, float], within_s: float) -> None:
    """The second file shows ``span_s`` of the first at ``speed``."""
    end_s = duplicate.first_start_s + duplicate.length_s
    assert duplicate.speed == pytest.approx(1 / speed, abs=0.005)
    assert (duplicate.first_start_s, end_s) == pytest.approx(span_s, abs=0.3)
    for first_s in (duplicate.first_start_s, end_s):
        second_s = duplicate.second_start_s + (first_s - duplicate.first_start_s) * duplicate.speed
        assert second_s == pytest.approx((first_s - span_s[0]) / speed, abs=within_s)


@pytest.mark.parametrize(
    ("speed", "start_s"),
    [
        (0.8, 6.0),
        pytest.param(0.87, 0.0, marks=pytest.mark.slow),
        (0.93, 6.0),
        pytest.param(1.1, 6.0, marks=pytest.mark.slow),
        pytest.param(1.17, 0.0, marks=pytest.mark.slow),
        (1.25, 0.0),
    ],
)
def test_footage_at_any_speed(library: Library, speed: float, start_s: float) -> None:
    fill(library)
    add(library, "film", [(1, 0, 26)])
    add(library, "other speed", [(1, start_s, 26)], speed=speed)
    assert_aligned(only(DuplicateService(library).find()), speed, (start_s, 26), 0.15)


SHOTS = [(seed, 0.0, length_s) for seed, length_s in enumerate((3.4, 2.2, 5.1, 1.6, 4.3, 2.7, 3.6, 6.2))]


@pytest.mark.parametrize(
    "speed",
    [0.8, 1.0, 25 / 24, *(pytest.param(speed, marks=pytest.mark.slow) for speed in (0.9, 1.1, 1.25))],
)
def test_cuts_give_the_offset_to_the_frame(library: Library, speed: float) -> None:
    fill(library)
    add(library, "film", SHOTS)
    add(library, "trimmed", SHOTS, brighten, speed, (4.3, 25.2))
    assert_aligned(only(DuplicateService(library).find()), speed, (4.3, 25.2), 0.06)


def test_shots_of_a_quick_pass_are_no_cuts(library: Library) -> None:
    fill(library)
    add(library, "film", SHOTS)
    add(library, "quick", SHOTS, speed=1.1, span_s=(4.3, 25.2), depth=Depth.QUICK)
    assert_aligned(only(DuplicateService(library).find()), 1.1, (4.3, 25.2), 0.15)


@pytest.mark.parametrize("copies", [3, pytest.param(8, marks=pytest.mark.slow)])
def test_many_copies_hide_no_part(library: Library, copies: int) -> None:
    fill(library)
    for number in range(copies):
        add(library, f"copy {number}", SHOTS[:6], brighten if number % 2 else np.asarray)
    part = add(library, "part", SHOTS[:6], crop, span_s=(5.2, 15.2))
    found = [one for one in DuplicateService(library).find() if part in (one.first.id, one.second.id)]
    assert len(found) == copies
    for one in found:
        assert_aligned(one, 1.0, (5.2, 15.2), 0.06)


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
