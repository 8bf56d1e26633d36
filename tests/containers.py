"""Containers written byte by byte, for what no muxer writes."""

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.bombs import jpeg

TAGS, ATTACHMENTS, CHAPTERS = "1254c367", "1941a469", "1043a770"
_SEEK_HEAD_BYTES = 64

Frames = Iterable[tuple[int, bytes]]


def element(number: str, content: bytes) -> bytes:
    """An element of Matroska; its number in hexadecimal digits."""
    return bytes.fromhex(number) + (len(content) | 1 << 56).to_bytes(8, "big") + content


def number(value: int) -> bytes:
    return value.to_bytes(8, "big")


def matroska(parts: Sequence[bytes] = (), frames: Frames | None = None, last: bytes = b"") -> bytes:
    """A Matroska file of JPEG frames, each with its time in ms; ``last`` is what its directory names."""
    if frames is None:
        frames = [(0, jpeg(40)), (1000, jpeg(160))]
    kinds = (
        element("4286", b"\1") + element("42f7", b"\1") + element("42f2", b"\4") + element("42f3", b"\x08")
    )
    head = element(
        "1a45dfa3", kinds + element("4282", b"matroska") + element("4287", b"\4") + element("4285", b"\2")
    )
    info = element("1549a966", element("2ad7b1", number(1_000_000)) + element("4d80", b"x"))
    size = element("e0", element("b0", number(64)) + element("ba", number(64)))
    track = (
        element("d7", b"\1")
        + element("73c5", b"\1")
        + element("83", b"\1")
        + element("86", b"V_MJPEG")
        + size
    )
    clusters = (
        element("1f43b675", element("e7", number(ms)) + element("a3", b"\x81\0\0\x80" + data))
        for ms, data in frames
    )
    body = b"".join((info, element("1654ae6b", element("ae", track)), *parts, *clusters))
    if last:
        entry = element("53ab", last[:4]) + element("53ac", number(_SEEK_HEAD_BYTES + len(body)))
        directory = element("114d9b74", element("4dbb", entry))
        padding = element("ec", bytes(_SEEK_HEAD_BYTES - len(directory) - 9))
        body = directory + padding + body + last
    return head + element("18538067", body)


def tags(count: int) -> bytes:
    """Tags of a Matroska file, all of different names."""
    simple = (
        element("67c8", element("45a3", b"NAME%06d" % one) + element("4487", b"v")) for one in range(count)
    )
    return element(TAGS, element("7373", element("63c0", b"") + b"".join(simple)))


def attachments(sizes_bytes: Sequence[int]) -> bytes:
    """Attachments of a Matroska file."""
    files = (
        element(
            "61a7",
            element("466e", b"%d.ttf" % one)
            + element("4660", b"font/ttf")
            + element("465c", bytes(size))
            + element("46ae", number(one + 1)),
        )
        for one, size in enumerate(sizes_bytes)
    )
    return element(ATTACHMENTS, b"".join(files))


def chapters(count: int) -> bytes:
    """Chapters of a Matroska file, a second apart."""
    atoms = (
        element(
            "b6",
            element("73c4", number(one + 1))
            + element("91", number(one * 10**9))
            + element("80", element("85", b"c") + element("437c", b"eng")),
        )
        for one in range(count)
    )
    return element(CHAPTERS, element("45b9", b"".join(atoms)))


def box(kind: bytes, content: bytes) -> bytes:
    """A box of MP4."""
    return struct.pack(">I", len(content) + 8) + kind + content


def add_named_tags(path: Path, count: int) -> Path:
    """Add tags of different names to an MP4 whose ``moov`` box is the last one."""
    data = path.read_bytes()
    start = data.index(b"moov") - 4
    keys = struct.pack(">II", 0, count) + b"".join(box(b"mdta", b"name%d" % one) for one in range(count))
    value = box(b"data", struct.pack(">II", 1, 0) + b"v")
    values = b"".join(box(struct.pack(">I", one + 1), value) for one in range(count))
    meta = box(b"hdlr", bytes(8) + b"mdta" + bytes(13)) + box(b"keys", keys) + box(b"ilst", values)
    path.write_bytes(data[:start] + box(b"moov", data[start + 8 :] + box(b"meta", meta)))
    return path


def add_free_form_tags(path: Path, count: int) -> Path:
    """The same with the tags of iTunes, each of which has its name beside it."""
    data = path.read_bytes()
    start = data.index(b"moov") - 4
    mean, value = box(b"mean", bytes(4) + b"com.apple.iTunes"), box(b"data", struct.pack(">II", 1, 0) + b"v")
    items = b"".join(
        box(b"----", mean + box(b"name", bytes(4) + b"name%d" % one) + value) for one in range(count)
    )
    meta = bytes(4) + box(b"hdlr", bytes(8) + b"mdirappl" + bytes(9)) + box(b"ilst", items)
    path.write_bytes(data[:start] + box(b"moov", data[start + 8 :] + box(b"udta", box(b"meta", meta))))
    return path
