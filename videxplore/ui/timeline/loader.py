"""Reads from the library what the timeline shows of a video; runs beside the window."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path

from PySide6.QtGui import QColor

from videxplore.catalogue.records import StoredPrediction
from videxplore.core.task import Task
from videxplore.core.types import Moment, Video, VideoState
from videxplore.services.library import Library
from videxplore.ui.look.theme import Palette
from videxplore.ui.timeline.content import HeatSpan, RibbonSpan, TimelineContent, Waveform
from videxplore.ui.timeline.film import StripPictures

PEAK_RATE_HZ = 100.0
LEAST_SCORE = 0.2
"""Predictions below this say nothing worth a colour on the timeline, or words over the picture."""


def empty_content(video: Video | None) -> TimelineContent:
    """What is known before the library was asked."""
    properties = video.properties if video is not None else None
    is_coming = video is not None and video.state is not VideoState.FAILED
    if properties is None:
        return TimelineContent(is_coming=is_coming)
    return TimelineContent(
        duration_s=properties.duration_s,
        frame_rate_hz=properties.frame_rate_hz,
        aspect=properties.width_px / max(1, properties.height_px),
        has_sound=properties.has_audio,
        is_coming=is_coming,
    )


def load_content(library: Library, video: Video, task: Task) -> TimelineContent:
    """Scenes and ribbon of a video.

    Raises:
        CatalogueError: If the catalogue cannot be read.
    """
    shots = tuple(library.catalogue.shots(video.id))
    task.checkpoint()
    ribbon = ribbon_spans(library.catalogue.predictions(video.id))
    return replace(empty_content(video), shots=shots, ribbon=ribbon)


def load_strip(library: Library, video_id: int) -> StripPictures | None:
    """The preview strip of a video; None where there is none."""
    archive = library.strip(video_id)
    if archive is None:
        return None
    if not len(archive.times_s):
        archive.close()
        return None
    return StripPictures(archive)


def ribbon_spans(predictions: Iterable[StoredPrediction]) -> tuple[RibbonSpan, ...]:
    """The best label of each clip, neighbours with the same label joined; objects where no clip speaks."""
    stored = list(predictions)
    spans = _sure(_best_of_each([item for item in stored if item.owner == "clip"]))
    if not spans:
        # A keyframe that shows nothing known keeps its part: its neighbour's label does not speak for it.
        spans = _sure(_filled_out(_best_of_each([item for item in stored if item.owner == "keyframe"])))
    return _joined(spans)


def _sure(spans: list[RibbonSpan]) -> list[RibbonSpan]:
    return [span for span in spans if span.score >= LEAST_SCORE]


def _best_of_each(stored: Sequence[StoredPrediction]) -> list[RibbonSpan]:
    ordered = sorted(stored, key=lambda item: (item.start_s, item.owner_id))
    best = []
    for _, group in groupby(ordered, key=lambda item: item.owner_id):
        top = max(group, key=lambda item: item.prediction.score)
        best.append(RibbonSpan(top.start_s, top.end_s, top.prediction.label, top.prediction.score))
    return best


def _filled_out(spans: list[RibbonSpan]) -> list[RibbonSpan]:
    """Spans without length reach to the middle between neighbours."""
    middles_s = [(left.start_s + right.start_s) / 2 for left, right in pairwise(spans)]
    starts_s = [0.0, *middles_s]
    ends_s = [*middles_s, float("inf")]
    return [
        replace(span, start_s=start_s, end_s=end_s)
        for span, start_s, end_s in zip(spans, starts_s, ends_s, strict=False)
    ]


def _joined(spans: list[RibbonSpan]) -> tuple[RibbonSpan, ...]:
    joined: list[RibbonSpan] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.label == span.label and span.start_s - last.end_s < 0.5:
            joined[-1] = replace(last, end_s=span.end_s, score=max(last.score, span.score))
        else:
            joined.append(span)
    return tuple(joined)


def ribbon_colours(ribbon: Sequence[RibbonSpan], palette: Palette) -> dict[str, QColor]:
    """The colour of each label: the commonest take the distinct ones, the rare ones share a quiet one."""
    lengths_s: dict[str, float] = {}
    for span in ribbon:
        length_s = min(span.end_s, 1e6) - span.start_s
        lengths_s[span.label] = lengths_s.get(span.label, 0.0) + length_s
    labels = sorted(lengths_s, key=lambda label: (-lengths_s[label], label))
    distinct = len(palette.actions)
    return {
        label: palette.action_colour(number) if number < distinct else palette.faint
        for number, label in enumerate(labels)
    }


def heat_spans(moments: Iterable[Moment], video_id: int) -> tuple[HeatSpan, ...]:
    """Where in one video the moments of a ranking lie, in time order."""
    spans = [
        HeatSpan(moment.start_s, moment.end_s, max(0.0, moment.confidence))
        for moment in moments
        if moment.video.id == video_id
    ]
    return tuple(sorted(spans, key=lambda span: span.start_s))


def measured_waveform(path: Path, task: Task) -> Waveform:
    """The loudness of a video's sound over its whole length.

    Raises:
        Cancelled: If another video was opened meanwhile.
        UnreadableVideoError: If the sound cannot be decoded.
    """
    from videxplore.video.audio import waveform_peaks  # PyAV is not loaded before the window is on screen.

    return Waveform(waveform_peaks(path, PEAK_RATE_HZ, task), 1 / PEAK_RATE_HZ)
