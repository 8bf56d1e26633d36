"""Unpack the .tar.xz, use the program from there, move it, add it to the menus, and remove it again.

    python packaging/check_tar.py TAR [--root FOLDER]

With ``--root`` the folder is a system that debootstrap made and that has the libraries of a desktop; the
program then runs inside it. Needs Xvfb and xdotool, and ``--root`` needs root.
"""

import argparse
import contextlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from check_deb import devices
from installed_program import (
    InstalledProgram,
    files_below,
    prove,
    require_only_the_library_left,
    require_programs,
    window_start_s,
    x_server,
)


def check(packed: Path, root: Path, home: Path) -> None:
    """Unpack ``packed`` below ``home``, use it and remove it."""
    home.mkdir(parents=True)
    with tarfile.open(packed) as archive:
        archive.extractall(home, filter="tar")
    [unpacked] = home.iterdir()
    # It runs from wherever it is.
    folder = unpacked.rename(home / "my programs")
    enter = ("chroot", str(root)) if root != Path("/") else ()
    outside = InstalledProgram((), home, root)
    program = InstalledProgram((*enter, outside.inside(folder / "videxplore")), home, root)
    with devices(root) if enter else contextlib.nullcontext():
        print(prove(program))
        with x_server() as display:
            print(f"start to a visible window: {window_start_s(program, display):.2f} s")
        menus = [*enter, outside.inside(folder / "desktop-entry.sh")]
        subprocess.run(menus, check=True, env=program.environment())
        [entry] = home.glob(".local/share/applications/*.desktop")
        subprocess.run(["desktop-file-validate", str(entry)], check=True)
        subprocess.run([*menus, "--remove"], check=True, env=program.environment())
    left = [path for path in files_below(home / ".local") if "io.github" in path.name]
    assert not left, left
    shutil.rmtree(folder)
    require_only_the_library_left(home)
    print("removed; the library is left")


def main() -> None:
    """Check below a folder that is removed afterwards."""
    require_programs("Xvfb", "xdotool", "xprop", "desktop-file-validate")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("tar", type=Path)
    parser.add_argument("--root", type=Path, default=Path("/"))
    options = parser.parse_args()
    place = None if options.root == Path("/") else options.root / "tmp"
    with tempfile.TemporaryDirectory(prefix="videxplore-tar-", dir=place) as folder:
        check(options.tar.resolve(), options.root, Path(folder) / "home")


if __name__ == "__main__":
    main()
