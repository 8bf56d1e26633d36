"""The same footage in two files: which part, at which offset, and why the program thinks so."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from videxplore.catalogue.user_records import ContentPair, content_pair
from videxplore.core.errors import UsageError
from videxplore.core.file_names import expanded
from videxplore.core.json_text import seconds
from videxplore.core.task import Task
from videxplore.core.types import Depth, Pixels, Space, Video
from videxplore.services.library import Library
from videxplore.services.searching.confidence import NullDistribution
from videxplore.services.searching.duplicates.alignment import (
    SAME,
    SAME_MOVEMENT,
    STEP_S,
    Footage,
    Overlap,
    footage,
    highest_correlation,
    overlap_at,
    share_alike,
)
from videxplore.services.searching.duplicates.shared_parts import SHORTEST_S, Alike, is_sure, shared_parts
from videxplore.services.searching.index.answering import reads_text
from videxplore.services.searching.index.space_index import SpaceIndex
from videxplore.video.thumbnails import decode_jpeg

_NEIGHBOURS, _MOST_NEIGHBOURS = 12, 768
"""Nearest moments of other videos looked at for each keyframe: more while all of them are similar."""

_MAX_CHANCE = 2e-4
"""Keyframes count as alike when unrelated ones are so in fewer cases than this."""

_SURELY_ALIKE = 0.9
"""A cosine that makes keyframes worth comparing in any space, in a library full of copies too."""

_DOUBTFUL_CHANCE = 0.01
"""Noise and heavy compression can move an embedding away from that of the original. So the nearest other
video of each one is looked at, too, where its keyframes are hardly alike; then the pictures must be nearly
equal, and something must move in them, because a camera that does not move sees the same place every day."""

SAME_LENGTH_S = 1.0
"""Times mean the same in two files of the same footage whose lengths differ by no more."""

_SAME_CUT_CORRELATION, _SAME_CUT_MOVEMENT, _SAME_CUT_SHARE = 0.9, 0.75, 0.5
"""What two cuts of one film have in common, in most of it. Among 1891 pairs of clips, those of one place and
one person reach 0.83 and 0.51, others 0.86 and 0.72; a film in another codec 0.94 and 0.79 (measured)."""

_SAME_CUT_ALIKE = 0.9
"""How much of two cuts of one film is alike at the same times: 0.97 and more in 13 of 14 clips encoded again
with another size and rate (measured). Films that have only their intro in common are less so."""

_PART_ALIKE, _PART_MARGIN_S = 0.6, 0.25
"""How much of a part is alike, with so much around it: a cut between two thumbnails does not matter."""

_GLANCE_S, _MOST_GLANCED = 2.0, 100
"""Thumbnails this near, and so many more of the whole video, are compared with that of a keyframe."""


@dataclass(frozen=True, slots=True)
class Check:
    """One reason: what was measured, and what was needed."""

    name: str
    value: float
    needed: float

    @property
    def passed(self) -> bool:
        """Whether what was measured suffices."""
        return bool(self.value >= self.needed)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Footage that two files share.

    Attributes:
        first_start_s: Where it starts in the first file.
        second_start_s: Where it starts in the second.
        length_s: How long it is in the first file.
        speed: Seconds of the second file for each second of the first.
        is_mirrored: Whether left and right are exchanged.
        checks: Why it counts as the same footage.
    """

    first: Video
    second: Video
    first_start_s: float
    second_start_s: float
    length_s: float
    speed: float
    is_mirrored: bool
    checks: tuple[Check, ...]

    @property
    def offset_s(self) -> float:
        """How much later the footage comes in the second file."""
        return self.second_start_s - self.first_start_s

    def to_json(self) -> dict[str, object]:
        """The duplicate as the command line prints it."""
        return {
            "videos": [str(self.first.path), str(self.second.path)],
            "first_start_s": seconds(self.first_start_s),
            "second_start_s": seconds(self.second_start_s),
            "offset_s": seconds(self.offset_s),
            "length_s": seconds(self.length_s),
            "speed": round(self.speed, 4),
            "mirrored": self.is_mirrored,
            "checks": [
                {
                    "name": check.name,
                    "value": round(check.value, 4),
                    "needed": check.needed,
                    "passed": check.passed,
                }
                for check in self.checks
            ],
        }


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Two videos to compare, by their ids, and their keyframes that are similar.

    Attributes:
        is_doubtful: Whether they only are the nearest there is.
    """

    ids: tuple[int, int]
    alike: list[Alike]
    is_doubtful: bool = False


class DuplicateService:
    """Finds the same footage in different files of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def find(
        self, task: Task | None = None, *, mirrored: bool = False, video_id: int | None = None
    ) -> list[Duplicate]:
        """All duplicates but those that the user dismissed, longest first.

        Args:
            task: Reports progress; cancels the search.
            mirrored: Also look for footage whose left and right are exchanged.
            video_id: Only what this video shares with others; it then comes first in each pair.

        Raises:
            Cancelled: If the task was cancelled.
        """
        task = task or Task()
        videos = {video.id: video for video in self._library.catalogue.videos()}
        dismissed = self._library.catalogue.duplicates.dismissed()
        pairs = [
            one for one in self._candidates(task, video_id) if not _is_dismissed(videos, one.ids, dismissed)
        ]
        found: list[Duplicate] = []
        for number, candidate in enumerate(pairs):
            task.checkpoint(number, len(pairs), "comparing")
            found += self._compare(videos, candidate, mirrored)
        return sorted(found, key=lambda one: (-one.length_s, one.first.id, one.second.id))

    def is_same_cut(self, first: Video, second: Video, parts_s: Sequence[tuple[float, float]] = ()) -> bool:
        """Whether two files show the same at the same times, as a film does that was encoded again.

        A camera that does not move sees the same place every day: where nothing moves, they do not.

        Args:
            first: One video.
            second: The other.
            parts_s: Parts of the first, from when to when, that both have to show whatever else they do.
        """
        if abs(first.duration_s - second.duration_s) > SAME_LENGTH_S:
            return False
        footages = self._footage(first), self._footage(second)
        if footages[0] is None or footages[1] is None:
            return False
        part = overlap_at(footages[0], footages[1], (1.0, 1.0), 0.0, 1.0)
        length_s = min(first.duration_s, second.duration_s)
        return (
            part is not None
            and part.correlation >= _SAME_CUT_CORRELATION
            and _SAME_CUT_MOVEMENT <= part.movement < 1
            and part.length_s >= _SAME_CUT_SHARE * length_s
            and share_alike(footages[0], footages[1], 0.0, length_s) >= _SAME_CUT_ALIKE
            and all(
                end_s <= second.duration_s + STEP_S
                and share_alike(footages[0], footages[1], start_s - _PART_MARGIN_S, end_s + _PART_MARGIN_S)
                >= _PART_ALIKE
                for start_s, end_s in parts_s
            )
        )

    def dismiss(self, first: Video, second: Video) -> None:
        """Remember that two videos are not duplicates of each other: they are no longer found.

        It holds for what the files contain, wherever they are moved.

        Raises:
            UsageError: If both are one video.
        """
        self._require_two(first, second)
        self._library.catalogue.duplicates.dismiss(first.fingerprint, second.fingerprint)

    def take_back(self, first: Video, second: Video) -> None:
        """Look again for what two videos share that were dismissed.

        Raises:
            UsageError: If both are one video.
        """
        self._require_two(first, second)
        self._library.catalogue.duplicates.take_back(first.fingerprint, second.fingerprint)

    def dismissed(self) -> list[tuple[Video, Video]]:
        """The pairs of videos of the library that the user dismissed."""
        videos: defaultdict[str, list[Video]] = defaultdict(list)
        for video in self._library.catalogue.videos():
            videos[video.fingerprint].append(video)
        return [
            (mine, theirs)
            for first, second in sorted(self._library.catalogue.duplicates.dismissed())
            for mine in videos[first]
            for theirs in videos[second]
            if first != second or mine.id < theirs.id
        ]

    def protected_folders(self) -> list[Path]:
        """Folders whose files are never suggested for removal."""
        return self._library.catalogue.duplicates.protected_folders()

    def protect(self, folder: Path) -> None:
        """Never suggest to remove a file of this folder, or below it."""
        self._library.catalogue.duplicates.protect(expanded(folder).absolute())

    def unprotect(self, folder: Path) -> None:
        """Protect a folder no longer.

        Raises:
            UsageError: If it is not protected.
        """
        path = expanded(folder).absolute()
        if path not in self.protected_folders():
            raise UsageError(f"The folder {path} is not protected.")
        self._library.catalogue.duplicates.unprotect(path)

    def _require_two(self, first: Video, second: Video) -> None:
        if first.id == second.id:
            raise UsageError("A video cannot be a duplicate of itself: name two.")

    def _candidates(self, task: Task, only_id: int | None) -> list[_Candidate]:
        """Pairs of videos with similar keyframes, and each video with the one that is nearest to it."""
        catalogue = self._library.catalogue
        pairs: defaultdict[tuple[int, int], list[Alike]] = defaultdict(list)
        nearest: dict[int, tuple[tuple[int, int], Alike]] = {}
        for space in catalogue.spaces():
            if space.kind != "appearance" or (reads_text(space) and self._has_others(space)):
                continue
            index = SpaceIndex(catalogue, space, folder=self._library.indexes_folder)
            index.refresh()
            null_distribution = index.null_distribution()
            for video_id in np.unique(index.columns()[0]).tolist() if only_id is None else [only_id]:
                task.checkpoint(message=space.backbone)
                for other_id, one, is_alike in _neighbours(self._library, index, null_distribution, video_id):
                    if only_id is not None or video_id < other_id:
                        ids, alike = (video_id, other_id), one
                    else:
                        ids, alike = (other_id, video_id), Alike(one.second_s, one.first_s, one.cosine)
                    if is_alike:
                        pairs[ids].append(alike)
                    elif video_id not in nearest or nearest[video_id][1].cosine < alike.cosine:
                        nearest[video_id] = ids, alike
        doubtful = {ids: [alike] for ids, alike in nearest.values() if ids not in pairs}
        return sorted(
            [_Candidate(ids, alike) for ids, alike in pairs.items()]
            + [_Candidate(ids, alike, is_doubtful=True) for ids, alike in doubtful.items()],
            key=lambda one: one.ids,
        )

    def _has_others(self, space: Space) -> bool:
        """Whether appearance can be compared in another space, too."""
        spaces = self._library.catalogue.spaces()
        return any(other.kind == "appearance" and other != space for other in spaces)

    def _compare(self, videos: dict[int, Video], candidate: _Candidate, mirrored: bool) -> list[Duplicate]:
        first, second = (videos.get(video_id) for video_id in candidate.ids)
        alike = candidate.alike
        if first is None or second is None:
            return []
        if candidate.is_doubtful and not self._show_the_same(first, second, alike[0]):
            return []
        cosine = max(one.cosine for one in alike)
        if first.fingerprint == second.fingerprint:
            checks = (
                Check("the files have the same content", 1, 1),
                Check("keyframes are similar", cosine, 0),
            )
            return [Duplicate(first, second, 0, 0, first.duration_s, 1, False, checks)]
        footages = self._footage(first), self._footage(second)
        if footages[0] is None or footages[1] is None:
            return []
        parts = [(part, False) for part in shared_parts(footages[0], footages[1], alike)]
        if candidate.is_doubtful:
            parts = [one for one in parts if is_sure(one[0])]
        elif mirrored and not parts:
            parts = [(part, True) for part in shared_parts(footages[0], footages[1].mirrored(), alike)]
        return [_duplicate(first, second, part, flipped, cosine) for part, flipped in parts]

    def _show_the_same(self, first: Video, second: Video, alike: Alike) -> bool:
        """Whether thumbnails near two keyframes correlate: a glance before two whole strips are decoded."""
        pictures = (
            self._thumbnails(first, alike.first_s, STEP_S, 0),
            self._thumbnails(second, alike.second_s, _GLANCE_S, _MOST_GLANCED),
        )
        return highest_correlation(*pictures) >= SAME if all(pictures) else False

    def _thumbnails(self, video: Video, time_s: float, within_s: float, others: int) -> list[Pixels]:
        """The thumbnails of a strip within some seconds, and so many of all others; none without a strip."""
        strip = self._library.strip(video.id)
        if strip is None:
            return []
        with strip:
            if not len(strip):
                return []
            distances_s = np.abs(strip.times_s - time_s)
            near = np.flatnonzero(distances_s <= max(within_s, float(distances_s.min())))
            spread = np.linspace(0, len(strip) - 1, min(others, len(strip)), dtype=np.int64)
            chosen = np.union1d(near, spread)
            try:
                return [decode_jpeg(bytes(strip.picture(int(one)).picture_jpeg)) for one in chosen]
            except ValueError:
                return []

    def _footage(self, video: Video) -> Footage | None:
        """A video's strip, prepared; None when the cache is gone or damaged."""
        strip = self._library.strip(video.id)
        if strip is None:
            return None
        with strip:
            if not len(strip):
                return None
            try:
                pictures = [
                    decode_jpeg(bytes(strip.picture(number).picture_jpeg)) for number in range(len(strip))
                ]
            except ValueError:
                return None
            cuts_s = [shot.start_s for shot in self._library.catalogue.shots(video.id)[1:]]
            is_exact = video.depth == Depth.FULL
            return footage(strip.times_s, pictures, video.duration_s, cuts_s if is_exact else ())


