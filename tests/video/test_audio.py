"""Sound at its exact time, whatever the container and the place it is read from."""

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.bombs import write_sound_at
from tests.conftest import MakeVideo
from tests.video.sounds import onsets_s, ticking, write_sound
from videxplore.core.errors import UnreadableVideoError
from videxplore.core.limits import MOST_WAVEFORM_PEAKS
from videxplore.core.task import Cancelled, Task
from videxplore.video.audio import SAMPLE_RATE_HZ, AudioReader, Samples, at_tempo, waveform_peaks


@pytest.mark.parametrize(
    ("suffix", "codec"), [(".mp4", "aac"), (".mkv", "libopus"), (".mov", "pcm_s16le"), (".avi", "pcm_s16le")]
)
def test_sound_has_its_time(tmp_path: Path, suffix: str, codec: str) -> None:
    path = write_sound(tmp_path / f"a{suffix}", ticking(4), codec)
    with AudioReader(path) as reader:
        whole = np.concatenate(list(reader.continuous(0, 4)))
        part = np.concatenate(list(reader.continuous(1.3, 3.1)))
    assert whole.shape == (4 * SAMPLE_RATE_HZ, 2)
    # AAC swallows the beginning of a tick at the very start.
    assert onsets_s(whole)[1:] == pytest.approx([number / 2 for number in range(1, 8)], abs=0.002)
    assert onsets_s(part) == pytest.approx([0.2, 0.7, 1.2, 1.7], abs=0.002)


def test_another_rate_is_converted(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.mov", ticking(3, 22_050), "pcm_s16le", 22_050)
    with AudioReader(path) as reader:
        whole = np.concatenate([samples for _, samples in reader.blocks()])
    assert len(whole) == pytest.approx(3 * SAMPLE_RATE_HZ, abs=64)
    assert onsets_s(whole) == pytest.approx([number / 2 for number in range(6)], abs=0.002)


def test_blocks_follow_each_other_from_the_asked_time(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.mp4", ticking(3), "aac")
    with AudioReader(path) as reader:
        blocks = list(reader.blocks(1.25))
    assert blocks[0][0] == 1.25
    ends_s = [time_s + len(samples) / SAMPLE_RATE_HZ for time_s, samples in blocks]
    assert [time_s for time_s, _ in blocks[1:]] == pytest.approx(ends_s[:-1], abs=1e-9)


def test_where_there_is_no_sound_there_is_silence(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.mov", ticking(1), "pcm_s16le")
    with AudioReader(path) as reader:
        samples = np.concatenate(list(reader.continuous(0.9, 2.5)))
        beyond = np.concatenate(list(reader.continuous(5, 6)))
    assert len(samples) == round(1.6 * SAMPLE_RATE_HZ)
    assert not samples.any()
    assert beyond.shape == (SAMPLE_RATE_HZ, 2)


def test_a_video_without_sound_says_so(make_video: MakeVideo) -> None:
    with pytest.raises(UnreadableVideoError, match="has no sound"):
        AudioReader(make_video())


def test_damaged_sound_is_passed_over(real_videos: Path) -> None:
    with AudioReader(real_videos / "failing_audio.mp4") as reader:
        assert sum(len(samples) for _, samples in reader.blocks()) > 11 * SAMPLE_RATE_HZ


def test_peaks_show_where_it_is_loud(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.mov", ticking(2), "pcm_s16le")
    peaks = waveform_peaks(path, 20, Task())
    assert peaks.shape == (40,)
    assert np.flatnonzero(peaks > 0.5).tolist() == [0, 10, 20, 30]
    assert peaks[[5, 15, 25]].max() == 0


def test_peaks_can_be_cancelled(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.mov", ticking(2), "pcm_s16le")
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        waveform_peaks(path, 20, task)


GAPS_S = [86_400.0, 365 * 86_400.0, 1e9]


@pytest.mark.parametrize("gap_s", GAPS_S)
@pytest.mark.parametrize(("suffix", "codec"), [(".mkv", "pcm_s16le"), (".mkv", "aac"), (".mov", "pcm_s16le")])
def test_a_gap_in_time_is_not_kept_in_memory(tmp_path: Path, suffix: str, codec: str, gap_s: float) -> None:
    path = write_sound_at(tmp_path / f"a{suffix}", [0, gap_s, gap_s + 1], codec=codec)
    peaks = waveform_peaks(path, 100, Task())
    assert len(peaks) <= MOST_WAVEFORM_PEAKS
    assert 0.2 < peaks[:15].max() <= 1
    with AudioReader(path) as reader:
        longest = 0
        for number, block in enumerate(reader.continuous(0, gap_s + 2)):
            longest = max(longest, len(block))
            if number > 100:
                break
    assert longest <= SAMPLE_RATE_HZ


@pytest.mark.parametrize("gap_s", GAPS_S)
def test_sound_that_starts_late_is_silent_until_then(tmp_path: Path, gap_s: float) -> None:
    path = write_sound_at(tmp_path / "a.mkv", [gap_s])
    waveform_peaks(path, 100, Task())
    with AudioReader(path) as reader:
        first = next(reader.continuous(0, gap_s))
        assert len(first) == SAMPLE_RATE_HZ
        assert not first.any()
        around = np.concatenate(list(reader.continuous(gap_s - 3, gap_s + 3)))
    assert len(around) == 6 * SAMPLE_RATE_HZ
    assert onsets_s(around) == pytest.approx([3], abs=0.01)


def test_placed_sound_and_its_silence_are_the_whole(tmp_path: Path) -> None:
    path = write_sound_at(tmp_path / "a.mkv", [0, 2, 5])
    with AudioReader(path) as reader:
        whole = np.concatenate(list(reader.continuous(0.05, 6)))
        rebuilt = np.zeros_like(whole)
        for begin, samples in reader.placed(0.05, 6):
            rebuilt[begin : begin + len(samples)] = samples
    np.testing.assert_array_equal(rebuilt, whole)


@pytest.mark.parametrize("rate_hz", [1, 100])
def test_a_rate_that_cannot_be_is_passed_over(tmp_path: Path, rate_hz: int) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(rate_hz)
        file.writeframes(bytes(100_000))
    assert len(waveform_peaks(path, 100, Task())) == 0


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
