"""Finds videos by the words of their paths."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.words import holds_word, searched_text
from videxplore.core.types import Ids
from videxplore.services.searching.words.versioned import Versioned

_BETWEEN = "\0"
"""What no path holds."""


@dataclass(frozen=True, slots=True)
class _Paths:
    """The paths of a library at one version of its catalogue.

    Attributes:
        video_ids: int64 (V,).
        paths: Of each video.
        text: All of them in lower case, as they may be typed: searching one long text takes a hundredth of
            the time.
        ends: Where each ends in the text, int64 (V,).
    """

    video_ids: Ids
    paths: tuple[str, ...]
    text: str
    ends: Ids

    def holding(self, piece: str) -> Iterator[int]:
        """The rows of the paths that hold a piece of text, in lower case."""
        starts = [found.start() for found in re.finditer(re.escape(piece), self.text)]
        yield from np.unique(np.searchsorted(self.ends, np.array(starts, np.int64), "right")).tolist()


class NamedVideos:
    """Finds videos whose paths hold words; may be used from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Read nothing yet."""
        self._catalogue = catalogue
        self._kept = Versioned(catalogue, self._read)

    def paths_with(self, forms: frozenset[str], more: Mapping[int, str]) -> dict[int, str]:
        """Paths by video id that hold one of these words, also within ``MyDog2``; and ``more``."""
        read = self._kept.get()
        rows = sorted({row for form in forms if form for row in read.holding(form)})
        held = {
            int(read.video_ids[row]): read.paths[row] for row in rows if holds_word(read.paths[row], forms)
        }
        return held | dict(more)

    def _read(self) -> _Paths:
        paths = self._catalogue.words.paths()
        searched = [searched_text(path) + _BETWEEN for path in paths.values()]
        return _Paths(
            np.fromiter(paths, np.int64, len(paths)),
            tuple(paths.values()),
            "".join(searched),
            np.cumsum([len(text) for text in searched], dtype=np.int64),
        )
