"""Teaching actions from a few examples, over a catalogue of made-up embeddings."""

from pathlib import Path

import numpy as np
import pytest

from tests.analyses import APPEARANCE, MOTION, analysis, unit
from videxplore.core.errors import NotIndexedError, UnknownLabelError
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.core.types import Vector
from videxplore.services.library import Library
from videxplore.services.recognition import ActionsService
from videxplore.services.searching.query.query import SceneExample, SpanExample
from videxplore.services.teaching.taught_actions import TeachingService

WAVING, OTHER = unit(1, MOTION.dim), unit(2, MOTION.dim)


def near(vector: Vector, seed: int) -> Vector:
    noise = np.random.default_rng(seed).normal(0, 0.1, vector.shape).astype(np.float32)
    return (vector + noise) / np.float32(np.linalg.norm(vector + noise))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Twenty videos of four scenes; even scenes of every fourth wave, and how scenes look tells nothing."""
    opened = Library.open(tmp_path / "library")
    for number in range(20):
        video = opened.catalogue.add_video(tmp_path / f"{number}.mp4", f"print {number}", 1, 1)
        looks = [[unit(100 * number + scene)] for scene in range(4)]
        moves = {
            scene: near(WAVING if waves(number, scene) else OTHER, 10 * number + scene) for scene in range(4)
        }
        opened.catalogue.store_analysis(video.id, analysis(looks, motions=moves))
    return opened


def waves(number: int, scene: int) -> bool:
    return number % 4 == 0 and scene % 2 == 0


def ids(library: Library) -> list[int]:
    return [video.id for video in library.catalogue.videos()]


def found(library: Library, label: str) -> set[tuple[int, int]]:
    """The (number of the video, number of the scene) that the action is seen in."""
    return {
        (number, int(stored.start_s // 2))
        for number, video_id in enumerate(ids(library))
        for stored in library.catalogue.predictions(video_id)
        if stored.prediction.source == "taught"
        and stored.prediction.label == label
        and stored.prediction.score > 0.5
    }


def examples(videos: list[int]) -> list[SceneExample | SpanExample]:
    """Three scenes that wave."""
    return [SceneExample(videos[0], 0.5), SceneExample(videos[4], 4.5), SpanExample(videos[8], 0, 2)]


def test_examples_between_two_clips_are_examples(library: Library) -> None:
    videos = ids(library)
    short: list[SceneExample | SpanExample] = [
        *(SpanExample(videos[0], 1.2, 1.5), SpanExample(videos[4], 4.2, 4.6), SpanExample(videos[8], 0, 0.8)),
    ]
    with library:
        TeachingService(library).teach("waving", short, [], Task())
        assert len(found(library, "waving") ^ TRUTH) <= 1
        with pytest.raises(NotIndexedError):
            TeachingService(library).teach("late", [SpanExample(videos[0], 20, 21)], [], Task())


TRUTH = {(number, scene) for number in range(20) for scene in range(4) if waves(number, scene)}


def test_three_examples_teach_the_library(library: Library) -> None:
    videos = ids(library)
    seen: list[Progress] = []
    with library:
        action = TeachingService(library).teach("waving", examples(videos), [], Task(seen.append))
        assert len(found(library, "waving") ^ TRUTH) <= 1, "of eighty scenes"
        assert action.owner == "clip"
        assert action.spaces == (APPEARANCE.name, MOTION.name)
        assert action.held_out_accuracy is not None
        assert action.held_out_accuracy > 0.5
        assert seen[-1].fraction == 1
        best = ActionsService(library).for_video(videos[12], 0.5).overall[0]
        assert (best.label, best.source) == ("waving", "taught")


def test_teaching_survives_the_library_and_judges_new_videos(library: Library, tmp_path: Path) -> None:
    with library:
        service = TeachingService(library)
        service.teach("waving", examples(ids(library)), [], Task())
    with Library.open(tmp_path / "library") as again:
        video = again.catalogue.add_video(tmp_path / "new.mp4", "print new", 1, 1)
        again.catalogue.store_analysis(
            video.id, analysis([[unit(7)], [unit(8)]], motions={0: near(OTHER, 900), 1: near(WAVING, 901)})
        )
        service = TeachingService(again)
        assert [action.label for action in service.actions()] == ["waving"]
        service.apply([video.id], Task())
        assert {scene for number, scene in found(again, "waving") if number == 20} == {1}


def test_counter_examples_and_more_examples_are_added(library: Library) -> None:
    videos = ids(library)
    with library:
        service = TeachingService(library)
        service.teach("waving", [SceneExample(videos[0], 0.5)], [], Task())
        action = service.teach(
            "waving", [SceneExample(videos[2], 0.5)], [SceneExample(videos[1], 0.5)], Task()
        )
        assert [(one.video_id, one.is_counter) for one in action.examples] == [
            (videos[0], False),
            (videos[2], False),
            (videos[1], True),
        ]
        assert service.actions()[0].examples == action.examples
        action = service.teach("waving", [], [SceneExample(videos[2], 0.5)], Task())
        assert len(action.examples) == 3, "a moment said to be the contrary changes sides"


def test_what_was_said_of_a_scene_is_never_denied(library: Library) -> None:
    videos = ids(library)
    # One unlike the others cannot be told from scenes that do not wave, and the reverse.
    shown = [SceneExample(videos[0], 0.5), SceneExample(videos[4], 4.5), SceneExample(videos[9], 2.5)]
    denied = [SceneExample(videos[12], 0.5)]
    with library:
        service = TeachingService(library)
        service.teach("waving", shown, denied, Task())
        seen = found(library, "waving")
        assert {(0, 0), (4, 2), (9, 1)} <= seen
        assert (12, 0) not in seen
        certain = {(moment.video.id, moment.start_s): moment.confidence for moment in service.found("waving")}
        assert certain[videos[9], 2.0] == 1.0
        assert (videos[12], 0.0) not in certain


def test_forgetting_takes_the_labels_away(library: Library) -> None:
    with library:
        service = TeachingService(library)
        service.teach("waving", [SceneExample(ids(library)[0], 0.5)], [], Task())
        assert found(library, "waving")
        service.forget("waving")
        assert not found(library, "waving")
        assert service.actions() == []
        with pytest.raises(UnknownLabelError, match="waving"):
            service.forget("waving")


def test_too_little_to_learn_from(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        video = library.catalogue.add_video(tmp_path / "a.mp4", "print", 1, 1)
        library.catalogue.store_analysis(video.id, analysis([[unit(1)]], motions={0: WAVING}))
        with pytest.raises(NotIndexedError, match="negative examples"):
            TeachingService(library).teach("waving", [SceneExample(video.id, 0.5)], [], Task())


def test_without_clips_keyframes_are_judged(tmp_path: Path) -> None:
    looks = unit(5)
    with Library.open(tmp_path / "library") as library:
        for number in range(20):
            video = library.catalogue.add_video(tmp_path / f"{number}.mp4", f"print {number}", 1, 1)
            vectors = [
                near(
                    looks if scene == 0 and number < 5 else unit(50 + 2 * number + scene), number * 10 + scene
                )
                for scene in range(2)
            ]
            library.catalogue.store_analysis(video.id, analysis([[vector] for vector in vectors]))
        action = TeachingService(library).teach(
            "beach", [SceneExample(video_id, 0.5) for video_id in ids(library)[:3]], [], Task()
        )
        assert action.owner == "keyframe"
        assert len(found(library, "beach") ^ {(number, 0) for number in range(5)}) <= 1, "of forty scenes"


def test_cancelling_keeps_what_was_learned(library: Library) -> None:
    with library:
        task = Task(lambda _: task.cancel())
        with pytest.raises(Cancelled):
            TeachingService(library).teach("waving", [SceneExample(ids(library)[0], 0.5)], [], task)
        assert [action.label for action in TeachingService(library).actions()] == ["waving"]
