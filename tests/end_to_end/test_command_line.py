"""The real program, run as a person runs it: index, ask, break off, go on.

What only asks for an answer runs in this process: a program of its own takes a second to start.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli import running
from tests.conftest import MakeVideo

PATIENCE_S = 600


def command(*arguments: str | Path, data: Path) -> list[str]:
    return [sys.executable, "-m", "videxplore", *map(str, arguments), "--data-dir", str(data)]


def run(*arguments: str | Path, data: Path, code: int = 0) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        command(*arguments, data=data), capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == code, done.stderr
    return done


class Here:
    """Runs commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], data: Path) -> None:
        self._capsys = capsys
        self._data = data

    def run(self, *arguments: str | Path, code: int = 0) -> tuple[str, str]:
        """Standard output and standard error of a command that ends with this code."""
        ended, out, said = running.run(self._capsys, *map(str, arguments), "--data-dir", str(self._data))
        assert ended == code, said
        return out, said

    def json(self, *arguments: str | Path) -> dict[str, Any]:
        """The document that a command prints."""
        document: dict[str, Any] = json.loads(self.run(*arguments, "--json")[0])
        return document


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Here:
    return Here(capsys, tmp_path / "data")


def is_running(process_id: int) -> bool:
    try:
        status = Path(f"/proc/{process_id}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def children(process_id: int) -> list[int]:
    found: list[int] = []
    for listed in Path(f"/proc/{process_id}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # The thread has ended.
            found.extend(map(int, listed.read_text().split()))
    return found


def test_a_library_answers_every_question(make_video: MakeVideo, tmp_path: Path, here: Here) -> None:
    data = tmp_path / "data"
    folder = tmp_path / "videos"
    folder.mkdir()
    one = make_video("videos/one.mp4", seeds=[1, 2, 3])
    two = make_video('videos/-two\'s "video".mp4', seeds=[9, 2, 8], frames_per_shot=30)
    broken = folder / "line\nbreak.mp4"
    broken.write_bytes(b"only words")

    indexed = json.loads(run("index", folder, "--json", data=data, code=1).stdout)
    statuses = {video["path"]: video for video in indexed["videos"]}
    assert statuses[str(one)]["status"] == statuses[str(two)]["status"] == "indexed"
    assert statuses[str(one)]["shots"] == 3
    assert statuses[str(broken)]["status"] == "failed"
    assert statuses[str(broken)]["error"].endswith(".")
    assert indexed["device"]
    assert indexed["video_s"] == pytest.approx(3 + 3.6)

    status = json.loads(run("status", "--json", data=data).stdout)
    assert (status["videos"], status["shots"], status["queued"]) == (3, 6, 0)
    assert [failed["path"] for failed in status["failed"]] == [str(broken)]
    assert status["spaces"][0]["dim"] == 1280
    assert status["bytes"]["catalogue"] > 0
    engine = status["engine"]
    assert engine["device"] == indexed["device"]
    assert engine["decoder"]
    assert all(engine[f"{what}_reason"].endswith(".") for what in ("device", "decoder", "shot_judge"))

    shots = here.json("shots", one)
    assert shots["frame_rate"] == "25/1"
    assert [shot["start_s"] for shot in shots["shots"]] == [0, 1, 2]
    assert all(shot["start_s"] <= shot["keyframe_s"] < shot["end_s"] for shot in shots["shots"])

    similar = here.json("similar", f"{one}@1.5", "-k", "2")
    first = similar["moments"][0]
    assert (first["video"], first["rank"]) == (str(two), 1)
    assert first["start_s"] == pytest.approx(1.2)
    assert first["similarity"] > 0.9

    actions = here.json("actions", one, "--at", "0.5")
    assert {label["source"] for label in actions["overall"]} == {"object"}
    assert actions["clips"][0]["start_s"] <= 0.5 < actions["clips"][0]["end_s"]

    summary = here.json("summarize", "one.mp4", "--keyframes", "3")
    assert len(summary["keyframes"]) == 3
    assert sum(cluster["weight"] for cluster in summary["clusters"]) == pytest.approx(1, abs=1e-4)

    again = json.loads(here.run("index", folder, "--json", code=1)[0])
    assert {video["status"] for video in again["videos"]} == {"unchanged", "failed"}


def test_what_cannot_be_had_ends_with_code_3_and_says_what_to_do(
    make_video: MakeVideo, tmp_path: Path, here: Here
) -> None:
    assert "There is no library" in run("status", data=tmp_path / "data", code=3).stderr
    video = make_video(seeds=[1], frames_per_shot=5)
    printed, said = here.run("index", video, "--actions", "s3d", code=3)
    assert "models fetch s3d" in said
    assert printed == ""
    assert "no video" in here.run("shots", tmp_path / "nowhere.mp4", code=3)[1]


def test_wrong_usage_ends_with_code_2(tmp_path: Path, here: Here) -> None:
    assert "Usage" in run("index", data=tmp_path, code=2).stderr
    assert here.run("index", tmp_path, "--depth", "bottomless", code=2)[0] == ""
    assert "no backbone named" in here.run("models", "info", "nonsense", code=2)[1]


def test_a_library_made_by_a_newer_version_is_left_untouched(tmp_path: Path, here: Here) -> None:
    import sqlite3

    folder = tmp_path / "data" / "library"
    here.run("index", tmp_path / "nowhere", code=1)
    with sqlite3.connect(folder / "catalogue.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = (folder / "catalogue.sqlite3").read_bytes()
    assert "newer" in here.run("status", code=3)[1]
    assert (folder / "catalogue.sqlite3").read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.slow)])
def test_an_interrupted_run_leaves_a_sound_library_and_no_process(
    make_video: MakeVideo, tmp_path: Path, here: Here, how: signal.Signals
) -> None:
    data = tmp_path / "data"
    for number in range(3):
        make_video(f"videos{number}.mp4", seeds=range(number * 10, number * 10 + 4), frames_per_shot=15)
    process = subprocess.Popen(
        [*command("index", tmp_path, "--actions", "none", "--progress", data=data)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    helpers: list[int] = []
    deadline = time.monotonic() + PATIENCE_S
    catalogue = data / "library" / "previews"
    while time.monotonic() < deadline and not any(catalogue.glob("*.zip")):
        helpers = children(process.pid)
        time.sleep(0.1)
    assert helpers, "the analysis process never started"
    os.kill(process.pid, how)
    code = process.wait(PATIENCE_S)
    assert code == (1 if how is signal.SIGINT else -how)
    while any(is_running(helper) for helper in helpers):
        assert time.monotonic() < deadline, "a helper outlived the program"
        time.sleep(0.02)

    finished = here.json("index", tmp_path, "--actions", "none")
    assert {video["status"] for video in finished["videos"]} <= {"indexed", "unchanged"}
    status = here.json("status")
    assert status["states"] == {"complete": 3}
    assert not re.search(r"\.\w+\.zip\.", " ".join(str(file) for file in (data / "library").rglob("*")))
