"""Paths from user input, where they lie, and file names in sentences and in other files."""

import os
import re
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

LONGEST_NAME_BYTES = 255
"""Source: NAME_MAX of the file systems of Linux and macOS; Windows counts as many UTF-16 units."""

IGNORES_CASE = sys.platform in ("win32", "darwin")
"""Whether large and small letters are usually the same to the system's disks."""

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their suffix."""

# What is allowed, negated, would take ten times as long to compile, in every command.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def display_name(path: Path) -> str:
    """The file's name in quotes for a sentence: characters that cannot be shown are replaced."""
    shown = "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in path.name)
    return f"\u201c{shown}\u201d"


def one_line(text: str) -> str:
    """A file's name as one line of printable text."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def xml_text(text: str) -> str:
    """The text without the characters that no XML document can hold.

    Source: W3C, "Extensible Markup Language (XML) 1.0", section 2.2, production Char.
    """
    return _NOT_IN_XML.sub("", text)


def shortened(text: str, most_bytes: int) -> str:
    """The text cut at its end, between two characters, to at most this many bytes of UTF-8."""
    size_bytes = 0
    for place, sign in enumerate(text):
        size_bytes += len(sign.encode("utf-8", "surrogatepass"))
        if size_bytes > most_bytes:
            return text[:place]
    return text


def fitted_name(stem: str, ending: str = "") -> str:
    """``stem`` and ``ending`` as the name of a file, the stem cut where no file can have so long a name."""
    return shortened(stem, LONGEST_NAME_BYTES - len(ending.encode("utf-8", "surrogatepass"))) + ending


def portable_name(text: str) -> str:
    """The text as the name of a file that any system can have; ``-`` where nothing of it can be kept.

    Source: Microsoft, "Naming Files, Paths, and Namespaces".
    """
    name = _NOT_IN_NAMES.sub("-", one_line(text)).rstrip(". ") or "-"
    return f"_{name}" if _DEVICES.fullmatch(name) else name


def expanded(path: Path) -> Path:
    """The path with ``~`` as the home folder, and with letters composed as in the names on disk.

    Unchanged where ``~somebody`` has none. ``é`` can be one or two characters: Linux tells both apart, while
    keyboards write the first, and files that come from macOS have the second. Where large and small letters
    are the same, a path typed as ``FILMS/BEACH.MP4`` becomes the one that was indexed, too.
    """
    try:
        path = path.expanduser()
    except RuntimeError:
        return path
    if IGNORES_CASE:
        return as_on_disk(path, ignores_case=True)
    if str(path).isascii() or exists_safely(path):
        return path
    return as_on_disk(path)


def composed(text: str) -> str:
    """The text with every letter as few characters as possible, for comparing what users type with names."""
    return unicodedata.normalize("NFC", text)


def upper_drive(path: PurePath) -> str:
    """The beginning of an absolute path, with the letter of a drive as Windows writes it; else empty."""
    return path.anchor.upper() if re.fullmatch(r"[a-z]:.?", path.anchor) else path.anchor


def as_on_disk(path: Path, *, ignores_case: bool = False) -> Path:
    """The path with each part as it is spelled on disk; unchanged from the first one that is not there.

    Args:
        path: As typed.
        ignores_case: Whether a name in other letters, large or small, is the same one.
    """
    place = Path(upper_drive(path))
    for part in path.parts[1 if path.anchor else 0 :]:
        below = place / part
        # Such a disk finds the name in any spelling; only its list of names says which is the right one.
        if part != ".." and (ignores_case or not exists_safely(below)):
            try:
                names = os.listdir(place)  # noqa: PTH208 - names, not paths.
            except (OSError, ValueError):
                return path
            spelled = _spelled(part, names, ignores_case=ignores_case)
            if spelled is None:
                return path
            below = place / spelled
        place = below
    return place


def _spelled(part: str, names: list[str], *, ignores_case: bool) -> str | None:
    """Which of ``names`` is meant by ``part``: itself before one that differs in letters only."""
    if part in names:
        return part
    same = [name for name in names if composed(name) == composed(part)]
    if not same and ignores_case:
        same = [name for name in names if composed(name).casefold() == composed(part).casefold()]
    return same[0] if same else None


def is_file(path: Path) -> bool:
    """Whether it is a readable path to a file; False where it is too long or holds a null character."""
    mode = _mode(path)
    return mode is not None and stat.S_ISREG(mode)


def is_folder(path: Path) -> bool:
    """Whether it is a folder; False as in :func:`is_file`."""
    mode = _mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def exists_safely(path: Path) -> bool:
    """Whether anything exists there; False as in :func:`is_file`."""
    return _mode(path) is not None


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return None


MOUNT_TABLE = Path("/proc/self/mountinfo")
"""The mounted file systems of Linux; see ``man 5 proc``."""

_NETWORK = frozenset(
    {
        "afpfs", "afs", "beegfs", "ceph", "cifs", "davfs", "fuse.ceph-fuse", "fuse.davfs", "fuse.davfs2",
        "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs",
        "nfs4", "smb3", "smbfs", "webdav",
    }
)  # fmt: skip
_MAC_MOUNT = re.compile(r"^.* on (?P<folder>.*) \((?P<kind>\w+)[,)]", re.MULTILINE)
_ESCAPED = re.compile(r"\\([0-7]{3})")
_WINDOWS_REMOTE = 4


def network_file_system(path: Path) -> str:
    """The kind of the network file system that a path lies on, such as ``nfs``; empty on a local one.

    Args:
        path: It need not exist; where it does not, the nearest folder above it decides.
    """
    try:
        place = path.resolve()
    except (OSError, RuntimeError):
        return ""
    if sys.platform == "win32":
        return "network drive" if _is_remote_drive(place) else ""
    kinds = {folder: kind for folder, kind in _mounts() if place.is_relative_to(folder)}
    if not kinds:
        return ""
    kind = kinds[max(kinds, key=lambda folder: len(folder.parts))]
    return kind if kind in _NETWORK else ""


def _mounts() -> Iterator[tuple[Path, str]]:
    """Folder and kind of every mounted file system; of several on one folder, the last one is seen."""
    if sys.platform == "darwin":
        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
        yield from ((Path(one["folder"]), one["kind"]) for one in _MAC_MOUNT.finditer(listed))
        return
    try:
        lines = MOUNT_TABLE.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        before, _, after = line.partition(" - ")
        folder = before.split(" ")[4]
        yield Path(_ESCAPED.sub(lambda one: chr(int(one[1], 8)), folder)), after.split(" ")[0]


def _is_remote_drive(place: Path) -> bool:
    """Whether Windows says so of a share or a drive letter."""
    import ctypes

    windows: Any = vars(ctypes)["windll"]
    is_remote = windows.kernel32.GetDriveTypeW(f"{place.drive}\\") == _WINDOWS_REMOTE
    return place.drive.startswith("\\\\") or bool(is_remote)
