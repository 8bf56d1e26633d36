"""Where weights come from, and what is refused."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.backbones.bad_weights import refused_files
from tests.backbones.conftest import WriteWeights
from videxplore.backbones.registry import BACKBONES, load
from videxplore.backbones.specs import BackboneSpec, WeightsSource
from videxplore.backbones.weights import WeightsFolder
from videxplore.core.errors import UnknownBackboneError, WeightsUnavailableError
from videxplore.core.task import Cancelled, Progress, Task

CONTENT = bytes(range(256)) * 4096


class Publisher(BaseHTTPRequestHandler):
    """Serves CONTENT, with ranges; ``/broken`` stops half way, ``/plain`` knows no ranges."""

    def do_GET(self) -> None:
        if self.path == "/missing":
            self.send_error(404)
            return
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


def published(address: str, checksum: str | None = None) -> BackboneSpec:
    source = WeightsSource("download", address, checksum or hashlib.sha256(CONTENT).hexdigest()[:8])
    return replace(BACKBONES["resnet18"], weights=(source,))


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
    with pytest.raises(WeightsUnavailableError, match="models import resnet18"):
        weights.fetch(published(publisher + "/broken"), Task())
    kept = weights.path / "resnet18.pth.part"
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
