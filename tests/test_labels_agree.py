"""Every face names the same labels, and the same keyframe of a scene, whatever is stored of a video."""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.analyses import KNOWN_APPEARANCE as APPEARANCE
from tests.analyses import KNOWN_MOTION as MOTION
from tests.analyses import look
from videxplore.cli.exporting import shots_document
from videxplore.cli.video_actions import actions_document
from videxplore.core.task import Task
from videxplore.core.types import (
    ClipAnalysis,
    Depth,
    KeyframeAnalysis,
    Prediction,
    PredictionSource,
    Shot,
    ShotAnalysis,
    Video,
    VideoAnalysis,
    VideoProperties,
)
from videxplore.services.exporting.tables import cluster_table, scene_table
from videxplore.services.labels import Certainty, labels_of
from videxplore.services.library import Library
from videxplore.services.moments import moments_of_scenes, numbered_shots
from videxplore.services.recognition import (
    ActionsService,
    VideoRecognition,
    mean_predictions,
    recognition_of,
)
from videxplore.services.scene_labels import scene_labels
from videxplore.services.summarising.scene_chapters import find_chapters
from videxplore.services.summarising.scene_groups import group_scenes
from videxplore.services.summarising.scene_map import SceneMapService
from videxplore.services.summarising.summary import SummaryService
from videxplore.ui.labels_panel import overall_rows
from videxplore.ui.timeline.timeline_feed import load_content

SCORES = (0.004, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 0.9)
OBJECTS = ("golden retriever", "beagle", "tabby", "minivan", "unknown")
LENGTHS_S = (0.5, 1.0, 3.0, 7.0)
SOUGHT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def labels(
    source: PredictionSource, model: str, names: Sequence[str]
) -> st.SearchStrategy[tuple[Prediction, ...]]:
    """Up to three labels of one model, or none; a taught action is its own model."""
    found = st.dictionaries(st.sampled_from(names), st.sampled_from(SCORES), max_size=3)
    return found.map(
        lambda scores: tuple(
            Prediction(name, score, source, name if source == "taught" else model)
            for name, score in scores.items()
        )
    )


@st.composite
def videos(draw: st.DrawFn) -> list[ShotAnalysis]:
    """Up to four shots with random keyframes, clips and scores."""
    made: list[ShotAnalysis] = []
    start_s = 0.0
    for _ in range(draw(st.integers(1, 4))):
        end_s = start_s + draw(st.sampled_from(LENGTHS_S))
        keyframes = tuple(
            KeyframeAnalysis(
                start_s + (end_s - start_s) * place / 10,
                draw(st.sampled_from((1.0, 2.0, 3.0))),
                b"",
                {APPEARANCE.name: look(draw(st.integers(0, 2)), place)},
                draw(labels("object", "still", OBJECTS)),
            )
            for place in sorted(draw(st.sets(st.integers(1, 9), min_size=1, max_size=3)))
        )
        edges_s = np.linspace(start_s, end_s, draw(st.integers(1, 4))).tolist()
        clips = tuple(
            ClipAnalysis(
                one_s,
                other_s,
                {},
                draw(labels("pretrained", "moving", "abxy")) + draw(labels("taught", "", "xz")),
            )
            for one_s, other_s in itertools.pairwise(edges_s)
        )
        made.append(ShotAnalysis(start_s, end_s, keyframes, clips))
        start_s = end_s
    return made


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as opened:
        yield opened


def stored(library: Library, shots: Sequence[ShotAnalysis]) -> Video:
    """The library's only video, which has these shots."""
    duration_s = shots[-1].end_s
    properties = VideoProperties(duration_s, Fraction(25), 160, 90, 0, "h264", "yuv420p", has_audio=False)
    for old in library.catalogue.videos():
        library.delete_video(old.id)
    video = library.catalogue.add_video(Path("/videos/a.mp4"), "print", 1, 1)
    library.catalogue.store_analysis(
        video.id, VideoAnalysis(properties, Depth.FULL, tuple(shots), (APPEARANCE, MOTION))
    )
    return library.catalogue.video(video.id)


def of_scene(recognition: VideoRecognition, shot: Shot) -> tuple[Prediction, ...]:
    """The mean scores of a scene."""
    own = [span for span in recognition.spans if span.shot_id == shot.id]
    return mean_predictions(own, shot.end_s - shot.start_s)


def first(labels: Sequence[dict[str, object]]) -> str:
    """What a view of one label is to name."""
    return str(labels[0]["label"]) if labels else ""


