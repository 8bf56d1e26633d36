"""Use of an installed program as on a user's computer: index, search, open and close the window.

The proofs of the packages (``check_*.py``) call :func:`prove` with the program they installed. It needs PyAV,
and for the window Xvfb and xdotool.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

COMMAND_S = 600.0
WINDOW_S = 120.0
INDEXED_S = 600.0
START_COUNT = 3
SUBTITLES = "1\n00:00:00,200 --> 00:00:00,900\nA lantern in the harbour\n"
OWN_FOLDERS = (".config", ".cache", ".local")
"""Where the program writes below a home folder: XDG's folders for settings, caches, data and state."""


@dataclass(frozen=True)
class InstalledProgram:
    """A program to start.

    Attributes:
        command: Its words, such as ``("/opt/videxplore/videxplore",)`` or ``("chroot", ROOT, "videxplore")``.
        home: The user's home folder, as this process sees it; also the working directory.
        root: What the program sees as ``/``.
        variables: Environment variables beside ``PATH``, ``HOME`` and ``DISPLAY``.
    """

    command: tuple[str, ...]
    home: Path
    root: Path = Path("/")
    variables: dict[str, str] = field(default_factory=dict)

    def inside(self, path: Path) -> str:
        """A path as the program sees it."""
        return "/" + path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def environment(self, **more: str) -> dict[str, str]:
        """The variables of a user's session: none of the developer's environment."""
        needed = {key: os.environ[key] for key in ("SYSTEMROOT", "TEMP", "TMP") if key in os.environ}
        plain = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": self.inside(self.home)}
        return {**needed, **plain, **self.variables, **more}

    def run(self, *arguments: str) -> str:
        """What a command prints; it must succeed."""
        done = subprocess.run(
            [*self.command, *arguments],
            check=False,
            stdout=subprocess.PIPE,
            text=True,
            env=self.environment(QT_QPA_PLATFORM="offscreen"),
            cwd=self.home,
            timeout=COMMAND_S,
        )
        assert done.returncode == 0, f"{arguments} ended with {done.returncode}: {done.stdout}"
        return done.stdout

    def document(self, *arguments: str) -> dict[str, object]:
        """The JSON that a command prints."""
        found = json.loads(self.run(*arguments, "--json"))
        assert isinstance(found, dict)
        return found


def write_test_video(path: Path, colours: tuple[tuple[int, int, int], ...]) -> None:
    """One second of each flat colour, so that there are cuts to find."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", Fraction(25))
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for colour in colours:
            for _ in range(25):
                picture = np.full((180, 320, 3), colour, np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())


def prove(program: InstalledProgram, *, is_window_tested: bool = True) -> dict[str, object]:
    """Index and search by commands, then add a video through the window; returns what was measured.

    Raises:
        AssertionError: If the program does not do what it should.
    """
    footage = program.home / "My films"
    footage.mkdir(parents=True)
    first, second = footage / "two colours.mp4", footage / "three: colours.mp4"
    if os.name == "nt":
        second = second.with_name("three colours.mp4")
    write_test_video(first, ((200, 60, 40), (30, 80, 190)))
    write_test_video(second, ((30, 80, 190), (40, 170, 60), (230, 220, 200)))
    first.with_suffix(".srt").write_text(SUBTITLES, encoding="utf-8")
    facts: dict[str, object] = {"version": program.run("--version").strip()}
    indexed = program.document("index", program.inside(first))
    assert [entry["status"] for entry in indexed["videos"]] == ["indexed"], indexed  # type: ignore[attr-defined]
    if is_window_tested:
        with x_server() as display:
            facts |= _add_by_window(program, second, display)
    else:
        program.document("index", program.inside(second))
    status = program.document("status")
    assert status["videos"] == 2, status
    found = program.document("similar", f"{program.inside(first)}@1.5", "--other-videos")
    moments = found["moments"]
    assert isinstance(moments, list)
    assert moments[0]["video"] == program.inside(second), moments
    text = program.document("transcript", program.inside(first))
    assert [line["text"] for line in text["lines"]] == ["A lantern in the harbour"], text  # type: ignore[attr-defined]
    heard = program.document("find", "lantern")["moments"]
    assert isinstance(heard, list)
    assert [one["video"] for one in heard] == [program.inside(first)], heard
    for ending in ("otio", "edl", "fcpxml", "parquet", "mp4"):
        target = program.home / "My films" / f"export.{ending}"
        program.run("export", program.inside(target), f"{program.inside(first)}@0.5")
        assert target.stat().st_size, target
    return {**facts, "keyframes": status["keyframes"], "moments": len(moments)}


def prove_cluster(program: InstalledProgram) -> None:
    """Index a video on a worker of a cluster on this computer; the scheduler and the worker end by Ctrl+C.

    Raises:
        AssertionError: If the program does not do what it should.
    """
    video = program.home / "My films" / "on a cluster.mp4"
    write_test_video(video, ((90, 10, 200), (250, 250, 20)))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tls://127.0.0.1:{port}"
    with (
        _until_interrupted(program, "listens on", "cluster", "start", f"--port={port}"),
        _until_interrupted(program, "has joined", "worker", address),
    ):
        indexed = program.document("index", program.inside(video), "--on", address)
    assert [entry["status"] for entry in indexed["videos"]] == ["indexed"], indexed  # type: ignore[attr-defined]


@contextmanager
def _until_interrupted(program: InstalledProgram, ready: str, *arguments: str) -> Iterator[None]:
    """Run a command that ends by Ctrl+C, once it has printed a line with ``ready``."""
    with subprocess.Popen(
        [*program.command, *arguments],
        env=program.environment(QT_QPA_PLATFORM="offscreen"),
        cwd=program.home,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            printed = ""
            while ready not in printed:
                line = running.stdout.readline()
                assert line, f"{arguments} ended: {printed}"
                printed = f"{printed} {line.strip()}"
            yield
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=COMMAND_S)
        finally:
            running.kill()
    assert running.returncode == 0, f"{arguments} ended with {running.returncode}"


@contextmanager
def x_server() -> Iterator[str]:
    """An X server of its own; yields the name of its display."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


