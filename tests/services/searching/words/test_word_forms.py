"""Plurals, spellings and synonyms of a word."""

import pytest

from videxplore.services.object_classes.object_names import PART_SHARE, class_tree
from videxplore.services.searching.words.word_forms import is_description, synonyms, word_forms, words_of


@pytest.mark.parametrize(
    ("word", "form"),
    [
        *(("dogs", "dog"), ("buses", "bus"), ("boxes", "box"), ("benches", "bench"), ("berries", "berry")),
        *(("knives", "knife"), ("wolves", "wolf"), ("women", "woman"), ("geese", "goose"), ("mice", "mouse")),
        *(("colour", "color"), ("color", "colour"), ("theatre", "theater"), ("aeroplanes", "airplane")),
        *(("tomatoes", "tomato"), ("traveller", "traveler"), ("children", "child")),
    ],
)
def test_forms_of_a_word(word: str, form: str) -> None:
    assert form in word_forms(word)
    assert word in word_forms(word)


def test_a_short_word_or_a_double_s_is_no_plural() -> None:
    assert word_forms("glass") == {"glass"}
    assert word_forms("s") == {"s"}


@pytest.mark.parametrize("text", ["the dog's bowl", "dog\u2019s BOWL", "Dog'S bowl", "dog bowl's"])
def test_a_possessive_is_the_word_itself(text: str) -> None:
    assert words_of(text) == ["dog", "bowl"]


def test_a_plural_possessive_and_a_letter_by_itself_stay() -> None:
    assert words_of("dogs' bowls") == ["dogs", "bowls"]
    assert words_of("vitamin s") == ["vitamin", "s"]
    assert words_of("'s") == ["s"]


def test_synonyms_hold_in_the_plural() -> None:
    assert {"automobile", "taxi"} <= synonyms("cars")
    assert "cars" not in synonyms("cars")
    assert synonyms("zebra") == frozenset()


def test_a_kind_means_the_classes_below_it() -> None:
    tree = class_tree()
    dogs = tree.shares(word_forms("dogs"))
    assert {dogs[label] for label in ("golden retriever", "pug", "Cardigan")} == {1.0}
    assert "cardigan" not in dogs, "the garment"
    assert "tabby" not in dogs
    assert {"minivan", "mountain bike", "airliner"} <= tree.shares(frozenset({"vehicle"})).keys()
    assert "bald eagle" in tree.shares(frozenset({"bird"}))
    assert "pizza" in tree.shares(frozenset({"food"}))
    people = tree.shares(frozenset({"person"}))
    assert {label for label, share in people.items() if share == 1} == {"ballplayer", "groom", "scuba diver"}
    assert people["cardigan"] == PART_SHARE, "what they wear"
    assert "entity" not in tree.names, "what everything is says nothing"


def test_a_part_of_a_name_or_a_place_counts_half() -> None:
    tree = class_tree()
    assert tree.shares(frozenset({"kitchen"}))["toaster"] == 0.5
    assert tree.shares(frozenset({"polar bear"}))["ice bear"] == 1.0
    known = {label for labels in tree.names.values() for label in labels}
    assert all(things and things <= known for things in tree.related.values())


def test_sentences_describe_and_quoted_words_name() -> None:
    assert is_description("a man rides a horse", beside=True)
    assert is_description("horse", beside=False)
    assert not is_description("horse", beside=True)
    assert not is_description('"good morning"', beside=False)
    assert not is_description("horse*", beside=False)
    assert not is_description(" … ", beside=False)
