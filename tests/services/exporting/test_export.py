"""Selections exported as clips, timelines and tables."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.analyses import KnownShot, add_video
from tests.conftest import MakeVideo
from tests.services.exporting.reading import read_table, read_timeline
from tests.videos import texture
from videxplore.core.errors import ExportError, UnreadableVideoError
from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.services.exporting.export import export_selection, write_stills
from videxplore.services.exporting.tables import MOMENT_COLUMNS
from videxplore.services.library import Library
from videxplore.video.reading.reader import VideoReader


@pytest.fixture
def spans(library: Library, make_video: MakeVideo) -> list[SelectedSpan]:
    path = make_video("source.mp4", seeds=[1, 2, 3])
    video = library.catalogue.video(add_video(library, path, [KnownShot(seed, 1.0) for seed in (1, 2, 3)]))
    return [
        SelectedSpan(video, 1.0, 1.4, "cat"),
        SelectedSpan(video, 0.2, 0.6, similarity=0.75),
        SelectedSpan(video, 1.0, 1.2),
    ]


def test_clips_show_exactly_what_was_selected(spans: list[SelectedSpan], tmp_path: Path) -> None:
    written = export_selection(spans, tmp_path / "clips", Task())
    names = ["source 00-00-01-00.mp4", "source 00-00-00-05.mp4", "source 00-00-01-00 (2).mp4"]
    assert [file.name for file in written] == names
    for file, seed, first, count in zip(written, (2, 1, 2), (0, 5, 0), (10, 10, 5), strict=True):
        with VideoReader(file) as reader:
            shown = [picture.to_rgb() for picture in reader.frames()]
        assert len(shown) == count
        for number, picture in enumerate(shown):
            truth = np.roll(texture(seed), first + number, axis=1)
            assert np.abs(picture.astype(int) - truth).mean() < 6


@pytest.mark.parametrize("suffix", [".otio", ".edl", ".fcpxml"])
def test_a_timeline_holds_the_selection_in_its_order(
    spans: list[SelectedSpan], tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"cut{suffix}"
    assert export_selection(spans, target, Task()) == [target]
    assert [(span.start_frame, span.end_frame) for span in read_timeline(target)] == [
        (25, 35),
        (5, 15),
        (25, 30),
    ]


@pytest.mark.parametrize("suffix", [".csv", ".json", ".parquet"])
def test_a_table_holds_the_selection(spans: list[SelectedSpan], tmp_path: Path, suffix: str) -> None:
    export_selection(spans, tmp_path / f"cut{suffix}", Task())
    rows = read_table(tmp_path / f"cut{suffix}", MOMENT_COLUMNS).rows
    assert [row[1:5] for row in rows][:2] == [
        (1.0, 1.4, "00:00:01:00", "00:00:01:10"),
        (0.2, 0.6, "00:00:00:05", "00:00:00:15"),
    ]
    assert [row[-3:] for row in rows] == [("cat", None, 0), ("", 0.75, 0), ("", None, 0)]


def test_progress_grows_over_all_clips(spans: list[SelectedSpan], tmp_path: Path) -> None:
    seen: list[Progress] = []
    export_selection(spans, tmp_path / "clips", Task(seen.append))
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


def test_finished_clips_stay_when_cancelled_and_no_half_one_does(
    spans: list[SelectedSpan], tmp_path: Path
) -> None:
    task = Task(lambda progress: task.cancel() if progress.done > 1 else None)
    with pytest.raises(Cancelled):
        export_selection(spans, tmp_path / "clips", task)
    assert [file.name for file in (tmp_path / "clips").iterdir()] == ["source 00-00-01-00.mp4"]


def test_what_cannot_be_exported_gets_a_sentence(spans: list[SelectedSpan], tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="selection is empty"):
        export_selection([], tmp_path / "cut.otio", Task())
    with pytest.raises(ExportError, match="should be a folder, for clips, or end in"):
        export_selection(spans, tmp_path / "cut.doc", Task())
    with pytest.raises(ExportError, match="cannot be made"):
        export_selection(spans, tmp_path / "no" / "clips", Task())
    spans[0].video.path.unlink()
    with pytest.raises(UnreadableVideoError, match="cannot be found"):
        export_selection(spans, tmp_path / "clips", Task())
    assert not (tmp_path / "clips").exists()
    (tmp_path / "mine").mkdir()
    with pytest.raises(UnreadableVideoError, match="cannot be found"):
        export_selection(spans, tmp_path / "mine", Task())
    assert list((tmp_path / "mine").iterdir()) == []


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + ".csv", "a\0b", "a\0b.otio"])
def test_a_name_that_nothing_can_have_gets_a_sentence(
    spans: list[SelectedSpan], tmp_path: Path, name: str
) -> None:
    before = set(tmp_path.iterdir())
    with pytest.raises(ExportError, match=r"cannot be (made|written).*\.$"):
        export_selection(spans, tmp_path / name, Task())
    assert set(tmp_path.iterdir()) == before


def test_stills_show_the_picture_that_stands_for_each_span(spans: list[SelectedSpan], tmp_path: Path) -> None:
    chosen = [replace(spans[0], time_s=1.36), spans[1]]
    files = [tmp_path / "first.png", tmp_path / "second.png"]
    heard: list[Progress] = []
    write_stills(chosen, files, Task(heard.append))
    for file, seed, number in zip(files, (2, 1), (9, 10), strict=True):
        with Image.open(file) as still:
            truth = np.roll(texture(seed), number, axis=1)
            assert np.abs(np.asarray(still).astype(int) - truth).mean() < 6
    assert heard[-1].fraction == 1.0
