"""The page about the Python interface, and the notebook, run as they are written."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import videxplore as vx
from tests.videos import shots, write_video

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "docs" / "notebooks" / "explore.ipynb"


def private_folders(folder: Path) -> dict[str, str]:
    """Settings, data and caches of the programs below a folder, not the user's own."""
    names = (
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "IPYTHONDIR",
        "JUPYTER_CONFIG_DIR",
    )
    return {name: str(folder / name.lower()) for name in names}


def test_the_snippets_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "footage").mkdir()
    for name, seeds in {"beach.mp4": (1, 2, 3), "city.mp4": (2, 4, 1)}.items():
        write_video(tmp_path / "footage" / name, shots(seeds, 25))
    monkeypatch.chdir(tmp_path)
    for name, value in private_folders(tmp_path).items():
        monkeypatch.setenv(name, value)
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    snippets = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(snippets) > 8
    namespace: dict[str, object] = {}
    for number, snippet in enumerate(snippets, start=1):
        exec(compile(snippet, f"docs/api.md, snippet {number}", "exec"), namespace)  # noqa: S102 - that is the test.
    assert (tmp_path / "cut.otio").is_file()


def test_the_cells_of_the_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On small videos that are named as the clips of the notebook."""
    for name, value in private_folders(tmp_path).items():
        monkeypatch.setenv(name, value)
    clips = [
        write_video(tmp_path / name, shots(seeds, 28))
        for name, seeds in {"bigbuckbunny.mp4": (1, 2, 3), "bikes.mp4": (2, 4, 1)}.items()
    ]
    monkeypatch.setattr(vx, "demo_clips", lambda: clips)
    namespace: dict[str, object] = {}
    thumbnails = 0
    for number, cell in enumerate(json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] == "code":
            shown = run_cell("".join(cell["source"]), f"cell {number}", namespace)
            html = getattr(shown, "_repr_html_", str)()
            thumbnails += html.count("<img")
    assert thumbnails > 10


def run_cell(source: str, name: str, namespace: dict[str, object]) -> object:
    """Run a cell; what its last line gives, which is shown below it."""
    program = ast.parse(source)
    last = program.body.pop() if isinstance(program.body[-1], ast.Expr) else None
    exec(compile(program, name, "exec"), namespace)  # noqa: S102 - that is the test.
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), name, "eval"), namespace)  # noqa: S307 - as above.


@pytest.mark.slow
def test_the_notebook_in_jupyter(tmp_path: Path) -> None:
    try:
        vx.demo_clips()
    except vx.VidexploreError as error:
        pytest.skip(str(error))
    done = subprocess.run(
        [sys.executable, "-c", RUN_NOTEBOOK, str(NOTEBOOK)],
        cwd=tmp_path,
        env={**os.environ, **private_folders(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10, "thumbnails are shown"


RUN_NOTEBOOK = """
import sys
import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=240, kernel_name="python3").execute()
outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
print(sum(str(output.get("data", {}).get("text/html", "")).count("<img") for output in outputs))
"""
