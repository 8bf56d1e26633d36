"""Actions that were stored by their published names are called as one says them, and found by both names."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.analyses import APPEARANCE, MOTION, SHOT_S, keyframe, properties, unit
from videxplore.core.types import ClipAnalysis, Depth, Prediction, ShotAnalysis, VideoAnalysis
from videxplore.services.library import Library
from videxplore.services.recognition import recognition_of
from videxplore.services.searching.query.query import Query
from videxplore.services.searching.ranking.similarity import SimilarityService
from videxplore.services.searching.words.library_words import LibraryWords

PUBLISHED, SPOKEN = "punching person (boxing)", "boxing"


def store(library: Library, name: str, *shots: Sequence[Prediction]) -> int:
    """A video with one clip in each scene, which has these predictions; its id."""
    video = library.catalogue.add_video(Path(name), name, 1, 1)
    made = tuple(
        ShotAnalysis(
            number * SHOT_S,
            (number + 1) * SHOT_S,
            (keyframe(number * SHOT_S, unit(number)),),
            (
                ClipAnalysis(
                    number * SHOT_S,
                    (number + 1) * SHOT_S,
                    {MOTION.name: unit(number, MOTION.dim)},
                    tuple(predictions),
                ),
            ),
        )
        for number, predictions in enumerate(shots)
    )
    length_s = len(made) * SHOT_S
    library.catalogue.store_analysis(
        video.id, VideoAnalysis(properties(length_s), Depth.FULL, made, (APPEARANCE, MOTION))
    )
    return video.id


def action(label: str, score: float, model: str = "x3d-s") -> Prediction:
    return Prediction(label, score, "pretrained", model)


def labels_of(library: Library, video_id: int) -> list[list[tuple[str, float]]]:
    """The labels and scores of each clip, best first."""
    spans = [one for one in recognition_of(library, video_id).spans if one.owner == "clip"]
    return [[(one.label, one.score) for one in span.predictions] for span in spans]


def test_stored_names_become_those_that_are_spoken(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        old = store(library, "/old.mp4", [action(PUBLISHED, 0.75), action("juggling balls", 0.25)])
        version = library.catalogue.version()
    with Library.open(tmp_path, writable=False) as library:
        assert labels_of(library, old) == [[(PUBLISHED, 0.75), ("juggling balls", 0.25)]]
    with Library.open(tmp_path) as library:
        assert labels_of(library, old) == [[(SPOKEN, 0.75), ("juggling balls", 0.25)]]
        assert library.catalogue.version() > version, "what was read before is read again"
        assert library.catalogue.condition().is_sound
        version = library.catalogue.version()
    with Library.open(tmp_path) as library:
        assert library.catalogue.version() == version, "nothing is left to be done"


def test_a_library_that_has_both_names_keeps_the_higher_score(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        both = [action(PUBLISHED, 0.25), action(SPOKEN, 0.5)]
        mixed = store(library, "/mixed.mp4", both, [action(PUBLISHED, 0.75)], [action(SPOKEN, 0.25)])
    with Library.open(tmp_path) as library:
        assert labels_of(library, mixed) == [[(SPOKEN, 0.5)], [(SPOKEN, 0.75)], [(SPOKEN, 0.25)]]
        stored = library.catalogue.words.labels().values()
        assert [one.label for one in stored if one.source == "pretrained"] == [SPOKEN]
        assert library.catalogue.condition().is_sound


def test_other_models_and_taught_labels_keep_their_names(tmp_path: Path) -> None:
    predictions = [action("vault", 0.5, "slow-fusion"), Prediction(PUBLISHED, 0.9, "taught", PUBLISHED)]
    with Library.open(tmp_path) as library:
        own = store(library, "/own.mp4", predictions)
    with Library.open(tmp_path) as library:
        found = {label for clip in labels_of(library, own) for label, _ in clip}
        assert found == {"vault", PUBLISHED}


@pytest.mark.parametrize("words", [PUBLISHED, "boxing", "punching", '"boxing"', "person punching"])
def test_either_name_finds_the_action(tmp_path: Path, words: str) -> None:
    with Library.open(tmp_path) as library:
        store(library, "/a.mp4", [action(PUBLISHED, 0.9)])
        store(library, "/b.mp4", [action("juggling balls", 0.9)])
    with Library.open(tmp_path) as library:
        found = SimilarityService(library).find(Query.text(words)).moments
        assert [moment.video.path.stem for moment in found] == ["a"]
        assert LibraryWords(library.catalogue).completions("box", 3)[0].text == SPOKEN
