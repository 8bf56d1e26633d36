"""A library from Python: indexed once, and asked in every way the command line can be asked."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image

import videxplore as vx
from tests.videos import Encoding, shots, texture, write_video
from videxplore.cli import main
from videxplore.core.errors import (
    CatalogueMissingError,
    ExportError,
    SearchError,
    UnknownError,
    UnknownLabelError,
    UsageError,
)

VIDEOS = {"a.mp4": (1, 2, 3), "b.mp4": (2, 4, 1), "c.mp4": (5, 1, 6)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three videos of three shots, one second each, indexed from Python; an image and a video outside."""
    folder = tmp_path_factory.mktemp("explored")
    (folder / "footage").mkdir()
    for name, seeds in VIDEOS.items():
        write_video(folder / "footage" / name, shots(seeds, 25))
    write_video(folder / "outside.mp4", shots((2,), 30))
    Image.fromarray(texture(4)).save(folder / "image.png")
    with vx.open(folder / "library", data_dir=folder, device="cpu") as library:
        reports = library.index(folder / "footage")
        assert [(report.path.name, report.status) for report in reports] == [
            (name, "indexed") for name in VIDEOS
        ]
    return folder


@pytest.fixture
def library(folder: Path) -> Iterator[vx.VideoLibrary]:
    with vx.open(folder / "library", data_dir=folder, device="cpu") as library:
        yield library


