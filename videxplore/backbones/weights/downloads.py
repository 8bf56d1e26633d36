"""Fetches a file of weights from its publisher: progress, resume, checksum.

Only ``https`` is spoken, to the first address and wherever it redirects; plain ``http`` only to this machine
itself (a loopback address), for mirrors and tests.
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
"""A slow connection gives no more at once, so that cancelling is heard between its bytes."""

LARGEST_BYTES = 2**32
"""No network of the table has weights a quarter as large."""

_ROOM = 1.25
"""How much larger than the table says a file may be: its sizes are rounded, and in MiB."""

_TIMEOUT_S = 30.0
_PARTIAL_CONTENT = 206
_RANGE_NOT_SATISFIABLE = 416

Check = Callable[[Path], None]
"""Raises ``WeightsUnavailableError`` for a file that is not what it should be."""


class _RefusedError(OSError):
    """What the publisher's server offers is not taken, and what has come so far is worthless."""


def download(source: WeightsSource, target: Path, title: str, task: Task, check: Check) -> Path:
    """Fetch ``source`` into ``target``, which appears only when it is whole and right.

    What has come is kept beside the target in ``TARGET.part`` when the connection breaks or the task is
    cancelled, and the next call goes on from there; what is refused is deleted.

    Args:
        source: Where it is.
        target: The file that is to be made.
        title: What a person calls it.
        task: Learns how many bytes have come; cancels.
        check: Looks at the whole file before it takes its name.

    Raises:
        WeightsUnavailableError: If the file cannot be fetched, is not the published one, or ``check`` raises.
        Cancelled: If the task was cancelled.
    """
    # Its ending, by which it is read, stays the last one.
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
            f"The weights of {title} could not be fetched from {source.address} ({reason}): "
            f"try again, or bring the file with `videxplore models import {target.stem} FILE`."
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
    """Delete and refuse a file that is not weights of the network."""
    # Files of weights are told apart by their endings.
    scratch = target.with_name(f"{target.stem}.part{target.suffix}")
    move_file(partial, scratch)
    try:
        check(scratch)
        move_file(scratch, partial)
    except WeightsUnavailableError as error:
        said = str(error).replace(str(scratch), "What came")
        raise _RefusedError(
            f"{said.removesuffix('.')}; the address may answer with a page to sign in"
        ) from error
    finally:
        delete_file(scratch)


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to the same kinds of address as the first one."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Refuse a redirect to what is not encrypted."""
        try:
            _require_safe(newurl)
        except OSError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _require_safe(address: str) -> None:
    """Make sure that nobody on the way can exchange what comes from an address.

    Raises:
        OSError: If it is neither ``https`` nor ``http`` on this machine itself.
    """
    parts = urllib.parse.urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        return
    raise OSError(f"{parts.scheme}: addresses are not taken, only https: ones")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _fill(source: WeightsSource, partial: Path, title: str, task: Task) -> None:
    """Append to ``partial`` what is still missing of the file."""
    _require_safe(source.address)
    present = partial.stat().st_size if is_file(partial) else 0
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={present}-"} if present else {})
    request = urllib.request.Request(source.address, headers=headers)  # noqa: S310 - looked at above.
    try:
        response = urllib.request.build_opener(_SafeRedirects).open(request, timeout=_TIMEOUT_S)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == _RANGE_NOT_SATISFIABLE and present:
                # Nothing is left to send: the part is whole, or of another file; the checks tell.
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
    """The length that a server announces; 0 for none."""
    if text is None:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise OSError(f"the server announces {text[:40]!r} as its length")
    return int(text)


def _most_bytes(source: WeightsSource, total: int) -> int:
    """How much may come; more than that is refused before it is asked for."""
    most = round(source.size_mib * 2**20 * _ROOM) if source.size_mib else LARGEST_BYTES
    if total > most:
        raise _RefusedError(f"{total} bytes are more than weights of this network have")
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
            raise _RefusedError(f"more than {most} bytes come, which weights of this network do not have")
        stream.write(block)
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
