"""Clips gathered in the full pass are those of a pass of their own."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import MakeVideo
from tests.videos import Encoding, texture
from videxplore.core.task import Task
from videxplore.core.types import ClipAnalysis, Depth, Pixels, ShotAnalysis
from videxplore.services.indexing.analysis import clips
from videxplore.services.indexing.analysis.analyser import Analyser
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import Analyse, Backfill, StoredShot

MOTION = "lite0-motion"


@pytest.fixture(scope="module")
def analyser(tmp_path_factory: pytest.TempPathFactory) -> Analyser:
    return Analyser(IndexOptions(tmp_path_factory.mktemp("weights"), device="cpu", actions=MOTION))


def moving(seed: int, count: int, size_px: tuple[int, int] = (90, 160)) -> Iterator[Pixels]:
    picture = texture(seed, *size_px)
    return (np.roll(picture, 2 * number, axis=1) for number in range(count))


def full_pass(analyser: Analyser, path: Path) -> Sequence[ShotAnalysis]:
    analysis, _ = analyser.analyse(Analyse(1, path, Depth.FULL), Task())
    return analysis.shots


def clip_pass(analyser: Analyser, path: Path, shots: Sequence[ShotAnalysis]) -> dict[int, list[ClipAnalysis]]:
    stored = tuple(StoredShot(number, shot.start_s, shot.end_s, ()) for number, shot in enumerate(shots))
    found = analyser.backfill(Backfill(2, path, stored, keyframes=False, clips=True), Task()).clips
    return {number: [clip for shot, clip in found if shot == number] for number in range(len(shots))}


def assert_same_clips(analyser: Analyser, path: Path) -> Sequence[ShotAnalysis]:
    shots = full_pass(analyser, path)
    separate = clip_pass(analyser, path, shots)
    for number, shot in enumerate(shots):
        assert shot.clips, "every shot has a clip"
        assert len(shot.clips) == len(separate[number])
        for gathered, decoded in zip(shot.clips, separate[number], strict=True):
            assert (gathered.start_s, gathered.end_s) == (decoded.start_s, decoded.end_s)
            for space, vector in gathered.embeddings.items():
                np.testing.assert_array_equal(vector, decoded.embeddings[space])
        assert shot.clips[0].start_s == shot.start_s
        assert shot.clips[-1].end_s == shot.end_s
        for before, after in pairwise(shot.clips):
            assert before.end_s == after.start_s
    return shots


def test_cuts_split_clips(analyser: Analyser, make_video: MakeVideo) -> None:
    pictures = [*moving(1, 130), *moving(2, 20), *moving(3, 61)]
    shots = assert_same_clips(analyser, make_video(pictures=pictures))
    assert [len(shot.clips) for shot in shots] == [3, 1, 1]


def test_boundary_in_the_middle_of_black(analyser: Analyser, make_video: MakeVideo) -> None:
    black = np.zeros((90, 160, 3), np.uint8)
    pictures = [*moving(1, 50), *[black] * 100, *moving(2, 50)]
    shots = assert_same_clips(analyser, make_video(pictures=pictures))
    assert [shot.start_s for shot in shots] == pytest.approx([0, 4], abs=0.1)


def test_black_beyond_the_limit_is_decoded_again(
    analyser: Analyser, make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clips, "MOST_UNDECIDED_CLIP_BYTES", 16 * 160 * 90 * 3)
    black = np.zeros((90, 160, 3), np.uint8)
    pictures = [*moving(1, 50), *[black] * 200, *moving(2, 50), *moving(3, 60)]
    shots = assert_same_clips(analyser, make_video(pictures=pictures))
    assert len(shots) == 3


def test_reference_frames_of_a_large_video(analyser: Analyser, make_video: MakeVideo) -> None:
    pictures = [*moving(1, 27, (720, 1280)), *moving(2, 20, (720, 1280))]
    encoding = Encoding(options={"preset": "ultrafast", "bf": "2"})
    shots = assert_same_clips(analyser, make_video(pictures=pictures, encoding=encoding))
    assert [shot.start_s for shot in shots] == pytest.approx([0, 1.08])


@pytest.mark.parametrize(
    ("rate_hz", "frames"), [(Fraction(1, 8000), 2), (Fraction(1, 3), 2), (Fraction(120), 45)]
)
def test_unusual_frame_rates(
    analyser: Analyser, make_video: MakeVideo, rate_hz: Fraction, frames: int
) -> None:
    encoding = Encoding(frame_rate_hz=rate_hz)
    path = make_video("video.mkv", seeds=[1, 2, 3], frames_per_shot=frames, encoding=encoding)
    assert_same_clips(analyser, path)


def test_single_frame(analyser: Analyser, make_video: MakeVideo) -> None:
    (shot,) = assert_same_clips(analyser, make_video(seeds=[1], frames_per_shot=1))
    assert len(shot.clips) == 1
