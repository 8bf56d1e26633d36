"""Which of files that share footage is the best copy, and why; groups of whole copies, best copy first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from pathlib import Path
from typing import Literal

from videxplore.core.types import Video
from videxplore.services.searching.duplicates.duplicates import Duplicate

Criterion = Literal["present", "protected", "resolution", "bit rate", "codec", "length"]

EDITING_CODECS = frozenset(
    {"prores", "dnxhd", "dnxhr", "cfhd", "ffv1", "rawvideo", "v210", "huffyuv", "utvideo"}
)
"""Codecs made for editing and archives, as FFmpeg names them; the others are made for delivery."""

_HIGHER_RATE, _MORE_PIXELS = 1.1, 1.02
"""Less of a difference says nothing: containers and crops to whole blocks differ by as much."""

_END_S = 1.0
_END_SHARE = 0.02
"""A part is all of a file where no more than this is missing at its ends."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which one of two copies is better.

    Attributes:
        criterion: What differs.
        first: What the first file has: 1 or 0 for present and protected, pixels, bit/s, seconds, a codec.
        second: What the second has.
        is_first_better: Whether the first one is better by it.
    """

    criterion: Criterion
    first: float | str
    second: float | str
    is_first_better: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two copies compared.

    Attributes:
        duplicate: The footage they share.
        differences: In what they differ, what counts most first; empty for copies of one content.
        better: The better copy; None where nothing differs.
        removable: What could be removed without loss of footage: the other copy, if the better one, or one
            of the same content, has all of it, both are there, and it is not protected; None otherwise.
    """

    duplicate: Duplicate
    differences: tuple[Difference, ...]
    better: Video | None
    removable: Video | None

    def to_json(self) -> dict[str, object]:
        """The duplicate as the command line prints it, with its comparison."""
        better, removable = self.better, self.removable
        return {
            **self.duplicate.to_json(),
            "better": None if better is None else str(better.path),
            "removable": None if removable is None else str(removable.path),
            "differences": [
                {"criterion": one.criterion, "values": [one.first, one.second]} for one in self.differences
            ],
        }


def compare(duplicate: Duplicate, protected: Sequence[Path]) -> Comparison:
    """Compare two copies.

    Args:
        duplicate: The footage they share.
        protected: Folders whose files are never to be removed.
    """
    first, second = duplicate.first, duplicate.second
    differences = compare_files(first, second, protected)
    better = (first if differences[0].is_first_better else second) if differences else None
    kept = better or (first if first.fingerprint == second.fingerprint else None)
    if kept is None:
        return Comparison(duplicate, differences, None, None)
    other = second if kept.id == first.id else first
    is_safe = _is_there(kept) and _is_there(other) and not is_protected(other, protected)
    return Comparison(
        duplicate, differences, better, other if is_safe and is_whole(duplicate, other) else None
    )


def is_whole(duplicate: Duplicate, video: Video) -> bool:
    """Whether the shared footage is all of one of the two files."""
    is_first = video.id == duplicate.first.id
    length_s = duplicate.length_s if is_first else duplicate.length_s * duplicate.speed
    return length_s >= video.duration_s - max(_END_S, _END_SHARE * video.duration_s)


def is_protected(video: Video, folders: Sequence[Path]) -> bool:
    """Whether a file lies in one of these folders, or below it."""
    return any(video.path.is_relative_to(folder) for folder in folders)


def bit_rate_hz(video: Video) -> float:
    """Bits for each second of the file, all tracks together; 0 where its length is unknown."""
    return 8 * video.size_bytes / video.duration_s if video.duration_s > 0 else 0.0


def compare_files(first: Video, second: Video, protected: Sequence[Path]) -> tuple[Difference, ...]:
    """In what two files with the same footage differ, what counts most first.

    Args:
        first: A file.
        second: Another one.
        protected: Folders whose files are never to be removed.
    """
    found: list[Difference] = []

    def note(criterion: Criterion, mine: float, theirs: float, factor: float = 1.0) -> None:
        if max(mine, theirs) > factor * min(mine, theirs):
            found.append(Difference(criterion, mine, theirs, mine > theirs))

    note("present", _is_there(first), _is_there(second))
    note("protected", is_protected(first, protected), is_protected(second, protected))
    mine, theirs = first.properties, second.properties
    if mine is None or theirs is None or first.fingerprint == second.fingerprint:
        return tuple(found)
    note("resolution", mine.width_px * mine.height_px, theirs.width_px * theirs.height_px, _MORE_PIXELS)
    if mine.codec == theirs.codec:
        # Codecs need different rates for the same quality.
        note("bit rate", bit_rate_hz(first), bit_rate_hz(second), _HIGHER_RATE)
    elif (mine.codec in EDITING_CODECS) != (theirs.codec in EDITING_CODECS):
        found.append(Difference("codec", mine.codec, theirs.codec, mine.codec in EDITING_CODECS))
    if abs(mine.duration_s - theirs.duration_s) > _END_S:
        note("length", mine.duration_s, theirs.duration_s)
    return tuple(found)


def _is_there(video: Video) -> bool:
    return not video.state.is_missing


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Files each of which has all of the footage of the others.

    Attributes:
        videos: The copies, the best one first; at least two.
        pairs: The comparisons of the best copy with each of the others, in the order of the latter. One is
            missing where the two were not found as a pair.
    """

    videos: tuple[Video, ...]
    pairs: tuple[Comparison, ...]

    @property
    def best(self) -> Video:
        """The copy to keep."""
        return self.videos[0]

    def to_json(self) -> dict[str, object]:
        """The group as the command line prints it."""
        removable = [one.removable for one in self.pairs]
        return {
            "videos": [str(video.path) for video in self.videos],
            "removable": [str(one.path) for one in removable if one is not None],
        }


def copy_groups(found: Sequence[Comparison], protected: Sequence[Path]) -> list[CopyGroup]:
    """Groups of more than two files that are whole copies of each other, in the order of their first pairs.

    Files that share only a part are no copies: a compilation does not join the films it was made of.

    Args:
        found: Pairs of files, compared.
        protected: Folders whose files are never to be removed.
    """
    copies = [one for one in found if is_copy(one)]
    members: dict[int, set[int]] = {}
    videos: dict[int, Video] = {}
    for one in copies:
        pair = one.duplicate
        videos |= {pair.first.id: pair.first, pair.second.id: pair.second}
        joined = members.get(pair.first.id, {pair.first.id}) | members.get(pair.second.id, {pair.second.id})
        members |= dict.fromkeys(joined, joined)
    by_ids = {frozenset((one.duplicate.first.id, one.duplicate.second.id)): one for one in copies}
    groups = {min(ids): ids for ids in members.values() if len(ids) > 2}
    return [_group([videos[one] for one in sorted(ids)], by_ids, protected) for ids in groups.values()]


def is_copy(compared: Comparison) -> bool:
    """Whether each of two files has all of the footage of the other."""
    pair = compared.duplicate
    return is_whole(pair, pair.first) and is_whole(pair, pair.second) and not pair.is_mirrored


def _group(
    videos: Sequence[Video], by_ids: dict[frozenset[int], Comparison], protected: Sequence[Path]
) -> CopyGroup:
    def order(first: Video, second: Video) -> int:
        differences = compare_files(first, second, protected)
        return 0 if not differences else -1 if differences[0].is_first_better else 1

    best, *others = sorted(videos, key=cmp_to_key(order))
    pairs = (by_ids.get(frozenset((best.id, other.id))) for other in others)
    return CopyGroup((best, *others), tuple(one for one in pairs if one is not None))
