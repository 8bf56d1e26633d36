"""Install the wheel in an empty environment, use it, and remove it again.

    python packaging/check_wheel.py [--wheel FILE] [--with REQUIREMENT]...

Run it in an environment with the ``dev`` extra. It builds the wheel unless it is named, and installs it
with the extras ``cpu`` and ``demo`` outside the checkout. ``--with torch==2.13.0`` installs a requirement
first, such as a build of torch for the CPU.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from build_wheel import build_both
from installed_program import (
    InstalledProgram,
    files_below,
    prove,
    require_only_the_library_left,
    require_programs,
    window_start_s,
    x_server,
)


def check(wheel: Path, folder: Path, first: list[str]) -> None:
    """Install ``wheel`` below ``folder``, use it and remove it."""
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "pip"), "--disable-pip-version-check"]
    if first:
        subprocess.run([*pip, "install", "--quiet", *first], check=True)
    subprocess.run([*pip, "install", "--quiet", f"{wheel}[cpu,demo]"], check=True)
    print("installed:", *(name.name for name in environment.glob("bin/videxplore*")))
    subprocess.run([*pip, "check"], check=True)
    home = folder / "home"
    program = InstalledProgram((str(environment / "bin" / "videxplore"),), home)
    print(prove(program))
    told = program.run("demo")
    picture = home / "videxplore-demo.png"
    assert picture.stat().st_size > 100_000, told
    picture.unlink()
    print("demo:", told.strip().splitlines()[0])
    with x_server() as display:
        print(f"start to a visible window: {window_start_s(program, display):.2f} s")
    subprocess.run([*pip, "uninstall", "--quiet", "--yes", "videxplore"], check=True)
    left = [path for path in files_below(environment) if "videxplore" in path.name]
    assert not left, left
    require_only_the_library_left(home)
    print("removed; the library is left")


def main() -> None:
    """Build where needed, and check in a folder that is removed afterwards."""
    require_programs("Xvfb", "xdotool", "xprop")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--with", dest="first", action="append", default=[], metavar="REQUIREMENT")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="videxplore-wheel-") as folder:
        wheel = options.wheel or build_both(Path(folder) / "dist")[0]
        check(wheel.resolve(), Path(folder), options.first)


if __name__ == "__main__":
    main()
