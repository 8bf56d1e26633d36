"""Commands on a library of the test."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from videxplore.cli.application import main

Done = Callable[..., tuple[int, Any]]


@pytest.fixture
def done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Done:
    """Runs a command with ``--json``; gives its exit code, and its document or its sentence."""

    def run(*arguments: object) -> tuple[int, Any]:
        where = ["--library", str(tmp_path / "library"), "--data-dir", str(tmp_path / "data")]
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments), "--json", *where])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), json.loads(printed.out) if printed.out else printed.err.strip()

    return run
