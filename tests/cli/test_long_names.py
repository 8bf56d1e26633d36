"""Names as long as a file system allows, and text that no file can be called."""

from pathlib import Path

import pytest

from tests.analyses import KnownShot, add_video
from tests.conftest import MakeVideo
from videxplore.cli.application import main
from videxplore.core.file_names import fitted_name
from videxplore.services.library import Library
from videxplore.video.reading.reader import probe

LETTERS = ["x", "\u5f71", "\U0001f600", "@1"]


def run(data: Path, *arguments: object) -> int:
    """Run a command on the library below ``data``; its exit code."""
    with pytest.raises(SystemExit) as ended:
        main([*(str(argument) for argument in arguments), "--data-dir", str(data)])
    return int(ended.value.code or 0)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_video_with_the_longest_name(tmp_path: Path, make_video: MakeVideo, letter: str) -> None:
    video = make_video(fitted_name(letter * 255, ".mp4"), seeds=[1, 2])
    with Library.open(tmp_path / "data" / "library") as library:
        add_video(library, video, [KnownShot(1, 1.0), KnownShot(2, 1.0)])
    out = tmp_path / "out"
    out.mkdir()
    for suffix in (".csv", ".json", ".parquet", ".otio", ".edl", ".fcpxml"):
        for named in (video, video.name):
            target = out / fitted_name(letter * 255, suffix)
            assert (
                run(tmp_path / "data", "export", target, f"{named}@0.5", f"{named}@1-1.5", "--replace") == 0
            )
            assert target.stat().st_size
    assert run(tmp_path / "data", "export", out / "clips", f"{video}@0-1", f"{video}@0-0.5", video) == 0
    assert [probe(clip).duration_s for clip in sorted((out / "clips").iterdir())]
    pictures = ("--storyboard", out / "board.png", "--sheet", out / "sheet.png")
    skim = ("--seconds", 1, "--skim", out / video.name, "--chapters", out / fitted_name(letter * 255, ".mkv"))
    assert run(tmp_path / "data", "summarize", video, *pictures, *skim) == 0
    assert probe(out / video.name).duration_s == pytest.approx(1, abs=0.1)
    assert run(tmp_path / "data", "summarize", f"{video}@0.5", f"{video.name}@1.5") == 0


TEXTS = ["q" * 300, "q" * 300 + "@1", "q" * 5000 + "@1", "a@b", "\u5f71" * 99]


@pytest.mark.parametrize("text", TEXTS)
def test_text_that_names_nothing_is_answered_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    data = tmp_path / "data"
    Library.open(data / "library").close()
    commands: list[tuple[object, ...]] = [
        ("export", tmp_path / "a.csv", text),
        ("export", tmp_path / text, "a"),
        ("summarize", text),
        ("similar", text),
        ("similar", "--like", text, text),
        ("shots", text),
        ("actions", text),
        ("teach", "waving", text),
        ("recurring", text),
        ("train", text, "--model", "slow-fusion"),
        ("models", "import", "slow-fusion", text),
        ("models", "calibrate", "slow-fusion", text),
        ("status", "--library", text),
        ("check", "--library", text),
    ]
    for command in commands:
        code = run(data, *command)
        said = capsys.readouterr().err
        assert code in {2, 3}, (command[:2], said)
        assert said.strip().endswith("."), command[:2]
        assert "Traceback" not in said