def printed(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> dict[str, Any]:
    """The JSON document of a command on the same library."""
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--json", "--library", str(folder / "library"), "--data-dir", str(folder)])
    assert not ended.value.code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.parametrize(
    ("query", "options", "arguments"),
    [
        ("a.mp4@0.5", {}, ()),
        ("a.mp4@0.5-1.5", {"k": 3}, ("-k", "3")),
        ("a.mp4", {"every": True}, ("--every",)),
        ("image.png", {}, ()),
        ("outside.mp4", {"min_confidence": 0.01}, ("--min-confidence", "0.01")),
        ("a.mp4@0.5", {"by": "both", "motion_weight": 0.3}, ("--by", "both", "--motion-weight", "0.3")),
        ("a.mp4@0.5", {"by": "motion"}, ("--by", "motion")),
        ("a.mp4@0.5", {"region": (0.1, 0.2, 0.5, 0.5)}, ("--region", "0.1,0.2,0.5,0.5")),
        (
            "a.mp4@0.5",
            {"like": ["b.mp4@1.5"], "unlike": ["c.mp4@0.5"]},
            ("--like", "b.mp4@1.5", "--unlike", "c.mp4@0.5"),
        ),
        ("a.mp4@1.5", {"then": "b.mp4@1.5", "within_s": 2}, ("--then", "b.mp4@1.5", "--within", "2")),
        ("a.mp4@0.5", {"other_videos": True}, ("--other-videos",)),
        ("a.mp4@0.5", {"every": True, "by_video": True}, ("--every", "--by-video")),
        ("a.mp4@0.5", {"folder": "footage", "words": "b"}, ("--in", "footage", "--words", "b")),
    ],
)
def test_searching_answers_as_the_command_line(
    library: vx.VideoLibrary,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    query: str,
    options: dict[str, Any],
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.chdir(folder)
    found = library.similar(query, **options)
    document = printed(capsys, folder, "similar", query, *arguments)
    assert {**found.answer.to_json(query), "wall_ms": 0} == {**document, "wall_ms": 0}
    assert document["moments"]
    assert [moment.time_s for moment in found] == [one["time_s"] for one in document["moments"]]


@pytest.mark.parametrize(
    ("options", "arguments", "is_found"),
    [
        ({"folder": "footage", "k": 1}, ("--in", "footage", "-k", "1"), True),
        ({"codec": "h264", "sound": "without"}, ("--codec", "h264", "--sound", "without"), True),
        ({"codec": "hevc"}, ("--codec", "hevc"), False),
        ({"recorded_after": "2020", "camera": "x"}, ("--recorded-after", "2020", "--camera", "x"), False),
        ({"length": "10s", "state": "complete"}, ("--length", "10s", "--state", "complete"), True),
        ({"rate": "25", "orientation": "portrait"}, ("--rate", "25", "--orientation", "portrait"), False),
        (
            {"dynamic_range": "HDR", "resolution": "1080p"},
            ("--dynamic-range", "HDR", "--resolution", "1080p"),
            False,
        ),
    ],
)
def test_words_are_limited_as_on_the_command_line(
    library: vx.VideoLibrary,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, Any],
    arguments: tuple[str, ...],
    is_found: bool,
) -> None:
    monkeypatch.chdir(folder)
    found = library.find("b.mp4", **options)
    document = printed(capsys, folder, "find", "b.mp4", *arguments)
    assert {**found.answer.to_json("b.mp4"), "wall_ms": 0} == {**document, "wall_ms": 0}
    assert bool(found) == is_found


def test_a_limit_that_there_is_not_is_refused(library: vx.VideoLibrary) -> None:
    with pytest.raises(TypeError, match=r"find\(\) got an unexpected keyword argument 'min_confidence'"):
        library.find("b.mp4", min_confidence=0.5)  # type: ignore[call-arg]
    with pytest.raises(vx.VidexploreError):
        library.find("b.mp4", recorded_after="yesterday")


def test_words_and_shots_as_on_the_command_line(
    library: vx.VideoLibrary, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = library.find("b.mp4")
    assert found.answer.to_json("b.mp4")["moments"] == printed(capsys, folder, "find", "b.mp4")["moments"]
    found = library.find(sort="light", by_video=True)
    document = printed(capsys, folder, "find", "--sort", "light", "--by-video")
    assert found.answer.to_json("")["moments"] == document["moments"]
    assert len({moment.video.id for moment in found}) == len(list(groupby(found, lambda one: one.video.id)))
    [columns] = [library.shots("a.mp4").to_arrow().to_pylist()]
    measured = [None if facts is None else facts.to_json() for facts in library.scene_facts("a.mp4")]
    assert any(measured)
    assert [
        {name: row[name] for name in ("start_s", "end_s", "keyframe_s")} | {"facts": facts}
        for row, facts in zip(columns, measured, strict=True)
    ] == printed(capsys, folder, "shots", "a.mp4")["shots"]
    status = library.status()
    assert status.videos == len(library.videos()) == printed(capsys, folder, "status")["videos"]
    labels = [(one.label, round(one.score, 6)) for one in library.actions("a.mp4", at=1.5)]
    overall = printed(capsys, folder, "actions", "a.mp4", "--at", "1.5")["overall"]
    assert labels == [(one["label"], one["score"]) for one in overall]


def test_what_one_method_gives_another_takes(library: vx.VideoLibrary, folder: Path) -> None:
    shot = library.shots("a.mp4")[0]
    by_text = library.similar("a.mp4@0.5")
    assert list(library.similar(shot)) == list(by_text)
    nearest = by_text[0]
    assert list(library.similar(nearest)) == list(library.similar(f"{nearest.video.path}@{nearest.time_s}"))
    frame = next(vx.frames(folder / "footage" / "b.mp4", start_s=1.5))
    for query in (frame, frame.pixels):
        best = library.similar(query)[0]
        assert (best.video.path.name, best.start_s) == ("b.mp4", 1.0)
    several = library.similar([shot, frame], unlike=[nearest])
    assert nearest not in several
    assert library.shots(nearest.video).to_arrow() == library.shots(str(nearest.video.path)).to_arrow()
    assert len(library.summarize(nearest.video, keyframes=3)) == 3
    assert len(library.summarize(by_text[:2], keyframes=2)) == 2
    assert sum(cluster.weight for cluster in library.summarize(by_text)) == pytest.approx(1)


def test_results_are_sequences_tables_and_html(library: vx.VideoLibrary) -> None:
    found = library.similar("a.mp4@0.5", every=True)
    assert len(found) == len(list(found)) > 2
    assert isinstance(found[:2], vx.Results)
    assert list(found[:2]) == [found[0], found[1]]
    assert found[0] in found
    table = found.to_arrow()
    assert table.num_rows == len(found)
    assert table["similarity"].to_pylist() == [moment.similarity for moment in found]
    assert found[:0].to_arrow().schema == table.schema
    shown = found._repr_html_()
    assert shown.count("<img") == len(found)
    assert "data:image/jpeg;base64,/9j/" in shown
    assert repr(found).startswith(f"<{len(found)} moments: Moment(")
    for results in (
        library.videos(),
        library.shots("a.mp4"),
        library.keyframes("a.mp4"),
        library.actions("a.mp4"),
        library.summarize("a.mp4"),
        library.recurring(),
        library.duplicates(),
        library.taught(),
        library.check(),
    ):
        assert results.to_arrow().num_rows == len(results)
        assert results._repr_html_().count("<tr>") == len(results) + 1


def test_a_faster_copy_is_aligned_at_its_cuts(folder: Path, tmp_path: Path) -> None:
    lengths = (45, 70, 38, 62)
    pictures = [
        np.roll(texture(seed, 72, 128), number // 2, axis=1)
        for seed, length in enumerate(lengths, 20)
        for number in range(length)
    ]
    write_video(tmp_path / "film.mp4", pictures, Encoding(frame_rate_hz=Fraction(24)))
    write_video(tmp_path / "trimmed.mp4", pictures[20:-20], Encoding(frame_rate_hz=Fraction(30)))
    with vx.open(tmp_path / "library", data_dir=folder, device="cpu", actions="") as library:
        library.index([tmp_path / "film.mp4", tmp_path / "trimmed.mp4"])
        (duplicate,) = library.duplicates()
    assert duplicate.speed == pytest.approx(24 / 30, abs=0.005)
    for first_s in (duplicate.first_start_s, duplicate.first_start_s + duplicate.length_s):
        second_s = duplicate.second_start_s + (first_s - duplicate.first_start_s) * duplicate.speed
        assert second_s == pytest.approx((first_s - 20 / 24) * 24 / 30, abs=0.05)


def test_names_cannot_change_the_page(folder: Path, tmp_path: Path) -> None:
    name = "<b>&\udcff.mp4"
    try:
        write_video(tmp_path / "plain.mp4", shots((1,), 5)).rename(tmp_path / name)
    except OSError:
        pytest.skip("this file system has no such names")
    with vx.open(tmp_path / "library", data_dir=folder, device="cpu", actions="") as library:
        library.index(tmp_path / name, depth="quick")
        shown = library.videos()._repr_html_()
        assert "<b>" not in shown
        shown.encode()
        assert library.videos().to_arrow().num_rows == 1
        assert library.embeddings().ids.num_rows == 1


def test_embeddings_come_with_what_they_belong_to(library: vx.VideoLibrary) -> None:
    vectors, ids = library.embeddings()
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors.shape[0] == ids.num_rows == library.status().keyframes
    assert set(map(str, (Path(path).name for path in ids["video"].to_pylist()))) == set(VIDEOS)
    assert ids.schema.field("time_s").type == pa.float64()
    motion = library.embeddings("motion")
    assert motion.ids.num_rows == len(motion.vectors) == library.status().clips
    by_name = library.embeddings(library.spaces()[0].name)
    assert np.array_equal(by_name.vectors, vectors)
    with pytest.raises(SearchError, match="no embeddings of sound"):
        library.embeddings("sound")


def test_teaching_and_forgetting(library: vx.VideoLibrary) -> None:
    first = library.shots("a.mp4")[0]
    action = library.teach("stripes", [first, "b.mp4@2.5"], unlike=["a.mp4@1.5"])
    assert (action.label, len(action.examples)) == ("stripes", 3)
    assert [one.label for one in library.taught()] == ["stripes"]
    library.rename_label("stripes", "bars")
    [summary] = library.labels()
    assert summary.action.label == "bars"
    assert len(library.labelled("bars")) >= summary.scene_count
    assert not any(one.is_counter for one in library.withdraw("bars", ["a.mp4@1.5"]).examples)
    library.rename_label("bars", "stripes")
    assert any(one.label == "stripes" for one in library.actions("a.mp4", at=0.5))
    library.forget("stripes")
    assert not library.taught()
    with pytest.raises(UnknownLabelError):
        library.forget("stripes")


def test_bins_and_marks(library: vx.VideoLibrary, tmp_path: Path) -> None:
    kept = library.add_to_selects("best", [library.find("a")[0], "b.mp4@0.2-0.76"], note="start")
    assert [(item.end_s, item.note) for item in kept.items][1] == (0.76, "start")
    library.export_selects(tmp_path / "best.otio", "best")
    again, unknown = library.import_selects(tmp_path / "best.otio", "again")
    assert [item.note for item in again.items] == ["start", "start"]
    assert not unknown
    library.delete_selects("again")
    turned = library.store_selects(replace(kept, items=kept.items[::-1]))
    assert [item.id for item in turned.items] == [item.id for item in kept.items][::-1]
    assert library.selects() == [turned]
    assert library.store_selects(library.delete_selects("best")) == turned
    library.delete_selects("BEST")
    library.mark("a.mp4@0.5", verdict="favourite", tags=["sunset"])
    library.mark("a.mp4@0.5", rating=4)
    library.import_marks(library.export_marks(tmp_path / "marks.csv", "a.mp4"))
    (mark,) = library.marks("a.mp4")
    assert (mark.verdict, mark.tags, mark.rating) == ("favourite", ("sunset",), 4)
    assert library.marks().to_arrow()["tags"].to_pylist() == ["sunset"]
    assert library.find("sunset")[0].video.path.name == "a.mp4"
    library.unmark("a.mp4@0.5")
    assert not library.marks()


@pytest.mark.parametrize("name", ["cut.otio", "cut.csv", "cut.parquet", "clips"])
def test_exports(library: vx.VideoLibrary, tmp_path: Path, name: str) -> None:
    written = library.export(tmp_path / name, library.similar("a.mp4@0.5", k=2))
    assert written
    assert all(file.is_file() for file in written)
    assert library.export(tmp_path / "b.csv", "b.mp4", table="scenes") == [tmp_path / "b.csv"]
    assert len((tmp_path / "b.csv").read_text().splitlines()) == 4
    assert library.storyboard(tmp_path / "board.png", "a.mp4").is_file()
    assert library.skim(tmp_path / "skim.mp4", "a.mp4", 1.5).is_file()


def test_a_video_of_the_library_is_never_written_over(library: vx.VideoLibrary, folder: Path) -> None:
    film = folder / "footage" / "a.mp4"
    content = film.read_bytes()
    for write in (
        lambda: library.export(film, "a.mp4@0.5"),
        lambda: library.storyboard(film, "a.mp4"),
        lambda: library.skim(film, "b.mp4", 1.0),
    ):
        with pytest.raises(ExportError):
            write()
    assert film.read_bytes() == content


def test_only_indexing_makes_a_library(tmp_path: Path) -> None:
    with vx.open(tmp_path / "library", data_dir=tmp_path) as library:
        for change in (
            lambda: library.teach("waving", ["a.mp4@0.5"]),
            lambda: library.forget("waving"),
            lambda: library.remove("a.mp4"),
            lambda: library.relink("a.mp4", tmp_path / "b.mp4"),
            library.purge,
            lambda: library.bookmarks("a.mp4", add=[0.5]),
            lambda: library.name_search(1, "waving"),
            lambda: library.add_to_selects("best", "a.mp4@0.5"),
            lambda: library.delete_selects("best"),
            lambda: library.mark("a.mp4@0.5"),
            lambda: library.import_selects(tmp_path / "cut.csv"),
            lambda: library.import_marks(tmp_path / "cut.csv"),
            lambda: library.unmark("a.mp4@0.5"),
            lambda: library.forget_search(1),
            lambda: library.check(repair=True),
        ):
            with pytest.raises(CatalogueMissingError, match="no library"):
                change()
    assert not (tmp_path / "library").exists()


def test_a_library_changes_while_it_is_open(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "footage", tmp_path / "footage")
    events: list[str] = []
    with vx.open(tmp_path / "library", data_dir=tmp_path, device="cpu", actions="") as library:
        with pytest.raises(CatalogueMissingError):
            library.videos()
        assert not (tmp_path / "library").exists()
        (tmp_path / "broken.mp4").write_bytes(b"no video")
        reports = library.index(
            [tmp_path / "footage", str(tmp_path / "broken.mp4")],
            depth="quick",
            progress=lambda event: events.append(event.kind.value),
        )
        assert {report.path.name: report.status.value for report in reports} == {
            **dict.fromkeys(VIDEOS, "indexed"),
            "broken.mp4": "failed",
        }
        assert [report.path.name for report in reports.answer.failed] == ["broken.mp4"]
        assert "searchable" in events
        assert len(library.similar("a.mp4@0.5")) > 0
        assert {report.status.value for report in library.index(tmp_path / "footage", depth="quick")} == {
            "unchanged"
        }
        library.remove("c.mp4")
        assert {moment.video.path.name for moment in library.similar("a.mp4@0.5")} <= {"a.mp4", "b.mp4"}
        for file in (tmp_path / "library" / "keyframes").iterdir():
            file.unlink()
        assert len(library.check()) > 0
        assert not library.check(repair=True)
        assert library.similar("a.mp4@0.5")._repr_html_().count("<img") > 0
    library.close()
    for use in (library.videos, lambda: library.index(tmp_path / "footage")):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_what_is_not_there_is_a_sentence(library: vx.VideoLibrary) -> None:
    for ask in (
        lambda: library.shots("nosuch.mp4"),
        lambda: library.similar("nosuch.mp4@1"),
        lambda: library.similar("a.mp4@99"),
        lambda: library.similar("a.mp4@0.5", region=(0.5, 0.5, 0.6, 0.6)),
        lambda: library.similar(np.zeros((4, 4), np.uint8)),
        lambda: library.export("clips", ["nosuch.mp4@1"]),
        lambda: library.remove("nosuch.mp4"),
        lambda: library.teach("x", ["nosuch.mp4@1"]),
        lambda: library.add_to_selects("best", "nosuch.mp4@1"),
        lambda: library.add_to_selects(" ", "a.mp4@0.5"),
        lambda: library.delete_selects("nosuch"),
        lambda: library.mark("a.mp4@99"),
        lambda: library.mark("a.mp4@0.5", rating=6),
        lambda: library.unmark("a.mp4@0.25"),
    ):
        with pytest.raises((UnknownError, UsageError)) as told:
            ask()
        assert str(told.value).endswith(".")
