"""A video that flashes and beeps at the same moments, to measure how far sound and picture are apart."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

SAMPLE_RATE_HZ = 48_000
BEEP_S = 0.08


def write_flashes(
    path: Path, duration_s: float, every_s: float = 1.0, frame_rate_hz: int = 25, sound_delay_s: float = 0.0
) -> Path:
    """Write a dark, silent video; at each multiple of ``every_s`` but zero it flashes and beeps at 1 kHz."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", Fraction(frame_rate_hz))
        assert isinstance(video, av.VideoStream)
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        video.options = {"preset": "ultrafast"}
        audio = container.add_stream("aac", SAMPLE_RATE_HZ)
        assert isinstance(audio, av.AudioStream)
        audio.layout = "stereo"
        for number in range(round(duration_s * frame_rate_hz)):
            time_s = number / frame_rate_hz
            is_flash = time_s >= every_s and time_s % every_s < BEEP_S - 1e-9
            picture = np.full((180, 320, 3), 235 if is_flash else 20, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, frame_rate_hz)
            container.mux(video.encode(frame))
        times_s = np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ - sound_delay_s
        is_beep = (times_s >= every_s) & (times_s % every_s < BEEP_S)
        beeps = np.where(is_beep, np.sin(2 * np.pi * 1000 * times_s), 0)
        for begin in range(0, len(beeps), 1024):
            part = beeps[begin : begin + 1024].astype(np.float32)
            sound = av.AudioFrame.from_ndarray(np.stack([part, part]), format="fltp", layout="stereo")
            sound.sample_rate, sound.pts, sound.time_base = SAMPLE_RATE_HZ, begin, Fraction(1, SAMPLE_RATE_HZ)
            container.mux(audio.encode(sound))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    return path
