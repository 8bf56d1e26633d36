"""The shape of the project itself: what its pages promise is there."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST_MODULE_LINES = 500


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True)
    if listing.returncode != 0:
        pytest.skip("this is not a git checkout, so what belongs to the project cannot be listed")
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).exists()]


def test_no_module_outgrows_its_subject() -> None:
    too_long = {
        str(file.relative_to(ROOT)): lines
        for file in (ROOT / "videxplore").rglob("*.py")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE_LINES
    }
    assert not too_long, "split these by subject"


def test_the_top_level_holds_only_what_the_map_shows() -> None:
    folders = {"videxplore", "resources", "tests", "packaging", "docs", "benchmarks"}
    pages = {
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "LICENSE",
        "pyproject.toml",
        "main.py",
        "mkdocs.yml",
    }
    top_level = {file.relative_to(ROOT).parts[0] for file in tracked_files()}
    assert {name for name in top_level if not name.startswith(".")} == folders | pages


def test_no_video_is_committed() -> None:
    videos = {".mp4", ".mkv", ".mov", ".webm", ".avi", ".flv", ".3gp"}
    assert not [file for file in tracked_files() if file.suffix.lower() in videos]


PAGES_OF_THE_SITE = {"commands.md", "api-reference.md"}
"""Pages that are made while the site is built."""


def test_pages_link_only_to_files_that_are_there() -> None:

    links = [
        (page, target)
        for page in tracked_files()
        if page.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in target and target not in PAGES_OF_THE_SITE
    ]
    assert links
    assert not [(str(page), target) for page, target in links if not (page.parent / target).exists()]


def test_the_modules_that_pages_name_are_there() -> None:
    files = [file.relative_to(ROOT) for file in tracked_files()]
    known = {"/" + path.as_posix() for file in files for path in (file, *file.parents)}
    named = [
        (page, name.rstrip("/"))
        for page in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md", "docs/limits.md")
        for name in re.findall(
            r"(?<![\w*/.])[\w/]+(?:\.py\b|/(?=[\s`)]))", (ROOT / page).read_text(encoding="utf-8")
        )
    ]
    assert len(named) > 50
    assert not [(page, name) for page, name in named if not any(path.endswith(f"/{name}") for path in known)]


def test_the_readme_has_one_run_command_and_one_test_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.count("<!-- run-command -->") == readme.count("<!-- test-command -->") == 1


def test_every_extra_the_readme_installs_exists() -> None:

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = set()
    for extras in re.findall(r"\.\[([a-z,]+)\]", (ROOT / "README.md").read_text(encoding="utf-8")):
        named |= set(extras.split(","))
    assert named
    assert named <= set(project["optional-dependencies"])


KEYS = re.compile(r"(?:(?:Ctrl|Shift|Alt)\+)*(?:F\d+|Space|Return|Esc|Down|.)(?: .)*")


def test_the_guide_names_labels_as_the_window_shows_them() -> None:
    translations = ROOT / "resources" / "translations" / "videxplore_de.ts"
    tree = ElementTree.parse(translations)  # noqa: S314 - our own file.
    labels = {message.findtext("source") for message in tree.iter("message")}
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    # At the beginning of a list entry bold words are its title.
    bold = re.findall(r"(^- )?\*\*([^*]+)\*\*", guide, re.MULTILINE)
    named = {name for title, name in bold if not title and not KEYS.fullmatch(name)}
    assert len(named) > 15
    assert {re.sub(r"\d+", "%n", name.replace("\n", " ")) for name in named} <= labels


RAISING_PREDICATES = {"exists", "is_dir", "is_file", "is_symlink", "is_mount", "is_fifo", "is_socket"}
"""Methods of a path that raise where a name is too long or a folder may not be looked into."""

MAY_RAISE = {("services/indexing/finding/scan.py", "entry")}
"""Entries of a folder that is being listed; what they raise is caught there."""


def test_paths_are_asked_what_they_are_in_one_place() -> None:
    package = ROOT / "videxplore"
    bare = [
        (name, call.lineno, ast.unparse(call))
        for file in sorted(package.rglob("*.py"))
        if (name := file.relative_to(package).as_posix()) != "core/file_names.py"
        for call in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in RAISING_PREDICATES
        and (name, ast.unparse(call.func.value)) not in MAY_RAISE
    ]
    assert not bare, "use videxplore.core.file_names"
