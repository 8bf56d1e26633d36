"""Which files are videos, by name and first bytes, and which of them a search of their folder leaves out."""

import mimetypes
import re
from collections.abc import Iterable
from pathlib import PurePath

# fmt: off
VIDEO_EXTENSIONS = frozenset(
    {
        ".264", ".265", ".3g2", ".3gp", ".amv", ".asf", ".avc", ".avi", ".divx", ".dv", ".f4v", ".flv",
        ".gxf", ".h264", ".h265", ".hevc", ".ivf", ".m1v", ".m2t", ".m2ts", ".m2v", ".m4v", ".mj2", ".mkv",
        ".mov", ".mp4", ".mpe", ".mpeg", ".mpg", ".mpv", ".mts", ".mxf", ".nut", ".ogm", ".ogv", ".qt", ".rm",
        ".rmvb", ".ts", ".vob", ".webm", ".wmv", ".y4m"
    }
)
# fmt: on

AMBIGUOUS_EXTENSIONS = frozenset({".ts", ".mpv", ".rm", ".mts"})
"""Extensions that other kinds of file have too: TypeScript sources and transport streams are both ``.ts``."""

PARTIAL_EXTENSIONS = frozenset(
    {
        ".!qb", ".!sync", ".!ut", ".crdownload", ".download", ".filepart", ".opdownload", ".part", ".partial",
        ".tmp"
    }
)  # fmt: skip
"""Extensions of downloads and copies that are not complete yet."""

_SOUND_EXTENSIONS = frozenset(
    {
        ".aac", ".aax", ".aif", ".aiff", ".flac", ".m4a", ".m4b", ".m4p", ".m4r", ".mka", ".mp3", ".opus",
        ".ra", ".wav", ".weba", ".wma"
    }
)  # fmt: skip
"""Extensions of sound in containers that hold video too."""

HEAD_BYTES = 4096
"""How much of a file shows what it is."""

_ISO_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
# ISO files whose major brand is an image or audio.
_OTHER_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"M4A ", b"M4B ", b"crx ", b"jp2 ")
_SIGNATURES = (
    b"\x1aE\xdf\xa3",  # Matroska and WebM
    b"FLV\x01",
    b"\x00\x00\x01\xba",  # MPEG program stream
    b"\x00\x00\x01\xb3",  # MPEG video
    b"\x00\x00\x01\xb0",  # MPEG-4 video
    b"0&\xb2u\x8ef\xcf\x11",  # ASF
    b".RMF",
    b"\x06\x0e+4\x02\x05\x01\x01",  # MXF
    b"YUV4MPEG2",
    b"DKIF",  # IVF
    b"nut/multimedia container",
    b"\x00\x00\x00\x00\x01\xbc",  # GXF
    b"\xb7\xd8\x00 7I\xda\x11",  # WTV
    b"\x1f\x07\x00\x3f",  # DV, 525 lines
    b"\x1f\x07\x00\xbf",  # DV, 625 lines
    b"DHAV",  # recorders of surveillance cameras
)
_TRANSPORT_PACKET_BYTES = (188, 192, 204)

_START_CODE = re.compile(rb"\x00\x00\x01(..)", re.DOTALL)
_H264_PARAMETERS = {7, 8}
_HEVC_PARAMETERS = {33, 34}
_VVC_PARAMETERS = {15, 16}
"""Types of the sequence and picture parameter sets, without which no stream can be decoded."""

_BIN, _INTERNAL, _PROXY = "a recycle bin", "a folder of the system or the NAS", "a proxy"
_LEFT_OUT_FOLDERS = {
    "$recycle.bin": _BIN, "recycler": _BIN, "recycled": _BIN, "#recycle": _BIN, "@recycle": _BIN,
    "network trash folder": _BIN,
    "@eadir": _INTERNAL, "@tmp": _INTERNAL, "@recently-snapshot": _INTERNAL, "#snapshot": _INTERNAL,
    "lost+found": _INTERNAL, "system volume information": _INTERNAL, "found.000": _INTERNAL,
    "temporary items": _INTERNAL, "canonmsc": "a folder of the camera",
    "proxy": _PROXY, "proxies": _PROXY, "proxy media": _PROXY, "proxymedia": _PROXY,
}  # fmt: skip
"""Folders that hold no videos of the user, by their names in lower case."""

