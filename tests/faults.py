"""Makes the n-th change of a file or a database fail, as SQLite's own tests do."""

import errno
import io
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CODES = (errno.ENOSPC, errno.EIO, errno.EACCES)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_STATEMENTS = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EIO: sqlite3.SQLITE_IOERR,
    errno.EACCES: sqlite3.SQLITE_READONLY,
}
_CALLS = ("replace", "rename", "link", "unlink", "mkdir", "rmdir", "fsync", "truncate")


@dataclass
class Faults:
    """Counts the calls that change files below a folder, and fails one of them, within a ``with`` block.

    Attributes:
        folder: Calls about other files are neither counted nor failed.
        fails_at: The number of the call that fails, from 1; 0 for none.
        code: The error it fails with; 0 for a write that stores only half of what it was given.
        stays: Whether all later calls fail too, as on a disk that is full or gone.
        count: The calls so far.
        failed: What failed.
    """

    folder: Path
    fails_at: int = 0
    code: int = errno.ENOSPC
    stays: bool = False
    count: int = 0
    failed: list[str] = field(default_factory=list)
    _patches: pytest.MonkeyPatch = field(default_factory=pytest.MonkeyPatch)

    def __enter__(self) -> "Faults":
        """Count and fail from now on."""
        _patch(self, self._patches)
        return self

    def __exit__(self, *exception: object) -> None:
        """Let all calls through again."""
        self._patches.undo()

    def check(self, name: str, where: object = "") -> bool:
        """Count a call; raise its error, or return whether it is to be cut short."""
        self.count += 1
        if not (self.count == self.fails_at or (self.stays and 0 < self.fails_at < self.count)):
            return False
        if not self.code and name != "write":
            return False
        self.failed.append(f"{name} {where}")
        if self.code:
            raise OSError(self.code, os.strerror(self.code), str(where))
        return True

    def is_inside(self, path: Any) -> bool:
        """Whether a path or an open descriptor is one of those that count."""
        try:
            name = (
                Path(f"/proc/self/fd/{path}").readlink() if isinstance(path, int) else Path(os.fsdecode(path))
            )
        except (OSError, TypeError):
            return False
        return Path(os.path.abspath(name)).is_relative_to(self.folder)  # noqa: PTH100 - links stay.


class _FailingFile(io.FileIO):
    """A file each of whose writes counts."""

    faults: Faults

    def write(self, data: Any) -> int:
        if self.faults.check("write", self.name):
            super().write(bytes(data)[: len(data) // 2])
            # What a disk that is full does after a short write.
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


class _FailingConnection(sqlite3.Connection):
    """A connection each of whose changes counts."""

    faults: Faults

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        self._check(statement)
        return super().execute(statement, *values)

    def executemany(self, statement: str, *values: Any) -> sqlite3.Cursor:
        self._check(statement)
        return super().executemany(statement, *values)

    def _check(self, statement: str) -> None:
        word = statement.split(maxsplit=1)[0].upper()
        if word in ("SELECT", "PRAGMA", "ROLLBACK", "WITH"):
            return
        try:
            self.faults.check(word, statement[:60])
        except OSError as error:
            wrong = sqlite3.OperationalError("injected")
            wrong.sqlite_errorcode = _STATEMENTS[error.errno or 0]
            if word == "COMMIT" and self.in_transaction:
                # A full disk rolls back by itself.
                super().execute("ROLLBACK")
            raise wrong from error


def _patch(faults: Faults, patch: pytest.MonkeyPatch) -> None:
    for name in _CALLS:
        patch.setattr(os, name, _counted(faults, name, getattr(os, name)))
    patch.setattr(os, "open", _opened(faults, os.open))
    patch.setattr(io, "open", _file_opened(faults, io.open))
    patch.setattr(sqlite3, "connect", _connected(faults, sqlite3.connect))


def _counted(faults: Faults, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def counted(path: Any, *more: Any, **named: Any) -> Any:
        if faults.is_inside(path) or (more and faults.is_inside(more[0])):
            faults.check(name, path)
        return call(path, *more, **named)

    return counted


def _opened(faults: Faults, call: Callable[..., int]) -> Callable[..., int]:
    def opened(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & _WRITING and faults.is_inside(path):
            faults.check("open", path)
        return call(path, flags, *more, **named)

    return opened


def _file_opened(faults: Faults, call: Callable[..., Any]) -> Callable[..., Any]:
    def opened(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        if not (set(mode) & set("wax+") and faults.is_inside(file)):
            return call(file, mode, *more, **named)
        faults.check("open", file)
        if "b" not in mode or isinstance(file, int):
            return call(file, mode, *more, **named)
        kind = type("FailingFile", (_FailingFile,), {"faults": faults})
        raw = kind(file, mode.replace("b", ""))
        buffering = more[0] if more else named.get("buffering", -1)
        if buffering == 0:
            return raw
        return io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)

    return opened


def _connected(faults: Faults, call: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
    def connected(*arguments: Any, **named: Any) -> sqlite3.Connection:
        bases = dict.fromkeys((_FailingConnection, named.pop("factory", sqlite3.Connection)))
        kind = type("FailingConnection", tuple(bases), {"faults": faults})
        return call(*arguments, factory=kind, **named)

    return connected


def spread(count: int, most: int) -> list[int]:
    """Numbers of calls to fail: all of them, or as many as wanted, evenly spread."""
    if most >= count:
        return list(range(1, count + 1))
    return [max(1, count * (2 * number + 1) // (2 * most)) for number in range(most)]
