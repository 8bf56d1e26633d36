"""The benchmark of GPUs says at once where there is none, and keeps its parts apart."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.gpu import COLUMNS, LIMITS_S, NO_GPU, Place, gpu_count, part_rows

PROJECT = Path(__file__).parents[2]


@pytest.mark.skipif(gpu_count() > 0, reason="this machine has a GPU")
def test_a_machine_without_gpu_gets_one_sentence_before_anything_heavy_is_imported() -> None:
    program = "import sys; from benchmarks.gpu import main\ntry: main([])\n"
    program += "finally: print(sorted({'av', 'torch', 'faiss'} & set(sys.modules)))"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "[]\n", f"{NO_GPU}\n")


def test_a_part_that_takes_too_long_is_stopped_with_a_row_that_says_so(tmp_path: Path) -> None:
    (row,) = part_rows("forward", Place(None, tmp_path), limit_s=0.01)
    assert len(row) == len(COLUMNS)
    assert row[0] == "forward"
    assert row[-1] == "not measured: it was stopped after 0.01 s."


def test_all_parts_together_take_less_than_eight_minutes() -> None:
    assert sum(LIMITS_S.values()) < 8 * 60
