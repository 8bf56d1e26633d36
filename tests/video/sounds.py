"""Sound with known onsets, encoded for real with PyAV."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from videxplore.video.audio import SAMPLE_RATE_HZ, Samples


def write_sound(
    path: Path, samples: Samples, codec: str, rate_hz: int = SAMPLE_RATE_HZ, start: int = 0
) -> Path:
    """Encode sound float32 (N, 2); its first sample has the number ``start``."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate_hz, layout="stereo")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = rate_hz, start, Fraction(1, rate_hz)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def ticking(seconds: int, rate_hz: int = SAMPLE_RATE_HZ) -> Samples:
    """Silence with a loud 10 ms at the beginning of each half second."""
    samples = np.zeros((seconds * rate_hz, 2), np.float32)
    for begin in range(0, len(samples), rate_hz // 2):
        samples[begin : begin + rate_hz // 100] = 0.8
    return samples


def onsets_s(samples: Samples) -> list[float]:
    """When it becomes loud."""
    loud = np.abs(samples).max(axis=1) > 0.3
    starts = np.flatnonzero(loud & ~np.concatenate([[False], loud[:-1]])) / SAMPLE_RATE_HZ
    return [starts[0], *starts[1:][np.diff(starts) > 0.1]]
