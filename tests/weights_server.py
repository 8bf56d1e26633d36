"""A web server on this machine with weights: random numbers of the true shapes, never published ones."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import torch

from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.runtime.loading import family
from videxplore.backbones.weights.state_files import ModelState, write_state
from videxplore.transcription.speech_models import MODEL_FILE, SPEECH_MODELS


def write_random_weights(name: str, folder: Path, favourite: str = "") -> Path:
    """Write weights of a backbone as its publisher's file is read: random numbers, with all its classes.

    Args:
        name: The backbone.
        folder: Where to write.
        favourite: A class that is always predicted; none where empty.
    """
    spec = BACKBONES[name]
    torch.manual_seed(7)
    network = family(spec).build(spec, len(spec.class_labels))
    if favourite:
        state = network.state_dict()
        [bias] = [
            one for key, one in state.items() if key.endswith("bias") and len(one) == len(spec.class_labels)
        ]
        bias[spec.class_labels.index(favourite)] = 30.0
    file = folder / f"{name}{Path(spec.weights[0].address).suffix}"
    folder.mkdir(parents=True, exist_ok=True)
    # Networks that hold that of another package are published under its names.
    tensors = {key.removeprefix("inner."): one for key, one in network.state_dict().items()}
    if file.suffix == ".safetensors":
        write_state(ModelState(tensors), file)
    else:
        torch.save(tensors, file)
    return file


def write_stand_in_speech_model(folder: Path, name: str = "tiny") -> Path:
    """Write small files under the names of those of a model of speech: they recognise nothing.

    Args:
        folder: Becomes a mirror.
        name: Of the model.
    """
    own = folder / "speech" / name
    own.mkdir(parents=True)
    for file in SPEECH_MODELS[name].sizes_mib:
        content = json.dumps({"stands for": file}).encode()
        if file == MODEL_FILE:
            content = b"\x06\0\0\0\x0c\0WhisperSpec\0" + bytes(range(256)) * 400
        (own / file).write_bytes(content)
    return own


class WeightsServer(ThreadingHTTPServer):
    """Serves the files of a folder, with ranges.

    Attributes:
        folder: What it serves.
        asked: The path and the first byte of every request.
        cut: The first so many answers end after this many bytes: a list that is used up.
        errors: The first answers have these codes instead: a list that is used up.
        stalls_at: Nothing is sent from this byte of a file on, until it is None.
        bytes_per_s: How fast it sends; 0 for as fast as possible.
    """

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.asked: list[tuple[str, int]] = []
        self.cut: list[int] = []
        self.errors: list[int] = []
        self.stalls_at: int | None = None
        self.bytes_per_s = 0
        self.is_closing = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: WeightsServer

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        # A proxy is asked for whole addresses.
        file = self.server.folder / self.path.rpartition("/")[2]
        if not self.path.startswith("http") and (self.server.folder / self.path[1:]).is_file():
            file = self.server.folder / self.path[1:]
        self.server.asked.append((self.path, start))
        if self.server.errors:
            self.send_error(self.server.errors.pop(0))
        elif not file.is_file():
            self.send_error(404)
        elif start and start >= file.stat().st_size:
            self.send_error(416)
        else:
            with contextlib.suppress(OSError):
                self._send(file.read_bytes(), start)

    def _send(self, content: bytes, start: int) -> None:
        server, body = self.server, content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if server.cut:
            self.wfile.write(body[: server.cut.pop(0)])
            return
        step = server.bytes_per_s // 10 or 100_000
        for place in range(0, len(body), step):
            while server.stalls_at is not None and start + place >= server.stalls_at:
                if server.is_closing:
                    return
                time.sleep(0.02)
            self.wfile.write(body[place : place + step])
            time.sleep(0.1 if server.bytes_per_s else 0)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[WeightsServer]:
    """Serve a folder until the end of the block."""
    server = WeightsServer(folder)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.is_closing = True
        server.shutdown()
        thread.join()
        server.server_close()
