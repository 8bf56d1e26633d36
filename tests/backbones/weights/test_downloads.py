"""Downloads through bad connections, from mirrors and proxies, and onto full disks."""

import hashlib
import itertools
import json
import resource
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.weights_server import WeightsServer, serving, write_random_weights
from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.specs import BackboneSpec, WeightsSource
from videxplore.backbones.weights.mirror_export import export_weights
from videxplore.backbones.weights.mirrors import checked_mirror
from videxplore.backbones.weights.transfers import RetryLimits
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import UsageError, WeightsUnavailableError
from videxplore.core.task import Cancelled, Progress, Task

SMALL = BACKBONES["x3d-xs"]
QUICK = RetryLimits(stall_s=0.6, attempts=3, wait_s=0.05)


@pytest.fixture(scope="session")
def random_x3d(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_weights(SMALL.name, tmp_path_factory.mktemp("random"))


@pytest.fixture
def server(tmp_path: Path, random_x3d: Path) -> Iterator[WeightsServer]:
    folder = tmp_path / "served"
    folder.mkdir()
    shutil.copyfile(random_x3d, folder / "X3D_XS.pyth")
    with serving(folder) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> WeightsFolder:
    return WeightsFolder(tmp_path / "weights", limits=QUICK)


def mirrored(folder: WeightsFolder, mirror: str | Path) -> WeightsFolder:
    return WeightsFolder(folder.path, str(mirror), QUICK)


def published(server: WeightsServer, checksum: str = "", size_mib: float = 0) -> BackboneSpec:
    source = WeightsSource("download", f"{server.address}/X3D_XS.pyth", checksum, size_mib)
    return replace(SMALL, weights=(source,))


def test_broken_connections_and_busy_servers_are_tried_again(
    folder: WeightsFolder, server: WeightsServer, random_x3d: Path
) -> None:
    server.cut = [100_000, 0, 200_000, 0]
    server.errors = [503]
    assert folder.fetch(published(server), Task()).read_bytes() == random_x3d.read_bytes()
    assert [start for _, start in server.asked] == [0, 0, 100_000, 100_000, 300_000, 300_000]


def test_a_stalled_download_ends_and_goes_on_later(
    folder: WeightsFolder, server: WeightsServer, random_x3d: Path
) -> None:
    server.stalls_at = 1_000_000
    with pytest.raises(WeightsUnavailableError, match=r"127\.0\.0\.1 has sent nothing for 0\.6 s"):
        folder.fetch(published(server), Task())
    assert 0 < folder.downloaded_bytes(published(server)) < random_x3d.stat().st_size
    server.stalls_at = None
    assert folder.fetch(published(server), Task()).read_bytes() == random_x3d.read_bytes()
    assert server.asked[-1][1] > 0
    assert folder.downloaded_bytes(published(server)) == 0


def test_progress_comes_at_least_each_second_while_nothing_arrives(
    folder: WeightsFolder, server: WeightsServer
) -> None:
    server.stalls_at = 1_000_000
    times_s: list[float] = []
    patient = WeightsFolder(folder.path, limits=RetryLimits(stall_s=2.5, attempts=1))
    with pytest.raises(WeightsUnavailableError):
        patient.fetch(published(server), Task(lambda _: times_s.append(time.monotonic())))
    assert times_s[-1] - times_s[0] > 1.5
    assert max(later - earlier for earlier, later in itertools.pairwise(times_s)) < 1


def test_a_file_that_is_checked_shows_how_far_and_survives_a_cancel(
    folder: WeightsFolder, server: WeightsServer, random_x3d: Path
) -> None:
    size, seen = random_x3d.stat().st_size, list[Progress]()

    def look(progress: Progress) -> None:
        seen.append(progress)
        if progress.message == "Checking X3D-XS" and progress.done == size:
            task.cancel()

    task = Task(look)
    with pytest.raises(Cancelled):
        folder.fetch(published(server), task)
    hashed = [one.done for one in seen if one.message.startswith("Checking")]
    assert hashed == sorted(hashed)
    assert 0 < hashed[0] < size
    assert folder.downloaded_bytes(published(server)) == size
    # Nothing is sent a second time.
    assert folder.fetch(published(server), Task()).read_bytes() == random_x3d.read_bytes()
    assert server.asked[-1][1] == size


def test_a_cancel_while_the_network_is_loaded_keeps_the_download(
    folder: WeightsFolder, server: WeightsServer, random_x3d: Path
) -> None:
    def give_up(_spec: BackboneSpec, _file: Path) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        WeightsFolder(folder.path, limits=QUICK, check=give_up).fetch(published(server), Task())
    assert folder.downloaded_bytes(published(server)) == random_x3d.stat().st_size


def test_a_silent_server_does_not_hold_up_a_cancel(folder: WeightsFolder, server: WeightsServer) -> None:
    server.stalls_at = 1_000_000
    patient = WeightsFolder(folder.path, limits=RetryLimits(stall_s=60))
    seen: list[Progress] = []

    def look(progress: Progress) -> None:
        if seen and seen[-1].done == progress.done:
            task.cancel()
        seen.append(progress)

    task = Task(look)
    started_s = time.monotonic()
    with pytest.raises(Cancelled):
        patient.fetch(published(server), task)
    assert time.monotonic() - started_s < 5


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (404, "the file is not at 127.0.0.1, 404"),
        (403, "refuses access"),
        (407, "the proxy"),
        (500, "answers"),
    ],
)
def test_answers_of_servers_are_named(
    folder: WeightsFolder, server: WeightsServer, code: int, words: str
) -> None:
    server.errors = [code] * 5
    with pytest.raises(WeightsUnavailableError, match=words):
        folder.fetch(published(server), Task())
    assert len(server.asked) == (3 if code == 500 else 1), "only what may pass is tried again"


