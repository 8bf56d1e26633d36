"""A skim: the gist of a video as a shorter video."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from videxplore.core.errors import ExportError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules
from videxplore.core.scene_facts import SceneFilter, SceneLimit
from videxplore.core.task import Task
from videxplore.core.types import Shot, Values
from videxplore.services.indexed_files import require_footage
from videxplore.services.labels import Certainty, labels_of
from videxplore.services.library import Library
from videxplore.services.recognition import RecognisedSpan, recognition_of
from videxplore.services.summarising.clustering import Labels
from videxplore.services.summarising.storyboard_groups import (
    KeyframeGroups,
    KeyframeQuality,
    centralities,
    keyframe_quality,
)
from videxplore.services.summarising.summary import SummaryService
from videxplore.video.writing.writer import write_skim

SHORTEST_S = 1.0
"""A shorter segment cannot be recognised."""

GLIMPSE_S = 0.6
"""Whole shots shorter than this are left out as long as there are others."""

LONGEST_S = 5.0
"""No segment is longer as long as there is something else to show."""

REPEAT_WORTH = 0.25
"""What the next segment of a group is worth beside the one before it."""

ACTION_WORTH = 1.0
"""What the first showing of a surely recognised action adds, in worths of the mean group."""

LEAST_GRID_HZ = 10
"""Segments begin and end on frames; where these are fewer a second, also between them."""

MOST_UNITS = 3000
"""The knapsack counts a budget in no more units than this; a unit is a frame where the budget is short."""


ALL_SCENES = SceneFilter()
MOVING_SCENES = SceneFilter((SceneLimit("movement", ">=", 0.05), SceneLimit("still", "<", 0.9)))
"""Scenes in which something as large as a face moves, for more than a moment."""

HEARD_SCENES = SceneFilter((SceneLimit("silence", "<", 0.9),))


def skim_scenes(*, only_moving: bool, no_silence: bool) -> SceneFilter:
    """The scenes that a skim shows: all, those in which something moves, those that are not silent."""
    return (MOVING_SCENES if only_moving else ALL_SCENES) + (HEARD_SCENES if no_silence else ALL_SCENES)


@dataclass(frozen=True, slots=True)
class SkimSegment:
    """A part [start_s, end_s) of the video and what showing it is worth."""

    start_s: float
    end_s: float
    worth: float

    @property
    def length_s(self) -> float:
        """Its length in seconds."""
        return self.end_s - self.start_s


class SkimService:
    """Chooses and writes skims of the videos of a library."""

    def __init__(self, library: Library, summaries: SummaryService) -> None:
        self._library = library
        self._summaries = summaries

    def choose(self, video_id: int, budget_s: float, scenes: SceneFilter = ALL_SCENES) -> list[SkimSegment]:
        """Choose what to show of a video within ``budget_s`` seconds, in time order.

        A segment is worth the more, the more of the time looks like it; a further one of the same kind is
        worth less, the first showing of an action more. The best selection within the budget is a knapsack.

        Source: the 0/1 knapsack over shots of Song et al., "TVSum: Summarizing web videos using titles",
        2015, and Gygli et al., "Creating summaries from user videos", 2014.

        Args:
            video_id: The video.
            budget_s: How long the skim may be.
            scenes: Only scenes with these measures are shown.

        Raises:
            ExportError: If nothing can be shown in so little time, or no scene has these measures.
            VideoError: If the video has not been analysed yet.
        """
        groups = self._summaries.groups(video_id)
        video = self._library.catalogue.video(video_id)
        duration_s = video.duration_s
        shortest_s = min(SHORTEST_S, duration_s)
        if not budget_s >= shortest_s:
            raise ExportError(
                f"Nothing can be shown in {budget_s:g} s: a skim needs at least {shortest_s:g} s."
            )
        shots = self._shown_shots(video_id, scenes)
        if budget_s >= sum(shot.end_s - shot.start_s for shot in shots):
            return _joined([SkimSegment(shot.start_s, shot.end_s, 1.0) for shot in shots])
        count = max(min(groups.tree.suggested_count(), int(budget_s / SHORTEST_S)), 1)
        labels = groups.tree.labels(count)
        rate_hz = _grid_hz(video.frame_rate_hz)
        longest_s = _whole_frames_s(min(max(budget_s / count, SHORTEST_S), LONGEST_S, budget_s), rate_hz)
        recognised = recognition_of(self._library, video_id).spans
        candidates = _candidates(groups, labels, recognised, longest_s, budget_s)
        candidates = [one for one in candidates if _is_within(one, shots)]
        whole = [_whole_frames(candidate, rate_hz) for candidate in candidates]
        chosen = sorted(_knapsack(whole, budget_s, rate_hz), key=lambda segment: segment.start_s)
        return _joined(_stretched(chosen, list(groups.shots.values()), budget_s, rate_hz))

    def _shown_shots(self, video_id: int, scenes: SceneFilter) -> list[Shot]:
        """The shots of a video that have these measures.

        Raises:
            ExportError: If there is no such shot.
        """
        catalogue = self._library.catalogue
        shots = catalogue.shots(video_id)
        if not scenes:
            return shots
        facts = catalogue.facts_by_shot([shot.id for shot in shots])
        shown = [shot for shot in shots if scenes.matches(facts.get(shot.id))]
        if not shown:
            raise ExportError(f"No scene has {' and '.join(scenes.texts())}, so that nothing can be shown.")
        return shown

    def write(
        self,
        video_id: int,
        budget_s: float,
        target: Path,
        task: Task,
        rules: ExportRules = NEW_FILES_ONLY,
        scenes: SceneFilter = ALL_SCENES,
    ) -> list[SkimSegment]:
        """Write the skim of a video to ``target``, of scenes with certain measures; return what is shown.

        Raises:
            ExportError: If nothing can be shown in so little time, no scene has these measures, or the file
                cannot be written.
            UnreadableVideoError: If the video is gone or cannot be read.
            VideoError: If the video has not been analysed yet.
            Cancelled: If the task was cancelled; no half file is left.
        """
        segments = self.choose(video_id, budget_s, scenes)
        video = self._library.catalogue.video(video_id)
        require_footage([video])
        spans_s = [(segment.start_s, segment.end_s) for segment in segments]
        write_skim(video.path, spans_s, target, task, rules)
        return segments


def _is_within(segment: SkimSegment, shots: Sequence[Shot]) -> bool:
    middle_s = (segment.start_s + segment.end_s) / 2
    return any(shot.start_s <= middle_s < shot.end_s for shot in shots)


def _candidates(
    groups: KeyframeGroups,
    labels: Labels,
    recognised: Sequence[RecognisedSpan],
    longest_s: float,
    budget_s: float,
) -> list[SkimSegment]:
    """A segment around each keyframe, none overlapping another, with its worth."""
    quality = keyframe_quality(groups.keyframes, groups.shots)
    spans = _windows(groups, quality, longest_s, min(1.25 * longest_s, budget_s))
    # The root draws rare groups nearer to common ones: a skim is to show what there is, not how much of it.
    shares = np.sqrt(groups.shares(labels))
    actions = _action_worths(spans, recognised)
    fitness = _typicality(groups, labels) + quality.among(np.arange(len(labels)))
    shown: dict[int, int] = {}
    worths = np.zeros(len(spans))
    for place in sorted(range(len(spans)), key=lambda place: -(fitness[spans[place][0]] + actions[place])):
        row = spans[place][0]
        group = int(labels[row])
        worths[place] = shares[group] * REPEAT_WORTH ** shown.get(group, 0) * (1 + 0.1 * fitness[row])
        shown[group] = shown.get(group, 0) + 1
    worths += actions * ACTION_WORTH * float(shares.mean())
    return [
        SkimSegment(start_s, end_s, float(worth))
        for (_, start_s, end_s), worth in zip(spans, worths, strict=True)
    ]


def _windows(
    groups: KeyframeGroups, quality: KeyframeQuality, longest_s: float, whole_s: float
) -> list[tuple[int, float, float]]:
    """For the best keyframes of each shot: its row, and a span within the shot that overlaps no other."""
    rows_of_shot: dict[int, list[int]] = {}
    for row, keyframe in enumerate(groups.keyframes):
        rows_of_shot.setdefault(keyframe.shot_id, []).append(row)
    windows = []
    for shot_id, rows in rows_of_shot.items():
        shot = groups.shots[shot_id]
        taken: list[tuple[float, float]] = []
        # A shot little longer than a segment is shown whole: it is cut where its author cut it.
        length_s = shot.end_s - shot.start_s
        wanted_s = length_s if length_s <= whole_s else longest_s
        for row in np.array(rows)[np.argsort(-quality.among(np.array(rows)), kind="stable")].tolist():
            middle_s = groups.keyframes[row].time_s
            start_s = min(max(middle_s - wanted_s / 2, shot.start_s), shot.end_s - wanted_s)
            end_s = start_s + wanted_s
            if all(end_s <= start or start_s >= end for start, end in taken):
                taken.append((start_s, end_s))
                windows.append((row, start_s, end_s))
    # A flash of a scene is shown only where there is nothing longer.
    return [window for window in windows if window[2] - window[1] >= GLIMPSE_S] or windows


def _typicality(groups: KeyframeGroups, labels: Labels) -> Values:
    """Cosine of each keyframe with the mean of its group, float64 (N,)."""
    typical = np.zeros(len(labels))
    for group in range(int(labels.max()) + 1):
        members = labels == group
        typical[members] = centralities(groups.vectors[members], groups.spans_s[members])
    return typical


def _action_worths(spans: Sequence[tuple[int, float, float]], recognised: Sequence[RecognisedSpan]) -> Values:
    """For each span, the scores of the actions that no other span shows more surely, float64 (spans,)."""
    best: dict[str, tuple[float, float, int]] = {}
    for seen in recognised:
        sure = [one for one in labels_of(seen.predictions, Certainty.SURE) if one.source != "object"]
        for place, (_, start_s, end_s) in enumerate(spans):
            shared_s = min(end_s, seen.end_s) - max(start_s, seen.start_s)
            if shared_s > 0:
                for one in sure:
                    held = best.get(one.label, (0.0, 0.0, 0))
                    best[one.label] = max(held, (one.score, shared_s, place))
    worths = np.zeros(len(spans))
    for score, _, place in best.values():
        worths[place] += score
    return worths


def _grid_hz(rate_hz: Fraction) -> Fraction:
    """The rate of the moments at which segments begin and end.

    Frames that stay long, as in screen recordings, need not be shown whole.
    """
    return rate_hz * math.ceil(LEAST_GRID_HZ / rate_hz)


def _whole_frames(segment: SkimSegment, rate_hz: Fraction) -> SkimSegment:
    """A segment moved to the nearest frames: a cut frame would be shown to its end and break the budget."""
    # Halves go up, always: segments of whole frames keep their length, and neighbours go on touching.
    first, last = (
        int(Fraction(time_s) * rate_hz + Fraction(1, 2)) for time_s in (segment.start_s, segment.end_s)
    )
    return SkimSegment(float(first / rate_hz), float(max(last, first + 1) / rate_hz), segment.worth)


def _whole_frames_s(length_s: float, rate_hz: Fraction) -> float:
    """The longest whole number of frames within a length, at least one."""
    return float(max(int(Fraction(length_s) * rate_hz), 1) / rate_hz)


def _frames_within(budget_s: float, rate_hz: Fraction) -> int:
    """How many whole frames fit a budget, which may have been rounded to microseconds."""
    return int((Fraction(budget_s) + Fraction(1, 2_000_000)) * rate_hz)


def _knapsack(candidates: Sequence[SkimSegment], budget_s: float, rate_hz: Fraction) -> list[SkimSegment]:
    """The candidates worth most together that fit the budget: exact to the frame for a minute or two."""
    unit = max(1, int(budget_s * rate_hz / MOST_UNITS))
    capacity = _frames_within(budget_s, rate_hz) // unit
    sizes = [-(-round(Fraction(candidate.length_s) * rate_hz) // unit) for candidate in candidates]
    worth = np.zeros(capacity + 1)
    takes = np.zeros((len(candidates), capacity + 1), np.bool_)
    for number, (candidate, size) in enumerate(zip(candidates, sizes, strict=True)):
        if size <= capacity:
            with_it = np.concatenate([np.full(size, -np.inf), worth[: capacity + 1 - size] + candidate.worth])
            takes[number] = with_it > worth
            worth = np.maximum(worth, with_it)
    chosen = []
    for number in range(len(candidates) - 1, -1, -1):
        if takes[number, capacity]:
            chosen.append(candidates[number])
            capacity -= sizes[number]
    return chosen


def _stretched(
    segments: Sequence[SkimSegment], shots: Sequence[Shot], budget_s: float, rate_hz: Fraction
) -> list[SkimSegment]:
    """Segments in time order made longer within their shots, those worth most first, as far as budgets go.

    What the knapsack leaves over is too short for any other segment.
    """
    frames = [
        [round(Fraction(one.start_s) * rate_hz), round(Fraction(one.end_s) * rate_hz)] for one in segments
    ]
    left = _frames_within(budget_s, rate_hz) - sum(end - start for start, end in frames)
    for place in sorted(range(len(segments)), key=lambda place: -segments[place].worth):
        middle_s = (segments[place].start_s + segments[place].end_s) / 2
        shot = next((shot for shot in shots if shot.start_s <= middle_s < shot.end_s), None)
        if shot is None:
            continue
        # A hundredth of a frame forgives the clock's rounding; a cut frame would show the next shot.
        first = math.ceil(shot.start_s * rate_hz - Fraction(1, 100))
        last = math.floor(shot.end_s * rate_hz + Fraction(1, 100))
        lowest = max(first, frames[place - 1][1]) if place > 0 else first
        highest = min(last, frames[place + 1][0]) if place + 1 < len(frames) else last
        later = min(max(highest - frames[place][1], 0), left)
        frames[place][1] += later
        left -= later
        earlier = min(max(frames[place][0] - lowest, 0), left)
        frames[place][0] -= earlier
        left -= earlier
    return [
        SkimSegment(float(start / rate_hz), float(end / rate_hz), segment.worth)
        for (start, end), segment in zip(frames, segments, strict=True)
    ]


def _joined(segments: Sequence[SkimSegment]) -> list[SkimSegment]:
    """Segments in time order, those that touch made one."""
    joined: list[SkimSegment] = []
    for segment in segments:
        if joined and segment.start_s - joined[-1].end_s < 1e-6:
            last = joined.pop()
            segment = SkimSegment(last.start_s, segment.end_s, last.worth + segment.worth)  # noqa: PLW2901
        joined.append(segment)
    return joined
