"""How fast words are found in the text of a large library: prints one table.

    python -m benchmarks.text_search --hours 1000 --folder /var/tmp/transcripts

Makes a library with a transcript of so many hours (kept in the folder, and used again the next time): made-up
words whose frequencies follow Zipf's law, as those of speech do, in lines of eight words at 150 words a
minute. Then it asks for single words from the most frequent to the rarest, pairs, phrases and beginnings of
words: only the index of text, and the search as the search box asks it.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.results import PERCENTILES, Row, Table, percentile_row, print_table
from videxplore.core.texts import TextLine, TextReading, TextTrack
from videxplore.core.types import Depth, KeyframeAnalysis, ShotAnalysis, VideoAnalysis, VideoProperties
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query
from videxplore.services.searching.ranking.similarity import SimilarityService
from videxplore.services.searching.words.found_words import text_expression
from videxplore.services.searching.words.word_forms import terms_of

HOUR_S = 3600.0
SCENE_S = 20.0
LINE_WORDS, WORDS_A_MINUTE = 8, 150
LINE_S = 60 * LINE_WORDS / WORDS_A_MINUTE
VOCABULARY = 50_000
QUERIES = 100
LIMIT_MS = 50.0
_SYLLABLES = [start + vowel for start in "bdfgklmnprstvz" for vowel in "aeiou"]
_KINDS = ("word", "two words", "phrase", "beginning of a word")


def word(rank: int) -> str:
    """A made-up word, the shorter the more frequent."""
    syllables = []
    number = rank + 1
    while number:
        number, digit = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[digit])
    return "".join(syllables)


def said_ranks(hour: int, count: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """The ranks of so many words of an hour, int64 (N,): the probability of each is 1 / (rank + 3)."""
    weights = np.cumsum(1 / (np.arange(VOCABULARY) + 3))
    drawn = np.random.default_rng(hour).uniform(0, weights[-1], count)
    return np.searchsorted(weights, drawn).astype(np.int64)


def lines_of(hour: int) -> tuple[TextLine, ...]:
    """The transcript of an hour."""
    count = int(HOUR_S / LINE_S)
    ranks = said_ranks(hour, count * LINE_WORDS).reshape(count, LINE_WORDS)
    step_s = LINE_S / LINE_WORDS
    return tuple(
        TextLine(
            number * LINE_S,
            (number + 1) * LINE_S,
            " ".join(word(rank) for rank in row),
            tuple(number * LINE_S + place * step_s for place in range(LINE_WORDS)),
        )
        for number, row in enumerate(ranks.tolist())
    )


def fill(library: Library, hours: int) -> None:
    """Add videos of an hour each, until there are so many."""
    properties = VideoProperties(HOUR_S, Fraction(25), 1280, 720, 0, "h264", "yuv420p", True)
    starts = np.arange(0, HOUR_S, SCENE_S).tolist()
    shots = tuple(
        ShotAnalysis(at_s, at_s + SCENE_S, (KeyframeAnalysis(at_s, 1.0, b"", {}),)) for at_s in starts
    )
    for hour in range(len(library.catalogue.videos()), hours):
        video = library.catalogue.add_video(Path(f"/talks/{hour}.mp4"), str(hour), 1, hour)
        track = TextTrack("speech", "en", "made up", lines_of(hour))
        texts = (TextReading("speech", "made up", (track,)),)
        library.catalogue.store_analysis(
            video.id, VideoAnalysis(properties, Depth.FULL, shots, (), texts=texts)
        )


def queries(kind: str) -> list[str]:
    """What is asked for: ranks are drawn evenly on a logarithmic scale."""
    generator = np.random.default_rng(_KINDS.index(kind))
    ranks = np.exp(generator.uniform(0, np.log(VOCABULARY), (QUERIES, 2))).astype(int).tolist()
    if kind == "word":
        return [word(first) for first, _ in ranks]
    if kind == "two words":
        return [f"{word(first)} {word(second)}" for first, second in ranks]
    if kind == "phrase":
        said = [lines_of(hour)[0].text.split() for hour in range(QUERIES // 4)]
        return [f'"{words[place]} {words[place + 1]}"' for words in said for place in range(0, 8, 2)]
    return [f"{word(first)[:4]}*" for first, _ in ranks]


def measured(library: Library) -> Iterator[Row]:
    """A row for each kind of query, of the index alone and of the whole search."""
    service = SimilarityService(library)
    service.find(Query.text("warm"))
    everything: list[float] = []
    for kind in _KINDS:
        asked = queries(kind)

        def ask_index(text: str) -> object:
            return [library.catalogue.texts.matching(text_expression(term), 1000) for term in terms_of(text)]

        yield percentile_row(f"{kind}: index of text", _times_ms(asked, ask_index), LIMIT_MS)
        found_ms = _times_ms(asked, lambda text: service.find(Query.text(text)))
        everything += found_ms
        yield percentile_row(f"{kind}: search", found_ms, LIMIT_MS)
    yield percentile_row("all searches", everything, LIMIT_MS)


def _times_ms(asked: Sequence[str], ask: Callable[[str], object]) -> list[float]:
    times_ms = []
    for text in asked:
        started_s = time.perf_counter()
        ask(text)
        times_ms.append((time.perf_counter() - started_s) * 1000)
    return times_ms


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--hours", type=int, default=1000)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args(arguments)
    with Library.open(options.folder) as library:
        fill(library, options.hours)
        return print_table(PERCENTILES, measured(library))


if __name__ == "__main__":
    main()
