"""What kind of frame a packet of H.264 or HEVC without a container holds.

Source: ITU-T H.264, table 7-1, and H.265, table 7-1.
"""

from enum import IntEnum

_START_CODE = b"\0\0\1"
_H264_SLICES = range(1, 6)
_H264_REFRESH = 5
_HEVC_RADL, _HEVC_RASL = range(6, 8), range(8, 10)
_HEVC_SYNC = range(16, 22)


class FrameKind(IntEnum):
    """How a frame relates to the sync frames before it in the file.

    Attributes:
        OTHER: Neither of the others.
        SYNC: Decoding can begin here, and nothing that follows is shown before what comes before.
        LEADING: Shown before the sync frame it follows.
        SKIPPED: The same, and not decodable where decoding begins with that sync frame.
    """

    OTHER = 0
    SYNC = 1
    LEADING = 2
    SKIPPED = 3


def frame_kind(codec: str, data: bytes) -> FrameKind:
    """The kind of a packet's frame from its first slice.

    Args:
        codec: ``h264`` or ``hevc``; other codecs hold nothing that could be told.
        data: The packet's first bytes, in the format of Annex B.
    """
    if codec not in ("h264", "hevc"):
        return FrameKind.OTHER
    place = data.find(_START_CODE)
    while 0 <= place < len(data) - 3:
        header = data[place + 3]
        if codec == "h264" and header & 0x1F in _H264_SLICES:
            return FrameKind.SYNC if header & 0x1F == _H264_REFRESH else FrameKind.OTHER
        if codec == "hevc" and header >> 1 & 0x3F < 32:
            return _hevc_kind(header >> 1 & 0x3F)
        place = data.find(_START_CODE, place + 3)
    return FrameKind.OTHER


def _hevc_kind(unit: int) -> FrameKind:
    if unit in _HEVC_SYNC:
        return FrameKind.SYNC
    if unit in _HEVC_RADL:
        return FrameKind.LEADING
    return FrameKind.SKIPPED if unit in _HEVC_RASL else FrameKind.OTHER
