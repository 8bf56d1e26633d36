"""Build the frozen program and prove that it starts, indexes, searches and opens and closes its window.

Run from anywhere, in an environment with the ``dev`` extra: ``python packaging/pyinstaller/check_frozen.py``.
It takes some minutes and gigabytes of disk, so continuous integration leaves it out.
"""

import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
RECIPE = ROOT / "packaging" / "pyinstaller" / "videxplore.spec"


def build(folder: Path) -> Path:
    """Freeze the program into ``folder`` and return its executable."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "PyInstaller",
            "--noconfirm",
            "--log-level=WARN",
            f"--distpath={folder / 'dist'}",
            f"--workpath={folder / 'build'}",
            str(RECIPE),
        ],
        check=True,
    )
    return folder / "dist" / "videxplore" / ("videxplore.exe" if os.name == "nt" else "videxplore")


def write_test_video(path: Path) -> None:
    """Two seconds of two flat colours, so that one cut is there to be found."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", Fraction(25))
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(50):
            colour = (200, 60, 40) if number < 25 else (30, 80, 190)
            picture = np.full((180, 320, 3), colour, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())


def check(program: Path, folder: Path) -> None:
    """Start the program as a person's machine would: no Python, no source tree, no display."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    environment |= {key: os.environ[key] for key in ("SYSTEMROOT", "TEMP", "TMP") if key in os.environ}
    video = folder / "two colours.mp4"
    write_test_video(video)
    library = ["--library", str(folder / "library")]

    def run(*arguments: str) -> dict[str, object]:
        answer = subprocess.run(
            [str(program), *arguments], check=False, stdout=subprocess.PIPE, env=environment, timeout=300
        )
        assert answer.returncode == 0, f"{arguments} ended with {answer.returncode}: {answer.stdout!r}"
        document = json.loads(answer.stdout)
        assert isinstance(document, dict)
        return document

    indexed = run("index", str(video), *library, "--json")
    assert [entry["status"] for entry in indexed["videos"]] == ["indexed"], indexed  # type: ignore[attr-defined]
    status = run("status", *library, "--json")
    assert status["videos"] == 1, status
    assert status["keyframes"], status
    found = run("similar", f"{video}@0.2", *library, "--json")
    assert found["moments"], found
    print(f"{program} indexed {status['keyframes']} keyframes and found {len(found['moments'])} moments.")  # type: ignore[arg-type]


def main() -> None:
    """Build and check in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="videxplore-frozen-") as folder:
        check(build(Path(folder)), Path(folder))


if __name__ == "__main__":
    main()
