"""Whether a folder is on a drive of another computer."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
