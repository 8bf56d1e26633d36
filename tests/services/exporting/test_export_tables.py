"""Tables written and read back, and times in them against exact fractions."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from tests.analyses import KnownShot, add_video
from tests.services.exporting.reading import read_table
from videxplore.core.errors import ExportError
from videxplore.core.metadata import VideoMetadata
from videxplore.core.timecode import Timecode
from videxplore.services.exporting.tables import (
    SCENE_COLUMNS,
    Table,
    cluster_table,
    prediction_table,
    scene_table,
    write_table,
)
from videxplore.services.library import Library
from videxplore.services.summarising.summary import SummaryService

SHOTS = [KnownShot(1, 2.4, object="dog, or cat"), KnownShot(2, 3.2, action="running"), KnownShot(1, 61.6)]
SUFFIXES = [".csv", ".json", ".parquet"]
RATES_HZ = [
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(29593, 1000),
]


def tables(library: Library, rate_hz: Fraction = Fraction(25)) -> list[Table]:
    names = ["/videos/a.mp4", '/videos/quote " comma, new\nline ü.mp4']
    ids = [add_video(library, Path(name), SHOTS, rate_hz) for name in names]
    videos = [library.catalogue.video(video_id) for video_id in ids]
    summaries = [SummaryService(library).summarize(video_id) for video_id in ids]
    return [scene_table(library, videos), prediction_table(library, videos), cluster_table(summaries)]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_what_is_exported_is_imported_the_same(
    library: Library, tmp_path: Path, suffix: str, rate_hz: Fraction
) -> None:
    for number, table in enumerate(tables(library, rate_hz)):
        assert table.rows
        target = tmp_path / f"table {number}{suffix}"
        write_table(table, target)
        assert read_table(target, table.columns) == table


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_timecode_names_the_frame_nearest_to_the_seconds_beside_it(
    library: Library, rate_hz: Fraction
) -> None:
    names = [name for name, _ in SCENE_COLUMNS]
    for row in tables(library, rate_hz)[0].rows:
        scene = dict(zip(names, row, strict=True))
        timecode = Timecode.of_rate(Fraction(str(scene["timecode_rate"])))
        for end in ("start", "end"):
            time_s = timecode.time_of(timecode.frame_of(str(scene[f"{end}_timecode"])))
            assert (
                abs(float(time_s) - float(str(scene[f"{end}_s"]))) <= float(1 / timecode.rate_hz) / 2 + 1e-6
            )


def test_each_scene_and_each_member_has_a_row(library: Library) -> None:
    scenes, predictions, clusters = tables(library)
    assert [row[1] for row in scenes.rows] == [1, 2, 3, 1, 2, 3]
    assert [row[6] for row in predictions.rows] == ["dog, or cat", "dog, or cat", "running"] * 2
    assert sum(row[-1] == 1 for row in clusters.rows) == len({(row[0], row[1]) for row in clusters.rows}) == 4
    assert len(clusters.rows) == 12


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_path_that_is_no_text_can_be_written(library: Library, tmp_path: Path, suffix: str) -> None:
    video = library.catalogue.video(add_video(library, Path("/videos/\udcff.mp4"), SHOTS))
    write_table(scene_table(library, [video]), tmp_path / f"t{suffix}")
    back = read_table(tmp_path / f"t{suffix}", SCENE_COLUMNS)
    mark = {".parquet": "\N{REPLACEMENT CHARACTER}"}.get(suffix, "\udcff")
    assert back.rows[0][0] == f"/videos/{mark}.mp4"


def test_an_unknown_kind_or_folder_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"should end in \.csv"):
        write_table(Table(SCENE_COLUMNS, ()), tmp_path / "a.xls")
    with pytest.raises(ExportError, match="cannot be written"):
        write_table(Table(SCENE_COLUMNS, ()), tmp_path / "no" / "a.csv")


def test_a_spreadsheet_reads_text_as_text(tmp_path: Path) -> None:
    labels = ["=1+1", "+1", "-1", "@a", "\t=1", "plain", "a=b", "'=1"]
    target = tmp_path / "t.csv"
    write_table(Table((("label", "text"), ("score", "number")), tuple((one, -0.5) for one in labels)), target)
    data = target.read_bytes()
    assert data.startswith("\ufefflabel,score".encode())
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert [row[0] for row in rows] == ["'=1+1", "'+1", "'-1", "'@a", "'\t=1", "plain", "a=b", "''=1"]
    assert {row[1] for row in rows} == {"-0.5"}


def test_tables_count_by_the_recorded_timecode(library: Library) -> None:
    video = library.catalogue.video(add_video(library, Path("/videos/a.mov"), SHOTS, Fraction(25)))
    metadata = VideoMetadata(nominal_rate_hz=Fraction(25), start_timecode="23:59:58:00")
    library.catalogue.set_metadata(video.id, metadata)
    table = scene_table(library, [library.catalogue.video(video.id)])
    assert [row[4:7] for row in table.rows][:2] == [
        ("23:59:58:00", "00:00:00:10", "25"),
        ("00:00:00:10", "00:00:03:15", "25"),
    ]
