"""Fetches a file of weights from its publisher: progress, resume, checksum."""

import hashlib
import http.client
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

from videxplore.backbones.specs import WeightsSource
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.task import Task

_BLOCK_BYTES = 2**18
_TIMEOUT_S = 30.0
_PARTIAL_CONTENT = 206
_RANGE_NOT_SATISFIABLE = 416


def download(source: WeightsSource, target: Path, title: str, task: Task) -> Path:
    """Fetch ``source`` into ``target``, which appears only when it is whole and right.

    What has come is kept beside the target in ``TARGET.part`` when the connection breaks or the task is
    cancelled, and the next call goes on from there.

    Raises:
        WeightsUnavailableError: If the file cannot be fetched, or its checksum is not the published one.
        Cancelled: If the task was cancelled.
    """
    partial = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _fill(source.address, partial, title, task)
        checksum = file_checksum(partial)
        if not checksum.startswith(source.checksum):
            partial.unlink()
            raise WeightsUnavailableError(
                f"The weights of {title} from {source.address} are not the published ones: "
                f"their checksum is {checksum[:8]} instead of {source.checksum[:8]}."
            )
        partial.replace(target)
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise WeightsUnavailableError(
            f"The weights of {title} could not be fetched from {source.address} ({reason}): "
            f"try again, or bring the file with `videxplore models import {target.stem} FILE`."
        ) from error
    return target


def _fill(address: str, partial: Path, title: str, task: Task) -> None:
    """Append to ``partial`` what is still missing of the file at ``address``."""
    present = partial.stat().st_size if partial.exists() else 0
    request = urllib.request.Request(address, headers={"Range": f"bytes={present}-"} if present else {})  # noqa: S310 - the table's own addresses.
    try:
        response = urllib.request.urlopen(request, timeout=_TIMEOUT_S)  # noqa: S310
    except urllib.error.HTTPError as error:
        with error:
            if error.code == _RANGE_NOT_SATISFIABLE and present:
                # Nothing is left to send: the part is whole, or belongs to another file; the checksum tells.
                return
            raise
    with response:
        if response.status != _PARTIAL_CONTENT:
            present = 0
        length = response.headers.get("Content-Length")
        total = present + int(length) if length else 0
        with partial.open("ab" if present else "wb") as stream:
            done = _copy(response, stream, (present, total), title, task)
    if total and done < total:
        raise OSError("the connection broke before the end")


def _copy(
    response: IO[bytes], stream: IO[bytes], present_total: tuple[int, int], title: str, task: Task
) -> int:
    """Copy the response and return how many bytes the file then holds."""
    done, total = present_total
    while block := response.read(_BLOCK_BYTES):
        stream.write(block)
        done += len(block)
        task.checkpoint(done, total, f"Fetching {title}")
    return done


def file_checksum(file: Path) -> str:
    """SHA-256 of a file in hexadecimal.

    Raises:
        WeightsUnavailableError: If the file cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise WeightsUnavailableError(f"The weights in {file} cannot be read: {error}.") from error
