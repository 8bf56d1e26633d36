"""Downloads a file of weights from its publisher, with progress, resume and checksum.

Only ``https`` is used, for the first address and for redirects; plain ``http`` only to a loopback address,
for mirrors and tests.
"""

import hashlib
import http.client
import ipaddress
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO

from videxplore.backbones.specs import WeightsSource
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.file_names import is_file
from videxplore.core.files import delete_file, move_file, sync
from videxplore.core.task import Task

_BLOCK_BYTES = 2**14
"""Small, so that cancelling takes effect quickly on a slow connection."""

MAX_BYTES = 2**32
"""Limit where the table states no size: more than four times the largest weights in it."""

_SIZE_TOLERANCE = 1.25
"""How much larger than stated in the table a file may be: the sizes there are rounded."""

_TIMEOUT_S = 30.0
_PARTIAL_CONTENT = 206
_RANGE_NOT_SATISFIABLE = 416

Check = Callable[[Path], None]
"""Raises ``WeightsUnavailableError`` for a file that does not hold the right weights."""


class _RefusedError(OSError):
    """The server's answer is refused, and the partial download is useless."""


def download(source: WeightsSource, target: Path, title: str, task: Task, check: Check) -> Path:
    """Download ``source`` to ``target``, which appears only when it is complete and checked.

    When the connection breaks or the task is cancelled, the partial download stays in ``TARGET.part``, and
    the next call continues it; a file that is refused is deleted.

    Args:
        source: The address, size and checksum.
        target: The file to create.
        title: The model's name in messages.
        task: Receives the number of bytes downloaded, and cancels.
        check: Checks the complete file before it is moved to ``target``.

    Raises:
        WeightsUnavailableError: If the download fails, is not the published file, or ``check`` raises.
        Cancelled: If the task was cancelled.
    """
    partial = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _fill(source, partial, title, task)
        _require_published(source, partial, title)
        _check(check, partial, target)
        sync(partial)
        move_file(partial, target)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, _RefusedError):
            delete_file(partial)
        reason = getattr(error, "reason", None) or error
        raise WeightsUnavailableError(
            f"The weights of {title} could not be downloaded from {source.address} ({reason}): "
            f"try again, or import the file with `videxplore models import {target.stem} FILE`."
        ) from error
    return target


def _require_published(source: WeightsSource, partial: Path, title: str) -> None:
    """Delete and refuse a file whose checksum is not the published one."""
    checksum = file_checksum(partial)
    if checksum.startswith(source.checksum):
        return
    delete_file(partial)
    raise WeightsUnavailableError(
        f"The weights of {title} from {source.address} are not the published ones: "
        f"their checksum is {checksum[:8]} instead of {source.checksum[:8]}."
    )


def _check(check: Check, partial: Path, target: Path) -> None:
    """Delete and refuse a file that does not hold weights of the network."""
    # The suffix decides how a file of weights is read.
    scratch = target.with_name(f"{target.stem}.part{target.suffix}")
    move_file(partial, scratch)
    try:
        check(scratch)
        move_file(scratch, partial)
    except WeightsUnavailableError as error:
        sentence = str(error).replace(str(scratch), "the downloaded file").removesuffix(".")
        raise _RefusedError(f"{sentence}; the server may have answered with a login page") from error
    finally:
        delete_file(scratch)


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to safe addresses only."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Refuse a redirect to an unencrypted address."""
        try:
            _require_safe(newurl)
        except OSError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _require_safe(address: str) -> None:
    """Refuse an address whose content could be changed on the way.

    Raises:
        OSError: If it is neither ``https`` nor ``http`` to a loopback address.
    """
    parts = urllib.parse.urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        return
    raise OSError(f"{parts.scheme}: addresses are refused, only https: ones are allowed")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _fill(source: WeightsSource, partial: Path, title: str, task: Task) -> None:
    """Append the missing rest of the file to ``partial``."""
    _require_safe(source.address)
    present = partial.stat().st_size if is_file(partial) else 0
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={present}-"} if present else {})
    request = urllib.request.Request(source.address, headers=headers)  # noqa: S310 - checked above.
    try:
        response = urllib.request.build_opener(_SafeRedirects).open(request, timeout=_TIMEOUT_S)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == _RANGE_NOT_SATISFIABLE and present:
                # The part is already complete, or of another file; the checks decide.
                return
            raise
    with response:
        if response.status != _PARTIAL_CONTENT:
            present = 0
        announced = _announced_bytes(response.headers.get("Content-Length"))
        total = present + announced if announced else 0
        most = _most_bytes(source, total)
        with partial.open("ab" if present else "wb") as stream:
            done = _copy(response, stream, (present, total, most), title, task)
    if total and done < total:
        raise OSError("the connection broke before the end")


def _announced_bytes(text: str | None) -> int:
    if text is None:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise OSError(f"the server announces an invalid length, {text[:40]!r}")
    return int(text)


def _most_bytes(source: WeightsSource, total: int) -> int:
    """The expected size, or the limit where it is unknown."""
    most = round(source.size_mib * 2**20 * _SIZE_TOLERANCE) if source.size_mib else MAX_BYTES
    if total > most:
        raise _RefusedError(f"{total} bytes are more than the weights of this model can have")
    return total or most


def _copy(
    response: http.client.HTTPResponse,
    stream: IO[bytes],
    present_total_most: tuple[int, int, int],
    title: str,
    task: Task,
) -> int:
    """Copy the response and return how many bytes the file then holds."""
    done, total, most = present_total_most
    while block := response.read1(_BLOCK_BYTES):
        done += len(block)
        if done > most:
            raise _RefusedError(f"the file has more than the expected {most} bytes")
        stream.write(block)
        task.checkpoint(done, total, f"Downloading {title}")
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
