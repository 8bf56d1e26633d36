"""Time stamps of packets made continuous where a file was joined of several recordings."""

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

NO_STAMP = -(1 << 63)
"""Stands for a time stamp that a packet does not have."""

_LONGEST_OUTLIER_PACKETS = 3


@dataclass(slots=True)
class PacketTable:
    """What is known of each packet of a stream, in the order of the file.

    Attributes:
        pts: Presentation times in ticks, or ``NO_STAMP``.
        dts: Decoding times in ticks, or ``NO_STAMP``.
        durations: In ticks.
        positions: Bytes of the file at which reading can begin to get the packet; ascending.
        sizes: In bytes.
        checksums: Of the packets' first bytes.
        sync: Numbers of the packets at which decoding can begin, ascending.
    """

    pts: "array[int]" = field(default_factory=lambda: array("q"))
    dts: "array[int]" = field(default_factory=lambda: array("q"))
    durations: "array[int]" = field(default_factory=lambda: array("q"))
    positions: "array[int]" = field(default_factory=lambda: array("q"))
    sizes: "array[int]" = field(default_factory=lambda: array("q"))
    checksums: "array[int]" = field(default_factory=lambda: array("Q"))
    sync: "array[int]" = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self.pts)

    def stamp(self, number: int) -> int:
        """The decoding time of a packet, else its presentation time."""
        return self.dts[number] if self.dts[number] != NO_STAMP else self.pts[number]


@dataclass(frozen=True, slots=True)
class Part:
    """A recording of a joined file.

    Attributes:
        first: Number of its first packet.
        shift: What is added to its time stamps, in ticks.
    """

    first: int
    shift: int


def correct(table: PacketTable, frame_ticks: int, jitter_ticks: int, longest_pause_ticks: int) -> list[Part]:
    """Make the time stamps of a table continuous and complete, in place.

    Stamps that start again, and those that jump far ahead, begin another recording; it follows the one
    before it without a gap. A shorter gap is one in which a frame stays on screen.

    Args:
        table: Its stamps are replaced.
        frame_ticks: How far apart frames usually are.
        jitter_ticks: Stamps may go back so far without starting again.
        longest_pause_ticks: The longest gap within a recording.

    Returns:
        The recordings, at least one.
    """
    _drop_outliers(table, jitter_ticks, longest_pause_ticks)
    firsts = _firsts(table, jitter_ticks, longest_pause_ticks)
    parts, end = [], None
    for first, until in zip(firsts, [*firsts[1:], len(table)], strict=True):
        _complete(table, first, until, frame_ticks)
        shift = 0 if end is None else end - min(table.pts[first:until])
        for number in range(first, until):
            table.pts[number] += shift
            table.dts[number] += shift
        end = part_end(table, first, until, frame_ticks)
        parts.append(Part(first, shift))
    return parts


def part_end(table: PacketTable, first: int, until: int, frame_ticks: int) -> int:
    """Where the last frame shown of some packets ends.

    What a packet says of its duration may follow from a clock instead of a rate: then frames are compared.
    """
    last = max(range(first, until), key=table.pts.__getitem__)
    shown = sorted(table.pts[first:until])
    steps = sorted(after - before for before, after in pairwise(shown) if after > before)
    usual = steps[len(steps) // 4] if steps else frame_ticks
    duration = table.durations[last] or frame_ticks
    return table.pts[last] + (duration if 2 * duration >= usual else usual)


def part_of(parts: list[Part], number: int) -> int:
    """The index of the recording that holds a packet."""
    return bisect_right(parts, number, key=lambda part: part.first) - 1


def _drop_outliers(table: PacketTable, jitter_ticks: int, longest_pause_ticks: int) -> None:
    """Forget the stamps of a few packets that are far from those before and after them."""
    number = 1
    while number < len(table):
        if _is_near(table, number - 1, number, jitter_ticks, longest_pause_ticks):
            number += 1
            continue
        until = next(
            (
                after
                for after in range(number + 1, min(number + 1 + _LONGEST_OUTLIER_PACKETS, len(table)))
                if _is_near(table, number - 1, after, -1, 2 * jitter_ticks)
            ),
            number,
        )
        for outlier in range(number, until):
            table.pts[outlier] = table.dts[outlier] = NO_STAMP
        number = max(until, number) + 1


def _is_near(
    table: PacketTable, before: int, number: int, jitter_ticks: int, longest_pause_ticks: int
) -> bool:
    last, stamp = table.stamp(before), table.stamp(number)
    return NO_STAMP in (last, stamp) or -jitter_ticks <= stamp - last <= longest_pause_ticks


def _firsts(table: PacketTable, jitter_ticks: int, longest_pause_ticks: int) -> list[int]:
    """The numbers of the packets at which recordings begin."""
    firsts = [0]
    last, latest = NO_STAMP, NO_STAMP
    sync = set(table.sync)
    for number in range(len(table)):
        stamp, pts = table.stamp(number), table.pts[number]
        if stamp == NO_STAMP:
            continue
        if last != NO_STAMP and (
            not -jitter_ticks <= stamp - last <= longest_pause_ticks
            # A sync frame is shown after all frames that come before it.
            or (number in sync and NO_STAMP != pts < latest)
        ):
            firsts.append(_begun_before(table, number, sync))
            latest = NO_STAMP
        last = stamp
        latest = max(latest, pts)
    return firsts


def _begun_before(table: PacketTable, number: int, sync: set[int]) -> int:
    """The packet at which a recording begins whose stamps are first seen to start again at another one.

    FFmpeg goes on counting over packets that have no stamps of their own.
    """
    for earlier in range(number, max(number - _LONGEST_OUTLIER_PACKETS, 0), -1):
        if earlier in sync:
            for one in range(earlier, number):
                table.pts[one] = table.dts[one] = NO_STAMP
            return earlier
        if table.pts[earlier - 1] != NO_STAMP:
            break
    return number


def _complete(table: PacketTable, first: int, until: int, frame_ticks: int) -> None:
    """Make up the stamps that packets of a recording do not have."""
    known = next((number for number in range(first, until) if table.stamp(number) != NO_STAMP), until)
    last = (table.stamp(known) if known < until else 0) - (known - first + 1) * frame_ticks
    # FFmpeg completes the presentation times of all other streams.
    is_reordered = any(
        table.dts[number] != NO_STAMP and table.pts[number] != table.dts[number]
        for number in range(first, until)
    )
    for number in range(first, until):
        if table.dts[number] == NO_STAMP:
            table.dts[number] = last + frame_ticks
        last = table.dts[number]
    # Frames that others are predicted from are shown when the next such one is decoded.
    following = NO_STAMP
    if is_reordered:
        following = last + (table.durations[until - 1] or frame_ticks)
    for number in reversed(range(first, until)):
        dts, pts = table.dts[number], table.pts[number]
        if pts == NO_STAMP:
            table.pts[number] = max(dts, following)
        if pts != dts:
            following = dts
