"""The structure measures on a small package whose numbers are known."""

from pathlib import Path

from benchmarks.structure import cycles, measure

SOURCES = {
    "__init__.py": '"""A package."""\n',
    "first.py": """
from package import second
from package.look.colours import Colour

class Panel:
    changed = Signal()
    def open(self, name: str) -> None:
        self.changed.connect(print)
""",
    "second.py": """
def load(name):
    \"\"\"Load.\"\"\"
    import json
    from package.first import Panel
    return json, Panel
""",
    "look/__init__.py": "",
    "look/colours.py": "class Colour: ...\nclass Panel: ...\n",
    "look/first.py": "from .colours import Colour\n",
}


def test_measures_of_a_small_package(tmp_path: Path) -> None:
    for name, source in SOURCES.items():
        path = tmp_path / "package" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_first.py").write_text("\n" * 9)
    report = measure(tmp_path / "package", tests)

    assert report["size"]["modules"] == 6
    assert report["size"]["lines"] == 1 + 8 + 6 + 2 + 1
    assert report["size"]["test/source"] == 0.5
    assert report["functions"]["lines/function median · p90 · max"] == "2 · 5 · 5"
    assert report["functions"]["annotated"] == "50.0 %"
    assert report["imports"]["imports inside functions"] == 2
    assert report["imports"]["of them internal"] == 1
    # first and second import each other once; colours has two importers.
    assert report["imports"]["modules with a single importer"] == 2
    assert report["imports"]["import circles"] == []
    assert report["imports"]["import circles through functions"] == [["package.first", "package.second"]]
    assert report["Qt"]["signals by package"] == {"(root)": 1}
    assert report["Qt"]["connects"] == 1
    assert report["names"]["public class names used twice"] == {
        "Panel": ["package.first", "package.look.colours"]
    }
    assert report["names"]["file names used twice"] == {"first.py": ["package.first", "package.look.first"]}


def test_cycles_are_separated() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": {"d"}, "f": {"a"}}
    assert cycles(graph) == [["a", "b", "c"], ["d", "e"]]
