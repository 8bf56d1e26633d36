"""Videos that are touched, renamed, replaced and removed for a long time, in one program.

python -m tests.end_to_end.soak [--length 1800] [--seed 1]

Prints descriptors, threads, memory and size of the library at equal content, early and late, as JSON.
"""

import argparse
import gc
import json
import random
import statistics
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.services.indexed import quick_indexer
from tests.videos import shots, write_video
from videxplore.core.types import Depth
from videxplore.services.library import Library

VIDEOS = 12
_SETTLING = 3
"""Rounds after which everything that is loaded once is loaded."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the program holds; each a median of several rounds.

    Attributes:
        resident_bytes: Of this process, without its analysis process.
        library_bytes: Of all files of the library.
    """

    descriptors: float
    threads: float
    resident_bytes: float
    library_bytes: float


@dataclass(frozen=True, slots=True)
class Soak:
    """Figures of the first and of the last third of the rounds."""

    rounds: int
    early: Figures
    late: Figures

    def growth(self) -> dict[str, float]:
        """How much more there is late than early, as a share."""
        early, late = asdict(self.early), asdict(self.late)
        return {name: late[name] / early[name] - 1 for name in early}


def run_soak(scratch: Path, length_s: float, seed: int) -> Soak:
    """Change the videos for so long; each round ends with the content that the first one began with."""
    choice = random.Random(seed)  # noqa: S311 - reproducible, not a secret.
    folder = scratch / "videos"
    folder.mkdir()
    files = [folder / f"{number}.mp4" for number in range(VIDEOS)]
    for number, file in enumerate(files):
        write_video(file, shots([number, number + 100], 10))
    contents = [file.read_bytes() for file in files]
    figures: list[Figures] = []
    until_s = time.monotonic() + length_s
    with Library.open(scratch / "library") as library:
        while time.monotonic() < until_s or len(figures) < _SETTLING + 6:
            _change(files, contents, choice)
            _index(library, folder)
            for other in folder.iterdir():
                other.unlink()
            for file, content in zip(files, contents, strict=True):
                file.write_bytes(content)
            _index(library, folder)
            for video in library.catalogue.videos():
                library.catalogue.keyframes(video.id)
            figures.append(_figures(library))
    settled = figures[_SETTLING:]
    part = max(1, len(settled) // 3)
    return Soak(len(figures), _median(settled[:part]), _median(settled[-part:]))


def _index(library: Library, folder: Path) -> None:
    # What is gone is purged at once: an age of a millisecond.
    quick_indexer(library, depth=Depth.QUICK, purge_after_days=1e-8).run([folder])


def _change(files: list[Path], contents: list[bytes], choice: random.Random) -> None:
    for number, file in enumerate(files):
        match choice.randrange(5):
            case 0:
                file.touch()
            case 1:
                file.rename(file.with_name(f"renamed {choice.randrange(10**6)}.mp4"))
            case 2:
                file.write_bytes(contents[(number + 1) % len(contents)] + choice.randbytes(8))
            case 3:
                file.unlink()


def _figures(library: Library) -> Figures:
    gc.collect()
    status = Path("/proc/self/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return Figures(
        descriptors=len(list(Path("/proc/self/fd").iterdir())),
        threads=threading.active_count(),
        resident_bytes=int(resident.split()[1]) * 1024,
        library_bytes=sum(file.stat().st_size for file in library.folder.rglob("*") if file.is_file()),
    )


def _median(figures: list[Figures]) -> Figures:
    rows = [asdict(one) for one in figures]
    return Figures(**{name: statistics.median(row[name] for row in rows) for name in rows[0]})


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--length", type=float, default=1800.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        soak = run_soak(Path(scratch), options.length, options.seed)
    print(json.dumps({**asdict(soak), "growth": soak.growth()}, indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
