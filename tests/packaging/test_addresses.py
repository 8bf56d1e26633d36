"""``pyproject.toml`` says where the project is; recipes and pages that cannot read it say the same."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
FILES = [
    ROOT / "mkdocs.yml",
    ROOT / "packaging/build_linux.py",
    ROOT / "packaging/site_pages.py",
    ROOT / "packaging/linux/copyright",
    ROOT / "packaging/linux/io.github.videxplore.Videxplore.metainfo.xml",
    ROOT / "packaging/windows/videxplore.iss",
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_names_no_other_address_of_the_project(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    named = re.findall(r"https://[\w.-]*(?:github\.com|github\.io)/[^\s\"'<>]*", text)
    assert named
    known = (ADDRESSES["Homepage"], ADDRESSES["Documentation"])
    assert [one for one in named if not one.startswith(known)] == []
