"""Text of videos in the catalogue: it comes back, is found by words, and goes with its video."""

from pathlib import Path

import pytest

from tests.analyses import KnownShot, known_analysis
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.texts import all_of, any_of, phrase, starting_with
from videxplore.core.texts import TextLine, TextReading, TextTrack


def add(catalogue: Catalogue, name: str, *lines: TextLine, shots: int = 3) -> int:
    video = catalogue.add_video(Path(f"/{name}.mp4"), name, 1, 2)
    catalogue.store_analysis(
        video.id, known_analysis([KnownShot(group=one, length_s=2.0) for one in range(shots)])
    )
    catalogue.texts.store(
        video.id, [TextReading("subtitle", "[]", (TextTrack("subtitle", "de", name, lines),))]
    )
    return video.id


def found(catalogue: Catalogue, expression: str) -> list[str]:
    return [hit.line.text for hit in catalogue.texts.matching(expression, 100)]


def test_text_comes_back(catalogue: Catalogue) -> None:
    line = TextLine(0.5, 1.0, "今日新闻 good", (0.5, 0.75), (0.25, 0.5, 0.25, 0.125))
    video_id = add(catalogue, "a", line)
    assert catalogue.texts.tracks(video_id) == [TextTrack("subtitle", "de", "a", (line,))]
    assert catalogue.texts.read_from() == {(video_id, "subtitle"): "[]"}


def test_a_line_belongs_to_the_shot_it_begins_in(catalogue: Catalogue) -> None:
    said = {"one": 0.0, "two": 3.9, "three": 4.0}
    video_id = add(catalogue, "a", *(TextLine(start_s, 6.0, text) for text, start_s in said.items()))
    shots = [shot.id for shot in catalogue.shots(video_id)]
    hits = catalogue.texts.matching(any_of(map(phrase, said)), 10)
    assert [hit.shot_id for hit in hits] == shots


@pytest.mark.parametrize(
    ("expression", "lines"),
    [
        (phrase("guten morgen"), ["Guten Morgen, Zürich"]),
        (phrase("morgen guten"), []),
        (phrase("ZURICH"), ["Guten Morgen, Zürich"]),
        (starting_with("zur"), ["Guten Morgen, Zürich", "zurück"]),
        (all_of([phrase("morgen"), starting_with("z")]), ["Guten Morgen, Zürich"]),
        (phrase("新闻"), ["今日新闻"]),
        (phrase('a" OR "zurück'), []),
        (phrase("?"), ""),
        (all_of([phrase("zurück"), phrase("!")]), []),
        (phrase("NOT"), []),
    ],
)
def test_what_is_found(catalogue: Catalogue, expression: str, lines: list[str]) -> None:
    add(catalogue, "a", *(TextLine(0, 1, text) for text in ("Guten Morgen, Zürich", "zurück", "今日新闻")))
    assert found(catalogue, expression) == list(lines)


def test_text_is_replaced_by_kind_and_goes_with_its_video(catalogue: Catalogue) -> None:
    video_id = add(catalogue, "a", TextLine(0, 1, "old"))
    spoken = TextReading("speech", "tiny", (TextTrack("speech", "en", "tiny", (TextLine(0, 1, "spoken"),)),))
    catalogue.texts.store(video_id, [spoken])
    new = TextReading("subtitle", "x", (TextTrack("subtitle", "en", "b", (TextLine(0, 1, "new"),)),))
    catalogue.texts.store(video_id, [new])
    assert [found(catalogue, phrase(word)) for word in ("old", "new", "spoken")] == [[], ["new"], ["spoken"]]
    catalogue.store_analysis(video_id, known_analysis([KnownShot(group=1, length_s=4.0)]))
    assert found(catalogue, phrase("spoken")) == ["spoken"]
    catalogue.take_out_video(video_id)
    assert found(catalogue, phrase("spoken")) == []
    assert not catalogue.texts.has_any()
    assert catalogue.condition().is_sound


def test_a_copy_has_the_text_of_its_original(catalogue: Catalogue) -> None:
    first = add(catalogue, "a", TextLine(0, 1, "hello"))
    second = add(catalogue, "b")
    catalogue.copy_analysis(first, second)
    assert found(catalogue, phrase("hello")) == ["hello", "hello"]
