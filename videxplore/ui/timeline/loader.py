"""Reads from the library what the timeline shows of a video; runs on a lane."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QColor

from videxplore.core.task import Task
from videxplore.core.types import Moment, Video, VideoState
from videxplore.services.library import Library
from videxplore.services.recognition import Certainty, LabelledSpan, VideoRecognition, recognition_of
from videxplore.ui.look.theme import Palette
from videxplore.ui.timeline.content import HeatSpan, TimelineContent, Waveform
from videxplore.ui.timeline.film import StripPictures

PEAK_RATE_HZ = 100.0


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
    recognition = recognition_of(library, video.id)
    task.checkpoint()
    return replace(empty_content(video), shots=recognition.shots, ribbon=ribbon_of(recognition))


def ribbon_of(recognition: VideoRecognition) -> tuple[LabelledSpan, ...]:
    """What is likely enough to be coloured along a video."""
    return tuple(recognition.labels_over_time(Certainty.LIKELY))


def load_strip(library: Library, video_id: int) -> StripPictures | None:
    """The preview strip of a video; None where there is none."""
    archive = library.strip(video_id)
    if archive is None:
        return None
    if not len(archive.times_s):
        archive.close()
        return None
    return StripPictures(archive)


def ribbon_colours(ribbon: Sequence[LabelledSpan], palette: Palette) -> dict[str, QColor]:
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
    from videxplore.services.playback.playing import (
        waveform_peaks,  # PyAV is not loaded before the window is on screen.
    )

    return Waveform(waveform_peaks(path, PEAK_RATE_HZ, task), 1 / PEAK_RATE_HZ)
