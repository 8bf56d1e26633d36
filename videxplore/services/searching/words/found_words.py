"""Lines of text by which a search found a scene, and where in them the words stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from videxplore.core.texts import TEXT_KINDS, TextKind, TextLine, TextTrack
from videxplore.services.searching.query.query import Query, Ranking, TextExample
from videxplore.services.searching.words.said_words import SaidTerms
from videxplore.services.searching.words.word_forms import terms_of


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of text that holds words that were searched for.

    Attributes:
        places: Of each word or phrase its first letter and the letter after its last, as numbers of letters
            of the text.
    """

    kind: TextKind
    line: TextLine
    places: tuple[tuple[int, int], ...]

    def is_at(self, time_s: float) -> bool:
        """Whether the line is said or shown at a time."""
        return self.line.start_s <= time_s < self.line.end_s


def found_lines(tracks: Iterable[TextTrack], words: Sequence[str]) -> list[FoundLine]:
    """The lines that hold a word of these texts, in the order of the tracks.

    Args:
        tracks: The text of a video.
        words: As they are typed into the search box: words, phrases in quotes, beginnings of words.
    """
    terms = [term for text in words for term in terms_of(text)]
    if not terms:
        return []
    said = SaidTerms(terms)
    return [
        FoundLine(track.kind, line, places)
        for track in tracks
        for line in track.lines
        if (places := said.places_in(line.text))
    ]


def lines_of_hits(tracks: Iterable[TextTrack], ranking: Ranking, video_id: int) -> list[FoundLine]:
    """The lines by which a search found scenes of a video."""
    spans = text_spans(ranking, video_id)
    if not spans:
        return []
    return [
        found
        for found in found_lines(tracks, words_of_query(ranking.query))
        if any(start_s <= found.line.start_s < end_s for start_s, end_s in spans)
    ]


def words_of_query(query: Query) -> list[str]:
    """The texts of a query that are compared with text: its words, and descriptions."""
    described = [one.text for one in query.positives if isinstance(one, TextExample)]
    return [text for text in (query.words, *described) if text]


def text_spans(ranking: Ranking, video_id: int) -> list[tuple[float, float]]:
    """Start and end of the scenes of a video that a search found by text, also of those left out as alike."""
    moments = [*ranking.moments, *(one for alike in ranking.alike for one in alike)]
    return [
        (moment.shot.start_s, moment.shot.end_s)
        for moment in moments
        if moment.video.id == video_id and any(reason.place in TEXT_KINDS for reason in moment.reasons)
    ]
