"""Answers to what is found of an action, and what can be done to a taught label."""

import pytest

from tests.services.teaching.test_taught_actions import TRUTH, found, ids, library, waves
from videxplore.core.errors import ExistingNameError, UnknownLabelError, UnknownMomentError, UsageError
from videxplore.core.task import Task
from videxplore.core.types import Moment
from videxplore.services.library import Library
from videxplore.services.recognition import ActionsService
from videxplore.services.searching.query.query import SceneExample
from videxplore.services.teaching.lesson import Lesson
from videxplore.services.teaching.taught_actions import TeachingService

__all__ = ["library"]


def begun(library: Library) -> Lesson:
    """One example of waving."""
    return TeachingService(library).open_lesson("waving", [SceneExample(ids(library)[0], 0.5)], [], Task())


def place(library: Library, moment: Moment) -> tuple[int, int]:
    return ids(library).index(moment.video.id), int(moment.start_s // 2)


def test_what_is_found_is_sure_or_doubtful_and_no_example(library: Library) -> None:
    with library:
        state = begun(library).state
        places = [place(library, one) for one in (*state.sure, *state.doubtful)]
        assert (0, 0) not in places
        assert len(places) == len(set(places)) == state.sure_count + state.doubtful_count
        assert len(TRUTH - {(0, 0)} - set(places)) <= 2
        assert all(one.confidence >= 0.8 for one in state.sure)
        doubts = [abs(one.confidence - 0.5) for one in state.doubtful]
        assert doubts == sorted(doubts)


def test_an_answer_is_learned_and_undone(library: Library) -> None:
    with library:
        lesson = begun(library)
        before = lesson.state
        denied = before.doubtful[0]
        state = lesson.answer(denied, shows=False)
        assert state.answers == 1
        assert [one.is_counter for one in state.action.examples] == [False, True]
        assert denied.shot.id not in {one.shot.id for one in (*state.sure, *state.doubtful)}
        assert lesson.undo().action is before.action
        assert lesson.state.answers == 0
        assert lesson.undo().action is before.action, "nothing is left to undo"


def test_answers_make_the_label_right(library: Library) -> None:
    with library:
        service = TeachingService(library)
        lesson = begun(library)
        for _ in range(6):
            asked = [*lesson.state.doubtful, *lesson.state.sure]
            if not asked:
                break
            lesson.answer(asked[0], shows=waves(*place(library, asked[0])))
        stored = service.actions()[0].examples
        assert len(stored) == 1, "nothing is stored before the end"
        action = service.finish(lesson, Task())
        assert service.actions()[0].examples == action.examples
        assert len(found(library, "waving") ^ TRUTH) <= 1


def test_a_known_label_is_taught_further_without_new_examples(library: Library) -> None:
    with library:
        first = begun(library)
        assert first.before is None
        again = TeachingService(library).open_lesson("waving", [], [], Task())
        assert again.before is not None
        assert again.state.action.examples == first.state.action.examples
        assert again.state.sure_count == first.state.sure_count


def test_a_label_is_renamed_with_all_it_marks(library: Library) -> None:
    with library:
        service = TeachingService(library)
        begun(library)
        seen = found(library, "waving")
        service.rename("waving", " greeting ")
        assert [one.label for one in service.actions()] == ["greeting"]
        assert (found(library, "greeting"), found(library, "waving")) == (seen, set())
        assert library.catalogue.words.matching("label", ["greeting"])
        service.teach("waving", [SceneExample(ids(library)[1], 0.5)], [], Task())
        with pytest.raises(ExistingNameError, match="greeting"):
            service.rename("waving", "greeting")
        with pytest.raises(UnknownLabelError):
            service.rename("nothing", "something")
        with pytest.raises(UsageError):
            service.rename("waving", "  ")
        service.forget("greeting")
        service.rename("waving", "greeting")
        assert [one.label for one in service.actions()] == ["greeting"]


def test_examples_are_taken_back(library: Library) -> None:
    videos = ids(library)
    with library:
        service = TeachingService(library)
        first = service.teach("waving", [SceneExample(videos[0], 0.5)], [], Task())
        service.teach("waving", [SceneExample(videos[2], 0.5)], [SceneExample(videos[1], 0.5)], Task())
        wrong = [SceneExample(videos[2], 1.5), SceneExample(videos[1], 0.5)]
        assert service.withdraw("waving", wrong, Task()).examples == first.examples
        with pytest.raises(UnknownMomentError):
            service.withdraw("waving", wrong[:1], Task())
        with pytest.raises(UsageError, match="forget"):
            service.withdraw("waving", [SceneExample(videos[0], 0.5)], Task())
        with pytest.raises(UnknownLabelError):
            service.withdraw("nothing", wrong, Task())


def test_one_label_never_hides_another(library: Library) -> None:
    videos = ids(library)
    with library:
        service = TeachingService(library)
        begun(library)
        alone = found(library, "waving")
        service.teach("hands", [SceneExample(videos[4], 0.5)], [], Task())
        assert found(library, "waving") == alone
        assert (4, 0) in found(library, "hands") & alone
        shown = ActionsService(library).for_video(videos[4], 0.5).labels
        assert {one.label.label for one in shown} >= {"hands", "waving", "jumping"}, "nor those of models"
        [hands, waving] = service.summaries()
        assert (waving.scene_count, waving.video_count) == (len(alone), len({video for video, _ in alone}))
        assert hands.action.label == "hands"


def test_scenes_of_a_label_are_listed_best_first(library: Library) -> None:
    with library:
        begun(library)
        moments = TeachingService(library).found("waving")
        assert {place(library, one) for one in moments if one.confidence > 0.5} == found(library, "waving")
        assert [one.confidence for one in moments] == sorted(
            (one.confidence for one in moments), reverse=True
        )
        with pytest.raises(UnknownLabelError):
            TeachingService(library).found("nothing")
