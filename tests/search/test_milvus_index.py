"""Milvus against the exact index, where it is installed."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from videxplore.core.errors import IndexUnavailableError
from videxplore.search.vector_index import create_index

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("pymilvus", "milvus_lite")),
    reason="pymilvus and milvus-lite are not installed",
)
def test_milvus_finds_what_the_exact_index_finds(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.search.milvus_program", str(tmp_path / "milvus.db")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "the same"


def test_without_pymilvus_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "videxplore.search.milvus_index", raising=False)
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(IndexUnavailableError, match="needs pymilvus"):
        create_index(8, "milvus:http://localhost:19530")
