"""What the frozen program leaves out."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = str(Path(__file__).resolve().parents[2] / "packaging")


@pytest.fixture
def pruning(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, which the recipe of PyInstaller imports from its folder."""
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("pruning")


def links(pruning: ModuleType, *names: str) -> dict[str, str]:
    """What becomes a link, and where it leads to, of libraries with these names."""
    entries = pruning.shared([(name, f"/somewhere/{name}", "BINARY") for name in names])
    assert [entry[0] for entry in entries] == list(names)
    return {name: target for name, target, kind in entries if kind == "SYMLINK"}


def test_the_newest_ffmpeg_of_a_major_version_takes_the_place_of_the_others(pruning: ModuleType) -> None:
    older = "opencv_python_headless.libs/libavcodec-c4204469.so.62.28.101"
    newer = "av.libs/libavcodec-5e6b81c2.so.62.28.102"
    link = {older: "../av.libs/libavcodec-5e6b81c2.so.62.28.102"}
    assert links(pruning, older, newer) == links(pruning, newer, older) == link


def test_another_major_version_stays(pruning: ModuleType) -> None:
    assert not links(
        pruning, "a.libs/libavcodec-c4204469.so.61.19.100", "b.libs/libavcodec-5e6b81c2.so.62.28.102"
    )
    assert not links(pruning, "a.libs/libvpx-4fb239ff.so.11.0.1", "b.libs/libvpx-edb6de90.so.12.0.0")


def test_openblas_with_openmp_takes_the_place_of_the_one_with_threads(pruning: ModuleType) -> None:
    threads = "opencv_python_headless.libs/libopenblasp-r0-59ffcd50.3.30.so"
    openmp = "faiss_cpu.libs/libopenblaso-r0-d77a1985.3.15.so"
    assert links(pruning, threads, openmp) == {threads: "../faiss_cpu.libs/libopenblaso-r0-d77a1985.3.15.so"}


def test_the_same_file_of_two_wheels_is_kept_once(pruning: ModuleType) -> None:
    name = "libgfortran-040039e1-0352e75f.so.5.0.0"
    assert links(pruning, f"numpy.libs/{name}", f"scipy.libs/{name}") == {
        f"scipy.libs/{name}": f"../numpy.libs/{name}"
    }


def test_libraries_that_are_built_differently_stay(pruning: ModuleType) -> None:
    assert not links(
        pruning,
        "numpy.libs/libgfortran-040039e1-0352e75f.so.5.0.0",
        "scipy.libs/libgfortran-8f1e9814.so.5.0.0",
        "numpy.libs/libscipy_openblas64_-32a4b2a6.so",
        "scipy.libs/libscipy_openblas-6cdc3b4a.so",
        "torch/lib/libgomp.so.1",
    )


@pytest.mark.parametrize(
    ("name", "is_left_out"),
    [
        ("torch/lib/libtorch_cpu.so", False),
        ("torch/bin/torch_shm_manager", False),
        ("torch/bin/protoc", True),
        ("torch/nn/functional.py", False),
        ("torch/_inductor/codegen/cpp.py", True),
        ("torch/_inductor/config.py", False),
        ("pyarrow/libarrow_flight.so.2600", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/translations/qtbase_fr.qm", True),
    ],
)
def test_files_that_are_never_used_are_left_out(pruning: ModuleType, name: str, is_left_out: bool) -> None:
    assert pruning.is_unused(name) is is_left_out


def test_equal_files_are_kept_once(pruning: ModuleType, tmp_path: Path) -> None:
    large, small = b"a" * 200_000, b"b" * 10
    contents = {
        "pyarrow/lib.so": large,
        "pyarrow/lib.so.26": large,
        "other/lib.so": large,
        "one": small,
        "two": small,
    }
    for name, content in contents.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    pruning.link_equal(tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in contents} == contents
    assert sorted(file.name for file in tmp_path.rglob("*") if file.is_symlink()) == ["lib.so", "lib.so.26"]
    assert not (tmp_path / "one").is_symlink()


def test_links_to_what_was_left_out_are_removed(pruning: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "library.so").touch()
    (tmp_path / "kept.so").symlink_to("library.so")
    (tmp_path / "broken.so").symlink_to("plugins/left-out.so")
    pruning.remove_broken_links(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["kept.so", "library.so"]
