"""What users keep of what they found: bins, which are lists of parts of videos in an order, and marks."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from videxplore.core.errors import UnknownMomentError, UsageError

HIGHEST_RATING = 5

Verdict: TypeAlias = Literal["", "favourite", "rejected"]


@dataclass(frozen=True, slots=True)
class BinItem:
    """A part of a video [start_s, end_s) that was kept.

    Attributes:
        rating: 1 to 5; 0 for none.
        is_rejected: Whether it is left out when its bin is played and exported.
        id: Its id in the catalogue; 0 for one that is not stored yet.

    Raises:
        UsageError: If no part of a video can be so, or the rating is not one.
    """

    video_id: int
    start_s: float
    end_s: float
    note: str = ""
    rating: int = 0
    is_rejected: bool = False
    id: int = 0

    def __post_init__(self) -> None:
        if self.end_s <= self.start_s:
            raise UsageError(f"The span {self.start_s:g}-{self.end_s:g} ends before it starts.")
        _check(self.start_s, self.end_s, self.rating)

    @property
    def length_s(self) -> float:
        """How long it is, in seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Bin:
    """A named list of parts of videos.

    Attributes:
        items: In their order.
        id: Its id in the catalogue; 0 for one that is not stored yet.

    Raises:
        UsageError: If the name is empty.
    """

    name: str
    items: tuple[BinItem, ...] = ()
    id: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise UsageError("A bin needs a name.")

    @property
    def kept(self) -> tuple[BinItem, ...]:
        """The items that were not rejected."""
        return tuple(item for item in self.items if not item.is_rejected)

    @property
    def duration_s(self) -> float:
        """How long the items that were not rejected are together, in seconds."""
        return math.fsum(item.length_s for item in self.kept)

    def with_items(self, items: Sequence[BinItem], place: int | None = None) -> "Bin":
        """The bin with more items: before the one at ``place``, counted from 0, else at the end."""
        at = len(self.items) if place is None else place
        return replace(self, items=(*self.items[:at], *items, *self.items[at:]))

    def without(self, places: Sequence[int]) -> "Bin":
        """The bin without the items at some places, counted from 0.

        Raises:
            UnknownMomentError: If it has no such item.
        """
        leaving = {self._checked_place(place) for place in places}
        return replace(self, items=tuple(one for at, one in enumerate(self.items) if at not in leaving))

    def changed(self, place: int, item: BinItem) -> "Bin":
        """The bin with another item at a place, counted from 0.

        Raises:
            UnknownMomentError: If it has no such item.
        """
        at = self._checked_place(place)
        return replace(self, items=(*self.items[:at], item, *self.items[at + 1 :]))

    def item(self, place: int) -> BinItem:
        """The item at a place, counted from 0.

        Raises:
            UnknownMomentError: If it has no such item.
        """
        return self.items[self._checked_place(place)]

    def moved(self, places: Sequence[int], to: int) -> "Bin":
        """The bin with items moved, in their order, before the one that is at ``to`` now.

        Raises:
            UnknownMomentError: If it has no such item.
        """
        chosen = sorted({self._checked_place(place) for place in places})
        before = [one for at, one in enumerate(self.items[:to]) if at not in chosen]
        after = [one for at, one in enumerate(self.items[to:], to) if at not in chosen]
        return replace(self, items=(*before, *(self.items[at] for at in chosen), *after))

    def _checked_place(self, place: int) -> int:
        if not 0 <= place < len(self.items):
            raise UnknownMomentError(f"{self.name} has no item {place + 1}; it has {len(self.items)}.")
        return place


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is said of a moment or a part of a video, as one text where a file holds no more.

    Attributes:
        rating: 1 to 5; 0 for none.
    """

    note: str = ""
    verdict: Verdict = ""
    rating: int = 0
    tags: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it: ``knocks at the door [favourite, rating 4, #dusk]``."""
        rating = f"rating {self.rating}" if self.rating else ""
        said = ", ".join(filter(None, (self.verdict, rating, *(f"#{tag}" for tag in self.tags))))
        return " ".join(filter(None, (self.note, f"[{said}]" if said else "")))

    @classmethod
    def of_text(cls, text: str) -> "Remarks":
        """The inverse of :attr:`text`; a text of another program is a note."""
        text = text.strip()
        match = _REMARKS.fullmatch(text)
        if match is None:
            return cls(text)
        said: dict[str, Any] = {"tags": ()}
        for part in match["said"].split(", "):
            if part in ("favourite", "rejected"):
                said["verdict"] = part
            elif part.startswith("rating "):
                said["rating"] = int(part.removeprefix("rating "))
            else:
                said["tags"] += (part.removeprefix("#"),)
        return cls(match["note"], **said)


_REMARKS = re.compile(
    r"(?P<note>.*?) ?\[(?P<said>(?:favourite|rejected|rating [1-5]|#[^,\[\]]+)"
    r"(?:, (?:rating [1-5]|#[^,\[\]]+))*)\]",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class MomentMark:
    """What the user says of a moment of a video, or of a part of it; a bookmark says nothing more.

    Attributes:
        end_s: The same as ``start_s`` for a moment.
        verdict: Whether it is a favourite or rejected.
        tags: Words, each once.
        rating: 1 to 5; 0 for none.

    Raises:
        UsageError: If no part of a video can be so, or the rating is not one.
    """

    video_id: int
    start_s: float
    end_s: float
    verdict: Verdict = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    rating: int = 0

    def __post_init__(self) -> None:
        if self.end_s < self.start_s:
            raise UsageError(f"The span {self.start_s:g}-{self.end_s:g} ends before it starts.")
        _check(self.start_s, self.end_s, self.rating)

    @property
    def middle_s(self) -> float:
        """The middle of it, in seconds."""
        return (self.start_s + self.end_s) / 2

    @property
    def says_nothing(self) -> bool:
        """Whether it is a bookmark only."""
        return not (self.verdict or self.note or self.tags or self.rating)

    @property
    def remarks(self) -> Remarks:
        """What it says."""
        return Remarks(self.note, self.verdict, self.rating, self.tags)


def checked_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Tags without spaces around them, each once.

    Raises:
        UsageError: If one is empty, or holds what separates tags in files.
    """
    stripped = [tag.strip().removeprefix("#") for tag in tags]
    if not all(stripped):
        raise UsageError("A tag needs at least one letter.")
    for tag in stripped:
        if set(tag) & set(",[]") or not tag.isprintable():
            raise UsageError(f"{tag!r} is not a tag: it may hold no comma, bracket or line break.")
    return tuple(dict.fromkeys(stripped))


def _check(start_s: float, end_s: float, rating: int) -> None:
    if not (math.isfinite(start_s) and math.isfinite(end_s) and start_s >= 0):
        raise UsageError(f"{start_s:g}-{end_s:g} is not a part of a video: write seconds from its start.")
    if rating not in range(HIGHEST_RATING + 1):
        raise UsageError(f"{rating} is not a rating: write 1 to {HIGHEST_RATING}, or 0 for none.")
