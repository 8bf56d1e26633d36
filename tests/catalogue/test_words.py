"""Words of labels and names, and the history of searches."""

import os
import sqlite3
from pathlib import Path

import pytest

from tests.analyses import APPEARANCE, MOTION, SHOT_S, clip, keyframe, properties, unit
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.integrity.kinds import RefusedValueError
from videxplore.catalogue.number_columns import integer_columns
from videxplore.catalogue.words import name_words, split_words
from videxplore.core.errors import UnknownSearchError
from videxplore.core.types import Depth, ShotAnalysis, VideoAnalysis


def add(catalogue: Catalogue, path: str, labels: list[tuple[str, str]]) -> int:
    """A video with one scene for each pair of an object's label and an action's."""
    video = catalogue.add_video(Path(path), ascii(path), 1, 2)
    shots = tuple(
        ShotAnalysis(
            number * SHOT_S,
            (number + 1) * SHOT_S,
            (keyframe(number * SHOT_S, unit(number), label=thing),),
            (clip(number * SHOT_S, (number + 1) * SHOT_S, unit(number, MOTION.dim), action),),
        )
        for number, (thing, action) in enumerate(labels)
    )
    made = VideoAnalysis(properties(len(shots) * SHOT_S), Depth.FULL, shots, (APPEARANCE, MOTION))
    catalogue.store_analysis(video.id, made)
    return video.id


def test_a_name_that_is_no_text_is_found_and_hides_nothing(catalogue: Catalogue) -> None:
    odd = os.fsdecode(b"/Ferien/caf\xe9 beach.mp4")
    odd_id = add(catalogue, odd, [("tabby", "jumping")])
    plain_id = add(catalogue, "/Ferien/hills.mp4", [("tabby", "jumping")])
    words = catalogue.words
    assert words.matching("video", ["ferien"]) == {odd_id: odd, plain_id: "/Ferien/hills.mp4"}
    assert words.matching("video", ["beach"]) == {odd_id: odd}


def test_labels_and_names_are_found_by_whole_words_and_stems(catalogue: Catalogue) -> None:
    video_id = add(catalogue, "/Ferien/Carving_ice-CAFÉ.mp4", [("tabby, tabby cat", "jumping into pool")])
    words = catalogue.words
    assert list(words.matching("label", ["jump"]).values()) == ["jumping into pool"]
    assert list(words.matching("label", ["jumps"]).values()) == ["jumping into pool"]
    assert list(words.matching("label", ["cats", "zebra"]).values()) == ["tabby, tabby cat"]
    for word in ("carving", "carve", "ice", "cafe", "ferien"):
        assert list(words.matching("video", [word])) == [video_id], word
    assert words.matching("video", ["zebra"]) == {}
    assert words.matching("video", ["car"]) == {}, "a piece of a word is not the word"
    assert words.matching("label", ["tab"]) == {}
    assert words.matching("label", ["", '"']) == {}
    assert words.matching("label", ['NEAR("tab']) == {}


def test_scores_of_labels_are_summed_by_moment(catalogue: Catalogue) -> None:
    video_id = add(catalogue, "/a.mp4", [("cat", "running"), ("dog", "running")])
    ids = {label.label: label.id for label in catalogue.words.labels().values()}
    found = catalogue.words.summed({ids["running"]: 0.8, ids["dog"]: 1.0}, 0.1, half_evidence=0.25)
    assert found.video_ids.tolist() == [video_id] * 3
    assert found.times_s.tolist() == [SHOT_S, 1.0, 3.0]
    assert found.label_ids.tolist() == [ids["dog"], ids["running"], ids["running"]]
    assert found.scores.tolist() == [0.75, 0.4, 0.4]
    assert found.evidence.tolist() == [0.75, 0, 0]
    assert found.shot_ids[1:].tolist() == [shot.id for shot in catalogue.shots(video_id)]
    assert not len(catalogue.words.summed({ids["running"]: 0.1}, 0.1, half_evidence=0.25))
    assert not len(catalogue.words.summed({}, 0.1, half_evidence=0.25))


def test_words_follow_what_happens_to_a_file(catalogue: Catalogue) -> None:
    video_id = add(catalogue, "/old name.mp4", [("cat", "running")])
    catalogue.update_file(video_id, path=Path("/new place/renamed.mp4"))
    assert catalogue.words.matching("video", ["old"]) == {}
    assert list(catalogue.words.matching("video", ["renamed"])) == [video_id]
    catalogue.remove_video(video_id)
    assert catalogue.words.matching("video", ["renamed"]) == {}
    assert catalogue.condition().is_sound


def test_splitting_words() -> None:
    assert split_words("Größe_of a-DOG's\n 2nd") == ["grösse", "of", "a", "dog", "s", "2nd"]
    assert split_words(" _- ") == []


def test_words_of_names_without_spaces() -> None:
    assert name_words("MyDog2 IMG20230514.mp4") == [
        *("mydog2", "img20230514", "mp4", "my", "dog", "2", "img", "20230514"),
    ]


def test_history_is_a_tree_that_is_kept(catalogue: Catalogue, file: Path) -> None:
    first = catalogue.history.add('{"a": 1}')
    second = catalogue.history.add('{"a": 2}', parent_id=first.id, name="cats")
    branch = catalogue.history.add('{"a": 3}', parent_id=first.id)
    assert [node.id for node in catalogue.history.nodes()] == [branch.id, second.id, first.id]
    assert (branch.parent_id, second.parent_id, first.parent_id) == (first.id, first.id, None)
    catalogue.history.rename(branch.id, "dogs")
    assert [node.name for node in catalogue.history.nodes(named=True)] == ["dogs", "cats"]
    with Catalogue.open(file, writable=False) as reader:
        assert reader.history.node(second.id) == second
    assert catalogue.history.forget(keep_newest=0) == 1
    assert catalogue.history.node(second.id).parent_id is None
    assert catalogue.history.add("{}", parent_id=first.id).parent_id is None
    with pytest.raises(UnknownSearchError, match="no longer in the history"):
        catalogue.history.node(first.id)


@pytest.mark.parametrize("value", ["'a'", "NULL", "1.5", "'1,2'"])
def test_what_is_no_integer_is_refused_in_a_column_of_integers(value: str) -> None:
    connection = sqlite3.connect(":memory:")
    for others in ("SELECT 1 AS number UNION ALL ", ""):
        with pytest.raises(RefusedValueError, match="number"):
            integer_columns(connection, ("number",), f"FROM ({others}SELECT {value} AS number)")
    (empty,) = integer_columns(connection, ("number",), "FROM (SELECT 1 AS number WHERE 0)")
    connection.close()
    assert empty.tolist() == []
