"""Sound at its exact time, whatever the container and the place it is read from."""

from pathlib import Path

import numpy as np
import pytest

from tests.conftest import MakeVideo
from tests.video.sounds import onsets_s, ticking, write_sound
from videxplore.core.errors import UnreadableVideoError
from videxplore.core.task import Cancelled, Task
from videxplore.video.audio import SAMPLE_RATE_HZ, AudioReader, waveform_peaks


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
