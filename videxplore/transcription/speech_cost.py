"""What recognising speech costs on this machine, measured before a model is downloaded.

A model of the true shapes with random weights encodes one window of sound, and then writes as many tokens as
half a minute of speech has. Of a network with many encoder layers, which are alike, some are measured.

Source: Radford et al., Robust Speech Recognition via Large-Scale Weak Supervision, ICML 2023, Table 1, and
the published configuration of large-v3-turbo; a window of speech has about 75 words, which are 100 tokens.
"""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from videxplore.transcription.extras import require_installed

_WINDOW_S = 30.0
_WINDOW_FRAMES = 3000
_WINDOW_POSITIONS = 1500
_LONGEST_TEXT = 448
_TOKENS = 100
_BEAM_SIZE = 5
_VOCABULARY = 51865
_SPECIAL = {
    50257: "<|endoftext|>",
    50258: "<|startoftranscript|>",
    50362: "<|nospeech|>",
    50363: "<|notimestamps|>",
}
_PROMPT = (50258, 50259, 50359, 50363)
_FIRST_LANGUAGE, _LAST_LANGUAGE = 50259, 50357


@dataclass(frozen=True, slots=True)
class SpeechShape:
    """The shape of a Whisper network.

    Attributes:
        width: Of its layers.
        heads: Of attention.
        encoder_layers: As published.
        decoder_layers: As published.
        bands: Mel bands of its input.
        measured_layers: Encoder layers that are measured.
    """

    width: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    bands: int
    measured_layers: int


SHAPES = {
    "tiny": SpeechShape(384, 6, 4, 4, 80, 4),
    "base": SpeechShape(512, 8, 6, 6, 80, 6),
    "small": SpeechShape(768, 12, 12, 12, 80, 4),
    "large-v3-turbo": SpeechShape(1280, 20, 32, 4, 128, 2),
}
"""By the name of the model."""


def speech_cost_s(name: str, device: str) -> float:
    """Seconds that a published model of speech takes for a second of speech.

    Args:
        name: Of the model.
        device: ``cpu``, ``cuda`` or ``cuda:N``.

    Raises:
        MissingPackageError: If faster-whisper is not installed.
        KeyError: If there is no such model.
    """
    require_installed("speech")
    shape = SHAPES[name]
    model = _random_model(shape, device)
    from ctranslate2 import StorageView

    sound = np.random.default_rng(0).standard_normal((1, shape.bands, _WINDOW_FRAMES), dtype=np.float32)
    timed = []
    # The first time is slower than the others.
    for _ in range(2):
        started_s = time.perf_counter()
        encoded = model.encode(StorageView.from_array(sound))
        encoded_s = time.perf_counter()
        # The length is counted with what has been given and is to come, twice over.
        model.generate(
            encoded, [list(_PROMPT)], beam_size=_BEAM_SIZE, max_length=2 * (_TOKENS + len(_PROMPT))
        )
        timed.append((encoded_s - started_s, time.perf_counter() - encoded_s))
    encoder_s, decoder_s = timed[-1]
    return (encoder_s * shape.encoder_layers / shape.measured_layers + decoder_s) / _WINDOW_S


def _random_model(shape: SpeechShape, device: str) -> Any:
    """A model of CTranslate2 with random weights, as it is loaded for speech."""
    import ctranslate2

    kind, _, number = device.partition(":")
    is_cuda = kind == "cuda"
    with tempfile.TemporaryDirectory(prefix="videxplore-") as folder:
        spec = _random_spec(shape)
        spec.validate()
        spec.optimize(quantization="int8")
        spec.save(folder)
        return ctranslate2.models.Whisper(
            folder,
            device="cuda" if is_cuda else "cpu",
            device_index=int(number or 0) if is_cuda else 0,
            compute_type="float16" if is_cuda else "int8",
        )


def _random_spec(shape: SpeechShape) -> Any:
    """The description of a model with all its weights."""
    from ctranslate2.specs import WhisperSpec

    fill = _Filler(shape.width)
    spec = WhisperSpec(shape.measured_layers, shape.heads, shape.decoder_layers, shape.heads)
    encoder, decoder = spec.encoder, spec.decoder
    fill.weigh(encoder.conv1, (shape.width, shape.bands, 3))
    fill.weigh(encoder.conv2, (shape.width, shape.width, 3))
    encoder.position_encodings.encodings = fill.random((_WINDOW_POSITIONS, shape.width))
    decoder.embeddings.weight = decoder.projection.weight = fill.random((_VOCABULARY, shape.width))
    decoder.position_encodings.encodings = fill.random((_LONGEST_TEXT, shape.width))
    for half in (encoder, decoder):
        fill.normalise(half.layer_norm)
        for layer in half.layer:
            fill.attend(layer.self_attention, (3, 1))
            fill.feed_forward(layer.ffn)
    for layer in decoder.layer:
        fill.attend(layer.attention, (1, 2, 1))
    spec.register_vocabulary([_SPECIAL.get(number, f"token {number}") for number in range(_VOCABULARY)])
    spec.config.suppress_ids = spec.config.suppress_ids_begin = []
    spec.config.lang_ids = list(range(_FIRST_LANGUAGE, _LAST_LANGUAGE + 1))
    spec.config.alignment_heads = [(shape.decoder_layers - 1, 0)]
    return spec


class _Filler:
    """Gives the parts of a description their weights."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._generator = np.random.default_rng(0)

    def random(self, size: tuple[int, ...]) -> npt.NDArray[np.float32]:
        return self._generator.standard_normal(size, dtype=np.float32) * np.float32(0.02)

    def weigh(self, part: Any, size: tuple[int, ...]) -> None:
        part.weight, part.bias = self.random(size), np.zeros(size[0], np.float32)

    def normalise(self, part: Any) -> None:
        part.gamma, part.beta = np.ones(self._width, np.float32), np.zeros(self._width, np.float32)

    def attend(self, part: Any, outputs: Sequence[int]) -> None:
        """Fill attention whose linear layers have so many times the width as outputs."""
        self.normalise(part.layer_norm)
        for linear, times in zip(part.linear, outputs, strict=True):
            self.weigh(linear, (times * self._width, self._width))

    def feed_forward(self, part: Any) -> None:
        self.normalise(part.layer_norm)
        self.weigh(part.linear_0, (4 * self._width, self._width))
        self.weigh(part.linear_1, (self._width, 4 * self._width))
