"""Every face names the same labels, and the same keyframe of a scene, whatever is stored of a video."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
    ShotAnalysis,
    Video,
    VideoAnalysis,
    VideoProperties,
)
from videxplore.services.exporting.tables import cluster_table, scene_table
from videxplore.services.library import Library
from videxplore.services.moments import moments_of_scenes, numbered_shots
from videxplore.services.recognition import LEAST_SCORES, ActionsService, Certainty, recognition_of
from videxplore.services.summarising.scene_chapters import find_chapters
from videxplore.services.summarising.scene_groups import group_scenes, scene_winners
from videxplore.services.summarising.scene_map import SceneMapService
from videxplore.services.summarising.summary import SummaryService
from videxplore.ui.actions_panel import labels_at, labels_overall
from videxplore.ui.timeline.timeline_feed import load_content

SCORES = (0.01, 0.05, 0.1, 0.15, 0.2, 0.22, 0.25, 0.28, 0.3, 0.4, 0.9)
LENGTHS_S = (0.5, 1.0, 3.0, 7.0)
SOUGHT = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def labels(source: PredictionSource, model: str, names: str) -> st.SearchStrategy[tuple[Prediction, ...]]:
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
                draw(labels("object", "still", "abc")),
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


@contextmanager
def stored(folder: Path, shots: Sequence[ShotAnalysis]) -> Iterator[tuple[Library, Video]]:
    """A library with this video."""
    duration_s = shots[-1].end_s
    properties = VideoProperties(duration_s, Fraction(25), 160, 90, 0, "h264", "yuv420p", has_audio=False)
    with Library.open(folder / "library") as library:
        for old in library.catalogue.videos():
            library.delete_video(old.id)
        video = library.catalogue.add_video(folder / "a.mp4", "print", 1, 1)
        library.catalogue.store_analysis(
            video.id, VideoAnalysis(properties, Depth.FULL, tuple(shots), (APPEARANCE, MOTION))
        )
        yield library, library.catalogue.video(video.id)


def named(ranked: Sequence[dict[str, object]], least: Certainty) -> str:
    """What a face that shows labels from ``least`` on is to name, of the command line's labels."""
    if not ranked:
        return ""
    first = ranked[0]
    score = LEAST_SCORES[least][1 if first["source"] == "object" else 0] if least else 0.0
    return str(first["label"]) if float(str(first["score"])) >= score else ""


@SOUGHT
@given(shots=videos(), parts=st.lists(st.floats(0, 1, exclude_max=True), min_size=4, max_size=4))
def test_a_moment_has_one_label(tmp_path: Path, shots: list[ShotAnalysis], parts: list[float]) -> None:
    with stored(tmp_path, shots) as (library, video):
        content, recognition = load_content(library, video, Task()), recognition_of(library, video.id)
        for time_s in (*(part * video.duration_s for part in parts), 0.0, shots[-1].start_s):
            answer = actions_document(ActionsService(library).for_video(video.id, time_s))["overall"]
            panel = labels_at(recognition, time_s, 3)
            span = content.label_at(time_s)
            assert (panel[0].label if panel else "") == named(answer, Certainty.POSSIBLE)
            assert ("" if span is None else span.label) == named(answer, Certainty.LIKELY)


@SOUGHT
@given(shots=videos())
def test_a_video_has_one_label(tmp_path: Path, shots: list[ShotAnalysis]) -> None:
    with stored(tmp_path, shots) as (library, video):
        answer = actions_document(ActionsService(library).for_video(video.id))["overall"]
        summary = SummaryService(library).summarize(video.id, keyframes=1)
        columns = [name for name, _ in cluster_table([summary]).columns]
        [*_, row] = cluster_table([summary]).rows
        panel = labels_overall(recognition_of(library, video.id))
        assert (panel[0].label if panel else "") == named(answer, Certainty.GUESS)
        sure = named(answer, Certainty.SURE)
        assert [cluster.label for cluster in summary.clusters] == [sure]
        assert row[columns.index("label")] == sure
        chapters = find_chapters(library, SummaryService(library), video.id)
        assert len(chapters) > 1 or chapters[0].title == (sure or "Chapter 1")


@SOUGHT
@given(shots=videos())
def test_a_scene_has_one_label(tmp_path: Path, shots: list[ShotAnalysis]) -> None:
    with stored(tmp_path, shots) as (library, video):
        recognition = recognition_of(library, video.id)
        winners = scene_winners(library, Certainty.GUESS)
        assert winners == {
            shot.id: recognition.in_shot(shot.id)[0]
            for shot in recognition.shots
            if recognition.in_shot(shot.id)
        }
        ids = np.array([shot.id for shot in recognition.shots], np.int64)
        groups = group_scenes(library, "action", ids, np.full(len(ids), video.id), Task())
        for shot, number in zip(recognition.shots, groups.numbers.tolist(), strict=True):
            possible = [one for one in recognition.in_shot(shot.id)[:1] if one.score >= 0.1]
            assert (groups.names[number] if number >= 0 else "") == "".join(one.label for one in possible)


@SOUGHT
@given(shots=videos())
def test_a_scene_of_one_shot_is_named_as_its_video(tmp_path: Path, shots: list[ShotAnalysis]) -> None:
    with stored(tmp_path, shots[:1]) as (library, video):
        recognition = recognition_of(library, video.id)
        assert recognition.in_shot(recognition.shots[0].id) == recognition.overall


@SOUGHT
@given(shots=videos())
def test_a_scene_has_one_keyframe(tmp_path: Path, shots: list[ShotAnalysis]) -> None:
    with stored(tmp_path, shots) as (library, video):
        scenes = numbered_shots(library, video.id)
        expected = [
            max(shot.keyframes, key=lambda keyframe: (keyframe.sharpness, -keyframe.time_s)).time_s
            for shot in shots
        ]
        document = shots_document(video, scenes)
        assert [shot["keyframe_s"] for shot in document["shots"]] == pytest.approx(expected, abs=1e-6)
        table = scene_table(library, [video])
        place = [name for name, _ in table.columns].index("keyframe_s")
        assert [row[place] for row in table.rows] == pytest.approx(expected, abs=1e-6)
        moments = moments_of_scenes(library, [scene.shot.id for scene in scenes])
        assert [moment.keyframe_id for moment in moments] == [scene.keyframe_id for scene in scenes]
        on_map = SceneMapService(library).current()
        assert on_map.keyframe_ids.tolist() == [scene.keyframe_id for scene in scenes]


def test_a_taught_action_seen_once_does_not_name_a_whole_video(tmp_path: Path) -> None:
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
    with stored(tmp_path, shots) as (library, video):
        recognition = recognition_of(library, video.id)
        assert [(one.label, one.score) for one in recognition.overall] == [("dog", 0.8), ("waving", 0.09)]
        assert recognition.at(1.0)[0].label == "waving"
