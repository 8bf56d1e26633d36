"""What is written has exactly the asked-for pictures, in step with their sound, or is not there at all."""

import resource
import shutil
import tracemalloc
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from tests.barcode import numbered_pictures, read_number
from tests.bombs import write_sound_at
from tests.conftest import MakeVideo
from tests.video.sounds import onsets_s, ticking
from tests.videos import Encoding
from videxplore.core.errors import ExportError
from videxplore.core.export_files import ExportRules
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.video.audio import SAMPLE_RATE_HZ, AudioReader
from videxplore.video.reading.reader import VideoReader, probe
from videxplore.video.writing.writer import write_clip, write_skim


def numbers(path: Path) -> list[int | None]:
    """The numbers told by a video's pictures."""
    with VideoReader(path) as reader:
        return [read_number(picture.to_rgb()) for picture in reader.frames()]


@pytest.fixture(scope="module")
def encoded_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight seconds of numbered pictures, ticking twice a second."""
    path = tmp_path_factory.mktemp("encoded") / "film.mp4"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", 25, options={"crf": "12", "bf": "2"})
        audio = container.add_stream("aac", rate=SAMPLE_RATE_HZ, layout="stereo")
        assert isinstance(video, av.VideoStream)
        assert isinstance(audio, av.AudioStream)
        video.width, video.height, video.pix_fmt = 128, 64, "yuv420p"
        video.codec_context.gop_size = 40
        for number, picture in enumerate(numbered_pictures(200, 64, 128)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(video.encode(frame))
        sound = av.AudioFrame.from_ndarray(np.ascontiguousarray(ticking(8).T), format="fltp", layout="stereo")
        sound.sample_rate, sound.pts = SAMPLE_RATE_HZ, 0
        container.mux(audio.encode(sound))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    return path


@pytest.fixture
def film(encoded_film: Path, tmp_path: Path) -> Path:
    """A copy of the film, alone in the folder of the test."""
    return Path(shutil.copyfile(encoded_film, tmp_path / "film.mp4"))


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov", ".webm"])
def test_a_clip_is_exact_to_the_frame(film: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"clip{suffix}"
    write_clip(film, 1.4, 2.6, target, Task())
    assert numbers(target) == list(range(35, 65))
    assert probe(target).duration_s == pytest.approx(1.2, abs=0.002)


def test_a_clip_begins_with_the_picture_on_screen(film: Path, tmp_path: Path) -> None:
    write_clip(film, 1.43, 1.45, tmp_path / "a.mp4", Task())
    assert numbers(tmp_path / "a.mp4") == [35, 36]


def test_sound_stays_in_step_over_many_joins(film: Path, tmp_path: Path) -> None:
    segments = [(number * 0.6, number * 0.6 + 0.36) for number in range(12)]
    target = tmp_path / "skim.mp4"
    write_skim(film, segments, target, Task())
    expected = [frame for number in range(12) for frame in range(15 * number, 15 * number + 9)]
    assert numbers(target) == expected
    with AudioReader(target) as reader:
        heard_s = onsets_s(np.concatenate(list(reader.continuous(0, 12 * 0.36))))
    ticks_s = []
    for number, (start_s, end_s) in enumerate(segments):
        inside = [tick / 2 for tick in range(16) if start_s + 0.06 <= tick / 2 <= end_s - 0.06]
        ticks_s += [number * 0.36 + tick_s - start_s for tick_s in inside]
    assert len(ticks_s) > 4
    for tick_s in ticks_s:
        assert min(abs(tick_s - one_s) for one_s in heard_s) < 0.003


def test_the_first_and_the_last_join_fade(tmp_path: Path, film: Path) -> None:
    target = tmp_path / "skim.mkv"
    # Ticks at 1.0 and 2.0 s lie on the joins, where sound is faded to nothing.
    write_skim(film, [(0.4, 1.0), (2.0, 2.4)], target, Task())
    with AudioReader(target) as reader:
        samples = np.concatenate(list(reader.continuous(0.0, 1.0)))
    join = round(0.6 * SAMPLE_RATE_HZ)
    assert np.abs(samples[join - 100 : join + 100]).max() < 0.1
    assert onsets_s(samples) == pytest.approx([0.1], abs=0.003)


def test_turn_aspect_and_range_are_kept(real_videos: Path, tmp_path: Path) -> None:
    for name in ("rot_90.mov", "carphone_pristine.mp4", "bt709_full_range.mp4"):
        target = tmp_path / Path(name).with_suffix(".mp4").name
        write_clip(real_videos / name, 0, 0.1, target, Task())
        with VideoReader(real_videos / name) as source, VideoReader(target) as copy:
            assert copy.properties.rotation_deg == source.properties.rotation_deg
            for before, after in zip(source.frames(), copy.frames(), strict=False):
                difference = np.abs(before.to_rgb().astype(int) - after.to_rgb())
                assert difference.mean() < 4


def test_a_silent_video_stays_silent(make_video: MakeVideo, tmp_path: Path) -> None:
    write_clip(make_video(), 0, 1, tmp_path / "a.mp4", Task())
    assert not probe(tmp_path / "a.mp4").has_audio


def test_odd_sizes_are_written(make_video: MakeVideo, tmp_path: Path) -> None:
    pictures = [np.full((63, 127, 3), 90, np.uint8)] * 5
    source = make_video("odd.mkv", pictures=pictures, encoding=Encoding(pixel_format="yuv444p"))
    write_clip(source, 0, 0.12, tmp_path / "a.mp4", Task())
    assert (probe(tmp_path / "a.mp4").width_px, probe(tmp_path / "a.mp4").height_px) == (126, 62)


def test_progress_goes_up(film: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    write_clip(film, 0, 2, tmp_path / "a.mp4", Task(seen.append))
    assert len(seen) > 10
    assert all(before.done <= after.done for before, after in pairwise(seen))
    assert seen[-1].fraction > 0.9


def only(folder: Path, *names: str) -> bool:
    return sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_cancelling_leaves_nothing(film: Path, tmp_path: Path) -> None:
    task = Task(lambda progress: task.cancel() if progress.done > 1 else None)
    with pytest.raises(Cancelled):
        write_clip(film, 0, 4, tmp_path / "a.mp4", task)
    assert only(tmp_path, "film.mp4")


def test_a_full_disk_leaves_what_was_there(film: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.mp4"
    target.write_bytes(b"precious")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(ExportError, match="There is no room"):
            write_clip(film, 0, 8, target, Task(), ExportRules(replaceable=frozenset([target])))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert target.read_bytes() == b"precious"
    assert only(tmp_path, "film.mp4", "a.mp4")


def test_a_video_is_not_written_onto_itself(film: Path, tmp_path: Path) -> None:
    before = film.read_bytes()
    for target in (film, tmp_path / "link.mp4"):
        if target != film:
            target.hardlink_to(film)
        with pytest.raises(ExportError, match="onto itself"):
            write_clip(film, 0, 1, target, Task(), ExportRules(replaceable=frozenset([target])))
    assert film.read_bytes() == before
    assert only(tmp_path, "film.mp4", "link.mp4")


@pytest.mark.parametrize(
    ("segments", "name", "sentence"),
    [
        ([(0.0, 1.0)], "a.gif", "can be written as"),
        ([], "a.mp4", "nothing to write"),
        ([(2.0, 2.0)], "a.mp4", "nothing to write"),
        ([(0.0, 1.0)], "film.mp4", "exists already and stays"),
        ([(0.0, 1.0)], "nowhere/a.mp4", r"cannot be written in .*nowhere: No such file or directory\.$"),
        ([(0.0, 1.0)], "x" * 300 + ".mp4", "cannot be written"),
        ([(0.0, 1.0)], "a\0b.mp4", "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_refused(
    film: Path, tmp_path: Path, segments: list[tuple[float, float]], name: str, sentence: str
) -> None:
    before = film.read_bytes()
    with pytest.raises(ExportError, match=sentence):
        write_skim(film, segments, tmp_path / name, Task())
    assert only(tmp_path, "film.mp4")
    assert film.read_bytes() == before


def test_between_sync_frames_pictures_are_copied_as_they_are(film: Path, tmp_path: Path) -> None:
    target = tmp_path / "copied.mp4"
    # Sync frames every 40 frames: 1.6 s.
    write_skim(film, [(1.6, 3.2), (6.4, 8.0), (0.0, 1.6)], target, Task())
    expected = [*range(40, 80), *range(160, 200), *range(40)]
    with VideoReader(film) as source, VideoReader(target) as copy:
        originals = [picture.to_rgb() for picture in source.frames()]
        copies = list(copy.frames())
        assert [read_number(picture.to_rgb()) for picture in copies] == expected
        assert all(
            np.array_equal(originals[number], picture.to_rgb())
            for number, picture in zip(expected, copies, strict=True)
        )
        assert [picture.time_s for picture in copies] == pytest.approx([number / 25 for number in range(120)])
    with AudioReader(target) as reader:
        heard_s = onsets_s(np.concatenate(list(reader.continuous(0, 4.8))))
    # Ticks of the source at 2.0, 2.5, 3.0, 6.5, 7.0, 7.5 and 0.5, 1.0, 1.5 s, each moved with its segment.
    for tick_s in (0.4, 0.9, 1.4, 1.7, 2.2, 2.7, 3.7, 4.2, 4.7):
        assert min(abs(tick_s - one_s) for one_s in heard_s) < 0.01


@pytest.mark.parametrize("segment", [(1.6, 3.0), (1.52, 3.2), (1.64, 3.2)])
def test_elsewhere_pictures_are_encoded_again(
    film: Path, tmp_path: Path, segment: tuple[float, float]
) -> None:
    write_clip(film, *segment, tmp_path / "a.mkv", Task())
    assert numbers(tmp_path / "a.mkv") == list(range(round(segment[0] * 25), round(segment[1] * 25)))


def test_an_open_group_of_pictures_is_not_torn(make_video: MakeVideo, tmp_path: Path) -> None:
    options = {"preset": "medium", "bf": "3", "x264-params": "open-gop=1:keyint=20:min-keyint=20:scenecut=0"}
    source = make_video("o.mkv", pictures=numbered_pictures(100, 64, 128), encoding=Encoding(options=options))
    write_clip(source, 0.8, 2.4, tmp_path / "a.mkv", Task())
    assert numbers(tmp_path / "a.mkv") == list(range(20, 60))


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_sound_that_ends_early_costs_no_memory(tmp_path: Path, suffix: str) -> None:
    source = write_sound_at(tmp_path / "source.mkv", [0], pictures_s=[0, 7200])
    target = tmp_path / f"clip{suffix}"
    tracemalloc.start()
    write_clip(source, 0, 7200, target, Task())
    most_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most_bytes < 50e6
    with AudioReader(target) as reader:
        heard = np.concatenate(list(reader.continuous(0, 1)))
    assert np.abs(heard[:4800]).max() > 0.3
    assert np.abs(heard[9600:]).max() < 0.01


def test_a_year_of_silence_is_a_gap(tmp_path: Path) -> None:
    year_s = 365 * 86_400.0
    source = write_sound_at(tmp_path / "source.mkv", [0, year_s], pictures_s=[0, 1, year_s, year_s + 1])
    target = tmp_path / "clip.mkv"
    write_clip(source, 0, year_s + 1, target, Task())
    with AudioReader(target) as reader:
        around = np.concatenate(list(reader.continuous(year_s - 1, year_s + 0.5)))
    loud = np.flatnonzero(np.abs(around).max(axis=1) > 0.3) / 48_000
    assert loud[0] == pytest.approx(1, abs=0.05)
    assert loud[-1] == pytest.approx(1.1, abs=0.05)
