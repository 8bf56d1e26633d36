"""Parts of a container that are hidden from FFmpeg, because their size would decide its time and memory.

FFmpeg compares each tag of a file with all others before it looks at a frame: 25,000 tags take 20 s, and a
million several hours. Attachments are held in memory three times. What exceeds the limits is read as padding;
the frames are as they are.

Source: RFC 9559 (Matroska), ISO/IEC 14496-12 and the QuickTime File Format (boxes).
"""

import io
import os
import weakref
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from videxplore.core.files import open_regular
from videxplore.core.limits import (
    MOST_ATTACHMENTS_BYTES,
    MOST_CHAPTERS_BYTES,
    MOST_LISTED_TAGS,
    MOST_TAGS_BYTES,
)

_EBML, _SEGMENT, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
_SEEK_HEAD, _SEEK, _SEEK_POSITION = 0x114D9B74, 0x4DBB, 0x53AC
_MOST_BYTES = {
    0x1254C367: MOST_TAGS_BYTES,
    0x1941A469: MOST_ATTACHMENTS_BYTES,
    0x1043A770: MOST_CHAPTERS_BYTES,
}
_VOID = 0xEC

_BOXES_WITH_BOXES = frozenset((b"moov", b"trak", b"udta", b"meta"))
_LISTS = frozenset((b"udta", b"ilst", b"keys"))
_FIRST_BOXES = frozenset((b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp"))

_DEEPEST_BOX = 4
"""moov, trak, udta, meta; and the list within."""

_MOST_PARTS = 4096
"""Parts of a file that are looked at; those that matter come before."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Bytes that are read instead of those of the file from ``start`` on."""

    start: int
    content: bytes


def patches_of(path: Path) -> tuple[Patch, ...]:
    """What must be changed in a file so that parts beyond the limits are padding; usually nothing.

    Raises:
        OSError: If the file cannot be read.
    """
    with open_regular(path, follow_links=True) as file:
        head = file.read(8)
        size = file.seek(0, os.SEEK_END)
        if head[:4] == _EBML.to_bytes(4, "big"):
            return tuple(_matroska_patches(file, size))
        if head[4:] in _FIRST_BOXES:
            return tuple(_box_patches(file, 0, size))
        return ()


class PatchedFile(io.RawIOBase):
    """A file for reading, some bytes of which are others."""

    def __init__(self, path: Path, patches: tuple[Patch, ...]) -> None:
        """Open it.

        Raises:
            OSError: If the file cannot be read.
        """
        self._file = open_regular(path, follow_links=True)
        self._patches = patches
        weakref.finalize(self, self._file.close)

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a byte."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The byte that is read next."""
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        start = self._file.tell()
        content = self._file.read(size)
        for patch in self._patches:
            at = patch.start - start
            if -len(patch.content) < at < len(content):
                changed = bytearray(content)
                part = patch.content[max(0, -at) : len(content) - at]
                changed[max(0, at) : max(0, at) + len(part)] = part
                content = bytes(changed)
        return content


@dataclass(frozen=True, slots=True)
class _Element:
    """An element of Matroska: its number, where it and its content begin, and where it ends, if it says."""

    number: int
    start: int
    inside: int
    end: int | None


def _matroska_patches(file: BinaryIO, size: int) -> Iterator[Patch]:
    """Padding for large elements before the first frames, and those that the file's directory names."""
    waiting, seen, total_bytes = [0], set[int](), Counter[int]()
    segment = 0
    while waiting and len(seen) < _MOST_PARTS:
        element = _element(file, waiting.pop())
        if element is None or element.start in seen or element.number == _CLUSTER:
            continue
        seen.add(element.start)
        end = element.inside if element.end is None else element.end
        if element.number == _SEGMENT:
            segment = end = element.inside
        elif element.number == _SEEK_HEAD:
            # From below: what follows is looked at first.
            named = (segment + position for position in _positions(file, element))
            waiting[:0] = [start for start in named if start < size]
        elif element.number in _MOST_BYTES and element.end is not None:
            total_bytes[element.number] += element.end - element.inside
            if total_bytes[element.number] > _MOST_BYTES[element.number]:
                yield _void(element.start, element.inside, element.end)
        if end < size:
            waiting.append(end)


def _positions(file: BinaryIO, directory: _Element) -> list[int]:
    """Where the elements are, within the segment, that a directory names."""
    positions: list[int] = []
    start, end = directory.inside, directory.end or directory.inside
    while start < end and len(positions) < _MOST_PARTS:
        element = _element(file, start)
        if element is None or element.end is None:
            break
        if element.number == _SEEK_POSITION:
            file.seek(element.inside)
            positions.append(int.from_bytes(file.read(min(8, element.end - element.inside)), "big"))
        start = element.inside if element.number == _SEEK else element.end
    return positions


def _element(file: BinaryIO, start: int) -> _Element | None:
    """The element at a byte; None where there is none."""
    file.seek(start)
    head = file.read(12)
    if not head or not head[0]:
        return None
    id_bytes = 9 - head[0].bit_length()
    rest = head[id_bytes:]
    if not rest or not rest[0]:
        return None
    size_bytes = 9 - rest[0].bit_length()
    bits = 7 * size_bytes
    size = int.from_bytes(rest[:size_bytes], "big") & ((1 << bits) - 1)
    inside = start + id_bytes + size_bytes
    return _Element(
        int.from_bytes(head[:id_bytes], "big"),
        start,
        inside,
        None if size == (1 << bits) - 1 else inside + size,
    )


def _void(start: int, inside: int, end: int) -> Patch:
    """A header that makes padding of an element; it is as long as that of the element, or shorter."""
    size_bytes = min(8, inside - start - 1)
    size = end - start - 1 - size_bytes
    return Patch(start, bytes((_VOID,)) + (size | 1 << 7 * size_bytes).to_bytes(size_bytes, "big"))


def _box_patches(file: BinaryIO, start: int, end: int, depth: int = 0) -> Iterator[Patch]:
    """Padding for long lists of tags in MP4 and QuickTime files, also within the boxes between two bytes."""
    for kind, at, inside, box_end in _boxes(file, start, end):
        if kind in _LISTS and _is_long(file, kind, inside, box_end):
            yield Patch(at + 4, b"free")
        elif kind in _BOXES_WITH_BOXES and depth < _DEEPEST_BOX:
            has_version = kind == b"meta" and not _is_quicktime_meta(file, inside)
            yield from _box_patches(file, inside + 4 * has_version, box_end, depth + 1)


def _is_quicktime_meta(file: BinaryIO, inside: int) -> bool:
    """Whether the boxes of a list of tags begin at once; in MP4 a version comes first."""
    file.seek(inside + 4)
    return file.read(4) == b"hdlr"


def _is_long(file: BinaryIO, kind: bytes, inside: int, end: int) -> bool:
    if kind == b"keys":
        file.seek(inside + 4)
        return int.from_bytes(file.read(4), "big") > MOST_LISTED_TAGS
    return sum(1 for _ in _boxes(file, inside, end)) > MOST_LISTED_TAGS


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Kind, start, start of the content and end of the boxes between two bytes; not all of very many."""
    for _ in range(MOST_LISTED_TAGS + 1):
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            return
        size, inside = int.from_bytes(head[:4], "big"), start + 8
        if size == 1:
            size, inside = int.from_bytes(head[8:], "big"), start + 16
        if size < inside - start or start + size > end:
            return
        yield head[4:8], start, inside, start + size
        start += size
