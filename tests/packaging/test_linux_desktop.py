"""What desktops and shells of Linux read about the program."""

import configparser
import importlib
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import videxplore
from videxplore.cli.application import make_application
from videxplore.paths import DESKTOP_ID

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
ENTRY = LINUX / f"{DESKTOP_ID}.desktop"
METAINFO = LINUX / f"{DESKTOP_ID}.metainfo.xml"
FORMS = ("man", "markdown", "bash", "zsh", "fish")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the command line says of itself, in every form."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "packaging")
        made: Any = importlib.import_module("command_pages")
    found = made.commands()
    return {name: make(found) for name, make in made.FORMS.items()}


def test_files_and_folders_open_with_the_program() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(ENTRY, encoding="utf-8")
    described = entry["Desktop Entry"]
    assert described["Exec"] == "videxplore %F"
    assert described["Icon"] == DESKTOP_ID
    kinds = described["MimeType"].split(";")
    assert {"inode/directory", "video/mp4", "video/quicktime", "video/x-matroska", "video/webm"} <= set(kinds)


def test_the_software_centre_gets_the_version_and_the_entry() -> None:
    tree = ElementTree.parse(METAINFO)  # noqa: S314 - our own file.
    assert tree.findtext("id") == DESKTOP_ID
    assert tree.findtext("launchable") == ENTRY.name
    versions = [release.get("version") for release in tree.iter("release")]
    assert versions[0] == videxplore.__version__


@pytest.mark.parametrize(
    ("validator", "file"),
    [(("desktop-file-validate",), ENTRY), (("appstreamcli", "validate", "--no-net"), METAINFO)],
)
def test_validators_find_nothing(validator: tuple[str, ...], file: Path) -> None:
    if shutil.which(validator[0]) is None:
        pytest.skip(f"{validator[0]} is not installed")
    done = subprocess.run([*validator, str(file)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("form", FORMS)
def test_every_command_is_described(pages: dict[str, str], form: str) -> None:
    names = {command.name for command in make_application().registered_commands}
    assert len(names) > 20
    assert not {name for name in names if not re.search(rf"\b{name}\b", pages[form])}
    plain = pages[form].replace("\\-", "-")
    assert ("min-confidence" if form == "fish" else "--min-confidence") in plain


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_accept_the_completions(pages: dict[str, str], shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    file = tmp_path / "completion"
    file.write_text(pages[shell], encoding="utf-8")
    subprocess.run([shell, "-n", str(file)], check=True, timeout=60)


def test_bash_completes_commands_and_options(pages: dict[str, str], tmp_path: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    file = tmp_path / "completion"
    file.write_text(pages["bash"], encoding="utf-8")

    def completed(*words: str) -> set[str]:
        line = " ".join(("videxplore", *words))
        program = f"source {file}; COMP_WORDS=({line}); COMP_CWORD={len(words)}; "
        program += "_videxplore; echo ${COMPREPLY[@]}"
        done = subprocess.run(["bash", "-c", program], check=True, capture_output=True, text=True, timeout=60)
        return set(done.stdout.split())

    assert completed("simi") == {"similar"}
    assert completed("models", "fe") == {"fetch"}
    assert completed("selects", "imp") == {"import"}
    assert completed("cluster", "") == {"start"}
    assert completed("similar", "--min-c") == {"--min-confidence"}
    assert "--features" in completed("models", "info", "--f")
    assert "--host" in completed("cluster", "start", "--h")


def test_the_manual_page_is_one(pages: dict[str, str]) -> None:
    assert pages["man"].startswith(f'.TH VIDEXPLORE 1 "" "videxplore {videxplore.__version__}"')
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-b"],
        input=pages["man"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert not done.stderr
