"""What the timeline shows of stored predictions agrees with what the panel of actions says at each moment."""

from hypothesis import given
from hypothesis import strategies as st

from videxplore.catalogue.records import StoredPrediction
from videxplore.core.types import Prediction
from videxplore.ui.actions_panel import at_time
from videxplore.ui.timeline.content import TimelineContent
from videxplore.ui.timeline.loader import LEAST_SCORE, ribbon_spans


def keyframe_label(number: int, time_s: float, label: str, score: float) -> StoredPrediction:
    prediction = Prediction(label, score, "object", "test")
    return StoredPrediction("keyframe", number, time_s, time_s, prediction)


@given(
    scores=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from((0.01, 0.15, 0.3, 0.9))), min_size=1),
    at=st.floats(0.0, 1.0),
)
def test_the_ribbon_names_what_the_nearest_keyframe_shows_and_nothing_where_it_shows_nothing(
    scores: list[tuple[str, float]], at: float
) -> None:
    stored = [keyframe_label(n, 2.0 * n, label, score) for n, (label, score) in enumerate(scores)]
    time_s = at * 2.0 * len(scores)
    if abs(time_s % 2.0 - 1.0) < 1e-6:
        return
    span = TimelineContent(ribbon=ribbon_spans(stored)).label_at(time_s)
    panel = at_time(stored, time_s, 1)
    sure = [one.label for one in panel if one.score >= LEAST_SCORE]
    assert ([] if span is None else [span.label]) == sure


def test_objects_are_named_where_no_clip_says_anything() -> None:
    clip = StoredPrediction("clip", 0, 0.0, 5.0, Prediction("walking", 0.05, "taught", "test"))
    stored = [clip, keyframe_label(0, 2.0, "dog", 0.8)]
    assert [span.label for span in ribbon_spans(stored)] == ["dog"]
    assert [one.label for one in at_time(stored, 2.0, 3)] == ["dog"]
