"""The cluster as in the documentation, in processes; one worker and the scheduler are killed midway."""

import importlib.util
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.library_content import library_content
from tests.videos import shots, write_video
from videxplore.paths import AppPaths
from videxplore.services.indexing.cluster.security import make_certificates
from videxplore.services.library import Library

if importlib.util.find_spec("distributed") is None:
    pytest.skip("distributed is missing", allow_module_level=True)

PATIENCE_S = 400.0
HERE, THERE = "192.0.2.1", "192.0.2.2"
"""Addresses of documentation (RFC 5737): nobody else has them."""

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a command of the program, by another one where it is given; all that still run are ended."""
    running: list[subprocess.Popen[bytes]] = []

    def run(*arguments: str, by: Sequence[str] = (), data: str = "data") -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", "videxplore", *arguments]
        command = [*by, *program, "--data-dir", str(tmp_path / data)]
        running.append(subprocess.Popen(command, env={**os.environ, "CUDA_VISIBLE_DEVICES": ""}))
        return running[-1]

    yield run
    for process in running:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def networks() -> Iterator[tuple[str, str]]:
    """Two network namespaces with a cable between them, as two computers; named here and there."""
    if shutil.which("ip") is None or shutil.which("unshare") is None or os.geteuid() != 0:
        pytest.skip("only root can make network namespaces, by iproute2 and unshare")
    names = f"here{os.getpid()}", f"there{os.getpid()}"
    made = [["ip", "netns", "add", name] for name in names]
    made.append(["ip", "link", "add", names[0], "netns", names[0], "type", "veth"])
    made[-1] += ["peer", "name", names[1], "netns", names[1]]
    for name, address in zip(names, (HERE, THERE), strict=True):
        within = ["ip", "-netns", name]
        made.append([*within, "address", "add", f"{address}/24", "dev", name])
        made += [[*within, "link", "set", link, "up"] for link in ("lo", name)]
    try:
        for command in made:
            done = subprocess.run(command, capture_output=True, check=False)
            if done.returncode:
                pytest.skip(f"no network namespaces here: {done.stderr.decode().strip()}")
        yield names
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


def until(process: subprocess.Popen[bytes], condition: Callable[[], bool]) -> None:
    """Wait for something that happens while a process runs."""
    give_up_at = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < give_up_at
        assert process.poll() is None
        time.sleep(0.05)


def count(library: Path, query: str) -> int:
    """The number that a query of the catalogue gives; 0 while there is none."""
    file = library / "catalogue.sqlite3"
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            return int(connection.execute(query).fetchone()[0])
    except sqlite3.Error:
        return 0


@pytest.mark.slow
def test_killed_worker_and_scheduler_lose_nothing(tmp_path: Path, start: Start) -> None:
    films, library = tmp_path / "films", tmp_path / "library"
    films.mkdir()
    for number in range(6):
        write_video(films / f"{number}.mp4", shots([number, number + 10], 150))
    port = free_port()
    address = f"tls://127.0.0.1:{port}"
    # Workers would end without them.
    make_certificates(AppPaths.under(tmp_path / "data").state / "cluster")
    scheduler = start("cluster", "start", "--port", str(port))
    oak = start("worker", address, "--root", f"films={films}", "--name", "oak")
    start("worker", address, "--root", f"films={films}", "--name", "elm")
    index = start(
        "index", str(films), "--on", address, "--root", f"films={films}", "--actions", "none",
        "--library", str(library),
    )  # fmt: skip
    until(index, lambda: count(library, "SELECT count(*) FROM lease WHERE worker = 'oak'") > 0)
    time.sleep(1.0)
    oak.send_signal(signal.SIGKILL)
    until(index, lambda: count(library, "SELECT count(*) FROM video WHERE state = 'searchable'") > 2)
    scheduler.send_signal(signal.SIGKILL)
    scheduler.wait()
    time.sleep(2.0)
    assert index.poll() is None
    start("cluster", "start", "--port", str(port))
    assert index.wait(PATIENCE_S) == 0
    assert start("index", str(films), "--actions", "none", "--library", str(tmp_path / "local")).wait() == 0
    with Library.open(library) as opened, Library.open(tmp_path / "local") as local:
        assert opened.catalogue.leases.held() == []
        content = library_content(opened)
        assert len(content) == 6
        assert content == library_content(local)


@pytest.mark.slow
def test_other_network_and_mount_point_give_the_local_library(
    tmp_path: Path, start: Start, networks: tuple[str, str]
) -> None:
    films, mounted, library = tmp_path / "films", tmp_path / "Volumes", tmp_path / "library"
    for folder in (films, mounted):
        folder.mkdir()
    for number in range(3):
        write_video(films / f"{number}.mp4", shots([number, number + 10], 50))
    here, other = (("ip", "netns", "exec", name) for name in networks)
    # The other computer has the share elsewhere, and nothing where it is here.
    mount = f"mount --bind '{films}' '{mounted}' && mount -t tmpfs none '{films}' && exec \"$@\""
    there = (*other, "unshare", "--mount", "sh", "-c", mount, "sh")
    certificates, copied = AppPaths.under(tmp_path / "data").state / "cluster", tmp_path / "copied"
    make_certificates(certificates)
    shutil.copytree(certificates, copied)
    start("cluster", "start", "--host", HERE, by=here)
    start(
        "worker", HERE, "--root", f"films={mounted}", "--certificates", str(copied), "--name", "oak",
        by=there, data="other",
    )  # fmt: skip
    index = start(
        "index", str(films), "--on", HERE, "--root", f"films={films}", "--library", str(library), by=here
    )
    until(index, lambda: count(library, "SELECT count(*) FROM lease WHERE worker = 'oak'") > 0)
    assert index.wait(PATIENCE_S) == 0
    assert start("index", str(films), "--library", str(tmp_path / "local")).wait(PATIENCE_S) == 0
    with Library.open(library) as opened, Library.open(tmp_path / "local") as local:
        content = library_content(opened)
        assert len(content) == 3
        assert content == library_content(local)
