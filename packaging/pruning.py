"""What the frozen program leaves out, and a table of what the rest takes."""

import fnmatch
import os
import shutil
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from PyInstaller.depend.bindepend import get_imports

Entry = tuple[str, str, str]
"""An entry of PyInstaller's lists: name inside the program, source, kind."""

UNUSED_MODULES = (
    # Tools of developers, and readers of tables, that libraries import only where they find them.
    "IPython",
    "chardet",
    "hypothesis",
    "jedi",
    "lxml",
    "matplotlib",
    "mypy",
    "pandas",
    "pip",
    "psutil",
    "pytest",
    "setuptools",
    "tensorboard",
    "tkinter",
    "triton",
    # Arrow over networks.
    "pyarrow._flight",
    "pyarrow._gcsfs",
    "pyarrow._hdfs",
    "pyarrow._s3fs",
    "pyarrow._azurefs",
    "pyarrow._substrait",
    "pyarrow.tests",
    # Tools of torch for compilers, clusters and its own tests, which no model here uses.
    "torch.utils.tensorboard",
    "torch.utils.benchmark",
    "torch.utils.bottleneck",
    "torch.utils.model_dump",
    "torch.contrib",
)

UNUSED_FILES = (
    "*.h",
    "*.hpp",
    "*.cuh",
    "*.cpp",
    "*.cmake",
    "*.pxd",
    "*.pxi",
    "*.pyi",
    "*.pyx",
    "*.pyx.tp",
    "*.pxd.tp",
    "*.pxi.tp",
    "*/meson.build",
    "*/tests/*",
    "pyarrow/include/*",
    "pyarrow/src/*",
    "pyarrow/tests/*",
    "*libarrow_flight.*",
    "*libarrow_python_flight.*",
    "*libarrow_s3.*",
    "torch/bin/*",
    "torch/include/*",
    "torch/share/*",
    "torch/test/*",
    "torch/lib/*test*",
    "torch/lib/libaoti_custom_ops.*",
    "torch/lib/libbackend_with_compiler.*",
    # Operators for GPUs, which a torch for the CPU cannot load; the program declares those it needs.
    "torchvision/_C.*",
    "torchvision/image.*",
    "torchvision.libs/*",
    # Qt's parts that no widget uses. The theme of GTK would bring the GTK of the machine that builds.
    "*/Qt/plugins/imageformats/*qpdf*",
    "*/Qt/plugins/platforminputcontexts/*virtualkeyboard*",
    "*/Qt/plugins/platforms/*eglfs*",
    "*/Qt/plugins/platforms/*linuxfb*",
    "*/Qt/plugins/platforms/*vkkhrdisplay*",
    "*/Qt/plugins/platforms/*vnc*",
    "*/Qt/plugins/platformthemes/*gtk3*",
    "*/Qt/plugins/egldeviceintegrations/*",
    "*/Qt/plugins/qmltooling/*",
    "*/Qt/qml/*",
    # Sound needs no backend on Linux, and this one brings QML and another FFmpeg.
    *(["*/Qt/plugins/multimedia/libffmpegmediaplugin.so"] if sys.platform == "linux" else []),
)

KEPT_FILES = ("torch/bin/torch_shm_manager*",)
"""Exceptions from the patterns above: torch does not start without it."""

TRANSLATIONS = ("qtbase_de.qm", "qtbase_en.qm")
"""Qt's own texts in the languages of the window."""

LOADED_SEGMENT = 1
"""PT_LOAD of ELF."""

LIBRARY_FOLDERS = ("", "PySide6/Qt/lib")
"""Where shared libraries lie that only other files load: unneeded once those are left out."""


def is_unused(name: str) -> bool:
    """Whether a file, by its name inside the program, is never used."""
    name = name.replace(os.sep, "/")
    if "/Qt/translations/" in name or name.startswith("PySide6/translations/"):
        return not name.endswith(TRANSLATIONS)
    is_kept = any(fnmatch.fnmatch(name, pattern) for pattern in KEPT_FILES)
    return not is_kept and any(fnmatch.fnmatch(name, pattern) for pattern in UNUSED_FILES)


def used(entries: Iterable[Entry]) -> list[Entry]:
    """``entries`` without what is never used."""
    return [entry for entry in entries if not is_unused(entry[0])]


def needed(entries: list[Entry]) -> list[Entry]:
    """``entries`` without libraries that none of them loads, directly or through others."""
    by_name: dict[str, list[Entry]] = {}
    waiting: list[Entry] = []
    for entry in entries:
        by_name.setdefault(Path(entry[0]).name, []).append(entry)
        folder = Path(entry[0]).parent.as_posix().removeprefix(".")
        is_library = folder in LIBRARY_FOLDERS and Path(entry[0]).name.startswith("lib")
        # The program itself loads Python's own library.
        if not is_library or Path(entry[0]).name.startswith("libpython"):
            waiting.append(entry)
    kept = {entry[0]: entry for entry in waiting}
    while waiting:
        entry = waiting.pop()
        if entry[2] == "SYMLINK":
            loaded = {Path(entry[1]).name}
        else:
            loaded = {Path(name).name for name, _ in get_imports(entry[1])}
        for name in loaded:
            for other in by_name.get(name, []):
                if other[0] not in kept:
                    kept[other[0]] = other
                    waiting.append(other)
    return [entry for entry in entries if entry[0] in kept]


def strip_symbols(folder: Path) -> None:
    """Remove symbols that no program needs from the shared libraries below ``folder``; Linux only.

    ``strip`` damages some libraries that were changed after they were linked, as those in wheels are: such a
    file stays as it was.
    """
    for file in folder.rglob("*.so*"):
        if file.is_symlink() or not file.is_file():
            continue
        smaller = file.with_name(f"{file.name}.stripped")
        done = subprocess.run(
            ["strip", "--strip-unneeded", "-o", smaller, file], check=False, capture_output=True
        )
        if done.returncode == 0 and is_loadable(smaller):
            shutil.copymode(file, smaller)
            smaller.replace(file)
        else:
            smaller.unlink(missing_ok=True)


def is_loadable(file: Path) -> bool:
    """Whether every segment of a 64-bit ELF file lies in the file as it does in a page of memory.

    Source: "System V Application Binary Interface", chapter 5, "Program Header".
    """
    content = file.read_bytes()
    (start,) = struct.unpack_from("<Q", content, 32)
    size, count = struct.unpack_from("<HH", content, 54)
    for number in range(count):
        kind, _, offset, address, _, _, _, alignment = struct.unpack_from(
            "<IIQQQQQQ", content, start + number * size
        )
        if kind == LOADED_SEGMENT and alignment > 1 and (offset - address) % alignment:
            return False
    return True


def size_table(folder: Path, least_mb: float = 10.0) -> str:
    """What takes the space in a folder, in MB, the largest first, and how much all of it takes."""
    sizes: Counter[str] = Counter()
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            parts = [part for part in file.relative_to(folder).parts if part != "_internal"]
            sizes[parts[0]] += file.stat().st_size
    lines = [f"{size / 1e6:8.1f} MB  {name}" for name, size in sizes.most_common() if size >= least_mb * 1e6]
    return "\n".join([*lines, f"{sizes.total() / 1e6:8.1f} MB  together"])
