"""Where weights come from, and what is refused."""

import contextlib
import gzip
import hashlib
import io
import threading
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import safetensors.torch
import torch
from torch import Tensor

from tests.backbones.bad_weights import refused_files
from tests.backbones.conftest import WriteWeights
from videxplore.backbones.registry import BACKBONES, load
from videxplore.backbones.specs import BackboneSpec, WeightsSource
from videxplore.backbones.tables.video import RAFT_SMALL
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import UnknownBackboneError, WeightsUnavailableError
from videxplore.core.task import Cancelled, Progress, Task


def content() -> bytes:
    """A published file: untrained weights of the smallest network that is fetched."""
    from torchvision.models.optical_flow import raft_small

    stream = io.BytesIO()
    torch.manual_seed(1)
    torch.save(raft_small(weights=None).state_dict(), stream)
    return stream.getvalue()


CONTENT = content()
PORTAL = b"<!DOCTYPE html><title>Sign in</title>"


class Publisher(BaseHTTPRequestHandler):
    """Serves CONTENT, with ranges; some paths misbehave."""

    def do_GET(self) -> None:
        if self.path == "/missing":
            self.send_error(404)
        elif self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path in ("/portal", "/nothing", "/gzip", "/cut", "/length", "/large", "/endless", "/slow"):
            self.misbehave()
        else:
            self.serve()

    def serve(self) -> None:
        asked = self.headers.get("Range")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.path != "/plain" else 0
        if start >= len(CONTENT):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        body = CONTENT[start:]
        self.wfile.write(body[: len(body) // 2] if self.path == "/broken" else body)

    def misbehave(self) -> None:
        self.send_response(200)
        lengths = {"/length": "abc", "/large": str(2**40), "/slow": str(len(CONTENT))}
        if self.path in lengths:
            self.send_header("Content-Length", lengths[self.path])
        self.end_headers()
        bodies = {
            "/portal": PORTAL,
            "/gzip": gzip.compress(CONTENT, 1),
            "/cut": CONTENT[: len(CONTENT) // 2],
            "/length": CONTENT,
        }
        with contextlib.suppress(OSError):
            self.wfile.write(bodies.get(self.path, b""))
            for _ in range(100 if self.path in ("/endless", "/slow") else 0):
                self.wfile.write(b"x" * 2**20 if self.path == "/endless" else b"x")
                self.wfile.flush()
                time.sleep(0.05 if self.path == "/slow" else 0)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def publisher() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Publisher)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def published(address: str, checksum: str | None = None, size_mib: float = 0) -> BackboneSpec:
    checksum = hashlib.sha256(CONTENT).hexdigest()[:8] if checksum is None else checksum
    return replace(RAFT_SMALL, weights=(WeightsSource("download", address, checksum, size_mib),))


def test_states(weights: WeightsFolder) -> None:
    assert weights.state(BACKBONES["efficientnet-lite0"]) == "ready"
    assert weights.state(BACKBONES["resnet18"]) == "downloadable"
    assert weights.state(replace(BACKBONES["resnet18"], weights=())) == "missing"


def test_missing_weights_name_the_ways_to_get_them(weights: WeightsFolder) -> None:
    with pytest.raises(WeightsUnavailableError, match="models fetch resnet18"):
        load("resnet18", weights)
    with pytest.raises(WeightsUnavailableError, match="videxplore train"):
        weights.locate(replace(BACKBONES["resnet18"], weights=()))


def test_unknown_backbone(weights: WeightsFolder) -> None:
    with pytest.raises(UnknownBackboneError, match="efficientnet-lite0"):
        load("alexnet-9000", weights)


def test_fetch(weights: WeightsFolder, publisher: str) -> None:
    seen: list[Progress] = []
    spec = published(publisher + "/weights")
    file = weights.fetch(spec, Task(seen.append))
    assert file.read_bytes() == CONTENT
    assert seen[-1].fraction == 1
    assert weights.locate(spec) == file
    assert [path.name for path in weights.path.iterdir()] == [file.name]


@pytest.mark.parametrize("path", ["/weights", "/plain"])
def test_fetch_goes_on_after_a_broken_connection(weights: WeightsFolder, publisher: str, path: str) -> None:
    with pytest.raises(WeightsUnavailableError, match="models import raft-small"):
        weights.fetch(published(publisher + "/broken"), Task())
    kept = weights.path / "raft-small.pth.part"
    assert 0 < kept.stat().st_size < len(CONTENT)
    assert weights.fetch(published(publisher + path), Task()).read_bytes() == CONTENT


def test_fetch_can_be_cancelled_and_resumed(weights: WeightsFolder, publisher: str) -> None:
    task = Task(lambda progress: task.cancel() if progress.done else None)
    with pytest.raises(Cancelled):
        weights.fetch(published(publisher + "/weights"), task)
    assert weights.fetch(published(publisher + "/weights"), Task()).read_bytes() == CONTENT


def test_fetch_refuses_a_wrong_checksum(weights: WeightsFolder, publisher: str) -> None:
    with pytest.raises(WeightsUnavailableError, match="checksum"):
        weights.fetch(published(publisher + "/weights", "00000000"), Task())
    assert list(weights.path.iterdir()) == []


def test_fetch_says_what_went_wrong(weights: WeightsFolder, publisher: str) -> None:
    with pytest.raises(WeightsUnavailableError, match="Not Found"):
        weights.fetch(published(publisher + "/missing"), Task())
    with pytest.raises(WeightsUnavailableError, match="refused"):
        weights.fetch(published("http://127.0.0.1:9/weights"), Task())


@pytest.mark.parametrize("path", ["/portal", "/nothing", "/gzip", "/cut", "/length", "/large", "/endless"])
def test_what_is_not_the_published_file_is_not_kept(
    weights: WeightsFolder, publisher: str, path: str
) -> None:
    spec = published(publisher + path, checksum="", size_mib=len(CONTENT) / 2**20)
    with pytest.raises(
        WeightsUnavailableError, match=r"could not be downloaded.*models import raft-small FILE`\.$"
    ):
        weights.fetch(spec, Task())
    assert list(weights.path.iterdir()) == []
    assert weights.state(spec) == "downloadable"


def test_garbage_beside_a_file_is_not_taken_for_its_beginning(weights: WeightsFolder, publisher: str) -> None:
    weights.path.mkdir()
    for garbage in (b"garbage", CONTENT + b"garbage"):
        (weights.path / "raft-small.pth.part").write_bytes(garbage)
        with pytest.raises(WeightsUnavailableError):
            weights.fetch(published(publisher + "/weights"), Task())
        assert weights.fetch(published(publisher + "/weights"), Task()).read_bytes() == CONTENT
        (weights.path / "raft-small.pth").unlink()


def test_weights_without_a_published_checksum_are_pinned_by_the_first_download(
    weights: WeightsFolder, publisher: str
) -> None:
    spec = published(publisher + "/weights", checksum="")
    (source,) = spec.weights
    assert weights.pinned(source).checksum == ""
    weights.fetch(spec, Task()).unlink()
    assert weights.pinned(source).checksum == hashlib.sha256(CONTENT).hexdigest()
    weights.fetch(spec, Task()).unlink()
    pins = weights.path / "checksums.json"
    pins.write_text(pins.read_text().replace(weights.pinned(source).checksum, "0" * 64))
    with pytest.raises(WeightsUnavailableError, match="their checksum is"):
        weights.fetch(spec, Task())
    for damaged in ("", "[]", "{" * 100_000, '{"' + source.address + '": 3}'):
        pins.write_text(damaged)
        assert weights.pinned(source).checksum == ""
    weights.fetch(spec, Task())
    assert weights.pinned(source).checksum == hashlib.sha256(CONTENT).hexdigest()


def test_torchscript_is_refused(weights: WeightsFolder, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        traced = torch.jit.trace(torch.nn.Linear(2, 2), torch.zeros(1, 2))  # type: ignore[no-untyped-call]
        traced.save(str(tmp_path / "script.pth"))
    with pytest.raises(WeightsUnavailableError, match=r"script\.pth is refused|is damaged"):
        weights.import_file(BACKBONES["resnet18"], tmp_path / "script.pth")


def test_a_slow_connection_can_be_cancelled(weights: WeightsFolder, publisher: str) -> None:
    task = Task(lambda progress: task.cancel() if progress.done else None)
    started_s = time.monotonic()
    with pytest.raises(Cancelled):
        weights.fetch(published(publisher + "/slow"), task)
    assert time.monotonic() - started_s < 3, "five seconds are between its first byte and its last"


@pytest.mark.parametrize(
    "address", ["http://example.org/w.pth", "ftp://example.org/w.pth", "file:///etc/hostname"]
)
def test_only_encrypted_addresses_are_taken(weights: WeightsFolder, publisher: str, address: str) -> None:
    for first in (address, f"{publisher}/to/{address}"):
        with pytest.raises(WeightsUnavailableError, match=r"(only https: ones are allowed|is not allowed)\)"):
            weights.fetch(published(first, checksum=""), Task())
    fetched = weights.fetch(published(f"{publisher}/to/{publisher}/weights"), Task())
    assert fetched.read_bytes() == CONTENT


def test_a_file_that_is_no_weights_is_not_ready_and_fetched_again(
    weights: WeightsFolder, publisher: str
) -> None:
    spec = published(publisher + "/weights", checksum="")
    weights.path.mkdir()
    for bad in (PORTAL, b"", CONTENT[:-1000]):
        (weights.path / "raft-small.pth").write_bytes(bad)
        assert weights.state(spec) == "downloadable"
        assert weights.fetch(spec, Task()).read_bytes() == CONTENT
        assert weights.state(spec) == "ready"


def test_cut_off_files_are_not_ready(weights: WeightsFolder, tmp_path: Path) -> None:
    tensors = {"weight": torch.zeros(100), "bias": torch.zeros(3)}
    weights.path.mkdir()
    for suffix, save in ((".pth", torch.save), (".safetensors", safetensors.torch.save_file)):
        whole = tmp_path / f"whole{suffix}"
        save(tensors, whole)
        file = weights.path / f"resnet18{suffix}"
        content = whole.read_bytes()
        file.write_bytes(content)
        assert weights.state(BACKBONES["resnet18"]) == "ready"
        for left in (len(content) - 1, len(content) // 2, 100, 9, 8, 0):
            file.write_bytes(content[:left])
            assert weights.state(BACKBONES["resnet18"]) == "downloadable", (suffix, left)
        file.unlink()


@pytest.mark.parametrize(
    "header", [b"", b"{", b"[]", b'{"a": 3}', b'{"a": {"data_offsets": [0, "x"]}}', b"{" * 100_000, b"\xff{"]
)
def test_safetensors_without_a_header_are_not_ready(weights: WeightsFolder, header: bytes) -> None:
    weights.path.mkdir()
    for length in (len(header), 2**63, len(header) + 10):
        (weights.path / "resnet18.safetensors").write_bytes(length.to_bytes(8, "little") + header)
        assert weights.state(BACKBONES["resnet18"]) == "downloadable"


def test_bad_weights_are_named_with_what_to_do(weights: WeightsFolder) -> None:
    weights.path.mkdir()
    (weights.path / "x3d-xs.pyth").write_bytes(PORTAL)
    with pytest.raises(WeightsUnavailableError, match=r"x3d-xs\.pyth is refused.*models fetch x3d-xs"):
        load("x3d-xs", weights, "cpu")


def wrong_kinds() -> dict[str, Callable[[Tensor], Tensor]]:
    """Tensors of the right shape that cannot be computed with."""
    return {
        "nan": lambda one: torch.full_like(one, float("nan")),
        "inf": lambda one: torch.full_like(one, float("inf")),
        "meta": lambda one: one.to("meta"),
        "sparse": lambda one: one.to_sparse(),
        "quantised": lambda one: torch.quantize_per_tensor(one, 0.1, 0, torch.qint8),
        "int8": lambda one: one.to(torch.int8),
        "complex": lambda one: one.to(torch.complex64),
        "bool": lambda one: one.bool(),
    }


@pytest.mark.parametrize("kind", list(wrong_kinds()))
def test_weights_of_the_wrong_kind_are_refused(weights: WeightsFolder, tmp_path: Path, kind: str) -> None:
    from torchvision.models.optical_flow import raft_small

    tensors = raft_small(weights=None).state_dict()
    name = next(name for name, one in tensors.items() if one.is_floating_point())
    file = tmp_path / f"{kind}.pth"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tensors[name] = wrong_kinds()[kind](tensors[name])
        torch.save(tensors, file)
        with pytest.raises(WeightsUnavailableError, match=rf"{kind}\.pth.*\.$"):
            weights.import_file(RAFT_SMALL, file)
    assert weights.state(RAFT_SMALL) == "downloadable"


def test_files_that_take_more_memory_than_their_size_are_refused(
    weights: WeightsFolder, tmp_path: Path
) -> None:
    plain, bomb = tmp_path / "plain.pth", tmp_path / "bomb.pth"
    torch.save({"weight": torch.zeros(10_000_000)}, plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(member.filename, source.read(member))
    raw = tmp_path / "raw.pth"
    raw.write_bytes(b"\x80\x02cbuiltins\nbytearray\nJ\x00\x94\x35\x77\x85R.")
    for file in (bomb, raw):
        with pytest.raises(
            WeightsUnavailableError, match=r"\.pth is damaged, truncated, or not a file of weights\.$"
        ):
            weights.import_file(RAFT_SMALL, file)


def test_import_makes_weights_ready(weights: WeightsFolder, write_weights: WriteWeights) -> None:
    spec = BACKBONES["resnet18"]
    weights.import_file(spec, write_weights("resnet18"))
    assert weights.state(spec) == "ready"
    backbone = load("resnet18", weights, "cpu")
    assert backbone.classes[0] == "class 0"


def test_imported_weights_come_before_packaged_ones(
    weights: WeightsFolder, write_weights: WriteWeights
) -> None:
    spec = BACKBONES["efficientnet-lite0"]
    packaged = weights.locate(spec)
    assert weights.import_file(spec, write_weights(spec.name)) == weights.locate(spec) != packaged


def test_files_that_are_no_weights_are_refused(
    weights: WeightsFolder, write_weights: WriteWeights, tmp_path: Path
) -> None:
    spec = BACKBONES["resnet18"]
    for name, file in refused_files(tmp_path, write_weights("resnet18")).items():
        with pytest.raises(WeightsUnavailableError) as caught:
            weights.import_file(spec, file)
        assert str(caught.value).endswith("."), name
        assert name in str(caught.value)
    assert not (tmp_path / "trace").exists()
    assert weights.state(spec) == "downloadable"


def test_weights_of_another_network_are_refused(weights: WeightsFolder, write_weights: WriteWeights) -> None:
    with pytest.raises(WeightsUnavailableError, match="ResNet-18"):
        weights.import_file(BACKBONES["resnet18"], write_weights("mobilenet-v3-large"))
    with pytest.raises(WeightsUnavailableError, match="no file"):
        load("resnet18", weights, weights_file=Path("nowhere.pth"))
