"""Sound at another speed: as long as it should be, and as high as it was."""

from collections.abc import Iterator

import numpy as np
import pytest

from videxplore.video.audio import SAMPLE_RATE_HZ, Samples
from videxplore.video.tempo import at_tempo

LENGTH_S = 3.0
PITCH_HZ = 440.0


def tone() -> Samples:
    times_s = np.arange(round(LENGTH_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    left = np.sin(2 * np.pi * PITCH_HZ * times_s)
    return np.stack([left, left / 2], axis=1).astype(np.float32)


def in_blocks(samples: Samples, length: int = 1000) -> Iterator[Samples]:
    for begin in range(0, len(samples), length):
        yield samples[begin : begin + length]


@pytest.mark.parametrize("rate", [0.5, 0.75, 1.5, 2.0])
def test_the_length_changes_and_the_pitch_does_not(rate: float) -> None:
    stretched = np.concatenate(list(at_tempo(in_blocks(tone()), rate)))
    length_s = len(stretched) / SAMPLE_RATE_HZ
    assert length_s == pytest.approx(LENGTH_S / rate, abs=0.05)
    spectrum = np.abs(np.fft.rfft(stretched[:, 0]))
    assert np.argmax(spectrum) / length_s == pytest.approx(PITCH_HZ, abs=1.0)
    assert np.abs(stretched[:, 1]).max() == pytest.approx(np.abs(stretched[:, 0]).max() / 2, rel=0.02)


@pytest.mark.parametrize("rate", [0.5, 0.75, 0.9, 1.25, 1.5, 2.0])
def test_beeps_stay_at_their_moments(rate: float) -> None:
    """The picture that goes with them is not changed: 40 ms is what people notice."""
    times_s = np.arange(10 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    beeps = np.where(times_s % 1 < 0.1, np.sin(2 * np.pi * 1000 * times_s), 0)
    stretched = np.concatenate(
        list(at_tempo(in_blocks(np.stack([beeps, beeps], 1).astype(np.float32)), rate))
    )
    loud_s = np.flatnonzero(abs(stretched[:, 0]) > 0.3) / SAMPLE_RATE_HZ
    begins_s = loud_s[1:][np.diff(loud_s) > 0.3 / rate]
    ends_s = loud_s[:-1][np.diff(loud_s) > 0.3 / rate]
    begins_ms = 1000 * (begins_s - np.arange(1, len(begins_s) + 1) / rate)
    ends_ms = 1000 * (ends_s - (np.arange(len(ends_s)) + 0.1) / rate)
    assert len(begins_s) == 9
    assert np.abs(begins_ms).max() < 40
    assert np.abs(ends_ms).max() < 40
    assert abs(begins_ms.mean() + ends_ms.mean()) / 2 < 8


def test_ordinary_speed_changes_nothing() -> None:
    samples = tone()
    assert np.array_equal(np.concatenate(list(at_tempo(in_blocks(samples), 1.0))), samples)


def test_no_sound_stays_no_sound() -> None:
    assert list(at_tempo(iter(()), 1.5)) == []
