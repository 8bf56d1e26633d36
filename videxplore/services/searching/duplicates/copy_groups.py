"""Files that are whole copies of one footage, as groups with the best copy first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from pathlib import Path

from videxplore.core.types import Video
from videxplore.services.searching.duplicates.better_copy import Comparison, compare_files, is_whole


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
