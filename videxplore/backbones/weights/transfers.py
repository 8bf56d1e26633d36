"""Reads a file from a web server or a folder in a thread of its own, so that no wait holds up a cancel.

Proxies are those of the environment (``https_proxy``, ``http_proxy``, ``no_proxy``), or of the system.
"""

import contextlib
import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from videxplore.core.files import open_regular

_BLOCK_BYTES = 2**14
_QUEUED_BLOCKS = 64
_TICK_S = 0.25
"""How often progress is reported, and a cancel noticed, while nothing arrives."""

_JOIN_S = 2.0
_PARTIAL_CONTENT = 206


@dataclass(frozen=True, slots=True)
class RetryLimits:
    """How long a download waits, and how often it tries again.

    Attributes:
        stall_s: Seconds without a byte after which the connection is closed.
        attempts: Attempts in a row that bring nothing.
        wait_s: Seconds before the second attempt; twice as long before each further one.
    """

    stall_s: float = 20.0
    attempts: int = 4
    wait_s: float = 1.0


class RefusedError(OSError):
    """The answer of the server is refused; it will not be another one the next time."""


class StalledError(TimeoutError):
    """Nothing arrived for too long."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that is about to be read.

    Attributes:
        stream: Closes it.
        read: Reads at most so many bytes, from ``start`` on; nothing at the end.
        start: How many bytes are left out; 0 where the server does not continue downloads.
        total: Size of the whole file in bytes; 0 if unknown.
        interrupt: Ends ``read`` in another thread.
    """

    stream: http.client.HTTPResponse | BinaryIO
    read: Callable[[int], bytes]
    start: int
    total: int
    interrupt: Callable[[], None]


def is_web_address(place: str) -> bool:
    """Whether a place is an address, and no path."""
    return "://" in place


def open_place(place: str, start: int, timeout_s: float, *, may_be_plain: bool) -> OpenFile:
    """Open a file at an address or a path, from the byte ``start`` on.

    Args:
        place: The address or path.
        start: Bytes to leave out.
        timeout_s: How long the server may be silent.
        may_be_plain: Whether ``http`` is allowed to any host: the user chose the server.

    Raises:
        OSError: If it cannot be opened, or the address is refused.
    """
    if is_web_address(place):
        return _open_address(place, start, timeout_s, may_be_plain=may_be_plain)
    stream = open_regular(Path(place), follow_links=True)
    total = stream.seek(0, 2)
    start = start if start <= total else 0
    stream.seek(start)
    return OpenFile(stream, stream.read, start, total, lambda: None)


def _open_address(address: str, start: int, timeout_s: float, *, may_be_plain: bool) -> OpenFile:
    _require_safe(address, may_be_plain=may_be_plain)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - checked above.
    opener = urllib.request.build_opener(_SafeRedirects(may_be_plain=may_be_plain))
    try:
        response: http.client.HTTPResponse = opener.open(request, timeout=timeout_s)
    except urllib.error.HTTPError as error:
        # Its code is all that is wanted.
        error.close()
        raise
    try:
        start = start if response.status == _PARTIAL_CONTENT else 0
        announced = _announced_bytes(response.headers.get("Content-Length"))
    except BaseException:
        response.close()
        raise
    total = start + announced if announced else 0
    return OpenFile(response, response.read1, start, total, lambda: _shut_down(response))


def _shut_down(response: http.client.HTTPResponse) -> None:
    """End the connection: a read of it that waits in another thread ends at once."""
    # One that ended already has no descriptor.
    with contextlib.suppress(OSError, ValueError), _same_socket(response.fileno()) as connection:
        connection.shutdown(socket.SHUT_RDWR)


