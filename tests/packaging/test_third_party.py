"""The page of third-party software names everything that is installed with the program."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "make_third_party.py"


def test_everything_installed_with_the_program_is_named() -> None:
    command = [sys.executable, str(SCRIPT), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_licence_of_everything_is_stated() -> None:
    page = (ROOT / "resources" / "THIRD_PARTY.md").read_text(encoding="utf-8")
    shipped = page.partition("## Distributions in every package")[2].partition("## Distributions of other")[0]
    rows = re.findall(r"^\| (\S+) \| (.*?) \|", shipped, re.MULTILINE)[1:]
    assert {"torch", "distributed", "cryptography", "rapidocr", "faster-whisper"} <= {
        name for name, _ in rows
    }
    assert not [name for name, licence in rows if licence in ("", "see its files")]
