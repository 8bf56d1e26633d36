"""Random damage to a small library, and every command on it.

python -m tests.library_fuzz [--count 1000] [--seed 1]

Prints the failures and figures as JSON. A failure is an exception that is no sentence, a command that does
not end, or a file outside of the library that was changed.
"""

import argparse
import contextlib
import io
import json
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from tests.library_damage import damage, make_library
from tests.videos import shots, write_video

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("status",),
    ("videos",),
    ("shots", "VIDEO"),
    ("similar", "VIDEO@0.5"),
    ("similar", "VIDEO@0.5", "--by", "motion"),
    ("find", "dog"),
    ("duplicates",),
    ("actions", "VIDEO"),
    ("teach", "--list"),
    ("summarize", "VIDEO"),
    ("recurring",),
    ("export", "OUT.csv", "VIDEO@0.5"),
    ("export", "OUT.otio", "VIDEO@0.5"),
    ("map",),
    ("bookmarks", "VIDEO"),
    ("searches",),
    ("searches", "--again", "1"),
    ("migrate", "exact"),
    ("check",),
    ("check", "--salvage", "NEW"),
    ("index", "EMPTY"),
    ("bookmarks", "VIDEO", "--add", "0.7"),
    ("teach", "waving", "VIDEO@0.5"),
    ("relink", "b.mp4", "VIDEO"),
    ("purge",),
    ("check", "--repair"),
    ("check",),
    ("remove", "VIDEO"),
)
"""Those that change the library come last."""

_LONGEST_S = 60
_ALLOWED_CODES = {0, 1, 2, 3}


class Fuzz:
    """One run, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "outside").mkdir()
        (folder / "empty").mkdir()
        self.video = write_video(folder / "a.mp4", shots([1, 2, 3], 25))
        self.sound = make_library(folder, self.video)
        for name in ("diary.txt", "1.zip", "2.zip", "engine.json", "catalogue.sqlite3", "map.npz"):
            (folder / "outside" / name).write_bytes(b"dear diary")
        self.failures: list[dict[str, Any]] = []
        self.codes: dict[str, int] = {}
        self._outside = self._state()

    def run(self, count: int, seed: int, commands: Sequence[tuple[str, ...]] = COMMANDS) -> None:
        """Damage as many copies of the library, and run the commands on each."""
        for number in range(count):
            choice = random.Random(seed * 1_000_003 + number)  # noqa: S311 - reproducible, not a secret.
            library = self.folder / "damaged"
            shutil.copytree(self.sound, library, symlinks=True)
            what = damage(library, self.folder / "outside", choice)
            for command in commands:
                self._run(command, library, f"{number}: {what}")
            shutil.rmtree(library)
            shutil.rmtree(self.folder / "new", ignore_errors=True)
            for left in self.folder.glob("out.*"):
                left.unlink()

    def _run(self, command: tuple[str, ...], library: Path, what: str) -> None:
        words = {
            "VIDEO": str(self.video),
            "NEW": str(self.folder / "new"),
            "EMPTY": str(self.folder / "empty"),
        }
        arguments = []
        for word in command:
            filled = word.replace("OUT", str(self.folder / "out"))
            for name, value in words.items():
                filled = filled.replace(name, value)
            arguments.append(filled)
        code, said = _ended([*arguments, "--library", str(library), "--data-dir", str(self.folder / "data")])
        self.codes[str(code)] = self.codes.get(str(code), 0) + 1
        if code not in _ALLOWED_CODES:
            self.failures.append(
                {"what": what, "command": " ".join(command), "code": code, "said": said[-3000:]}
            )
        if self._state() != self._outside:
            self.failures.append(
                {"what": what, "command": " ".join(command), "said": "a file outside changed"}
            )
            self._outside = self._state()

    def _state(self) -> dict[str, bytes]:
        files = [*(self.folder / "outside").rglob("*"), self.video]
        return {str(file): file.read_bytes() for file in files if file.is_file()}


def _ended(arguments: list[str]) -> tuple[int | str, str]:
    """How a command ended, and what it printed on standard error."""
    from videxplore.cli import main

    said = io.StringIO()
    with _limited(), contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            main(arguments)
        except SystemExit as ended:
            return int(ended.code or 0), said.getvalue()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is a failure to be reported.
            return type(error).__name__, said.getvalue() + traceback.format_exc()
    return "none", said.getvalue()


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError("the command does not end")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(_LONGEST_S)
    try:
        yield
    finally:
        signal.alarm(0)


def peak_bytes() -> int:
    """The most memory that this program ever had."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What resource gives begins with the memory of the program that started this one.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main() -> None:
    """Print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        fuzz = Fuzz(Path(scratch))
        began_s = time.monotonic()
        fuzz.run(options.count, options.seed)
        print(  # noqa: T201
            json.dumps(
                {
                    "mutations": options.count,
                    "commands": sum(fuzz.codes.values()),
                    "codes": fuzz.codes,
                    "failures": fuzz.failures,
                    "peak_bytes": peak_bytes(),
                    "wall_s": round(time.monotonic() - began_s, 1),
                },
                indent=1,
            )
        )


if __name__ == "__main__":
    main()
