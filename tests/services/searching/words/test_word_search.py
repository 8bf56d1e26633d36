"""Words find what is in a library: kinds of classes, names, taught labels; and say why."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.analyses import APPEARANCE, SHOT_S, keyframe, properties, unit
from videxplore.core.errors import UsageError
from videxplore.core.selects import MomentMark
from videxplore.core.texts import TextKind, TextLine, TextReading, TextTrack
from videxplore.core.types import Depth, Prediction, PredictionSource, ShotAnalysis, VideoAnalysis, WordReason
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query
from videxplore.services.searching.ranking.similarity import SimilarityService
from videxplore.services.searching.words.known_words import KnownWord
from videxplore.services.searching.words.library_words import LibraryWords


def store(
    library: Library, path: str, *scenes: Mapping[str, float], source: PredictionSource = "object"
) -> None:
    """A video whose scenes have these labels with these scores."""
    video = library.catalogue.add_video(Path(path), path, 1, 2)
    shots = []
    for number, labels in enumerate(scenes):
        start_s = number * SHOT_S
        frame = keyframe(start_s, unit(video.id * 10 + number))
        predictions = tuple(Prediction(label, score, source, "net") for label, score in labels.items())
        frame = type(frame)(frame.time_s, frame.sharpness, frame.picture_jpeg, frame.embeddings, predictions)
        shots.append(ShotAnalysis(start_s, start_s + SHOT_S, (frame,)))
    made = VideoAnalysis(properties(len(shots) * SHOT_S), Depth.QUICK, tuple(shots), (APPEARANCE,))
    library.catalogue.store_analysis(video.id, made)


def names(library: Library, text: str) -> list[str]:
    return [moment.video.path.stem for moment in SimilarityService(library).find(Query.text(text)).moments]


def found_names(library: Library, text: str) -> set[str]:
    """The videos of all moments, of which there may be thousands."""
    moments = SimilarityService(library).find(Query.text(text), 2000).moments
    return {moment.video.path.stem for moment in moments}


def test_probabilities_of_one_kind_are_added(library: Library) -> None:
    store(library, "/a.mp4", {"golden retriever": 0.2, "pug": 0.2, "beagle": 0.2, "minivan": 0.3})
    store(library, "/b.mp4", {"golden retriever": 0.5})
    (first, second) = SimilarityService(library).find(Query.text("dogs")).moments
    assert [first.video.path.stem, second.video.path.stem] == ["a", "b"]
    assert first.similarity == pytest.approx(0.6)
    assert second.reasons == (WordReason("dogs", "label", "golden retriever"),)
    assert names(library, "vehicle") == ["a"]
    assert names(library, "bird") == []


def test_several_small_probabilities_of_a_kind_say_more_than_one_larger(library: Library) -> None:
    store(library, "/several.mp4", {"golden retriever": 0.02, "pug": 0.02, "beagle": 0.02, "tub": 0.6})
    store(library, "/one.mp4", {"golden retriever": 0.08, "tub": 0.6})
    store(library, "/half.mp4", {"golden retriever": 0.5})
    store(library, "/weak.mp4", {"golden retriever": 0.0005, "tub": 0.6})
    found = SimilarityService(library).find(Query.text("dog")).moments
    assert [moment.video.path.stem for moment in found] == ["half", "several", "one"]
    half, several, one = (moment.similarity for moment in found)
    assert half == pytest.approx(0.5)
    assert one < several < half


def test_small_probabilities_count_only_where_there_are_few_others(library: Library) -> None:
    store(library, "/small.mp4", {"pug": 0.005})
    store(library, "/others.mp4", *({"pug": 0.02},) * 999)
    assert "small" in found_names(library, "dog")
    store(library, "/one_more.mp4", {"pug": 0.02})
    assert "small" not in found_names(library, "dog")


def test_small_probabilities_of_actions_stay_what_they_are(library: Library) -> None:
    store(library, "/a.mp4", {"walking the dog": 0.05}, source="pretrained")
    (found,) = SimilarityService(library).find(Query.text("dog")).moments
    assert found.similarity == pytest.approx(0.05)


@pytest.mark.parametrize("word", ["person", "people", "women", "kids", "guy", "children"])
def test_people_are_found_by_what_they_wear(library: Library, word: str) -> None:
    store(library, "/a.mp4", {"cardigan": 0.4}, {"great white shark": 0.9})
    store(library, "/b.mp4", {"hammer": 0.9})
    (found,) = SimilarityService(library).find(Query.text(word)).moments
    assert (found.video.path.stem, found.reasons) == ("a", (WordReason(word, "label", "cardigan"),))
    assert KnownWord("person", "kind", 1) in LibraryWords(library.catalogue).completions("per", 5)
    assert LibraryWords(library.catalogue).completions("kid", 5) == []


def test_names_are_found_by_whole_words_only(library: Library) -> None:
    store(library, "/videos/carving_ice.mp4", {"hammer": 0.5})
    store(library, "/videos/carphone.mp4", {"hammer": 0.5})
    store(library, "/videos/MyCar2.mp4", {"hammer": 0.5})
    assert names(library, "car") == ["MyCar2"]
    assert names(library, "cars") == ["MyCar2"]
    assert names(library, "carving") == ["carving_ice"]
    (found,) = SimilarityService(library).find(Query.text("car")).moments
    assert found.reasons == (WordReason("car", "name", "MyCar2.mp4"),)


def test_the_other_scenes_of_a_named_file_follow_what_models_see(library: Library) -> None:
    store(library, "/videos/dog.mp4", *({"hammer": 0.5},) * 4)
    store(library, "/videos/b.mp4", {"pug": 0.4})
    assert names(library, "dog")[:2] == ["dog", "b"]
    assert len(names(library, "dog")) == 5


def test_taught_labels_go_before_classes(library: Library) -> None:
    store(library, "/a.mp4", {"pug": 0.9})
    store(library, "/b.mp4", {"dog": 0.6}, source="taught")
    ranking = SimilarityService(library).find(Query.text("dog"))
    assert [moment.video.path.stem for moment in ranking.moments] == ["b", "a"]
    assert ranking.moments[0].reasons[0].place == "taught"
    reasons = ranking.to_json("dog")["moments"][1]["reasons"]  # type: ignore[index]
    assert reasons == [{"word": "dog", "place": "label", "text": "pug"}]


def test_small_words_and_names_of_several_words(library: Library) -> None:
    store(library, "/a.mp4", {"ice bear": 0.5}, {"brown bear": 0.6})
    store(library, "/b.mp4", {"crash helmet": 0.4, "lab coat": 0.1})
    assert names(library, "the polar bears") == ["a"]
    assert names(library, "a helmet with a coat") == ["b"]


def test_what_is_not_found_is_answered_with_what_is_known(library: Library) -> None:
    store(library, "/a.mp4", {"basketball": 0.95}, {"basketball": 0.95}, {"pug": 0.95}, {"bib": 0.4})
    service = SimilarityService(library)

    def note(text: str) -> str:
        return service.find(Query.text(text)).note

    assert note("basketbqqqll").endswith("Did you mean “basketball”?")
    assert "Did you mean" not in note("ba")
    assert note("zzz").endswith("This library knows: basketball (2), pug (1).")
    assert note("dog zzz").endswith("found alone: “dog”.")


@pytest.mark.parametrize(
    ("word", "label"),
    {
        "fridge": "refrigerator",
        "sinks": "washbasin",
        "bugs": "dragonfly",
        "cow": "ox",
        "spaceship": "space shuttle",
        "harbor": "dock",
        "town": "traffic light",
        "roads": "street sign",
        "music": "violin",
        "workout": "barbell",
        "bookshelves": "bookcase",
        "fireplace": "fire screen",
        "stairs": "bannister",
        "hoodie": "sweatshirt",
        "T-shirt": "jersey",
        "cell phone": "cellular telephone",
        "doctor": "stethoscope",
    }.items(),
)
def test_everyday_words_for_classes_that_are_called_otherwise(
    library: Library, word: str, label: str
) -> None:
    store(library, "/a.mp4", {label: 0.9})
    store(library, "/b.mp4", {"hammer": 0.9})
    assert names(library, word) == ["a"]


@pytest.mark.parametrize(
    ("word", "label"),
    {
        "toy": "Chihuahua",
        "doctor": "dragonfly",
        "beach": "beach wagon",
        "shorts": "German short-haired pointer",
    }.items(),
)
def test_a_word_that_is_listed_means_nothing_else(library: Library, word: str, label: str) -> None:
    store(library, "/a.mp4", {label: 0.9})
    store(library, "/b.mp4", {"hammer": 0.9})
    assert "a" not in names(library, word)


@pytest.mark.parametrize("word", ["apples", "beard", "giraffes", "onion", "women"])
def test_a_noun_is_not_taken_for_a_typing_error(library: Library, word: str) -> None:
    labels = ["ladle", "scoreboard", "clock", "pug", "wombat"]
    store(library, "/part_0/board.mp4", *({label: 0.95} for label in labels))
    ranking = SimilarityService(library).find(Query.text(word))
    assert ranking.moments == ()
    assert "Did you mean" not in ranking.note
    assert "This library knows: " in ranking.note
    assert names(library, "scorebaord") == ["board"]


def test_what_the_library_knows_follows_its_changes(library: Library) -> None:
    service = SimilarityService(library)
    store(library, "/a.mp4", {"clock": 0.95})
    assert "This library knows: clock (1)." in service.find(Query.text("giraffe")).note
    store(library, "/b.mp4", {"clock": 0.95})
    assert "This library knows: clock (2)." in service.find(Query.text("giraffe")).note
    assert "This library knows: clock (2)." in service.find(Query.text("beard")).note


def test_completions_come_from_the_library(library: Library) -> None:
    store(library, "/Holidays/Gym session.mp4", {"barbell": 0.95}, {"barbell": 0.95}, {"pug": 0.3})
    words = LibraryWords(library.catalogue)
    assert words.completions("bar", 3)[0] == KnownWord("barbell", "label", 2)
    assert KnownWord("Gym session.mp4", "file", 1) in words.completions("sess", 5)
    assert KnownWord("dog", "kind", 1) in words.completions("do", 9)
    assert KnownWord("Holidays", "folder", 1) in words.completions("HOL", 5)
    assert words.completions(" ", 5) == []
    assert words.labels(1) == [KnownWord("barbell", "label", 2)]
    store(library, "/other.mp4", {"banjo": 0.5})
    assert KnownWord("banjo", "label", 1) in words.completions("banj", 5)


def test_what_labels_are_kinds_of_is_completed_with_all_its_scenes(library: Library) -> None:
    store(library, "/a.mp4", {"pug": 0.9}, {"beagle": 0.8}, {"golden retriever": 0.7, "pug": 0.2})
    store(library, "/b.mp4", {"tabby": 0.9}, {"minivan": 0.9})
    words = LibraryWords(library.catalogue)
    assert words.completions("do", 9)[0] == KnownWord("dog", "kind", 3)
    assert words.completions("dogs", 9) == [KnownWord("dog", "kind", 3)]
    assert KnownWord("animal", "kind", 4) in words.completions("anim", 9)
    assert [one.text for one in words.completions("dom", 9)].count("dog") == 0
    assert KnownWord("domestic dog", "kind", 3) in words.completions("domestic do", 9)
    assert "domestic dog" not in [one.text for one in words.completions("do", 9)]
    assert words.completions("bird", 9) == []
    for known in words.completions("d", 9):
        assert names(library, known.text), known


def say(library: Library, name: str, *lines: TextLine, kind: TextKind = "speech") -> None:
    """Give a video lines of text."""
    (video,) = (one for one in library.catalogue.videos() if one.path.stem == name)
    reading = TextReading(kind, "tiny", (TextTrack(kind, "en", "tiny", lines),))
    library.catalogue.texts.store(video.id, [reading])


def test_a_word_is_found_at_the_moment_it_is_said(library: Library) -> None:
    store(library, "/a.mp4", {"hammer": 0.5}, {"hammer": 0.5})
    line = TextLine(SHOT_S + 0.5, SHOT_S + 3, "We walk the dogs, Zoë.", (4.5, 5.0, 5.5, 5.75, 6.25))
    say(library, "a", line)
    for text, time_s in {"dog": 5.75, "zoe": 6.25, "walk": 5.0, '"the dogs"': 5.5, "wal*": 5.0}.items():
        (found,) = SimilarityService(library).find(Query.text(text)).moments
        assert (found.time_s, found.start_s) == (time_s, SHOT_S), text
        [reason] = found.reasons
        assert (reason.word, reason.place) == (text.strip('"*'), "speech")
        assert reason.text == "We walk the dogs, Zoë."
        assert reason.time_s == found.time_s
    assert names(library, '"dogs the"') == []


def test_subtitles_are_found_where_they_begin(library: Library) -> None:
    store(library, "/a.mp4", {"hammer": 0.5}, {"hammer": 0.5})
    say(
        library,
        "a",
        TextLine(5.0, 6.0, "a fine morning"),
        TextLine(7.0, 8.0, "this morning"),
        kind="subtitle",
    )
    (found,) = SimilarityService(library).find(Query.text("morning")).moments
    assert found.time_s == 5.0


def test_words_of_one_query_may_be_said_and_seen(library: Library) -> None:
    store(library, "/a.mp4", {"golden retriever": 0.5})
    store(library, "/b.mp4", {"golden retriever": 0.5})
    store(library, "/c.mp4", {"hammer": 0.5})
    say(library, "b", TextLine(0.0, 1.0, "in the park"))
    say(library, "c", TextLine(0.0, 1.0, "the park is full of dogs"))
    assert names(library, "dog park") == ["c", "b"]
    assert names(library, "dog") == ["c", "a", "b"]


def test_nothing_is_found_in_text_by_a_likeness(library: Library) -> None:
    store(library, "/a.mp4", {"hammer": 0.5})
    say(library, "a", TextLine(0.0, 1.0, "the automobile"))
    assert names(library, "car") == []
    assert "said" in SimilarityService(library).find(Query.text("car")).note


@pytest.mark.parametrize(
    "text", ['"', '""', "*", '"dog', "dog*", '"dog" "dog" dog', "“”", '*"*', '"dog" NOT AND']
)
def test_odd_punctuation_is_no_error(library: Library, text: str) -> None:
    store(library, "/a.mp4", {"dog": 0.5})
    say(library, "a", TextLine(0.0, 1.0, "the dog"))
    if not any(letter.isalpha() for letter in text):
        with pytest.raises(UsageError):
            names(library, text)
    else:
        assert names(library, text) == ([] if "NOT" in text else ["a"])


_WRITTEN_AND_TYPED = {
    "don\u2019t": "don't dont",
    "Peter's": "Peter's Peter Peters",
    "Peters": "Peter's",
    "cities": "city",
    "boxes": "box",
    "rock 'n' roll": "rock-n-roll",
    "rock-n-roll": "rock-n-roll rock\u2019n\u2019roll",
    "O'Brien": "O\u2019Brien OBrien Brien",
    "OBrien": "O'Brien",
    "l'eau": "l\u2019eau eau",
    "eau": "l'eau",
    "t-shirt": "t-shirt tshirt T_Shirt",
    "tshirt": "t-shirt",
    "E\u2011Mail": "e-mail email",
    "M\u00fcnchen": "M\u00fcnchen mu\u0308nchen Munchen Muenchen",
    "Muenchen": "M\u00fcnchen",
    "Mu\u0308nchen": "M\u00fcnchen",
    "Stra\u00dfe": "Stra\u00dfe STRASSE",
    "STRASSE": "stra\u00dfe",
    "\u039d\u03b1\u03cc\u03c2": "\u03bd\u03b1\u03cc\u03c2",
    "\u6771\u4eac\u30bf\u30ef\u30fc": "\u6771\u4eac \u30bf\u30ef\u30fc",
    "\uc11c\uc6b8\uc5ed": "\uc11c\uc6b8",
}

_WRITTEN_AND_TYPED_NAMES = {
    "my_holiday": "my_holiday holiday MyHoliday",
    "MyHoliday2019": "MyHoliday2019 holiday 2019 my-holiday",
    "IMG_1234": "IMG1234 1234 img",
    "IMG1234": "IMG_1234 1234",
    "DJI_0042": "42",
    "s01e02": "S01E02 s01 e02",
    "day 1": "day1",
    "\u0141\u00f3d\u017a": "Lodz \u0142\u00f3d\u017a",
    "\u00d8resund": "Oresund Oeresund",
    "\ufb01lter": "filter",
    "\uff26\uff55\uff4a\uff49": "fuji",
    "\u0401\u043b\u043a\u0430": "\u0435\u043b\u043a\u0430",
    "\u0130stanbul": "istanbul \u0130stanbul",
}


@pytest.mark.parametrize("place", ["name", "label", "note", "tag", "text"])
def test_words_are_found_however_they_are_written(library: Library, place: str) -> None:
    written = _WRITTEN_AND_TYPED | ({} if place == "text" else _WRITTEN_AND_TYPED_NAMES)
    for number, text in enumerate(written):
        name = f"/{number}/{text if place == 'name' else 'clip'}.mp4"
        store(library, name, {text if place == "label" else "hammer": 0.9}, source="taught")
    for video, text in zip(library.catalogue.videos(), written, strict=True):
        if place == "text":
            track = TextTrack("subtitle", "", "", (TextLine(0.0, 1.0, f"see {text} there"),))
            library.catalogue.texts.store(video.id, [TextReading("subtitle", "[]", (track,))])
        elif place != "name":
            note, tags = (text, ()) if place == "note" else ("", (text,))
            marks = [MomentMark(video.id, 0.1, 0.1, note=note, tags=tags)]
            library.catalogue.marks.replace(video.id, marks if place != "label" else [])
    missed, service = [], SimilarityService(library)
    for video, typed in zip(library.catalogue.videos(), written.values(), strict=True):
        for query in typed.split():
            found = service.find(Query.text(query), 2000).moments
            if video.id not in {moment.video.id for moment in found}:
                missed.append((video.path, query))
    assert not missed


def test_a_word_with_an_apostrophe_or_a_hyphen_is_one_word(library: Library) -> None:
    store(library, "/Don t.mp4", {"hammer": 0.5})
    store(library, "/t-shirt.mp4", {"hammer": 0.5})
    store(library, "/x-ray.mp4", {"hammer": 0.5})
    say(library, "x-ray", TextLine(0.0, 1.0, "Don met T. Smith; I say you don't."))
    assert names(library, "don't") == ["x-ray"]
    assert names(library, "t-shirt") == ["t-shirt"]
    assert names(library, "xray") == ["x-ray"]
    (found,) = SimilarityService(library).find(Query.text("don't")).moments
    [reason] = found.reasons
    assert reason.place == "speech"
