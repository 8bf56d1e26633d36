"""Chapters of a video from what its scenes show, and the files that hold them."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from videxplore.core.errors import ExportFormatError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, write_export
from videxplore.core.file_names import one_line
from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.core.vectors import unit_rows
from videxplore.services.indexed_files import require_footage
from videxplore.services.library import Library
from videxplore.services.recognition import recognition_of
from videxplore.services.summarising.clustering import Labels, cluster_labels
from videxplore.services.summarising.storyboard_groups import KeyframeGroups
from videxplore.services.summarising.summary import SummaryService
from videxplore.video.writing.chapters import SUFFIXES, write_chapters

CHAPTER_SUFFIXES = (".txt", ".vtt", *SUFFIXES)

CHAPTER_PACE_S = 4.5
"""Up to four chapters in a minute, twelve in ten minutes, twenty-eight in an hour: the root of the length."""

ALIKE = 0.15
"""Neighbours whose means are nearer than this (cosine distance) are one chapter."""

MAX_CHAPTERS = 30
"""More than this are no longer found at a glance in a player's menu."""

SHORTEST_S = 60.0
SHORTEST_SHARE = 0.08
"""No chapter is shorter than the lesser of a minute and this share of the video."""


_Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a video [start_s, end_s) with a title."""

    start_s: float
    end_s: float
    title: str


def find_chapters(library: Library, service: SummaryService, video_id: int) -> list[Chapter]:
    """Divide a video into parts that each show much the same, at the bounds of scenes.

    Neighbouring scenes are merged, most alike first, as in Ward's method but in time order only; what
    remains too short goes to the neighbour it resembles more.

    Returns:
        Chapters that together cover the video, in time order.

    Raises:
        VideoError: If the video has not been analysed yet.
    """
    groups = service.groups(video_id)
    duration_s = library.catalogue.video(video_id).duration_s
    labels = _merged(groups, duration_s)
    names = cluster_labels(labels, groups.keyframes, groups.spans_s, recognition_of(library, video_id).spans)
    firsts = [int(np.flatnonzero(labels == number)[0]) for number in range(len(names))]
    starts_s = [groups.shots[groups.keyframes[first].shot_id].start_s for first in firsts]
    starts_s[0] = 0.0
    ends_s = [*starts_s[1:], max(duration_s, starts_s[-1])]
    return [
        Chapter(start_s, end_s, title)
        for start_s, end_s, title in zip(starts_s, ends_s, _titles(names), strict=True)
    ]


def write_chapters_file(
    video: Video,
    chapters: Sequence[Chapter],
    target: Path,
    task: Task,
    rules: ExportRules = NEW_FILES_ONLY,
) -> list[str]:
    """Write chapters: ``.vtt`` as WebVTT, ``.txt`` as FFmpeg metadata, otherwise into a copy of the video.

    Returns:
        A sentence for each stream that the copy is without, because its kind of file cannot hold it.

    Raises:
        ExportError: If the suffix is unknown, or the file cannot be written.
        UnreadableVideoError: If the video is gone or cannot be read.
        Cancelled: If the task was cancelled; no half file is left.
    """
    suffix = target.suffix.lower()
    if suffix not in CHAPTER_SUFFIXES:
        raise ExportFormatError(f"{one_line(target.name)} should end in {', '.join(CHAPTER_SUFFIXES)}.")
    if suffix == ".vtt":
        write_export(target, webvtt(chapters).encode(), rules)
    elif suffix in SUFFIXES:
        marks = [(chapter.start_s, chapter.end_s, one_line(chapter.title)) for chapter in chapters]
        require_footage([video])
        return write_chapters(video.path, marks, target, task, rules)
    else:
        write_export(target, ffmetadata(chapters).encode(), rules)
    return []


def ffmetadata(chapters: Sequence[Chapter]) -> str:
    """Chapters in FFmpeg's metadata form, exact to the microsecond.

    Source: "Metadata" in FFmpeg's formats documentation.
    """
    lines = [";FFMETADATA1"]
    for chapter in chapters:
        start, end = round(chapter.start_s * 1_000_000), round(chapter.end_s * 1_000_000)
        title = "".join(f"\\{sign}" if sign in "=;#\\" else sign for sign in one_line(chapter.title))
        lines += ["[CHAPTER]", "TIMEBASE=1/1000000", f"START={start}", f"END={end}", f"title={title}"]
    return "\n".join(lines) + "\n"


def webvtt(chapters: Sequence[Chapter]) -> str:
    """Chapters as a WebVTT track of kind ``chapters``, exact to the millisecond.

    Source: W3C, "WebVTT: The Web Video Text Tracks Format".
    """
    lines = ["WEBVTT", ""]
    for number, chapter in enumerate(chapters, 1):
        title = one_line(chapter.title).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        lines += [str(number), f"{_vtt_time(chapter.start_s)} --> {_vtt_time(chapter.end_s)}", title, ""]
    return "\n".join(lines)


def _merged(groups: KeyframeGroups, duration_s: float) -> Labels:
    """The chapter of each keyframe, int64 (N,), numbered in time order."""
    parts = _Parts.of_shots(groups)
    shortest_s = min(SHORTEST_S, SHORTEST_SHARE * duration_s)
    most = min(max(round(math.sqrt(duration_s / CHAPTER_PACE_S)), 1), MAX_CHAPTERS)
    while len(parts.lengths_s) > 1:
        distances = parts.distances()
        costs = parts.harmonic_lengths_s() * distances
        short = np.minimum(parts.lengths_s[:-1], parts.lengths_s[1:]) < shortest_s
        alike = distances < ALIKE
        if short.any() or alike.any():
            costs = np.where(short | alike, costs, np.inf)
        elif len(parts.lengths_s) <= most:
            break
        parts.merge(int(np.argmin(costs)))
    return np.repeat(np.arange(len(parts.counts)), parts.counts)


class _Parts:
    """Parts of a video in time order, each with the sum of its vectors."""

    def __init__(self, sums: _Array, lengths_s: _Array, counts: _Array) -> None:
        self._sums = sums
        self.lengths_s = lengths_s
        self.counts = counts

    @classmethod
    def of_shots(cls, groups: KeyframeGroups) -> "_Parts":
        """One part for each shot."""
        shots = np.array([keyframe.shot_id for keyframe in groups.keyframes])
        starts = np.flatnonzero(np.r_[True, shots[1:] != shots[:-1]])
        spans_s = np.maximum(groups.spans_s, 1e-3)
        sums = np.add.reduceat(groups.vectors * spans_s[:, None], starts)
        return cls(sums, np.add.reduceat(spans_s, starts), np.diff(np.r_[starts, len(shots)]))

    def distances(self) -> _Array:
        """Cosine distance of each part to the next."""
        means = unit_rows(self._sums)
        distances: _Array = 1 - np.einsum("nd,nd->n", means[:-1], means[1:])
        return distances

    def harmonic_lengths_s(self) -> _Array:
        """How much a merger of each part and the next weighs in Ward's method."""
        before_s, after_s = self.lengths_s[:-1], self.lengths_s[1:]
        weights_s: _Array = before_s * after_s / (before_s + after_s)
        return weights_s

    def merge(self, first: int) -> None:
        """Make part ``first`` and the next one."""
        self._sums = _merge(self._sums, first)
        self.lengths_s = _merge(self.lengths_s, first)
        self.counts = _merge(self.counts, first)


def _merge(values: _Array, first: int) -> _Array:
    """Add row ``first + 1`` to row ``first`` and leave it out."""
    merged = np.delete(values, first + 1, axis=0)
    merged[first] += values[first + 1]
    return merged


def _titles(names: Sequence[str]) -> list[str]:
    """A title for each chapter: what it shows, numbered where several show the same."""
    totals, seen = Counter(names), Counter[str]()
    titles = []
    for number, name in enumerate(names, 1):
        seen[name] += 1
        if not name:
            titles.append(f"Chapter {number}")
        elif totals[name] > 1:
            titles.append(f"{name} ({seen[name]})")
        else:
            titles.append(name)
    return titles


def _vtt_time(time_s: float) -> str:
    milliseconds = round(time_s * 1000)
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
