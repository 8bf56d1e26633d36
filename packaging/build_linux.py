"""Make the packages for Linux from the frozen program: a relocatable .tar.xz and a .deb.

    python packaging/build_linux.py FROZEN [FOLDER] [--level N]

FROZEN is the folder that PyInstaller made; FOLDER is ``dist`` by default. N is that of xz, from 1, which is
quick, to 9, the default, which makes the smallest packages. Needs dpkg-deb and xz.
"""

import argparse
import gzip
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib import metadata
from pathlib import Path

from command_pages import FORMS, commands
from make_icons import make_icons
from pruning import needed_names

from videxplore.paths import DESKTOP_ID

ROOT = Path(__file__).resolve().parents[1]
LINUX = ROOT / "packaging" / "linux"
VERSION = metadata.version("videxplore")
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}

LOADED_BY_NAME = ("libEGL.so.1", "libGL.so.1")
"""Libraries that Qt loads while it runs."""

FILTERS = {"x86_64": "--x86", "aarch64": "--arm64"}
"""Filters of xz, which make machine code more compressible."""

CONTROL = """Package: videxplore
Version: {version}
Architecture: {architecture}
Maintainer: The videxplore developers <videxplore@users.noreply.github.com>
Installed-Size: {size_kib}
Depends: {depends}
Recommends: libpulse0, shared-mime-info, xdg-utils
Section: video
Priority: optional
Homepage: https://github.com/videxplore/videxplore
Description: find similar moments in folders of video
 videxplore indexes folders of video on your own computer. Click a scene and see
 similar moments in all your videos, scrub through hours of footage, see which
 actions occur, and read a summary of a whole video in a few pictures.
 .
 Nothing leaves your computer, and your videos are never changed.
"""


def write_share(share: Path) -> None:
    """What desktops and shells look for below ``/usr/share``."""
    pages = commands()
    places = {
        "bash": "bash-completion/completions/videxplore",
        "zsh": "zsh/vendor-completions/_videxplore",
        "fish": "fish/vendor_completions.d/videxplore.fish",
    }
    for form, place in places.items():
        target = share / place
        target.parent.mkdir(parents=True)
        target.write_text(FORMS[form](pages), encoding="utf-8")
    write_gz(share / "man" / "man1" / "videxplore.1.gz", FORMS["man"](pages))
    for folder, ending in (("applications", "desktop"), ("metainfo", "metainfo.xml")):
        (share / folder).mkdir()
        shutil.copyfile(LINUX / f"{DESKTOP_ID}.{ending}", share / folder / f"{DESKTOP_ID}.{ending}")
    with tempfile.TemporaryDirectory() as scratch:
        make_icons(Path(scratch))
        shutil.copytree(Path(scratch) / "hicolor", share / "icons" / "hicolor")


def write_gz(target: Path, text: str) -> None:
    """Write a text, compressed the same way each time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), mtime=0))


def needed_packages(program: Path) -> list[str]:
    """The system's packages with the libraries that the program needs and does not bring."""
    inside = {file.name for file in program.rglob("*") if ".so" in file.name}
    missing = set(LOADED_BY_NAME)
    for file in program.rglob("*"):
        if file.is_file() and not file.is_symlink() and (".so" in file.name or file.parent == program):
            missing |= needed_names(file) - inside
    packages = set()
    for name in missing:
        owners = subprocess.run(
            ["dpkg", "-S", f"*/{name}"], check=False, capture_output=True, text=True
        ).stdout
        found = {line.partition(":")[0] for line in owners.splitlines() if line.endswith(f"/{name}")}
        packages |= {one for one in found if not one.endswith(("-dev", "-dbg", "-cross"))}
    return sorted(packages)


def make_readable(folder: Path) -> None:
    """The same modes as in any package: all may read, only programs run."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def build_tar(frozen: Path, target: Path, level: int) -> Path:
    """A folder that runs from wherever it is unpacked."""
    machine = os.uname().machine
    name = f"videxplore-{VERSION}-linux-{machine}"
    command = ("xz", "--threads=0", FILTERS[machine], f"--lzma2=preset={level}")
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        folder = Path(scratch) / name
        shutil.copytree(frozen, folder, symlinks=True)
        write_share(folder / "share")
        for extra in ("desktop-entry.sh", "README.txt"):
            shutil.copy(LINUX / extra, folder)
        make_readable(folder)
        packed = target / f"{name}.tar.xz"
        with (
            packed.open("wb") as file,
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=file) as xz,
            tarfile.open(fileobj=xz.stdin, mode="w|") as archive,
        ):
            archive.add(folder, name, filter=as_root)
    assert xz.returncode == 0, f"xz ended with {xz.returncode}"
    return packed


def as_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """An entry that belongs to root, as in every package."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def build_deb(frozen: Path, target: Path, level: int) -> Path:
    """A package for Debian, Ubuntu and what is made from them."""
    architecture = ARCHITECTURES[os.uname().machine]
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        root = Path(scratch) / "root"
        program = root / "usr" / "lib" / "videxplore"
        shutil.copytree(frozen, program, symlinks=True)
        write_share(root / "usr" / "share")
        (root / "usr" / "bin").mkdir()
        (root / "usr" / "bin" / "videxplore").symlink_to("../lib/videxplore/videxplore")
        about = root / "usr" / "share" / "doc" / "videxplore"
        about.mkdir(parents=True)
        licences = ("LICENSE", "packaging/linux/copyright")
        texts = [(ROOT / name).read_text(encoding="utf-8") for name in reversed(licences)]
        (about / "copyright").write_text("\n".join(texts), encoding="utf-8")
        write_gz(about / "changelog.gz", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
        make_readable(root)
        size_kib = sum(file.lstat().st_size for file in root.rglob("*")) // 1024
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(
            CONTROL.format(
                version=VERSION,
                architecture=architecture,
                size_kib=size_kib,
                depends=", ".join(needed_packages(program)),
            ),
            encoding="utf-8",
        )
        packed = target / f"videxplore_{VERSION}_{architecture}.deb"
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{level}", "--build", str(root), str(packed)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return packed


def main() -> None:
    """Build both and say how large they are."""
    if sys.platform != "linux":
        raise SystemExit("The packages for Linux are made on Linux.")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("frozen", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "dist")
    parser.add_argument("--level", type=int, choices=range(1, 10), default=9)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for build in (build_deb, build_tar):
        packed = build(options.frozen.resolve(), options.folder.resolve(), options.level)
        print(f"{packed}: {packed.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