def _add_by_window(program: InstalledProgram, video: Path, display: str) -> dict[str, object]:
    """Open the window as *Open with* does, wait until the video is complete, and quit by key."""
    with tempfile.TemporaryFile("w+") as log:
        started_s = time.monotonic()
        running = _start(program, display, log.fileno(), program.inside(video))
        try:
            window = _window(display, running)
            first_start_s = time.monotonic() - started_s
            kinds = _x(
                display, "xprop", "-id", window, "WM_CLASS", "_NET_WM_NAME", "_KDE_NET_WM_DESKTOP_FILE"
            )
            _until(lambda: _is_complete(program, video), "the video to be complete", INDEXED_S)
            _quit(display, window)
            code = running.wait(WINDOW_S)
        finally:
            running.kill()
            running.wait(10)
        log.seek(0)
        output = log.read()
    assert code == 0, output
    assert "Traceback" not in output, output
    return {"first_window_s": round(first_start_s, 2), "window": kinds.splitlines()}


def window_start_s(program: InstalledProgram, display: str, count: int = START_COUNT) -> float:
    """The shortest time from the start to a visible window, of ``count`` starts with warm disk caches."""
    times = []
    for _ in range(count):
        started_s = time.monotonic()
        running = _start(program, display, subprocess.DEVNULL)
        try:
            window = _window(display, running)
            times.append(time.monotonic() - started_s)
            _quit(display, window)
            assert running.wait(WINDOW_S) == 0
        finally:
            running.kill()
            running.wait(10)
    return min(times)


def _start(program: InstalledProgram, display: str, output: int, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*program.command, *arguments],
        env=program.environment(DISPLAY=display),
        cwd=program.home,
        stdout=output,
        stderr=output,
    )


def _is_complete(program: InstalledProgram, video: Path) -> bool:
    videos = program.document("videos")["videos"]
    assert isinstance(videos, list)
    return any(one["video"] == program.inside(video) and one["state"] == "complete" for one in videos)


def _window(display: str, running: subprocess.Popen[bytes]) -> str:
    """The id of the visible window of the program."""
    found: list[str] = []

    def look() -> bool:
        assert running.poll() is None, f"the program ended with {running.returncode}"
        found[:] = _x(display, "xdotool", "search", "--onlyvisible", "--name", "videxplore$").split()
        return bool(found)

    _until(look, "a window", WINDOW_S, interval_s=0.05)
    return found[-1]


def _quit(display: str, window: str) -> None:
    # Without a window manager nothing else gives the focus.
    _x(display, "xdotool", "windowfocus", "--sync", window)
    time.sleep(0.5)
    _x(display, "xdotool", "key", "ctrl+q")


def _x(display: str, *command: str) -> str:
    environment = {**os.environ, "DISPLAY": display}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment).stdout


def _until(condition: Callable[[], bool], what: str, limit_s: float, interval_s: float = 0.5) -> None:
    end_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end_s, f"in vain for {limit_s:.0f} s: {what}"
        time.sleep(interval_s)


def files_below(folder: Path, pruned: tuple[Path, ...] = ()) -> set[Path]:
    """Every file and folder below ``folder``, without what is below ``pruned``."""
    found: set[Path] = set()
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if Path(parent, name) not in pruned]
        found |= {Path(parent, name) for name in (*folders, *files)}
    return found


def require_only_the_library_left(home: Path, allowed: tuple[Path, ...] = ()) -> None:
    """What the user made stays: the library, settings and state below XDG's folders, and the videos."""
    kept = {Path(name) for name in (*OWN_FOLDERS, "My films")}
    left = {path.relative_to(home) for path in home.iterdir()} - kept - set(allowed)
    assert not left, f"left in the home folder: {sorted(map(str, left))}"
    own = [path for name in OWN_FOLDERS for path in (home / name).glob("**/videxplore")]
    assert any((path / "library" / "catalogue.sqlite3").is_file() for path in own), "the library is gone"


def require_programs(*names: str) -> None:
    """End with a sentence where a program that the proof needs is not installed."""
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        raise SystemExit(f"This proof needs {', '.join(missing)}.")
