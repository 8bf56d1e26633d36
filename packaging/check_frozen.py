"""Build the frozen program, print what takes its size, and prove that it works.

    python packaging/check_frozen.py [--keep FOLDER]

Run it from anywhere, in an environment with the extra ``dev``. It takes some minutes and gigabytes of disk,
so continuous integration leaves it out. ``--keep`` leaves the program in FOLDER, for the packages that are
made from it.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from installed_program import InstalledProgram, prove, prove_cluster, window_start_s, x_server
from pruning import size_table

ROOT = Path(__file__).resolve().parents[1]
RECIPE = ROOT / "packaging" / "pyinstaller" / "videxplore.spec"


def build(folder: Path) -> Path:
    """Freeze the program into ``folder`` and return the folder of the program."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR"]
    places = [f"--distpath={folder / 'dist'}", f"--workpath={folder / 'build'}"]
    subprocess.run([*command, *places, str(RECIPE)], check=True)
    return folder / "dist" / "videxplore"


def check(program: Path, folder: Path) -> None:
    """Use the program as on a user's computer: no Python, no source tree."""
    name = "videxplore.exe" if os.name == "nt" else "videxplore"
    frozen = InstalledProgram((str(program / name),), folder / "home")
    has_screen = sys.platform == "linux" and shutil.which("Xvfb") is not None
    print(prove(frozen, is_window_tested=has_screen))
    if os.name != "nt":
        prove_cluster(frozen)
        print("indexed on a worker of a cluster")
    if has_screen:
        (folder / "source").mkdir()
        variables = {"PYTHONPATH": str(ROOT)}
        source = InstalledProgram(
            (sys.executable, str(ROOT / "main.py")), folder / "source", variables=variables
        )
        with x_server() as display:
            times = [window_start_s(one, display) for one in (frozen, source)]
        print("start to a visible window: frozen {:.2f} s, source {:.2f} s".format(*times))


def main() -> None:
    """Build and check in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="videxplore-frozen-") as folder:
        program = build(Path(folder))
        print(size_table(program))
        check(program, Path(folder))
        if options.keep is not None:
            shutil.copytree(program, options.keep, symlinks=True)


if __name__ == "__main__":
    main()
