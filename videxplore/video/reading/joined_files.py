"""Recordings joined end to end in one file, of which only the first can be read.

The tables of Matroska, MP4 and AVI files belong to one recording: what follows it, as in ``cat a.mkv
b.mkv > c.mkv``, is not shown by any player. Transport and program streams can be joined.
"""

import os
from pathlib import Path
from typing import BinaryIO

from videxplore.core.files import open_regular

_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_MOST_BOXES = 10_000
_RIFF_HEADER_BYTES = 12


def first_recording_bytes(file: Path) -> int | None:
    """Where the first of several joined recordings ends, in bytes; None where a file holds only one."""
    try:
        stream = open_regular(file, follow_links=True)
    except OSError:
        return None
    with stream:
        start = stream.read(_RIFF_HEADER_BYTES)
        if start.startswith(_EBML):
            return _end_of_matroska(stream)
        if start.startswith(b"RIFF"):
            return _end_of_riff(stream)
        if start[4:8] == b"ftyp":
            return _end_of_mp4(stream)
    return None


def _end_of_matroska(stream: BinaryIO) -> int | None:
    """Where the first segment ends, if a header follows it."""
    stream.seek(0)
    for element in (_EBML, _SEGMENT):
        if stream.read(len(element)) != element:
            return None
        length = _element_bytes(stream)
        if length is None:
            return None
        stream.seek(length, os.SEEK_CUR)
    end = stream.tell()
    return end if stream.read(len(_EBML)) == _EBML else None


def _element_bytes(stream: BinaryIO) -> int | None:
    """Length of an element of EBML, after its identifier; None where it is open."""
    first = stream.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    value = int.from_bytes(bytes([first[0] & (0x7F >> more)]) + stream.read(more), "big")
    return None if value == (1 << 7 * (more + 1)) - 1 else value


def _end_of_riff(stream: BinaryIO) -> int | None:
    """Where the first list ends, if another file follows and no extension of it."""
    stream.seek(0)
    while (header := stream.read(_RIFF_HEADER_BYTES))[:4] == b"RIFF":
        start = stream.tell() - _RIFF_HEADER_BYTES
        if start and header[8:] == b"AVI ":
            return start
        length = int.from_bytes(header[4:8], "little")
        stream.seek(start + 8 + length + length % 2)
    return None


def _end_of_mp4(stream: BinaryIO) -> int | None:
    """Where a second file begins: its type comes after the table of the first."""
    place, has_table = 0, False
    for _ in range(_MOST_BOXES):
        stream.seek(place)
        header = stream.read(16)
        if len(header) < 8:
            return None
        length, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if kind == b"ftyp" and has_table:
            return place
        has_table |= kind == b"moov"
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        if length < 8:
            return None
        place += length
    return None
