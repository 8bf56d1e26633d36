"""Build the wheel and the source distribution, and the wheel again from the latter.

    python packaging/build_wheel.py [FOLDER]

Needs the package ``build``. FOLDER is ``dist`` by default. Both wheels must hold the same files.
"""

import argparse
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]


def build(source: Path, target: Path, *kinds: str) -> None:
    """Build distributions of the project in ``source``."""
    subprocess.run(
        [sys.executable, "-m", "build", *kinds, "--outdir", str(target), str(source)],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def contents(wheel: Path) -> dict[str, int]:
    """The files of a wheel, with their checksums."""
    with ZipFile(wheel) as archive:
        return {entry.filename: entry.CRC for entry in archive.infolist()}


def build_both(target: Path) -> tuple[Path, Path]:
    """Build both distributions; the wheel and the source distribution.

    Raises:
        AssertionError: If the source distribution gives another wheel.
    """
    target.mkdir(parents=True, exist_ok=True)
    build(ROOT, target, "--sdist", "--wheel")
    wheel = max(target.glob("videxplore-*.whl"), key=lambda file: file.stat().st_mtime)
    source = max(target.glob("videxplore-*.tar.gz"), key=lambda file: file.stat().st_mtime)
    with tempfile.TemporaryDirectory(prefix="videxplore-sdist-") as folder:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        [unpacked] = Path(folder).iterdir()
        build(unpacked, Path(folder) / "again", "--wheel")
        [again] = (Path(folder) / "again").iterdir()
        first, second = contents(wheel), contents(again)
    differing = {name for name in first | second if first.get(name) != second.get(name)}
    assert not differing, f"the source distribution gives another wheel: {sorted(differing)}"
    return wheel, source


def main() -> None:
    """Build and say where the files are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "dist")
    for file in build_both(parser.parse_args().folder):
        print(f"{file}: {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
