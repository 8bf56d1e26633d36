"""What AVCHD camcorders write of a recording into its first frame.

It is in user data of H.264 that are named by a UUID: entries of a tag and four bytes, dates in BCD. There is
no public specification. Source: ExifTool, ``Image::ExifTool::H264``.
"""

from collections.abc import Iterator
from typing import cast

import av
from av.sidedata.sidedata import SideDataContainer, Type

_UUID = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM"
_DATE, _TIME, _MAKE = 0x18, 0x19, 0xE0
_MAKES = {0x0103: "Panasonic", 0x0108: "Sony", 0x1011: "Canon", 0x1104: "JVC"}
_ENTRY_BYTES = 5
_NEGATIVE, _HALF_HOUR = 0x20, 0x01


def camcorder_tags(frame: av.VideoFrame) -> dict[str, str]:
    """Date and make as tags; empty for frames of other devices."""
    for data in cast("SideDataContainer", frame.side_data):
        if data.type == Type.SEI_UNREGISTERED:
            content = bytes(data)
            if content.startswith(_UUID):
                return dict(_tags(dict(_entries(content[len(_UUID) :]))))
    return {}


def _entries(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Tags with their values; the first byte says how many there are."""
    for start in range(1, len(content) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        if start > content[0] * _ENTRY_BYTES:
            return
        yield content[start], content[start + 1 : start + _ENTRY_BYTES]


def _tags(entries: dict[int, bytes]) -> Iterator[tuple[str, str]]:
    if _DATE in entries and _TIME in entries:
        zone, date, time = entries[_DATE][0], entries[_DATE][1:].hex(), entries[_TIME].hex(":")
        sign = "-" if zone & _NEGATIVE else "+"
        offset = f"{sign}{zone >> 1 & 0x0F:02}:{30 if zone & _HALF_HOUR else 0:02}"
        # Year and month are in one entry, day and time in the other.
        day, _, clock = time.partition(":")
        yield "camcorder.date", f"{date}{day}T{clock}{offset}"
    if _MAKE in entries:
        yield "camcorder.make", _MAKES.get(int.from_bytes(entries[_MAKE][:2], "big"), "")
