"""``summarize``, ``export`` and ``shots`` on a library whose scenes are known."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import opentimelineio as otio
import pytest
from PIL import Image

from tests.analyses import KnownShot, add_video
from tests.services.exporting.reading import read_timeline
from tests.videos import shots, write_video
from videxplore.cli.application import main
from videxplore.services.library import Library
from videxplore.video.reading.reader import probe


@pytest.fixture(scope="module")
def encoded_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four scenes of a second each."""
    return write_video(tmp_path_factory.mktemp("encoded") / "film.mp4", shots([1, 2, 1, 3], 25))


@pytest.fixture
def library(tmp_path: Path, encoded_film: Path) -> Path:
    """A library with one real file of four scenes of a second each."""
    path = Path(shutil.copyfile(encoded_film, tmp_path / "film.mp4"))
    with Library.open(tmp_path / "library") as opened:
        add_video(opened, path, [KnownShot(seed, 1.0, object=f"thing {seed}") for seed in (1, 2, 1, 3)])
    return tmp_path / "library"


def run(library: Path, *arguments: object) -> int:
    """Run a command on the library; its exit code."""
    command: Sequence[str] = [str(argument) for argument in arguments]
    with pytest.raises(SystemExit) as ended:
        main([*command, "--library", str(library)])
    return int(ended.value.code or 0)


