"""Moments that were read from a timeline, a table or annotations, as marks and as items of a bin."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from videxplore.core.selects import BinItem, MomentMark, Remarks
from videxplore.core.types import Video
from videxplore.services.library import Library
from videxplore.services.selects import mark_at

IMPORT_SUFFIXES = (".otio", ".edl", ".fcpxml", ".csv", ".json", ".srt", ".tsv", ".eaf")


@dataclass(frozen=True, slots=True)
class FoundMoment:
    """A moment of a file that is in the library.

    Attributes:
        end_s: The same as ``start_s`` for a moment without length.
        remarks: What the file says of it.
    """

    video: Video
    start_s: float
    end_s: float
    remarks: Remarks


@dataclass(frozen=True, slots=True)
class FoundMoments:
    """What a file holds.

    Attributes:
        moments: In the order of the file.
        unknown: What was not found in the library: names of videos, or times they do not have, each once.
    """

    moments: tuple[FoundMoment, ...]
    unknown: tuple[str, ...]


def marks_of_moments(moments: Sequence[FoundMoment]) -> Mapping[int, Sequence[MomentMark]]:
    """Moments of a file as marks, by video id."""
    made: dict[int, list[MomentMark]] = defaultdict(list)
    for one in moments:
        said = one.remarks
        made[one.video.id].append(
            MomentMark(one.video.id, one.start_s, one.end_s, said.verdict, said.note, said.tags, said.rating)
        )
    return made


def with_marks(there: Sequence[MomentMark], made: Sequence[MomentMark]) -> Sequence[MomentMark]:
    """The marks of a video with others, which take the place of those at the same times."""
    return (*(mark for mark in there if mark_at(made, mark.start_s, mark.end_s) is None), *made)


def items_of_moments(library: Library, moments: Sequence[FoundMoment]) -> list[BinItem]:
    """Moments of a file as items of a bin; of one without length, the scene it lies in.

    Raises:
        UnknownMomentError: If a video has no such time.
    """
    return [_item(library, moment) for moment in moments]


def _item(library: Library, moment: FoundMoment) -> BinItem:
    start_s, end_s, said = moment.start_s, moment.end_s, moment.remarks
    if end_s <= start_s:
        shot = library.catalogue.shot_at(moment.video.id, start_s)
        start_s, end_s = shot.start_s, shot.end_s
    item = BinItem(moment.video.id, start_s, end_s, said.note, said.rating, said.verdict == "rejected")
    # Tags are for marks; here they are kept as a part of the note.
    tags = replace(said, verdict="", rating=0).text if said.tags else said.note
    return replace(item, note=tags)
