"""``videxplore analyse`` and ``add``: one job, one file, one exit code."""

import json
from pathlib import Path

import pytest

from tests.videos import shots, write_video
from videxplore.cli.application import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("analysing")
    write_video(made / "film.mp4", shots([1, 2], 15))
    (made / "text.mp4").write_text("no video")
    return made


def run(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--data-dir", str(folder / "data")])
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err.strip()


def test_video_is_analysed_and_added_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film, result = str(folder / "film.mp4"), str(folder / "film.vxa")
    code, out, _ = run(capsys, folder, "analyse", film, "--out", result, "--actions", "none", "--json")
    document = json.loads(out)
    assert (code, document["video"], document["result"], document["shots"]) == (0, film, result, 2)
    code, *_ = run(capsys, folder, "analyse", film, "--out", result, "--actions", "none", "--replace")
    assert code == 0
    for status in ("added", "unchanged"):
        code, out, _ = run(capsys, folder, "add", result, "--json")
        expected = {"file": result, "status": status, "video": film, "error": ""}
        assert (code, json.loads(out)["results"]) == (0, [expected])
    code, _, said = run(capsys, folder, "add", result, str(folder / "text.mp4"))
    assert code == 1
    assert "text.mp4” is not a file that" in said
    assert said.endswith("1 unchanged, 1 failed.")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("FOLDER/film.mp4 --out FOLDER/new.vxa --device banana", 2, "There is no device 'banana'"),
        ("FOLDER/nosuch.mp4 --out FOLDER/new.vxa", 3, "nosuch.mp4 cannot be read"),
        ("FOLDER/text.mp4 --out FOLDER/new.vxa --actions none", 3, "text.mp4"),
        ("FOLDER/film.mp4 --out FOLDER/film.mp4 --replace", 3, "“film.mp4” is not an analysis"),
        ("FOLDER/film.mp4 --out FOLDER/text.mp4 --replace", 3, "“text.mp4” is not an analysis"),
        ("FOLDER/text.mp4 --out FOLDER/film.mp4 --replace", 3, "“film.mp4” is not an analysis"),
        ("FOLDER/film.mp4 --out FOLDER/text.mp4", 3, "“text.mp4” exists already"),
        ("FOLDER/film.mp4 --out FOLDER/nosuch/new.vxa --actions none --depth quick", 3, "cannot be written"),
    ],
)
def test_how_an_analysis_ends_that_cannot_be_made(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: str, code: int, words: str
) -> None:
    ended, out, said = run(capsys, folder, "analyse", *arguments.replace("FOLDER", str(folder)).split())
    assert (ended, out) == (code, ""), said
    assert words in said
    assert len(said.splitlines()) == 1 or code == 2
    assert not (folder / "new.vxa").exists()
