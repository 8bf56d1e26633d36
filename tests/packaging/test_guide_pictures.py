"""The pictures of the documentation are those that a script takes from the window."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "guide_pictures.py"


def test_every_picture_is_taken_by_the_script_and_shown_on_a_page() -> None:
    taken = set(re.findall(r'\.save(?:_dialog)?\("([a-z]+)"', SCRIPT.read_text(encoding="utf-8")))
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = {
        name
        for page in pages
        for name in re.findall(r"images/([a-z]+)\.png", page.read_text(encoding="utf-8"))
    }
    assert taken == shown == {file.stem for file in (ROOT / "docs" / "images").glob("*.png")}