def _is_dismissed(
    videos: Mapping[int, Video], ids: tuple[int, int], dismissed: Container[ContentPair]
) -> bool:
    first, second = (videos.get(video_id) for video_id in ids)
    # One that is gone by now is left out later.
    if first is None or second is None:
        return False
    return content_pair(first.fingerprint, second.fingerprint) in dismissed


def _neighbours(
    library: Library, index: SpaceIndex, null_distribution: NullDistribution, video_id: int
) -> Iterator[tuple[int, Alike, bool]]:
    """Moments of other videos that look like keyframes of a video, with the ids of their videos.

    Where none does, the nearest one that is not just anything; the last value says whether it is sure.
    """
    table = library.catalogue.embeddings(index.space.name, video_id)
    allowed = index.columns()[0] != video_id
    for time_s, vector in zip(table.times_s.tolist(), table.vectors, strict=True):
        count = _NEIGHBOURS
        while True:
            hits = index.search(vector[None], count, allowed)
            is_alike = (null_distribution.p_values(hits.similarities) <= _MAX_CHANCE) | (
                hits.similarities >= _SURELY_ALIKE
            )
            if count >= _MOST_NEIGHBOURS or len(is_alike) < count or not is_alike.all():
                break
            count *= 4
        is_sure = bool(is_alike.any())
        if not is_sure:
            is_alike = null_distribution.p_values(hits.similarities[:1]) <= _DOUBTFUL_CHANCE
        for row in np.flatnonzero(is_alike).tolist():
            alike = Alike(time_s, float(hits.times_s[row]), float(hits.similarities[row]))
            yield int(hits.video_ids[row]), alike, is_sure


def _duplicate(first: Video, second: Video, part: Overlap, is_mirrored: bool, cosine: float) -> Duplicate:
    length_s = min(part.length_s, first.duration_s - part.start_s)
    second_start_s = max(0.0, part.second_s(part.start_s))
    checks = (
        Check("keyframes are similar", cosine, 0),
        Check("thumbnails correlate over the whole part", part.correlation, SAME),
        Check("what moves in it correlates too", part.movement, SAME_MOVEMENT),
        Check("the part is long enough, in seconds", length_s, min(SHORTEST_S, 0.8 * first.duration_s)),
    )
    return Duplicate(first, second, part.start_s, second_start_s, length_s, part.speed, is_mirrored, checks)
