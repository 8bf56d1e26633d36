"""The structure of a Python package in numbers: sizes, imports, Qt wiring and names.

``python -m benchmarks.structure [PATH] [--tests PATH] [--json]`` reads the source and runs nothing of it.
"""

import argparse
import ast
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

LONG_FUNCTION_LINES = 40
TOO_LONG_FUNCTION_LINES = 60
MAX_LISTED = 12
# A module this short holds a docstring and nothing else.
EMPTY_MODULE_LINES = 6

Function = ast.FunctionDef | ast.AsyncFunctionDef
Imports = dict[str, set[str]]
Report = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Module:
    """One parsed source file.

    Attributes:
        name: Dotted name, the package's own name first.
        lines: Lines of the file, blank ones and comments included.
    """

    name: str
    path: Path
    tree: ast.Module
    lines: int

    @property
    def package(self) -> str:
        """The first one or two levels below the root package, which is where a reader looks."""
        parts = self.name.split(".")[1:]
        below = parts if self.path.name == "__init__.py" else parts[:-1]
        return "/".join(below[:2]) or "(root)"


@dataclass(frozen=True)
class FoundFunction:
    """A function or method; ``lines`` count from its ``def`` to its last statement."""

    where: str
    node: Function
    lines: int


def read_package(folder: Path) -> list[Module]:
    """Parse every module of the package in ``folder``."""
    modules = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        names = (folder.name, *(parts[:-1] if parts[-1] == "__init__" else parts))
        text = path.read_text(encoding="utf-8")
        modules.append(Module(".".join(names), path, ast.parse(text), len(text.splitlines())))
    return modules


def functions_of(module: Module) -> Iterator[FoundFunction]:
    """Functions and methods of a module, nested ones included."""
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            assert node.end_lineno is not None
            yield FoundFunction(f"{module.name}:{node.name}", node, node.end_lineno - node.lineno + 1)


def is_annotated(node: Function) -> bool:
    """Whether every parameter but ``self`` and ``cls``, and the result, has a type."""
    given = node.args
    parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    typed = all(one.annotation for one in parameters if one is not None and one.arg not in {"self", "cls"})
    return typed and node.returns is not None


def imports_inside_functions(module: Module) -> list[ast.Import | ast.ImportFrom]:
    """Import statements that run only when a function is called."""
    inside = {
        id(statement): statement
        for found in functions_of(module)
        for statement in ast.walk(found.node)
        if isinstance(statement, ast.Import | ast.ImportFrom)
    }
    return list(inside.values())


def imported_names(statement: ast.Import | ast.ImportFrom, module: Module) -> Iterator[str]:
    """Dotted names that a statement imports: modules, or names in modules."""
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
        return
    base = statement.module or ""
    if statement.level:
        package = module.name.split(".")
        up = statement.level - (module.path.name == "__init__.py")
        base = ".".join([*package[: len(package) - up], *([base] if base else [])])
    yield from (f"{base}.{alias.name}" for alias in statement.names)


def internal_targets(
    statement: ast.Import | ast.ImportFrom, module: Module, names: frozenset[str]
) -> set[str]:
    """Modules of the same package that a statement imports."""
    targets = set()
    for name in imported_names(statement, module):
        owner = name if name in names else name.rpartition(".")[0]
        if owner in names and owner != module.name:
            targets.add(owner)
    return targets


def import_graph(modules: Sequence[Module], *, with_functions: bool) -> Imports:
    """Which module imports which; guarded ``TYPE_CHECKING`` imports count as others do."""
    names = frozenset(module.name for module in modules)
    graph: Imports = {}
    for module in modules:
        inside = {id(statement) for statement in imports_inside_functions(module)}
        graph[module.name] = {
            target
            for statement in ast.walk(module.tree)
            if isinstance(statement, ast.Import | ast.ImportFrom)
            and (with_functions or id(statement) not in inside)
            for target in internal_targets(statement, module, names)
        }
    return graph


def cycles(graph: Imports) -> list[list[str]]:
    """Strongly connected groups: modules that import each other in a circle."""
    names = list(graph)
    place = {name: number for number, name in enumerate(names)}
    edges = [(place[name], place[target]) for name, targets in graph.items() for target in targets]
    matrix = coo_array(
        (np.ones(len(edges)), np.array(edges, dtype=int).reshape(-1, 2).T), shape=(len(names),) * 2
    )
    _, labels = connected_components(matrix.tocsr(), connection="strong")
    groups: dict[int, list[str]] = defaultdict(list)
    for name, label in zip(names, labels, strict=True):
        groups[int(label)].append(name)
    return sorted((sorted(group) for group in groups.values() if len(group) > 1), key=len, reverse=True)


def calls_of(module: Module) -> Iterator[str]:
    """Names of what a module calls: ``f`` of ``f()`` and ``.m`` of ``x.m()``."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id
            elif isinstance(node.func, ast.Attribute):
                yield f".{node.func.attr}"


def spread(values: Iterable[int]) -> str:
    """Median, 90th percentile and maximum."""
    ordered = sorted(values)
    if not ordered:
        return "-"
    last = len(ordered) - 1
    return f"{ordered[round(last / 2)]} · {ordered[round(last * 0.9)]} · {ordered[-1]}"


def share(part: int, whole: int) -> str:
    """A share in percent."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def repeated(places: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Names that occur in more than one place, with the places."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, place in places:
        found[name].append(place)
    return {name: sorted(where) for name, where in sorted(found.items()) if len(where) > 1}


