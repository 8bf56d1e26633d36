"""The sound of a video as models of speech hear it: one channel at 16 kHz."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.resampler import AudioResampler

from videxplore.core.task import Task
from videxplore.video.audio import SAMPLE_RATE_HZ, AudioReader

SPEECH_RATE_HZ = 16_000


def speech_sound(path: Path, duration_s: float, task: Task) -> Iterator[npt.NDArray[np.float32]]:
    """The sound of a file from time zero to its end, in blocks that follow each other without gaps.

    Args:
        path: The file.
        duration_s: How long the video is.
        task: Is asked after each block whether to go on.

    Yields:
        Samples float32 (N,) in [-1, 1].

    Raises:
        Cancelled: If the task was cancelled.
        UnreadableVideoError: If the file has no sound that can be decoded.
    """
    resampler = AudioResampler(format="flt", layout="mono", rate=SPEECH_RATE_HZ)
    with AudioReader(path) as reader:
        for samples in reader.continuous(0.0, duration_s):
            task.checkpoint(0.0, duration_s)
            packed = np.ascontiguousarray(samples, np.float32).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(packed, format="flt", layout="stereo")
            frame.sample_rate = SAMPLE_RATE_HZ
            yield from _resampled(resampler, frame)
        yield from _resampled(resampler, None)


def _resampled(resampler: AudioResampler, frame: av.AudioFrame | None) -> Iterator[npt.NDArray[np.float32]]:
    for one in resampler.resample(frame):
        yield one.to_ndarray().reshape(-1).astype(np.float32, copy=False)
