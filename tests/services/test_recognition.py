"""What happens in a video, from stored predictions alone."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from videxplore.core.errors import UnknownMomentError
from videxplore.core.types import (
    ClipAnalysis,
    Depth,
    KeyframeAnalysis,
    Prediction,
    ShotAnalysis,
    Space,
    VideoAnalysis,
    VideoProperties,
)
from videxplore.services.labels import Certainty
from videxplore.services.library import Library
from videxplore.services.recognition import ActionsService, recognition_of
from videxplore.services.scene_labels import scene_labels

SPACE = Space("test@1", "appearance", 2, "test")
VECTOR = {SPACE.name: np.array([1, 0], np.float32)}
PROPERTIES = VideoProperties(10.0, Fraction(25), 320, 180, 0, "h264", "yuv420p", has_audio=False)


def seen(label: str, score: float) -> Prediction:
    return Prediction(label, score, "object", "test")


def done(label: str, score: float) -> Prediction:
    return Prediction(label, score, "pretrained", "network")


def stored(library: Library) -> int:
    """Ten seconds: a shot of two keyframes and two clips, and a shot of one keyframe."""
    shots = (
        ShotAnalysis(
            0,
            6,
            (
                KeyframeAnalysis(1, 1.0, b"", VECTOR, (seen("cat", 0.8), seen("sofa", 0.1))),
                KeyframeAnalysis(3, 1.0, b"", VECTOR, (seen("cat", 0.2),)),
            ),
            (
                ClipAnalysis(0, 3, {}, (done("jumping", 0.9),)),
                ClipAnalysis(3, 6, {}, (done("sleeping", 0.5), done("jumping", 0.1))),
            ),
        ),
        ShotAnalysis(6, 10, (KeyframeAnalysis(8, 1.0, b"", VECTOR, (seen("dog", 0.9),)),)),
    )
    video = library.catalogue.add_video(Path("/films/pets.mp4"), "print", 1, 1)
    library.catalogue.store_analysis(video.id, VideoAnalysis(PROPERTIES, Depth.FULL, shots, (SPACE,)))
    return video.id


def test_scores_are_averaged_over_the_time_a_network_looked_at(library: Library) -> None:
    answer = ActionsService(library).for_video(stored(library))
    assert answer.models == ("network", "test")
    scores = {one.label: one.score for one in answer.overall}
    # Clips cover 6 s; the keyframes stand for [0, 2), [2, 6) and [6, 10).
    assert scores["jumping"] == pytest.approx((0.9 * 3 + 0.1 * 3) / 6)
    assert scores["sleeping"] == pytest.approx(0.5 * 3 / 6)
    assert scores["cat"] == pytest.approx((0.8 * 2 + 0.2 * 4) / 10)
    assert scores["dog"] == pytest.approx(0.9 * 4 / 10)
    assert [one.label for one in answer.overall] == ["jumping", "dog", "sleeping", "cat", "sofa"]


def test_at_a_time_only_what_covers_it_counts(library: Library) -> None:
    service, video_id = ActionsService(library), stored(library)
    answer = service.for_video(video_id, at_s=4.0, top=1)
    assert [(span.start_s, span.end_s) for span in answer.spans] == [(3, 6), (2, 6)]
    assert [one.label for one in answer.overall] == ["sleeping"]
    assert [len(span.predictions) for span in answer.spans] == [1, 1]
    (last,) = service.for_video(video_id, at_s=10.0).spans
    assert (last.start_s, last.end_s) == (6, 10)


def test_a_scene_answers_for_itself(library: Library) -> None:
    first, second = recognition_of(library, stored(library)).shots
    named = scene_labels(library.catalogue, Certainty.LIKELY)
    assert {shot_id: one.label for shot_id, one in named.items()} == {first.id: "jumping", second.id: "dog"}


def test_labels_of_a_video_say_how_long_they_are_seen(library: Library) -> None:
    recognition = recognition_of(library, stored(library))
    seen = {one.label.label: (one.length_s, one.label.certainty) for one in recognition.labels}
    assert seen == {
        "jumping": (3, Certainty.SURE),
        "sleeping": (3, Certainty.LIKELY),
        "dog": (4, Certainty.SURE),
    }
    assert [one.label for one in recognition.labels_at(1.0)] == ["jumping"]
    assert [(one.label, one.start_s, one.end_s) for one in recognition.labels_over_time()] == [
        ("jumping", 0, 3),
        ("sleeping", 3, 6),
        ("dog", 6, 10),
    ]
    assert recognition.labels_at(-1.0) == ()


def test_a_time_outside_the_video_is_refused(library: Library) -> None:
    with pytest.raises(UnknownMomentError):
        ActionsService(library).for_video(stored(library), at_s=11.0)