def test_no_connection_is_named(folder: WeightsFolder) -> None:
    nowhere = replace(SMALL, weights=(WeightsSource("download", "https://nowhere.invalid/X3D_XS.pyth"),))
    with pytest.raises(WeightsUnavailableError, match=r"nowhere\.invalid cannot be found: is there a conn"):
        folder.fetch(nowhere, Task())
    closed = replace(SMALL, weights=(WeightsSource("download", "http://127.0.0.1:9/X3D_XS.pyth"),))
    with pytest.raises(WeightsUnavailableError, match="is refused"):
        folder.fetch(closed, Task())


def test_what_does_not_fit_on_the_disk_is_not_begun(folder: WeightsFolder, server: WeightsServer) -> None:
    with pytest.raises(WeightsUnavailableError, match=r"no room in .*weights.*MB are needed, and .* free\.$"):
        folder.fetch(published(server, size_mib=2**40), Task())
    assert list(folder.path.iterdir()) == []


def test_a_disk_that_fills_up_is_not_left_full(folder: WeightsFolder, server: WeightsServer) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    try:
        with pytest.raises(WeightsUnavailableError, match=r"no room in .*the disk is full"):
            folder.fetch(published(server), Task())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(folder.path.iterdir()) == []


def test_the_proxy_of_the_environment_is_used(
    folder: WeightsFolder, server: WeightsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.address)
    monkeypatch.delenv("no_proxy", raising=False)
    mirrored(folder, "http://mirror.invalid/models").fetch(SMALL, Task())
    assert {path for path, _ in server.asked} == {
        "http://mirror.invalid/models/checksums.json",
        "http://mirror.invalid/models/x3d-xs.pyth",
        "http://mirror.invalid/models/X3D_XS.pyth",
    }


def test_a_mirror_is_a_server_or_a_folder(
    folder: WeightsFolder, server: WeightsServer, random_x3d: Path
) -> None:
    for mirror in (server.address + "/", server.folder):
        fetched = mirrored(folder, mirror).fetch(SMALL, Task())
        assert fetched.read_bytes() == random_x3d.read_bytes()
        assert fetched.name == "x3d-xs.pyth"
        assert folder.remove(SMALL)


def test_a_mirror_without_the_file_is_named_and_nobody_else_is_asked(
    folder: WeightsFolder, server: WeightsServer
) -> None:
    other = BACKBONES["resnet18"]
    with pytest.raises(WeightsUnavailableError, match=r"127\.0\.0\.1.*404"):
        mirrored(folder, server.address).fetch(other, Task())
    with pytest.raises(WeightsUnavailableError, match="there is no such file"):
        mirrored(folder, server.folder).fetch(other, Task())


def test_a_mirror_cannot_change_what_was_published(folder: WeightsFolder, server: WeightsServer) -> None:
    shutil.copyfile(server.folder / "X3D_XS.pyth", server.folder / "resnet18.pth")
    with pytest.raises(WeightsUnavailableError, match="not the published ones"):
        mirrored(folder, server.address).fetch(BACKBONES["resnet18"], Task())
    (server.folder / "checksums.json").write_text(json.dumps({SMALL.weights[0].address: "0" * 64}))
    with pytest.raises(WeightsUnavailableError, match="instead of 00000000"):
        mirrored(folder, server.address).fetch(SMALL, Task())
    assert folder.state(SMALL) == "downloadable"


def test_exported_weights_are_a_mirror(
    folder: WeightsFolder, server: WeightsServer, tmp_path: Path, random_x3d: Path
) -> None:
    mirrored(folder, server.address).fetch(SMALL, Task())
    shutil.copyfile(random_x3d, folder.path / "resnet18.pth")
    shutil.copyfile(random_x3d, folder.path / "slow-fusion.pth")
    exported = export_weights(folder, BACKBONES.values(), tmp_path / "usb", Task())
    assert sorted(file.name for file in (tmp_path / "usb").iterdir()) == ["checksums.json", "x3d-xs.pyth"]
    assert list(exported.files) == ["x3d-xs"]
    assert list(exported.left_out) == ["resnet18", "slow-fusion"]
    pins = json.loads((tmp_path / "usb" / "checksums.json").read_text())
    assert pins == {SMALL.weights[0].address: hashlib.sha256(random_x3d.read_bytes()).hexdigest()}
    other = WeightsFolder(tmp_path / "other", str(tmp_path / "usb"))
    assert other.fetch(SMALL, Task()).read_bytes() == random_x3d.read_bytes()


@pytest.mark.parametrize("text", ["", "ftp://host/models", "https://", "nowhere", "file:///etc"])
def test_what_is_no_mirror_is_refused(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        checked_mirror(text)


def test_mirrors_are_kept_as_address_or_absolute_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert checked_mirror(" https://models.example.org/all/ ") == "https://models.example.org/all"
    assert checked_mirror("http://intranet") == "http://intranet"
    assert checked_mirror(".") == str(tmp_path)


def test_removed_weights_are_gone_with_what_was_begun(folder: WeightsFolder, random_x3d: Path) -> None:
    folder.path.mkdir()
    shutil.copyfile(random_x3d, folder.path / "x3d-xs.pyth")
    (folder.path / "x3d-xs.pyth.part").write_bytes(b"begun")
    assert folder.downloaded_bytes(SMALL) == 5
    assert folder.remove(SMALL)
    assert list(folder.path.iterdir()) == []
    assert not folder.remove(SMALL)
    assert not folder.remove(BACKBONES["efficientnet-lite0"])
    assert folder.state(BACKBONES["efficientnet-lite0"]) == "ready"
