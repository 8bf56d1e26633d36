"""The real program, run as a person runs it: index, ask, break off, go on."""

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


def run_json(*arguments: str | Path, data: Path, code: int = 0) -> dict[str, Any]:
    done = run(*arguments, "--json", data=data, code=code)
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def is_running(process_id: int) -> bool:
    try:
        status = Path(f"/proc/{process_id}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def children(process_id: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == process_id:
            found.append(int(stat.parent.name))
    return found


def test_a_library_answers_every_question(make_video: MakeVideo, tmp_path: Path) -> None:
    data = tmp_path / "data"
    folder = tmp_path / "videos"
    folder.mkdir()
    one = make_video("videos/one.mp4", seeds=[1, 2, 3])
    two = make_video('videos/-two\'s "video".mp4', seeds=[9, 2, 8], frames_per_shot=30)
    broken = folder / "line\nbreak.mp4"
    broken.write_bytes(b"only words")

    indexed = run_json("index", folder, data=data, code=1)
    statuses = {video["path"]: video for video in indexed["videos"]}
    assert statuses[str(one)]["status"] == statuses[str(two)]["status"] == "indexed"
    assert statuses[str(one)]["shots"] == 3
    assert statuses[str(broken)]["status"] == "failed"
    assert statuses[str(broken)]["error"].endswith(".")
    assert indexed["device"]
    assert indexed["video_s"] == pytest.approx(3 + 3.6)

    status = run_json("status", data=data)
    assert (status["videos"], status["shots"], status["queued"]) == (3, 6, 0)
    assert [failed["path"] for failed in status["failed"]] == [str(broken)]
    assert status["spaces"][0]["dim"] == 1280
    assert status["bytes"]["catalogue"] > 0
    engine = status["engine"]
    assert engine["device"] == indexed["device"]
    assert engine["decoder"]
    assert all(engine[f"{what}_reason"].endswith(".") for what in ("device", "decoder", "shot_judge"))

    shots = run_json("shots", one, data=data)
    assert shots["frame_rate"] == "25/1"
    assert [shot["start_s"] for shot in shots["shots"]] == [0, 1, 2]
    assert all(shot["start_s"] <= shot["keyframe_s"] < shot["end_s"] for shot in shots["shots"])

    similar = run_json("similar", f"{one}@1.5", "-k", "2", data=data)
    first = similar["moments"][0]
    assert (first["video"], first["rank"]) == (str(two), 1)
    assert first["start_s"] == pytest.approx(1.2)
    assert first["similarity"] > 0.9

    actions = run_json("actions", one, "--at", "0.5", data=data)
    assert {label["source"] for label in actions["overall"]} == {"object"}
    assert actions["clips"][0]["start_s"] <= 0.5 < actions["clips"][0]["end_s"]

    summary = run_json("summarize", "one.mp4", "--keyframes", "3", data=data)
    assert len(summary["keyframes"]) == 3
    assert sum(cluster["weight"] for cluster in summary["clusters"]) == pytest.approx(1, abs=1e-4)

    again = run_json("index", folder, data=data, code=1)
    assert {video["status"] for video in again["videos"]} == {"unchanged", "failed"}


def test_what_cannot_be_had_ends_with_code_3_and_says_what_to_do(
    make_video: MakeVideo, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    assert "There is no library" in run("status", data=data, code=3).stderr
    video = make_video(seeds=[1], frames_per_shot=5)
    refused = run("index", video, "--actions", "s3d", data=data, code=3)
    assert "models fetch s3d" in refused.stderr
    assert refused.stdout == ""
    assert "no video" in run("shots", tmp_path / "nowhere.mp4", data=data, code=3).stderr


def test_wrong_usage_ends_with_code_2(tmp_path: Path) -> None:
    assert "Usage" in run("index", data=tmp_path, code=2).stderr
    assert run("index", tmp_path, "--depth", "bottomless", data=tmp_path, code=2).stdout == ""
    assert "no backbone named" in run("models", "info", "nonsense", data=tmp_path, code=2).stderr


def test_a_library_made_by_a_newer_version_is_left_untouched(tmp_path: Path) -> None:
    import sqlite3

    folder = tmp_path / "data" / "library"
    run("index", tmp_path / "nowhere", data=tmp_path / "data", code=1)
    with sqlite3.connect(folder / "catalogue.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = (folder / "catalogue.sqlite3").read_bytes()
    assert "newer" in run("status", data=tmp_path / "data", code=3).stderr
    assert (folder / "catalogue.sqlite3").read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_leaves_a_sound_library_and_no_process(
    make_video: MakeVideo, tmp_path: Path, how: signal.Signals
) -> None:
    data = tmp_path / "data"
    for number in range(3):
        make_video(f"videos{number}.mp4", seeds=range(number * 10, number * 10 + 4), frames_per_shot=15)
    process = subprocess.Popen(
        [*command("index", tmp_path, "--progress", data=data)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    helpers: list[int] = []
    deadline = time.monotonic() + PATIENCE_S
    catalogue = data / "library" / "previews"
    while time.monotonic() < deadline and not any(catalogue.glob("*.zip")):
        helpers = children(process.pid)
        time.sleep(0.02)
    assert helpers, "the analysis process never started"
    os.kill(process.pid, how)
    code = process.wait(PATIENCE_S)
    assert code == (1 if how is signal.SIGINT else -how)
    while any(is_running(helper) for helper in helpers):
        assert time.monotonic() < deadline, "a helper outlived the program"
        time.sleep(0.02)

    finished = run_json("index", tmp_path, data=data)
    assert {video["status"] for video in finished["videos"]} <= {"indexed", "unchanged"}
    status = run_json("status", data=data)
    assert status["states"] == {"complete": 3}
    assert not re.search(r"\.\w+\.zip\.", " ".join(str(file) for file in (data / "library").rglob("*")))
