"""Only ``core/files.py`` deletes, moves or replaces files; everything else asks it to."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "videxplore"
OWNER = PACKAGE / "core" / "files.py"

METHODS = frozenset({"unlink", "rmdir", "hardlink_to", "symlink_to", "truncate", "ftruncate"})
"""Methods of paths and files that delete, link or cut, whatever their arguments."""

RENAMING_METHODS = frozenset({"replace", "rename"})
"""Methods of paths with one argument; those of texts and of our own classes have two."""

OS_FUNCTIONS = frozenset(
    {
        "remove",
        "unlink",
        "rename",
        "renames",
        "replace",
        "rmdir",
        "removedirs",
        "link",
        "symlink",
        "truncate",
        "ftruncate",
        "open",
    }
)
SHUTIL_FUNCTIONS = frozenset(
    {"rmtree", "move", "copyfile", "copy", "copy2", "copytree", "copyfileobj", "unpack_archive"}
)
WRITING_METHODS = frozenset({"write_bytes", "write_text", "touch"})
WRITING_MODES = frozenset("wax+")

WRITES_ELSEWHERE = {
    "backbones/weights/downloads.py": "a partial download grows over several runs; core/files renames it",
}
"""Modules that open a file for writing by its own name, with the reason."""


Nodes = Sequence[ast.AST]
"""All that a module consists of."""


def nodes_of(source: str) -> Nodes:
    return list(ast.walk(ast.parse(source)))


def changes(nodes: Nodes) -> Iterator[tuple[int, str]]:
    """Calls that delete, move or replace a file, with their lines."""
    modules = imported_modules(nodes)
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module in {"os", "shutil"}:
            banned = OS_FUNCTIONS if node.module == "os" else SHUTIL_FUNCTIONS
            yield from ((node.lineno, name.name) for name in node.names if name.name in banned)
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, owner = node.func.attr, node.func.value
        module = modules.get(owner.id) if isinstance(owner, ast.Name) else None
        if module is not None:
            banned = {"os": OS_FUNCTIONS, "shutil": SHUTIL_FUNCTIONS}.get(module, frozenset())
            if name in banned:
                yield node.lineno, f"{module}.{name}"
        elif name in METHODS or (name in RENAMING_METHODS and len(node.args) == 1 and not node.keywords):
            yield node.lineno, name


def writes(nodes: Nodes) -> Iterator[tuple[int, str, str]]:
    """Calls that open a file for writing or write it whole: line, call, and what it is called on."""
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute):
            name, on, modes = node.func.attr, ast.unparse(node.func.value), node.args[:1]
        elif isinstance(node.func, ast.Name):
            name, on, modes = node.func.id, ast.unparse(node.args[0]) if node.args else "", node.args[1:2]
        else:
            continue
        modes = [*modes, *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]
        may_write = any(
            set(one.value) & WRITING_MODES and set(one.value) <= set("rwaxbt+")
            for mode in modes
            for one in ast.walk(mode)
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        )
        if name in WRITING_METHODS or (name == "open" and may_write):
            yield node.lineno, name, on


def imported_modules(nodes: Nodes) -> dict[str, str]:
    """Names of imported modules, by the names they have in a module."""
    return {
        name.asname or name.name: name.name
        for node in nodes
        if isinstance(node, ast.Import)
        for name in node.names
    }


@pytest.fixture(scope="module")
def other_modules() -> list[tuple[str, Nodes]]:
    """Every module but the owner, parsed."""
    return [
        (str(file.relative_to(PACKAGE)), nodes_of(file.read_text(encoding="utf-8")))
        for file in sorted(PACKAGE.rglob("*.py"))
        if file != OWNER
    ]


def test_only_one_module_deletes_moves_or_replaces_files(other_modules: list[tuple[str, Nodes]]) -> None:
    found = [f"{name}:{line} {call}" for name, nodes in other_modules for line, call in changes(nodes)]
    assert found == [], "call videxplore.core.files instead"


def test_files_are_written_under_scratch_names(other_modules: list[tuple[str, Nodes]]) -> None:
    found = [
        f"{name}:{line} {on}.{call}"
        for name, nodes in other_modules
        if name not in WRITES_ELSEWHERE
        for line, call, on in writes(nodes)
        if on != "scratch"
    ]
    assert found == [], "call videxplore.core.files instead"


@pytest.mark.parametrize(
    "source",
    [
        "path.unlink(missing_ok=True)",
        "folder.rmdir()",
        "scratch.replace(target)",
        "Path(a).rename(b)",
        "import shutil\nshutil.rmtree(folder)",
        "import shutil as s\ns.move(a, b)",
        "import os\nos.replace(a, b)",
        "from os import remove",
        "from shutil import copyfile as copy_it",
    ],
)
def test_each_way_to_change_a_file_is_noticed(source: str) -> None:
    assert list(changes(nodes_of(source)))


@pytest.mark.parametrize(
    "source",
    ["path.write_text('x')", "open(path, 'w')", "path.open('ab' if more else 'wb')", "path.open(mode='r+b')"],
)
def test_each_way_to_write_a_file_is_noticed(source: str) -> None:
    assert list(writes(nodes_of(source)))


@pytest.mark.parametrize(
    "source", ["text.replace('a', 'b')", "path.open('rb')", "open(path)", "a.rename(1, b)"]
)
def test_other_calls_are_not_mistaken(source: str) -> None:
    nodes = nodes_of(source)
    assert [*changes(nodes), *writes(nodes)] == []