@SOUGHT
@given(shots=videos(), parts=st.lists(st.floats(0, 1, exclude_max=True), min_size=4, max_size=4))
def test_a_moment_has_one_label(library: Library, shots: list[ShotAnalysis], parts: list[float]) -> None:
    video = stored(library, shots)
    content, recognition = load_content(library, video, Task()), recognition_of(library, video.id)
    for time_s in (*(part * video.duration_s for part in parts), 0.0, shots[-1].start_s):
        answer = actions_document(ActionsService(library).for_video(video.id, time_s))["labels"]
        panel = recognition.labels_at(time_s)
        span = content.label_at(time_s)
        assert [one.label for one in panel] == [one["label"] for one in answer]
        assert ("" if span is None else span.label) == first(answer)


@SOUGHT
@given(shots=videos())
def test_a_video_has_one_label(library: Library, shots: list[ShotAnalysis]) -> None:
    video = stored(library, shots)
    answer = actions_document(ActionsService(library).for_video(video.id))["labels"]
    recognition = recognition_of(library, video.id)
    assert [row.label.label for row in overall_rows(recognition)] == [one["label"] for one in answer]
    summary = SummaryService(library).summarize(video.id, keyframes=1)
    columns = [name for name, _ in cluster_table([summary]).columns]
    [*_, row] = cluster_table([summary]).rows
    sure = "".join(one.label for one in labels_of(recognition.overall, Certainty.SURE)[:1])
    assert [cluster.label for cluster in summary.clusters] == [sure]
    assert row[columns.index("label")] == sure
    chapters = find_chapters(library, SummaryService(library), video.id)
    assert len(chapters) > 1 or chapters[0].title == (sure or "Chapter 1")


@SOUGHT
@given(shots=videos())
def test_a_scene_has_one_label(library: Library, shots: list[ShotAnalysis]) -> None:
    video = stored(library, shots)
    recognition = recognition_of(library, video.id)
    for least in Certainty:
        named = {shot.id: labels_of(of_scene(recognition, shot), least) for shot in recognition.shots}
        assert scene_labels(library.catalogue, least) == {
            shot_id: found[0] for shot_id, found in named.items() if found
        }
    ids = np.array([shot.id for shot in recognition.shots], np.int64)
    groups = group_scenes(library, "action", ids, np.full(len(ids), video.id), Task())
    for shot, number in zip(recognition.shots, groups.numbers.tolist(), strict=True):
        likely = labels_of(of_scene(recognition, shot))[:1]
        assert (groups.names[number] if number >= 0 else "") == "".join(one.label for one in likely)


@SOUGHT
@given(shots=videos())
def test_a_scene_has_one_keyframe(library: Library, shots: list[ShotAnalysis]) -> None:
    video = stored(library, shots)
    scenes = numbered_shots(library, video.id)
    expected = [
        max(shot.keyframes, key=lambda keyframe: (keyframe.sharpness, -keyframe.time_s)).time_s
        for shot in shots
    ]
    document = shots_document(video, scenes, {})
    assert [shot["keyframe_s"] for shot in document["shots"]] == pytest.approx(expected, abs=1e-6)
    table = scene_table(library, [video])
    place = [name for name, _ in table.columns].index("keyframe_s")
    assert [row[place] for row in table.rows] == pytest.approx(expected, abs=1e-6)
    moments = moments_of_scenes(library, [scene.shot.id for scene in scenes])
    assert [moment.keyframe_id for moment in moments] == [scene.keyframe_id for scene in scenes]
    on_map = SceneMapService(library).current()
    assert on_map.keyframe_ids.tolist() == [scene.keyframe_id for scene in scenes]


def test_a_taught_action_seen_once_does_not_name_a_whole_video(library: Library) -> None:
    """Its low scores are not stored: where nothing is stored, it was not seen."""
    waving = Prediction("waving", 0.9, "taught", "waving")
    dog = (Prediction("dog", 0.8, "object", "still"),)
    vectors = {APPEARANCE.name: look(0, 0)}
    shots = [
        ShotAnalysis(
            2.0 * number,
            2.0 * number + 2,
            (KeyframeAnalysis(2.0 * number + 1, 1.0, b"", vectors, dog),),
            (ClipAnalysis(2.0 * number, 2.0 * number + 2, {}, (waving,) if number == 0 else ()),),
        )
        for number in range(10)
    ]
    video = stored(library, shots)
    recognition = recognition_of(library, video.id)
    assert [(one.label, one.score) for one in recognition.overall] == [("dog", 0.8), ("waving", 0.09)]
    assert recognition.at(1.0)[0].label == "waving"
