"""How results of each type become rows of a table. Types whose services are heavy are not imported."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from videxplore.api.results import Layout
from videxplore.core.selects import MomentMark
from videxplore.core.summaries import Cluster
from videxplore.core.types import Keyframe, Moment, Prediction, Shot, Video
from videxplore.services.exporting.tables import VIDEO_COLUMNS, Kind, Value, video_row
from videxplore.services.indexing.index_types import VideoReport

if TYPE_CHECKING:
    from videxplore.catalogue.taught_records import TaughtAction
    from videxplore.services.library_check import Problem
    from videxplore.services.searching.duplicates.duplicates import Duplicate
    from videxplore.services.summarising.recurring import RecurringScene
    from videxplore.services.teaching.taught_actions import LabelSummary

Columns = tuple[tuple[str, Kind], ...]

_SPAN: Columns = (("start_s", "number"), ("end_s", "number"))


VIDEOS: Layout[Video] = Layout("videos", VIDEO_COLUMNS, video_row)


def shots(keyframes: Mapping[int, Keyframe]) -> Layout[Shot]:
    """Shots, with the keyframe of each by the shot's id."""

    def row(shot: Shot) -> tuple[Value, ...]:
        keyframe = keyframes.get(shot.id)
        return shot.id, shot.start_s, shot.end_s, keyframe.time_s if keyframe else None

    return Layout("shots", (("shot_id", "count"), *_SPAN, ("keyframe_s", "number")), row)


DETECTED_SHOTS: Layout[Shot] = Layout("shots", _SPAN, lambda shot: (shot.start_s, shot.end_s))

KEYFRAMES: Layout[Keyframe] = Layout(
    "keyframes",
    (("keyframe_id", "count"), ("shot_id", "count"), ("time_s", "number"), ("sharpness", "number")),
    lambda keyframe: (keyframe.id, keyframe.shot_id, keyframe.time_s, keyframe.sharpness),
)

MOMENTS: Layout[Moment] = Layout(
    "moments",
    (
        ("video", "text"),
        *_SPAN,
        ("time_s", "number"),
        ("similarity", "number"),
        ("confidence", "number"),
        ("group", "text"),
        ("video_id", "count"),
        ("shot_id", "count"),
        ("keyframe_id", "count"),
    ),
    lambda moment: (
        str(moment.video.path),
        moment.start_s,
        moment.end_s,
        moment.time_s,
        moment.similarity,
        moment.confidence,
        moment.group or "",
        moment.video.id,
        moment.shot.id,
        moment.keyframe_id,
    ),
)

PREDICTIONS: Layout[Prediction] = Layout(
    "predictions",
    (("label", "text"), ("score", "number"), ("source", "text"), ("model", "text")),
    lambda prediction: (prediction.label, prediction.score, prediction.source, prediction.model),
)


def clusters(video_of: Callable[[Keyframe], Video]) -> Layout[Cluster]:
    """Clusters, heaviest first, each with the video of its representative."""

    def row(cluster: Cluster) -> tuple[Value, ...]:
        shown = cluster.representative
        video = str(video_of(shown).path)
        return cluster.weight, cluster.label, len(cluster.members), video, shown.time_s, shown.id

    columns: Columns = (
        ("weight", "number"),
        ("label", "text"),
        ("keyframes", "count"),
        ("video", "text"),
        ("time_s", "number"),
        ("keyframe_id", "count"),
    )
    return Layout("clusters", columns, row)


REPORTS: Layout[VideoReport] = Layout(
    "files",
    (
        ("video", "text"),
        ("status", "text"),
        ("error", "text"),
        ("duration_s", "number"),
        ("shots", "count"),
        ("keyframes", "count"),
        ("clips", "count"),
        ("wall_s", "number"),
    ),
    lambda report: (
        str(report.path),
        report.status.value,
        report.error,
        report.duration_s,
        report.shots,
        report.keyframes,
        report.clips,
        report.wall_s,
    ),
)

DUPLICATES: "Layout[Duplicate]" = Layout(
    "duplicates",
    (
        ("first", "text"),
        ("first_start_s", "number"),
        ("second", "text"),
        ("second_start_s", "number"),
        ("length_s", "number"),
        ("speed", "number"),
        ("is_mirrored", "count"),
    ),
    lambda one: (
        str(one.first.path),
        one.first_start_s,
        str(one.second.path),
        one.second_start_s,
        one.length_s,
        one.speed,
        int(one.is_mirrored),
    ),
)


def recurring(videos: Mapping[int, Video]) -> "Layout[RecurringScene]":
    """Shots that come back, each group with its representative; videos by id."""

    def row(group: "RecurringScene") -> tuple[Value, ...]:
        shown = group.shots[group.representative]
        path = str(videos[shown.video_id].path)
        return group.videos_count, len(group.shots), group.duration_s, path, shown.start_s, shown.end_s

    columns: Columns = (
        ("videos", "count"),
        ("shots", "count"),
        ("duration_s", "number"),
        ("video", "text"),
        *_SPAN,
    )
    return Layout("recurring shots", columns, row)


def marks(videos: Mapping[int, Video]) -> Layout[MomentMark]:
    """Marks of moments; videos by id."""

    def row(mark: MomentMark) -> tuple[Value, ...]:
        said = (mark.verdict, mark.note, ", ".join(mark.tags), mark.rating)
        return str(videos[mark.video_id].path), mark.start_s, mark.end_s, *said

    columns: Columns = (
        ("video", "text"),
        *_SPAN,
        ("verdict", "text"),
        ("note", "text"),
        ("tags", "text"),
        ("rating", "count"),
    )
    return Layout("marks", columns, row)


def _taught_row(action: "TaughtAction") -> tuple[Value, ...]:
    negatives = sum(one.is_counter for one in action.examples)
    return action.label, len(action.examples) - negatives, negatives, action.held_out_accuracy


TAUGHT: "Layout[TaughtAction]" = Layout(
    "taught actions",
    (
        ("label", "text"),
        ("positives", "count"),
        ("negatives", "count"),
        ("held_out_accuracy", "number"),
    ),
    _taught_row,
)

PROBLEMS: "Layout[Problem]" = Layout(
    "problems",
    (("problem", "text"), ("remedy", "text")),
    lambda problem: (problem.sentence, problem.remedy.value),
)

LABELS: "Layout[LabelSummary]" = Layout(
    "labels",
    (
        ("label", "text"),
        ("scenes", "count"),
        ("doubtful", "count"),
        ("videos", "count"),
        ("positives", "count"),
        ("negatives", "count"),
    ),
    lambda summary: (
        summary.action.label,
        summary.scene_count,
        summary.doubtful_count,
        summary.video_count,
        *_taught_row(summary.action)[1:3],
    ),
)
