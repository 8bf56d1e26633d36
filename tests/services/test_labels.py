"""Which labels are shown for the predictions of models."""

import pytest

from videxplore.core.types import Prediction, PredictionSource
from videxplore.services.labels import Certainty, labels_of
from videxplore.services.object_classes.object_names import (
    class_tree,
    classes_of,
    object_names,
    packaged_lines,
)


def said(source: PredictionSource = "object", **scores: float) -> list[Prediction]:
    return [
        Prediction(label.replace("_", " "), score, source, label if source == "taught" else source)
        for label, score in scores.items()
    ]


def named(predictions: list[Prediction], least: Certainty = Certainty.LIKELY) -> list[tuple[str, str]]:
    return [(one.label, one.certainty.name) for one in labels_of(predictions, least)]


def test_breeds_that_are_doubtful_alone_are_a_dog_together() -> None:
    breeds = said(golden_retriever=0.3, beagle=0.2, tabby=0.1)
    assert named(breeds) == [("dog", "LIKELY")]
    assert named(said(golden_retriever=0.4, beagle=0.3)) == [("dog", "SURE")]


def test_many_improbable_classes_are_no_kind() -> None:
    breeds = class_tree().kinds["dog"]
    assert named([*said(beagle=0.4), *(Prediction(one, 0.004, "object", "object") for one in breeds)]) == []
    assert named([*said(beagle=0.4), *(Prediction(one, 0.006, "object", "object") for one in breeds)])


def test_the_most_specific_name_that_is_probable_enough_is_given() -> None:
    assert named(said(beagle=0.95)) == [("beagle", "SURE")]
    assert named(said(beagle=0.7, tabby=0.2)) == [("dog", "SURE")]
    assert named(said(beagle=0.4, tabby=0.4)) == [("animal", "SURE")]
    assert named(said(beagle=0.3, minivan=0.3)) == []


def test_a_name_that_must_be_sure_may_be_wider() -> None:
    doubtful = said(beagle=0.55, tabby=0.2)
    assert named(doubtful) == [("dog", "LIKELY")]
    assert named(doubtful, Certainty.SURE) == [("animal", "SURE")]


def test_a_guess_is_not_shown() -> None:
    assert named(said(military_uniform=0.7, trombone=0.2)) == [("clothing", "SURE")]
    assert named(said(toilet_seat=0.32)) == []
    assert named(said("pretrained", yoga=0.4)) == []


def test_taught_labels_come_first_then_actions_then_objects() -> None:
    mixed = [*said(beagle=0.95), *said("pretrained", jogging=0.9, yoga=0.6), *said("taught", walk=0.6)]
    assert named(mixed) == [("walk", "LIKELY"), ("jogging", "SURE"), ("yoga", "LIKELY"), ("beagle", "SURE")]
    assert [label for label, _ in named(mixed, Certainty.SURE)] == ["walk", "jogging", "beagle"]


def test_models_are_not_added_together() -> None:
    other = [Prediction("tabby", 0.3, "object", "other"), Prediction("tiger cat", 0.1, "object", "other")]
    assert named([*said(tabby=0.3), *other]) == []


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("beagle", ["beagle", "dog", "animal"]),
        ("minivan", ["minivan", "van", "truck", "car", "motor vehicle", "vehicle"]),
        ("not a class", ["not a class"]),
    ],
)
def test_an_object_has_the_names_of_its_kinds(label: str, names: list[str]) -> None:
    assert [one.name for one in object_names(label)] == names


def test_the_classes_of_a_kind_are_known() -> None:
    assert len(classes_of("dog")) == 118
    assert classes_of("instrumentality") == frozenset()


@pytest.mark.parametrize("file", ["places.tsv", "related.tsv"])
def test_all_that_is_listed_for_everyday_words_is_in_the_tree(file: str) -> None:
    tree = class_tree()
    labels = frozenset[str]().union(*tree.names.values())
    listed = [line.split("\t")[1].split("|") for line in packaged_lines(file)]
    assert [
        thing for things in listed for thing in things if not {thing} & (labels | tree.names.keys())
    ] == []


def test_no_everyday_word_is_listed_twice() -> None:
    lines = packaged_lines("places.tsv") + packaged_lines("related.tsv")
    words = [word for line in lines for word in line.split("\t")[0].split("|")]
    assert sorted(words) == sorted(set(words))