_PROXY_NAME = re.compile(r"\.lr[vf]$|.[-_ .]proxy(\.[^.]*)?$|^lrv_", re.IGNORECASE)
"""Proxies; cameras by GoPro, Insta360 and DJI write ``.lrv`` and ``.lrf`` beside each video."""


def may_be_video(name: str) -> bool:
    """Whether a file of this name may be a complete video, which its content then decides."""
    suffix = PurePath(name).suffix.lower()
    if suffix in AMBIGUOUS_EXTENSIONS:
        return True
    if suffix in PARTIAL_EXTENSIONS or suffix in _SOUND_EXTENSIONS:
        return False
    kind = mimetypes.guess_type(name, strict=False)[0] or ""
    # Photographs and texts are many, and are not read.
    return not kind.startswith(("image/", "text/"))


def is_video_content(head: bytes) -> bool:
    """Whether the first :data:`HEAD_BYTES` of a file are those of a video container or stream."""
    if head.startswith(_SIGNATURES):
        return True
    if head[4:8] in _ISO_BOXES:
        return not (head[4:8] == b"ftyp" and head[8:12] in _OTHER_BRANDS)
    if head[:4] == b"RIFF":
        return head[8:12] in (b"AVI ", b"AMV ")
    if head[:4] == b"OggS":
        return any(codec in head for codec in (b"\x80theora", b"OVP80", b"BBCD"))
    return _is_transport_stream(head) or _is_annex_b(head)


def _is_transport_stream(head: bytes) -> bool:
    return any(
        len(head) > 4 * step and all(head[start + step * packet] == 0x47 for packet in range(4))
        for step in _TRANSPORT_PACKET_BYTES
        for start in (0, 4)
    )


def _is_annex_b(head: bytes) -> bool:
    """Whether these are H.264, HEVC or VVC without a container: parameter sets behind start codes.

    Source: Rec. ITU-T H.264, H.265 and H.266, Annex B.
    """
    if not head.startswith((b"\x00\x00\x00\x01", b"\x00\x00\x01")):
        return False
    units = [match[1] for match in _START_CODE.finditer(head)]
    if any(unit[0] & 0x80 for unit in units):
        return False
    # The second byte of HEVC and VVC units ends with the temporal layer, which is never 0.
    layered = [unit for unit in units if unit[1] & 7]
    return (
        {unit[0] & 0x1F for unit in units} >= _H264_PARAMETERS
        or {unit[0] >> 1 for unit in layered} >= _HEVC_PARAMETERS
        or {unit[1] >> 3 for unit in layered} >= _VVC_PARAMETERS
    )


def is_hidden(name: str) -> bool:
    """Whether a file or folder is hidden: trash folders of Linux and macOS too."""
    return name.startswith(".")


def folder_left_out(name: str) -> str:
    """What a folder is that a search of the folder above leaves out; empty where it is searched."""
    return _LEFT_OUT_FOLDERS.get(name.casefold(), "")


def file_left_out(name: str) -> str:
    """What a video is that a search of its folder leaves out; empty where it is taken."""
    return _PROXY if _PROXY_NAME.search(name) else ""


def is_left_out_in(parts: Iterable[str]) -> bool:
    """Whether a search of a folder leaves a path below it out.

    Args:
        parts: The names from that folder on, without its own.
    """
    names = list(parts)
    is_covered = any(is_hidden(name) or folder_left_out(name) for name in names)
    return is_covered or bool(names and file_left_out(names[-1]))
