"""Downloads a file of weights, with progress, resume, retries, checksum and a look at the free disk space.

Only ``https`` is used, for the first address and for redirects; plain ``http`` only to a loopback address, or
to the mirror that the user chose.
"""

import hashlib
import http.client
import shutil
import urllib.error
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from videxplore.backbones.specs import WeightsSource
from videxplore.backbones.weights.transfers import (
    BrokenError,
    OpenFile,
    RefusedError,
    RetryLimits,
    Transfer,
    failure_words,
    is_absent,
    is_passing,
    open_place,
)
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.file_names import is_file
from videxplore.core.files import delete_file, is_disk_full, move_file, sync
from videxplore.core.task import Task

MAX_BYTES = 2**32
"""Limit where the table states no size: more than four times the largest weights in it."""

_SIZE_TOLERANCE = 1.25
"""How much larger than stated in the table a file may be: the sizes there are rounded."""

_KEPT_FREE_BYTES = 2**26
"""What a download leaves free on the disk."""

_RANGE_NOT_SATISFIABLE = 416
_ERRORS = (OSError, http.client.HTTPException, ValueError)

CHECKING = "Checking"
"""How the message of the progress begins while what has arrived is checked."""

_HASHED_BYTES = 2**20

Check = Callable[[Path], None]
"""Raises ``WeightsUnavailableError`` for a file that does not hold the right weights."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of weights to download.

    Attributes:
        source: Size and checksum of the published file.
        places: Addresses or paths where it may be; one is looked at where the one before does not have it.
        target: The file to create.
        title: The model's name in messages.
        is_mirrored: Whether the places are of a mirror that the user chose.
    """

    source: WeightsSource
    places: tuple[str, ...]
    target: Path
    title: str
    is_mirrored: bool = False

    @property
    def partial(self) -> Path:
        """What was downloaded so far."""
        return partial_file(self.target)


def partial_file(target: Path) -> Path:
    """Where the part of ``target`` is kept that was downloaded so far."""
    return target.with_name(target.name + ".part")


class _NoRoomError(OSError):
    """There is not enough room on the disk."""


def download(wanted: Wanted, task: Task, check: Check, limits: RetryLimits) -> str:
    """Download a file of weights, which appears only when it is complete and checked.

    When the connection breaks or the task is cancelled, the partial download stays in ``TARGET.part``, and
    the next call continues it; a file that is refused is deleted.

    Args:
        wanted: What to download.
        task: Receives the number of bytes downloaded, several times a second, then of those checked; cancels.
        check: Checks the complete file before it is moved to the target.
        limits: How often it is tried again.

    Returns:
        SHA-256 of the file in hexadecimal.

    Raises:
        WeightsUnavailableError: If the download fails, is not the published file, or ``check`` raises.
        Cancelled: If the task was cancelled.
    """
    place = wanted.places[0]
    try:
        wanted.target.parent.mkdir(parents=True, exist_ok=True)
        for place in wanted.places:
            try:
                _fill(wanted, place, task, limits)
                break
            except _ERRORS as error:
                if place == wanted.places[-1] or not is_absent(error):
                    raise
        checksum = _published_checksum(wanted, place, task)
        _check(check, wanted, task)
        sync(wanted.partial)
        move_file(wanted.partial, wanted.target)
    except _ERRORS as error:
        raise _failure(wanted, place, error, limits) from error
    return checksum


def _failure(wanted: Wanted, place: str, error: Exception, limits: RetryLimits) -> WeightsUnavailableError:
    """The sentence of a failed download; what is of no use is deleted."""
    is_full = isinstance(error, OSError) and is_disk_full(error)
    if isinstance(error, RefusedError) or is_full:
        delete_file(wanted.partial)
    folder = wanted.target.parent
    if isinstance(error, _NoRoomError) or is_full:
        reason = str(error) if isinstance(error, _NoRoomError) else "the disk is full"
        return WeightsUnavailableError(
            f"There is no room in {folder} for the weights of {wanted.title}: {reason}."
        )
    by_hand = f"import the file with `videxplore models import {wanted.target.stem} FILE`"
    return WeightsUnavailableError(
        f"The weights of {wanted.title} could not be downloaded from {place} "
        f"({failure_words(error, place, limits.stall_s)}): try again, or {by_hand}."
    )


def _published_checksum(wanted: Wanted, place: str, task: Task) -> str:
    """The checksum of the file; one that is not the published one is deleted and refused."""
    total, message = _size(wanted.partial), f"{CHECKING} {wanted.title}"
    checksum = file_checksum(wanted.partial, lambda done: task.checkpoint(done, total, message))
    expected = wanted.source.checksum
    if checksum.startswith(expected):
        return checksum
    delete_file(wanted.partial)
    raise WeightsUnavailableError(
        f"The weights of {wanted.title} from {place} are not the published ones: "
        f"their checksum is {checksum[:8]} instead of {expected[:8]}."
    )


