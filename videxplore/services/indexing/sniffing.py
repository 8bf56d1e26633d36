"""Telling video files by their names and their first bytes."""

import mimetypes
from pathlib import PurePath

# fmt: off
VIDEO_EXTENSIONS = frozenset(
    {
        ".3g2", ".3gp", ".asf", ".avi", ".divx", ".dv", ".f4v", ".flv", ".gxf", ".h264", ".h265", ".hevc",
        ".ivf", ".m1v", ".m2t", ".m2ts", ".m2v", ".m4v", ".mj2", ".mkv", ".mov", ".mp4", ".mpe", ".mpeg",
        ".mpg", ".mpv", ".mts", ".mxf", ".nut", ".ogm", ".ogv", ".qt", ".rm", ".rmvb", ".ts", ".vob",
        ".webm", ".wmv", ".y4m"
    }
)
# fmt: on

AMBIGUOUS_EXTENSIONS = frozenset({".ts", ".mpv", ".rm", ".mts"})
"""Extensions that other kinds of file have too: a TypeScript source is no transport stream."""

PARTIAL_EXTENSIONS = frozenset(
    {
        ".!qb", ".!sync", ".!ut", ".crdownload", ".download", ".filepart", ".opdownload", ".part", ".partial",
        ".tmp"
    }
)  # fmt: skip
"""What downloads and copies are called until they are whole; then they take their name."""

_ISO_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})
# ISO files whose main brand says picture or sound.
_OTHER_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"M4A ", b"M4B ", b"crx ", b"jp2 ")
_SIGNATURES = (
    b"\x1aE\xdf\xa3",  # Matroska and WebM
    b"FLV\x01",
    b"\x00\x00\x01\xba",  # MPEG program stream
    b"\x00\x00\x01\xb3",  # MPEG video
    b"0&\xb2u\x8ef\xcf\x11",  # ASF
    b".RMF",
    b"\x06\x0e+4\x02\x05\x01\x01",  # MXF
    b"YUV4MPEG2",
    b"DKIF",  # IVF
)
_TRANSPORT_PACKET_BYTES = (188, 192, 204)


def may_be_video(name: str) -> bool:
    """Whether a name leaves it open that the file is a whole video: it says nothing, or several things."""
    suffix = PurePath(name).suffix.lower()
    if suffix in AMBIGUOUS_EXTENSIONS:
        return True
    if suffix in PARTIAL_EXTENSIONS:
        return False
    kind = mimetypes.guess_type(name, strict=False)[0]
    return kind is None or kind.startswith("video/") or kind == "application/octet-stream"


def is_video_content(head: bytes) -> bool:
    """Whether the first bytes of a file (a kilobyte is enough) are those of a video container."""
    if head.startswith(_SIGNATURES):
        return True
    if head[4:8] in _ISO_BOXES:
        return not (head[4:8] == b"ftyp" and head[8:12] in _OTHER_BRANDS)
    if head[:4] == b"RIFF":
        return head[8:12] == b"AVI "
    if head[:4] == b"OggS":
        return b"theora" in head or b"OVP80" in head
    return any(
        len(head) > 4 * step and all(head[start + step * packet] == 0x47 for packet in range(4))
        for step in _TRANSPORT_PACKET_BYTES
        for start in (0, 4)
    )
