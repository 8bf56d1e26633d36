"""Install the .deb in a new Debian, use the program there, and remove it again.

    python packaging/check_deb.py DEB [--suite bookworm] [--root FOLDER]

Needs root, debootstrap, Xvfb, xdotool and access to Debian's packages. The new system is a folder that this
process enters with chroot; ``--root`` names one that debootstrap has made already.
"""

import argparse
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installed_program import (
    InstalledProgram,
    files_below,
    prove,
    require_only_the_library_left,
    require_programs,
    window_start_s,
    x_server,
)

VALIDATORS = (
    ("desktop-file-validate", "applications/io.github.videxplore.Videxplore.desktop"),
    ("appstreamcli validate --no-net", "metainfo/io.github.videxplore.Videxplore.metainfo.xml"),
)
CHANGED_BY_APT = ("etc", "var", "usr/share/doc", "tmp", "proc", "dev", "sys", "run")


class CleanSystem:
    """A Debian in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *command: str) -> str:
        """Run a command in it; returns what it prints."""
        environment = {
            **os.environ,
            "DEBIAN_FRONTEND": "noninteractive",
            "LC_ALL": "C.UTF-8",
            "HOME": "/root",
        }
        done = subprocess.run(
            ["chroot", str(self.root), *command], check=False, capture_output=True, text=True, env=environment
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def files(self) -> set[Path]:
        """What is in it, without what apt and dpkg keep for themselves."""
        return files_below(self.root, tuple(self.root / name for name in CHANGED_BY_APT))


def check(package: Path, system: CleanSystem) -> None:
    """Install, use and remove ``package`` in ``system``."""
    system.run("apt-get", "update")
    needed = depends_of(package)
    # First what it depends on, so that only the program's own files are compared below.
    system.run("apt-get", "install", "-y", "--no-install-recommends", *needed)
    before = system.files()
    shutil.copy(package, system.root / "root")
    system.run("apt-get", "install", "-y", "--no-install-recommends", f"/root/{package.name}")
    (system.root / "root" / package.name).unlink()
    print(
        "installed:",
        system.run("dpkg-query", "-W", "-f", "${Package} ${Version}, ${Installed-Size} KiB", "videxplore"),
    )
    for validator, file in VALIDATORS:
        told = subprocess.run(
            [*validator.split(), str(system.root / "usr" / "share" / file)],
            check=True,
            capture_output=True,
            text=True,
        )
        print(f"{validator}: {told.stdout.strip() or 'no complaint'}")
    home = system.root / "home" / "user"
    program = InstalledProgram(
        ("chroot", str(system.root), "/usr/bin/videxplore"), home, system.root, {"LANG": "C.UTF-8"}
    )
    with devices(system.root):
        print(prove(program))
        with x_server() as display:
            print(f"start to a visible window: {window_start_s(program, display):.2f} s")
    system.run("apt-get", "purge", "-y", "videxplore")
    require_only_the_library_left(home)
    left = {path for path in system.files() - before if not path.is_relative_to(system.root / "home")}
    assert not left, f"left: {sorted(map(str, left))[:20]}"
    print("removed; the library is left")


def depends_of(package: Path) -> list[str]:
    """The packages that a package depends on."""
    told = subprocess.run(
        ["dpkg-deb", "-f", str(package), "Depends"], check=True, capture_output=True, text=True
    ).stdout
    return [one.split()[0] for one in told.split(",")]


@contextmanager
def devices(root: Path) -> Iterator[None]:
    """``/proc`` and ``/dev`` of this system inside another one."""
    places = {root / "proc": ("-t", "proc", "proc"), root / "dev": ("--bind", "/dev")}
    for place, what in places.items():
        subprocess.run(["mount", *what, str(place)], check=True)
    try:
        yield
    finally:
        for place in places:
            # Lazily: a process of a proof that failed may still use it.
            subprocess.run(["umount", "--lazy", str(place)], check=True)


def main() -> None:
    """Make a new system where none is named, and check in it."""
    require_programs("debootstrap", "Xvfb", "xdotool", "xprop", "desktop-file-validate", "appstreamcli")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("deb", type=Path)
    parser.add_argument("--suite", default="bookworm")
    parser.add_argument("--root", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="videxplore-debian-") as folder:
        root = options.root or Path(folder)
        if options.root is None:
            subprocess.run(
                ["debootstrap", "--variant=minbase", options.suite, str(root)],
                check=True,
                stdout=subprocess.DEVNULL,
            )
        check(options.deb.resolve(), CleanSystem(root))


if __name__ == "__main__":
    main()
