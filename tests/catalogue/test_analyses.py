"""Another network's answers are added to a video, and what was there stays."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.errors import UnknownVideoError
from videxplore.core.types import (
    ClipAnalysis,
    Depth,
    KeyframeAnalysis,
    Prediction,
    ShotAnalysis,
    Space,
    VideoAnalysis,
)
from videxplore.core.types import VideoProperties as Properties

OLD = Space("old@1", "appearance", 3, "old")
NEW = Space("new@1", "appearance", 2, "new")
MOTION = Space("motion@1", "motion", 2, "motion")


def unit(*values: float) -> npt.NDArray[np.float32]:
    return np.array(values, np.float32)


def test_a_second_space_is_added_beside_the_first(tmp_path: Path) -> None:
    from fractions import Fraction

    properties = Properties(2.0, Fraction(25), 320, 180, 0, "h264", "yuv420p", has_audio=False)
    first = KeyframeAnalysis(0.5, 1.0, b"", {OLD.name: unit(1, 0, 0)})
    analysis = VideoAnalysis(properties, Depth.FULL, (ShotAnalysis(0, 2, (first,)),), (OLD,))
    with Catalogue.open(tmp_path / "catalogue.sqlite3") as catalogue:
        video = catalogue.add_video(tmp_path / "video.mp4", "print", 1, 1)
        stored = catalogue.store_analysis(video.id, analysis)
        before = catalogue.version()
        label = Prediction("archery", 0.9, "pretrained", "motion")
        for vector in (unit(1, 0), unit(0, 1)):
            new = KeyframeAnalysis(0.5, 1.0, b"", {NEW.name: vector})
            catalogue.add_space(video.id, NEW, keyframes=[(stored.keyframe_ids[0], new)])
        clip = ClipAnalysis(0, 2, {MOTION.name: unit(0, 1)}, (label,))
        catalogue.add_space(video.id, MOTION, clips=[(stored.shot_ids[0], clip)])
        assert [space.name for space in catalogue.spaces()] == [OLD.name, NEW.name, MOTION.name]
        np.testing.assert_array_equal(catalogue.embeddings(OLD.name).vectors, [[1, 0, 0]])
        np.testing.assert_array_equal(catalogue.embeddings(NEW.name).vectors, [[0, 1]])
        assert catalogue.embeddings(NEW.name).owner_ids.tolist() == list(stored.keyframe_ids)
        assert [one.end_s for one in catalogue.clips(video.id)] == [2]
        assert [one.prediction.label for one in catalogue.predictions(video.id)] == ["archery"]
        assert catalogue.changes(before).analysed == (video.id,)
        with pytest.raises(UnknownVideoError):
            catalogue.add_space(video.id + 1, NEW)