def _check(check: Check, wanted: Wanted, task: Task) -> None:
    """Delete and refuse a file that does not hold weights of the network."""
    size = _size(wanted.partial)
    task.checkpoint(size, size, f"{CHECKING} {wanted.title}")
    # The suffix decides how a file of weights is read.
    scratch = wanted.target.with_name(f"{wanted.target.stem}.part{wanted.target.suffix}")
    move_file(wanted.partial, scratch)
    try:
        check(scratch)
    except WeightsUnavailableError as error:
        delete_file(scratch)
        sentence = str(error).replace(str(scratch), "the downloaded file").removesuffix(".")
        raise RefusedError(f"{sentence}; the server may have answered with a login page") from error
    finally:
        # What was cancelled meanwhile is whole, too: the next call checks it again.
        if is_file(scratch):
            move_file(scratch, wanted.partial)


def _fill(wanted: Wanted, place: str, task: Task, limits: RetryLimits) -> None:
    """Append the missing rest of the file to the partial download, in as many attempts as bring something.

    Raises:
        OSError: Of the last attempt.
    """
    failed = 0
    while True:
        before = _size(wanted.partial)
        try:
            _attempt(wanted, place, task, limits)
        except _ERRORS as error:
            # An attempt that brought something is a new beginning.
            failed = 1 if _size(wanted.partial) > before else failed + 1
            if not is_passing(error) or failed >= limits.attempts:
                raise
            _pause(task, limits.wait_s * 2 ** (failed - 1), _size(wanted.partial), wanted.title)
        else:
            return


def _pause(task: Task, wait_s: float, done: int, title: str) -> None:
    """Wait before the next attempt."""
    left_s = wait_s
    while left_s > 0:
        task.checkpoint(done, 0, f"Connecting again for {title}")
        task.wait(min(left_s, 1.0))
        left_s -= 1.0
    task.checkpoint(done, 0, f"Connecting again for {title}")


def _attempt(wanted: Wanted, place: str, task: Task, limits: RetryLimits) -> None:
    """Read once from the server and append what comes."""
    present = _size(wanted.partial)
    seen = _Seen(present, 0, wanted.title, task)
    transfer = Transfer(
        lambda: open_place(place, present, limits.stall_s, may_be_plain=wanted.is_mirrored),
        seen.report,
        limits.stall_s,
    )
    with transfer:
        try:
            opened = transfer.open()
        except urllib.error.HTTPError as error:
            if error.code == _RANGE_NOT_SATISFIABLE and present:
                # The part is already complete, or of another file; the checks decide.
                return
            raise
        seen.done, seen.total = opened.start, opened.total
        most = _most_bytes(wanted.source, opened.total)
        _require_room(wanted, opened)
        with wanted.partial.open("ab" if opened.start else "wb") as stream:
            for block in seen.counted(transfer.blocks()):
                if seen.done > most:
                    raise RefusedError(f"the file has more than the expected {most} bytes")
                stream.write(block)
    if opened.total and seen.done < opened.total:
        raise BrokenError("the connection broke before the end")


@dataclass(slots=True)
class _Seen:
    """Reports progress.

    Attributes:
        done: Bytes of the file that are here.
        total: Bytes of the whole file; 0 if unknown.
    """

    done: int
    total: int
    title: str
    task: Task

    def report(self) -> None:
        self.task.checkpoint(self.done, self.total, f"Downloading {self.title}")

    def counted(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The blocks, each reported once it was used."""
        for block in blocks:
            self.done += len(block)
            yield block
            self.report()


def _size(file: Path) -> int:
    return file.stat().st_size if is_file(file) else 0


def _most_bytes(source: WeightsSource, total: int) -> int:
    """The expected size, or the limit where it is unknown."""
    most = round(source.size_mib * 2**20 * _SIZE_TOLERANCE) if source.size_mib else MAX_BYTES
    if total > most:
        raise RefusedError(f"{total} bytes are more than the weights of this model can have")
    return total or most


def _require_room(wanted: Wanted, opened: OpenFile) -> None:
    """Refuse to begin what will not fit on the disk.

    Raises:
        OSError: If there is no room.
    """
    missing = max(opened.total, round(wanted.source.size_mib * 2**20)) - opened.start
    # What is downloaded again from the beginning replaces the part that is there.
    given_back = 0 if opened.start else _size(wanted.partial)
    free = shutil.disk_usage(wanted.target.parent).free + given_back
    if missing + _KEPT_FREE_BYTES > free:
        raise _NoRoomError(f"{missing / 1e6:,.0f} MB are needed, and {free / 1e6:,.0f} MB are free")


def file_checksum(file: Path, on_bytes: Callable[[int], None] | None = None) -> str:
    """SHA-256 of a file in hexadecimal.

    Args:
        file: The file.
        on_bytes: Called with the number of bytes read so far; what it raises ends the reading.

    Raises:
        WeightsUnavailableError: If the file cannot be read.
    """
    digest, done = hashlib.sha256(), 0
    try:
        with file.open("rb") as stream:
            while block := stream.read(_HASHED_BYTES):
                digest.update(block)
                done += len(block)
                if on_bytes is not None:
                    on_bytes(done)
    except OSError as error:
        raise WeightsUnavailableError(f"The weights in {file} cannot be read: {error}.") from error
    return digest.hexdigest()