def _same_socket(descriptor: int) -> socket.socket:
    return socket.fromfd(descriptor, socket.AF_INET, socket.SOCK_STREAM)


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to safe addresses only."""

    def __init__(self, *, may_be_plain: bool) -> None:
        self._may_be_plain = may_be_plain

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
            _require_safe(newurl, may_be_plain=self._may_be_plain)
        except OSError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _require_safe(address: str, *, may_be_plain: bool) -> None:
    """Refuse an address whose content could be changed on the way.

    Raises:
        RefusedError: If it is neither ``https`` nor ``http`` to a loopback address or a chosen server.
    """
    parts = urllib.parse.urlsplit(address)
    is_plain_allowed = may_be_plain or _is_loopback(parts.hostname or "")
    if parts.scheme == "https" or (parts.scheme == "http" and is_plain_allowed):
        return
    raise RefusedError(f"{parts.scheme}: addresses are refused, only https: ones are allowed")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _announced_bytes(text: str | None) -> int:
    if text is None:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise RefusedError(f"the server announces an invalid length, {text[:40]!r}")
    return int(text)


class Transfer:
    """One attempt to read a file; a context manager that ends the connection."""

    def __init__(self, open_file: Callable[[], OpenFile], tick: Callable[[], None], stall_s: float) -> None:
        """Begin to open the file.

        Args:
            open_file: Opens it, in another thread.
            tick: Called several times a second while nothing arrives; what it raises ends the wait.
            stall_s: Seconds of silence after which the attempt fails.
        """
        self._open_file = open_file
        self._tick = tick
        self._stall_s = stall_s
        self._news: queue.Queue[OpenFile | bytes | Exception] = queue.Queue(_QUEUED_BLOCKS)
        self._is_over = threading.Event()
        self._opened: OpenFile | None = None
        self._thread = threading.Thread(target=self._run, name="download", daemon=True)

    def __enter__(self) -> "Transfer":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._is_over.set()
        if self._opened is not None and self._thread.is_alive():
            self._opened.interrupt()
        # A name server that does not answer cannot be interrupted: the thread ends with it.
        self._thread.join(_JOIN_S if self._opened is not None else 0.0)

    def open(self) -> OpenFile:
        """Wait until the file is open.

        Raises:
            OSError: If it cannot be opened.
        """
        opened = self._next()
        assert isinstance(opened, OpenFile)  # noqa: S101 - the first news.
        return opened

    def blocks(self) -> Iterator[bytes]:
        """The bytes of the file, after :meth:`open`.

        Raises:
            OSError: If they cannot be read to the end.
        """
        while block := self._next():
            assert isinstance(block, bytes)  # noqa: S101 - all further news.
            yield block

    def _next(self) -> OpenFile | bytes:
        since_s = time.monotonic()
        while True:
            try:
                news = self._news.get(timeout=_TICK_S)
            except queue.Empty:
                self._tick()
                if time.monotonic() - since_s > self._stall_s:
                    raise StalledError from None
                continue
            if isinstance(news, Exception):
                raise news
            return news

    def _run(self) -> None:
        try:
            opened = self._open_file()
            self._opened = opened
            with opened.stream:
                self._put(opened)
                while not self._is_over.is_set() and (block := opened.read(_BLOCK_BYTES)):
                    self._put(block)
            self._put(b"")
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._put(error)

    def _put(self, news: OpenFile | bytes | Exception) -> None:
        while not self._is_over.is_set():
            with contextlib.suppress(queue.Full):
                self._news.put(news, timeout=_TICK_S)
                return


class BrokenError(ConnectionError):
    """The connection ended before the end of the file."""


def failure_words(error: Exception, place: str, stall_s: float) -> str:
    """Why a file could not be read, as a part of a sentence."""
    host = (urllib.parse.urlsplit(place).hostname or place) if is_web_address(place) else place
    if isinstance(error, urllib.error.HTTPError):
        return _answer_words(error, host)
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    # The system's own words for these name numbers and lines of its source code.
    words: tuple[tuple[type[BaseException], str], ...] = (
        (ssl.SSLCertVerificationError, f"the certificate of {host} is not valid"),
        (socket.gaierror, f"{host} cannot be found: is there a connection to the internet?"),
        (ConnectionRefusedError, f"the connection to {host} is refused"),
        (ConnectionError, "the connection broke before the end"),
        (http.client.HTTPException, f"{host} does not answer as a web server does"),
        (TimeoutError, f"{host} has sent nothing for {stall_s:g} s"),
        (FileNotFoundError, "there is no such file"),
        (PermissionError, "access is denied"),
    )
    return next((said for kind, said in words if isinstance(reason, kind)), str(reason or error))


def _answer_words(error: urllib.error.HTTPError, host: str) -> str:
    said = f"{error.code} {error.reason}"
    words = {
        401: f"{host} asks for a password, {said}",
        403: f"{host} refuses access, {said}",
        404: f"the file is not at {host}, {said}",
        407: f"the proxy asks for a password, {said}",
        410: f"the file is not at {host} any more, {said}",
        429: f"{host} is asked too often just now, {said}",
    }
    return words.get(error.code, f"{host} answers {said}")


def is_absent(error: Exception) -> bool:
    """Whether there is no such file where it was looked for."""
    return isinstance(error, FileNotFoundError) or (
        isinstance(error, urllib.error.HTTPError) and error.code in (404, 410)
    )


def is_passing(error: Exception) -> bool:
    """Whether another attempt may succeed."""
    if isinstance(error, urllib.error.HTTPError):
        return error.code >= 500 or error.code in (408, 429)
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    return isinstance(reason, ConnectionError | TimeoutError | socket.gaierror | http.client.HTTPException)
