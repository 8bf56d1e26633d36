"""Libraries that are damaged at random: every command answers, or ends with a sentence.

They run in a process of their own, so that its memory can be measured.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

MOST_BYTES = 1 << 30
ROOT = Path(__file__).resolve().parents[2]


def fuzzed(count: int, seed: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.library_fuzz", "--count", str(count), "--seed", str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@pytest.mark.skipif(sys.platform == "win32", reason="alarms, and links without rights, are of Unix")
@pytest.mark.parametrize(
    ("count", "seed"), [(2, 1), pytest.param(1000, 2, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_no_damage_gets_through(count: int, seed: int) -> None:
    done = fuzzed(count, seed)
    assert done["failures"] == []
    assert done["peak_bytes"] < MOST_BYTES
