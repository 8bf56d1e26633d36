"""Every figure the window keeps: python -m benchmarks.ui [--folder FOLDER] [--footage FOLDER] [--quick].

Runs the benchmarks of the window one after the other, each in a process of its own, on the real widgets
without a screen, and prints what they print: p50, p95 and the largest, in milliseconds, beside the limits of
the design. The made-up library of 10,000 videos and 1,000,000 scenes is kept in the folder.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Run them all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "videxplore-ui")
    parser.add_argument("--footage", type=Path, help="real videos to index while the window is watched")
    parser.add_argument("--quick", action="store_true", help="a library of 500 videos and 20,000 scenes")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    videos, scenes = (500, 20_000) if options.quick else (10_000, 1_000_000)
    library = [f"--folder={options.folder / f'library-{scenes}'}", f"--videos={videos}", f"--scenes={scenes}"]
    footage = [f"--footage={options.footage}"] if options.footage else []
    failed = False
    for module, arguments in (
        ("ui_window", [*library, *footage]),
        ("ui_scrub", [f"--folder={options.folder}"]),
        ("ui_sound_sync", []),
        ("ui_map", [f"--scenes={min(scenes, 100_000)}"]),
        ("ui_map", [f"--scenes={scenes}"]),
    ):
        print(f"\n{module} {' '.join(arguments)}", flush=True)
        if module == "ui_sound_sync" and shutil.which("parec") is None:
            print("left out: it records the sound with PulseAudio's parec, which is not installed here")
            continue
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{module}", *arguments], check=False)
        failed |= done.returncode != 0
    sys.exit(int(failed))


if __name__ == "__main__":
    main()