def test_a_summary_with_all_its_files(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = tmp_path / "film.mp4"
    files = {name: tmp_path / name for name in ("board.png", "sheet.pdf", "skim.mp4", "film.vtt")}
    options = zip(("--storyboard", "--sheet", "--skim", "--chapters"), files.values(), strict=True)
    arguments = [part for option in options for part in option]
    assert run(library, "summarize", film, "--keyframes", 3, "--seconds", 2, "--json", *arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert [round(cluster["weight"], 3) for cluster in document["clusters"]] == [0.5, 0.25, 0.25]
    assert sum(part["end_s"] - part["start_s"] for part in document["skim"]) == pytest.approx(2)
    assert document["chapters"][-1]["end_s"] == 4
    assert all(file.stat().st_size > 100 or file.suffix == ".vtt" for file in files.values())
    assert probe(files["skim.mp4"]).duration_s == pytest.approx(2)


@pytest.mark.parametrize("option", ["--storyboard", "--sheet", "--skim", "--chapters"])
def test_a_video_of_the_library_is_never_written_over(library: Path, tmp_path: Path, option: str) -> None:
    film = tmp_path / "film.mp4"
    content = film.read_bytes()
    assert run(library, "summarize", film, option, film) == 3
    assert run(library, "export", film, f"{film}@0-1") == 3
    assert film.read_bytes() == content


ONE_FILE = [
    ("summarize", "film.mp4", "--storyboard", "a.png"),
    ("summarize", "film.mp4", "--sheet", "a.pdf"),
    ("summarize", "film.mp4", "--seconds", 2, "--skim", "a.mp4"),
    *(("summarize", "film.mp4", "--chapters", f"a{suffix}") for suffix in (".vtt", ".txt", ".mkv")),
    ("summarize", "film.mp4@1", "film.mp4@2", "--storyboard", "a.jpg"),
    *(("export", f"a{suffix}", "film.mp4@1") for suffix in (".otio", ".edl", ".fcpxml")),
    *(("export", f"a{suffix}", "film.mp4@1") for suffix in (".csv", ".json", ".parquet")),
    ("export", "a.csv", "--table", "scenes", "film.mp4"),
]


@pytest.mark.parametrize("arguments", ONE_FILE)
def test_a_file_is_replaced_only_with_the_option(
    library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[object, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    (name,) = (str(part) for part in arguments if str(part).startswith("a."))
    target = tmp_path / name
    target.write_bytes(b"precious")
    assert run(library, *arguments) == 3
    said = " ".join(capsys.readouterr().err.split())
    assert said.endswith(
        f"\u201c{name}\u201d exists already and stays: choose another name, or add --replace."
    )
    assert target.read_bytes() == b"precious"
    assert run(library, *arguments, "--replace") == 0
    assert target.read_bytes() != b"precious"
    content = target.read_bytes()
    with Library.open(library) as opened:
        add_video(opened, target, [KnownShot(1, 1.0)])
    assert run(library, *arguments, "--replace") == 3
    assert "is a video of the library, and stays" in " ".join(capsys.readouterr().err.split())
    assert target.read_bytes() == content
    target.unlink()
    assert run(library, *arguments, "--replace") == 3
    assert not target.exists()


def test_clips_in_a_folder_are_numbered(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    first, second = folder / "film 00-00-00-00.mp4", folder / "film 00-00-00-00 (2).mp4"
    first.write_bytes(b"footage")
    with Library.open(library) as opened:
        add_video(opened, second, [KnownShot(1, 1.0)])
    assert run(library, "export", folder, "film.mp4@0-0.4", "film.mp4@0-0.6", "--json") == 0
    names = [Path(file).name for file in json.loads(capsys.readouterr().out)["files"]]
    assert names == ["film 00-00-00-00 (3).mp4", "film 00-00-00-00 (4).mp4"]
    assert [probe(folder / name).duration_s for name in names] == pytest.approx([0.4, 0.6])
    assert first.read_bytes() == b"footage"
    assert not second.exists()
    assert run(library, "export", folder, "film.mp4@0-0.4", "--replace") == 2
    assert run(library, "export", library, "film.mp4@0-0.4") == 3
    assert not list(library.glob("*.mp4"))


def test_stills_are_replaced_only_with_the_option(library: Path, tmp_path: Path) -> None:
    moments = ["film.mp4@0.5", "film.mp4@1.5"]
    stills = [tmp_path / f"still-{number:03d}-film.png" for number in (1, 2)]
    stills[1].write_bytes(b"another picture")
    (tmp_path / "still.png").write_bytes(b"not among the files to write")
    assert run(library, "export", tmp_path / "still.png", *moments) == 3
    assert not stills[0].exists()
    assert stills[1].read_bytes() == b"another picture"
    assert run(library, "export", tmp_path / "still.png", *moments, "--replace") == 0
    assert all(still.read_bytes().startswith(b"\x89PNG") for still in stills)
    assert (tmp_path / "still.png").read_bytes() == b"not among the files to write"
    with Library.open(library) as opened:
        add_video(opened, stills[0], [KnownShot(1, 1.0)])
    assert run(library, "export", tmp_path / "still.png", *moments, "--replace") == 3


def test_stills_do_not_need_the_name_they_are_numbered_from(library: Path, tmp_path: Path) -> None:
    (tmp_path / "still.png").write_bytes(b"another picture")
    assert run(library, "export", tmp_path / "still.png", "film.mp4@0.5", "film.mp4@1.5") == 0
    assert (tmp_path / "still.png").read_bytes() == b"another picture"


def test_one_file_is_not_written_twice(library: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    assert run(library, "summarize", "film.mp4", "--sheet", target, "--storyboard", target) == 2
    assert not target.exists()


def test_a_contact_sheet_has_the_shape_asked_for(library: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.png"
    shape = ("--columns", 2, "--tile-px", 100, "--no-header")
    assert run(library, "summarize", tmp_path / "film.mp4", "--sheet", sheet, *shape) == 0
    with Image.open(sheet) as drawn:
        assert drawn.width == 2 * 100 + 12 + 2 * 36
        assert drawn.height < drawn.width


def test_moments_are_summarised_together(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board = tmp_path / "board.png"
    moments = ("film.mp4@0.5", "film.mp4@2-3", "film.mp4@1.0-1.5")
    assert run(library, "summarize", *moments, "--keyframes", 2, "--storyboard", board, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert [round(cluster["weight"], 3) for cluster in document["clusters"]] == [0.8, 0.2]
    assert [one["label"] for one in document["clusters"]] == ["thing 1", "thing 2"]
    assert [one["time_s"] for one in document["clusters"][0]["members"]] == [0.25, 0.75, 2.25, 2.75]
    assert document["duration_s"] == pytest.approx(2.5)
    with Image.open(board) as drawn:
        assert drawn.width == 1600
    assert run(library, "summarize", *moments, "--skim", tmp_path / "skim.mp4") == 2


def test_scenes_that_come_back_are_told(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(library, "recurring", "--json") == 0
    (scene,) = json.loads(capsys.readouterr().out)["recurring"]
    assert [(one["start_s"], one["end_s"]) for one in scene["scenes"]] == [(0, 1), (2, 3)]
    assert (scene["videos"], scene["duration_s"]) == (1, 2)
    assert run(library, "recurring", "film.mp4") == 0
    assert "film.mp4" in capsys.readouterr().out


def test_moments_are_exported_as_clips_timelines_and_tables(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("cut.otio", "cut.edl", "cut.fcpxml", "cut.csv", "cut.json", "cut.parquet", "clips"):
        assert run(library, "export", tmp_path / name, "film.mp4@1.5", "film.mp4@0.2-0.6", "--json") == 0
        written = json.loads(capsys.readouterr().out)["files"]
        assert all(Path(file).is_file() for file in written)
    for name in ("cut.otio", "cut.edl", "cut.fcpxml"):
        spans = read_timeline(tmp_path / name)
        assert [(span.start_frame, span.end_frame) for span in spans] == [(25, 50), (5, 15)]
    assert [probe(Path(file)).duration_s for file in written] == pytest.approx([1.0, 0.4])


@pytest.mark.parametrize("contents", ["scenes", "predictions", "clusters"])
def test_whole_videos_are_exported_as_tables(library: Path, tmp_path: Path, contents: str) -> None:
    target = tmp_path / f"{contents}.json"
    assert run(library, "export", target, "--table", contents, "film.mp4") == 0
    rows = json.loads(target.read_text())
    assert len(rows) == {"scenes": 4, "predictions": 8, "clusters": 8}[contents]


def test_scenes_are_printed_for_editing_programs(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = tmp_path / "film.mp4"
    assert run(library, "shots", film, "--otio") == 0
    timeline = otio.adapters.read_from_string(capsys.readouterr().out)
    assert [len(list(track.find_clips())) for track in timeline.tracks] == [4, 4]
    assert run(library, "shots", film, "--edl") == 0
    assert "00:00:01:00 00:00:02:00" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["export", "cut.doc", "film.mp4@1"], 2, "should be a folder, for clips, or end in"),
        (["export", "cut.otio", "film.mp4@99"], 3, ""),
        (["export", "cut.otio", "nosuch.mp4@1"], 3, "no video nosuch.mp4"),
        (["export", "cut.xyz", "--table", "scenes", "film.mp4"], 2, "should end in .csv"),
        (["summarize", "film.mp4@99", "film.mp4"], 3, ""),
        (["summarize", "film.mp4", "--seconds", "0.1"], 3, "a skim needs at least 1 s"),
    ],
)
def test_what_cannot_be_done_ends_with_a_sentence(
    library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    assert run(library, *arguments) == code
    said = " ".join(capsys.readouterr().err.split())
    assert said.endswith(".")
    assert sentence in said
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("suffix", [".otio", ".edl", ".fcpxml", ".csv", ".json"])
def test_exported_moments_are_imported_as_bookmarks(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    target = tmp_path / f"cut{suffix}"
    assert run(library, "export", target, "film.mp4@1.2", "film.mp4@2.52-3.4") == 0
    assert run(library, "bookmarks", "--import", target) == 0
    assert "2 moments of" in capsys.readouterr().err
    assert run(library, "bookmarks", "film.mp4", "--json") == 0
    assert json.loads(capsys.readouterr().out)["bookmarks"] == [1.0, 2.52]
    assert run(library, "bookmarks", "film.mp4", "--import", target) == 2
    assert run(library, "bookmarks") == 2
    assert run(library, "bookmarks", "--import", tmp_path / "no.edl") == 3
