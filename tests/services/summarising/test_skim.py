"""Skims: what is chosen, and that the file written shows exactly that."""

import itertools
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.analyses import KnownShot, add_video
from tests.conftest import MakeVideo
from tests.videos import texture
from videxplore.core.errors import ExportError, UnreadableVideoError
from videxplore.core.task import Cancelled, Task
from videxplore.services.library import Library
from videxplore.services.summarising.skim import SkimService
from videxplore.services.summarising.summary import SummaryService
from videxplore.video.reading.reader import VideoReader

LEAST_S = 0.6
SHOTS = [KnownShot(1, 8), KnownShot(2, 4), KnownShot(1, 8), KnownShot(3, 4), KnownShot(2, 6)]


def skims(library: Library) -> SkimService:
    return SkimService(library, SummaryService(library))


def groups_shown(library: Library, video_id: int, budget_s: float) -> list[int]:
    starts_s = np.cumsum([0.0, *(shot.length_s for shot in SHOTS)])
    segments = skims(library).choose(video_id, budget_s)
    return [SHOTS[int(np.searchsorted(starts_s, s.start_s + 1e-3, "right")) - 1].group for s in segments]


def test_every_kind_of_scene_is_shown_once_before_any_is_shown_again(library: Library) -> None:
    video_id = add_video(library, Path("/a.mp4"), SHOTS)
    assert sorted(groups_shown(library, video_id, 3.0)) == [1, 2, 3]
    assert sorted(groups_shown(library, video_id, 6.0)) == [1, 2, 3]


def test_the_first_showing_of_an_action_is_preferred(library: Library) -> None:
    shots = [KnownShot(1, 8), KnownShot(1, 8, action="juggling"), KnownShot(1, 8)]
    segments = skims(library).choose(add_video(library, Path("/a.mp4"), shots), 1.0)
    assert [8 <= segment.start_s < 16 for segment in segments] == [True]


def pieces_s(shots: list[KnownShot], start_s: float, end_s: float) -> list[tuple[float, float]]:
    """What a span shows of each scene it touches, and how long that scene is."""
    edges_s = np.cumsum([0.0, *(shot.length_s for shot in shots)])
    lengths_s = [
        (min(end_s, right) - max(start_s, left), right - left) for left, right in itertools.pairwise(edges_s)
    ]
    return [(shown_s, scene_s) for shown_s, scene_s in lengths_s if shown_s > 1e-6]


@given(
    lengths=st.lists(st.tuples(st.integers(0, 4), st.integers(1, 40)), min_size=1, max_size=12),
    budget_s=st.floats(1.0, 30.0),
)
@example(lengths=[(0, 7)], budget_s=1.239729303220189)
def test_segments_fit_the_budget_and_stay_within_scenes(
    lengths: list[tuple[int, int]], budget_s: float
) -> None:
    shots = [KnownShot(group, frames * 0.2) for group, frames in lengths]
    duration_s = sum(shot.length_s for shot in shots)
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
        segments = skims(library).choose(add_video(library, Path("/a.mp4"), shots), budget_s)
    assert 0 < sum(segment.length_s for segment in segments) <= max(budget_s, 0.1) + 1e-6
    for before, after in itertools.pairwise(segments):
        assert before.end_s <= after.start_s
    assert segments[0].start_s >= 0
    assert segments[-1].end_s <= duration_s + 1e-6
    for segment in segments:
        # Of no scene there is a mere flash, unless the whole scene is one.
        for shown_s, scene_s in pieces_s(shots, segment.start_s, segment.end_s):
            assert shown_s >= min(LEAST_S, scene_s, budget_s) - 1e-6


def test_what_is_left_of_the_budget_makes_segments_longer(library: Library) -> None:
    # Three scenes and four seconds: a second and a third for each, and what rounding leaves.
    shots = [KnownShot(1, 1.2), KnownShot(2, 2.6), KnownShot(3, 2.4)]
    segments = skims(library).choose(add_video(library, Path("/a.mp4"), shots), 4.0)
    assert sum(segment.length_s for segment in segments) == pytest.approx(4)
    for segment in segments:
        assert all(shown_s >= LEAST_S for shown_s, _ in pieces_s(shots, segment.start_s, segment.end_s))


def test_a_budget_as_long_as_the_video_shows_all_of_it(library: Library) -> None:
    segments = skims(library).choose(add_video(library, Path("/a.mp4"), SHOTS), 500)
    assert [(segment.start_s, segment.end_s) for segment in segments] == [(0, 30)]


@pytest.mark.parametrize("budget_s", [0.0, -3.0, 0.4, float("nan")])
def test_an_impossible_budget_gets_a_sentence(library: Library, tmp_path: Path, budget_s: float) -> None:
    video_id = add_video(library, Path("/a.mp4"), SHOTS)
    with pytest.raises(ExportError, match="needs at least 1 s"):
        skims(library).write(video_id, budget_s, tmp_path / "skim.mp4", Task())
    assert not (tmp_path / "skim.mp4").exists()


def test_a_source_that_is_gone_gets_a_sentence(library: Library, tmp_path: Path) -> None:
    video_id = add_video(library, tmp_path / "gone.mp4", SHOTS)
    with pytest.raises(UnreadableVideoError, match="cannot be found"):
        skims(library).write(video_id, 5, tmp_path / "skim.mp4", Task())
    assert not (tmp_path / "skim.mp4").exists()


def test_the_file_shows_the_chosen_frames_and_no_others(
    library: Library, tmp_path: Path, make_video: MakeVideo
) -> None:
    seeds = [1, 2, 1, 3]
    path = make_video("source.mp4", seeds=seeds, frames_per_shot=50)
    video_id = add_video(library, path, [KnownShot(seed, 2.0) for seed in seeds])
    segments = skims(library).write(video_id, 3.0, tmp_path / "skim.mp4", Task())
    frames = [frame for s in segments for frame in range(round(s.start_s * 25), round(s.end_s * 25))]
    with VideoReader(tmp_path / "skim.mp4") as reader:
        shown = [picture.to_rgb() for picture in reader.frames()]
    assert len(shown) == len(frames) == 75
    for picture, frame in zip(shown, frames, strict=True):
        truth = np.roll(texture(seeds[frame // 50]), frame % 50, axis=1)
        assert np.abs(picture.astype(int) - truth).mean() < 6


def test_a_cancelled_skim_leaves_no_file(library: Library, tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video("source.mp4", seeds=[1, 2, 3], frames_per_shot=50)
    video_id = add_video(library, path, [KnownShot(seed, 2.0) for seed in (1, 2, 3)])
    target = tmp_path / "out" / "skim.mp4"
    target.parent.mkdir()
    seen = 0

    def cancel_soon(_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == 10:
            task.cancel()

    task = Task(cancel_soon)
    with pytest.raises(Cancelled):
        skims(library).write(video_id, 4.0, target, task)
    assert list(target.parent.iterdir()) == []