def size_measures(modules: Sequence[Module], test_lines: int) -> dict[str, object]:
    """How large the package and its modules are."""
    lines = sum(module.lines for module in modules)
    return {
        "modules": len(modules),
        f"modules over {EMPTY_MODULE_LINES} lines": sum(
            module.lines > EMPTY_MODULE_LINES for module in modules
        ),
        "lines": lines,
        "lines/module median · p90 · max": spread(module.lines for module in modules),
        "test lines": test_lines,
        "test/source": round(test_lines / lines, 2) if lines else 0,
    }


def function_measures(modules: Sequence[Module]) -> dict[str, object]:
    """How long functions are, and how many say what they do and take."""
    found = [function for module in modules for function in functions_of(module)]
    long = [function for function in found if function.lines > LONG_FUNCTION_LINES]
    classes = [node for module in modules for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    documented = [*(one.node for one in found), *classes, *(module.tree for module in modules)]
    return {
        "functions": len(found),
        "classes": len(classes),
        "lines/function median · p90 · max": spread(function.lines for function in found),
        f"over {LONG_FUNCTION_LINES} lines": f"{len(long)} ({share(len(long), len(found))})",
        f"over {TOO_LONG_FUNCTION_LINES} lines": [
            f"{function.where} ({function.lines})"
            for function in sorted(long, key=lambda function: -function.lines)
            if function.lines > TOO_LONG_FUNCTION_LINES
        ],
        "with docstring": share(
            sum(ast.get_docstring(one) is not None for one in documented), len(documented)
        ),
        "annotated": share(sum(is_annotated(function.node) for function in found), len(found)),
    }


def import_measures(modules: Sequence[Module]) -> dict[str, object]:
    """Imports inside functions, modules with a single importer, and circles."""
    names = frozenset(module.name for module in modules)
    inside = [(module, one) for module in modules for one in imports_inside_functions(module)]
    everywhere = import_graph(modules, with_functions=True)
    importers = Counter(target for targets in everywhere.values() for target in targets)
    packages = {module.name for module in modules if module.path.name == "__init__.py"}
    return {
        "imports inside functions": len(inside),
        "of them internal": sum(bool(internal_targets(one, module, names)) for module, one in inside),
        "modules with a single importer": sum(importers[name] == 1 for name in names if name not in packages),
        "import circles": cycles(import_graph(modules, with_functions=False)),
        "import circles through functions": cycles(everywhere),
    }


def wiring_measures(modules: Sequence[Module]) -> dict[str, object]:
    """Qt signals and connections, and the packages they are in."""
    calls = Counter((module.package, call) for module in modules for call in calls_of(module))

    def per_package(name: str) -> dict[str, int]:
        counted = {package: count for (package, call), count in calls.items() if call == name}
        return dict(sorted(counted.items(), key=lambda item: -item[1]))

    signals, connects = per_package("Signal"), per_package(".connect")
    return {
        "signals": sum(signals.values()),
        "connects": sum(connects.values()),
        "signals by package": signals,
        "connects by package": connects,
    }


def name_measures(modules: Sequence[Module]) -> dict[str, object]:
    """Public classes and files that share a name, so that a search finds the wrong one."""
    return {
        "public class names used twice": repeated(
            (node.name, module.name)
            for module in modules
            for node in module.tree.body
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        ),
        "file names used twice": repeated(
            (module.path.name, module.name) for module in modules if module.path.name != "__init__.py"
        ),
    }


def measure(folder: Path, tests: Path) -> Report:
    """All measures of the package in ``folder``, by subject."""
    modules = read_package(folder)
    test_lines = sum(module.lines for module in read_package(tests)) if tests.is_dir() else 0
    return {
        "size": size_measures(modules, test_lines),
        "functions": function_measures(modules),
        "imports": import_measures(modules),
        "Qt": wiring_measures(modules),
        "names": name_measures(modules),
    }


def as_text(value: object) -> str:
    """A value in a cell of the table, long lists cut."""
    if isinstance(value, dict):
        cells = [f"{name} {len(one) if isinstance(one, list) else one}" for name, one in list(value.items())]
    elif isinstance(value, list):
        cells = [" ↔ ".join(one) if isinstance(one, list) else str(one) for one in value]
    else:
        return f"{value:,}" if isinstance(value, int) else str(value)
    more = f"\n… {len(cells) - MAX_LISTED} more" if len(cells) > MAX_LISTED else ""
    separator = ", " if isinstance(value, dict) else "\n"
    return f"{len(cells)}: " + separator.join(cells[:MAX_LISTED]) + more if cells else "0"


def print_table(report: Report, title: str) -> None:
    """Print the measures as one table with a section for each subject."""
    table = Table("measure", "value", title=title)
    for subject, measures in report.items():
        table.add_section()
        table.add_row(f"[bold]{subject}")
        for name, value in measures.items():
            table.add_row(name, as_text(value))
    Console(width=None if sys.stdout.isatty() else 140).print(table)


def main() -> None:
    """Measure one package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, nargs="?", default=Path("videxplore"), help="folder of a package")
    parser.add_argument("--tests", type=Path, help="folder of its tests; by default `tests` beside it")
    parser.add_argument("--json", action="store_true", help="print one JSON document, nothing cut")
    chosen = parser.parse_args()
    folder = chosen.path.resolve()
    report = measure(folder, chosen.tests or folder.parent / "tests")
    if chosen.json:
        print(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        print_table(report, str(chosen.path))


if __name__ == "__main__":
    main()
