"""Loudness, silence, speech and music of sound with known truth."""

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from videxplore.core.errors import UnreadableVideoError
from videxplore.video.audio import SAMPLE_RATE_HZ
from videxplore.video.sound_levels import FRAME_S, SoundLevels, SoundMeter

Mono = npt.NDArray[np.float64]


def times_s(length_s: float) -> Mono:
    return np.arange(round(length_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def sine(length_s: float, level_db: float = 0.0, tone_hz: float = 997.0) -> Mono:
    return 10 ** (level_db / 20) * np.sin(2 * np.pi * tone_hz * times_s(length_s))


def noise(length_s: float, level_db: float = -20.0) -> Mono:
    return 10 ** (level_db / 20) * np.random.default_rng(1).normal(size=len(times_s(length_s)))


def syllables(length_s: float) -> Mono:
    """A buzz of changing pitch, such as a voice makes, in syllables with pauses between them."""
    time_s = times_s(length_s)
    phase = 2 * np.pi * np.cumsum(120 + 40 * np.sin(2 * np.pi * 0.9 * time_s)) / SAMPLE_RATE_HZ
    buzz = sum(np.sin(number * phase) / number for number in range(1, 20))
    is_voiced = (time_s * 4 % 1 < 0.6) & (time_s % 2.3 < 1.8)
    breath = 0.15 * np.random.default_rng(2).normal(size=len(time_s))
    return 0.2 * (buzz + breath) * np.convolve(is_voiced, np.ones(960) / 960, "same") + 1e-3 * breath


def measured(path: Path, samples: Mono, right: Mono | None = None) -> SoundLevels:
    both = np.stack([samples, samples if right is None else right], axis=1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(np.clip(both * 32767, -32768, 32767).astype("<i2").tobytes())
    with SoundMeter(path) as meter:
        while meter.advance(1e9):
            pass
        return meter.levels()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sound.wav"


@pytest.mark.parametrize("level_db", [0.0, -23.0, -40.0])
def test_a_tone_of_997_hz_in_both_channels_is_as_loud_as_its_level(path: Path, level_db: float) -> None:
    assert measured(path, sine(5, level_db)).loudness(0, 5) == pytest.approx(level_db, abs=0.1)


def test_in_one_channel_it_is_3_lu_less_loud(path: Path) -> None:
    tone = sine(5, -20.0)
    assert measured(path, tone, np.zeros_like(tone)).loudness(0, 5) == pytest.approx(-23.01, abs=0.1)


def test_deep_tones_are_less_loud(path: Path) -> None:
    deep = measured(path, sine(5, -20.0, tone_hz=40.0)).loudness(0, 5)
    assert -30 < deep < -22


def test_long_pauses_do_not_make_a_sound_less_loud(path: Path) -> None:
    levels = measured(path, np.concatenate([sine(5, -20.0), np.zeros(5 * SAMPLE_RATE_HZ)]))
    assert levels.loudness(0, 10) == pytest.approx(-20.0, abs=0.2)
    assert levels.silence(0, 10) == pytest.approx(0.5, abs=0.01)
    assert levels.silence(0, 5) == 0
    assert levels.silence(5, 10) == 1
    assert levels.loudness(5, 10) == -70


def test_after_its_end_it_is_silent(path: Path) -> None:
    levels = measured(path, sine(2, -20.0))
    assert levels.silence(1, 3) == pytest.approx(0.5)
    assert (levels.silence(7, 9), levels.loudness(7, 9), levels.speech(7, 9)) == (1, -70, 0)


def test_a_span_shorter_than_a_frame_has_a_level(path: Path) -> None:
    assert measured(path, sine(2, -20.0)).loudness(1.001, 1.002) == pytest.approx(-20.0, abs=0.5)


def test_quieter_than_60_db_below_full_scale_is_silence(path: Path) -> None:
    levels = measured(path, np.concatenate([noise(2, -66.0), noise(2, -50.0)]))
    assert levels.silence(0, 2) == 1
    assert levels.silence(2.1, 4) == 0


def test_held_tones_are_music(path: Path) -> None:
    chord = sum(sine(4, -26.0, tone_hz) for tone_hz in (262.0, 330.0, 392.0, 784.0))
    levels = measured(path, np.asarray(chord))
    assert levels.music(0, 4) > 0.9
    assert levels.speech(0, 4) == 0


def test_noise_is_neither_music_nor_speech(path: Path) -> None:
    levels = measured(path, noise(4))
    assert (levels.music(0, 4), levels.speech(0, 4), levels.silence(0, 4)) == (0, 0, 0)


def test_syllables_are_speech(path: Path) -> None:
    levels = measured(path, syllables(6))
    assert levels.speech(0, 6) > 0.8
    assert levels.music(0, 6) < 0.2


def test_no_frame_is_lost_between_pieces(path: Path) -> None:
    levels = measured(path, sine(25, -20.0))
    assert len(levels.power) == round(25 / FRAME_S)
    np.testing.assert_allclose(levels.power[1:], 0.5 * 10**-2.0, rtol=0.05)


def test_nothing_is_read_beyond_the_time_asked_for(path: Path) -> None:
    measured(path, sine(40, -20.0))
    with SoundMeter(path) as meter:
        assert meter.advance(1.0)
        assert not meter.advance(1.0)
        assert 1 <= len(meter.levels().power) * FRAME_S < 20


def test_a_file_without_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.wav").write_bytes(b"RIFF")
    with pytest.raises(UnreadableVideoError):
        SoundMeter(tmp_path / "none.wav")
