"""Every command's ``--json``, on a library in which each has something to answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer.main

from tests.videos import Encoding, Picture, shots, texture, write_video
from videxplore.cli.application import main, make_application

COARSE = Encoding(options={"preset": "ultrafast", "crf": "32"})


def moving(seed: int, brightness: float) -> Iterator[Picture]:
    picture = (texture(seed, 72, 96) * brightness).astype(np.uint8)
    for number in range(20):
        yield np.roll(picture, number * 2, axis=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Videos, of which two are the same footage encoded differently; clips of two classes."""
    made = tmp_path_factory.mktemp("json")
    for name in ("videos", "clips/bright", "clips/dark"):
        (made / name).mkdir(parents=True)
    write_video(made / "videos" / "one.mp4", shots([1, 2, 1, 3], 20))
    write_video(made / "videos" / "again.mp4", shots([1, 2, 1, 3], 20), COARSE)
    write_video(made / "videos" / "other.mp4", shots([7, 8, 2], 20))
    (made / "videos" / "one.srt").write_text("1\n00:00:00,500 --> 00:00:01,500\nThe first words.\n")
    for seed in range(5):
        write_video(made / f"clips/bright/{seed}.mp4", moving(seed, 1.0))
        write_video(made / f"clips/dark/{seed}.mp4", moving(seed, 0.2))
    return made


def refuse(constant: str) -> Any:
    raise AssertionError(f"{constant} is no JSON")


def answers(folder: Path) -> list[tuple[str, list[str], str]]:
    """Command, arguments, and the field that must not be empty, if any."""
    one, other = (str(folder / "videos" / name) for name in ("one.mp4", "other.mp4"))
    out = folder / "out"
    out.mkdir(exist_ok=True)
    files = ("--storyboard", out / "board.png", "--sheet", out / "sheet.png", "--seconds", "2")
    skim = ("--skim", out / "skim.mp4", "--chapters", out / "chapters.vtt")
    combined = ("--region", "0,0,0.5,0.5", "--like", f"{one}@2", "--unlike", f"{other}@0.5")
    asked: list[tuple[str, list[Any], str]] = [
        ("index", [folder / "videos", "--actions", "lite0-motion"], "videos"),
        ("index", [folder / "videos"], "videos"),
        ("analyse", [other, "--out", out / "other.analysis", "--depth", "quick"], "video"),
        ("add", [out / "other.analysis"], "results"),
        ("status", [], "spaces"),
        ("videos", [], "videos"),
        ("shots", [one], "shots"),
        ("similar", [f"{one}@0.5"], "moments"),
        ("similar", [f"{one}@0.5", "--by", "motion"], "moments"),
        ("similar", [f"{one}@0.1-0.9", "--by", "both", "--every"], "moments"),
        ("similar", [f"{one}@0.5", *combined], "moments"),
        ("similar", [f"{one}@0.5", "--then", f"{one}@1.5"], "moments"),
        ("find", ["one"], "moments"),
        ("duplicates", [], "duplicates"),
        ("duplicates", ["--mirrored"], "duplicates"),
        ("duplicates", ["--protect", folder], "protected_folders"),
        ("duplicates", ["--settled"], "protected_folders"),
        ("actions", [one], "overall"),
        ("actions", [one, "--at", "1.5"], "clips"),
        ("teach", ["waving", f"{one}@0.5", f"{one}@2.5", "--unlike", f"{other}@0.5"], "actions"),
        ("teach", ["waving", "--no", f"{other}@1.5"], "found"),
        ("teach", ["waving", "--withdraw", f"{other}@1.5"], "found"),
        ("teach", ["--list"], "actions"),
        ("labels", [], "labels"),
        ("labels list", [], "labels"),
        ("labels show", ["waving"], "found"),
        ("labels rename", ["waving", "greeting"], "labels"),
        ("labels delete", ["greeting"], ""),
        ("summarize", [one, *files, *skim], "clusters"),
        ("summarize", [f"{one}@0.5", f"{other}@0.2-1.5"], "clusters"),
        ("similar", [out], "answers"),
        ("recurring", [], "recurring"),
        ("transcript", [one], "lines"),
        *(("export", [out / name, f"{one}@0.5"], "files") for name in ("a.otio", "a.edl", "a.fcpxml")),
        *(("export", [out / name, f"{one}@0.5"], "files") for name in ("a.csv", "a.json", "a.parquet")),
        *(
            ("export", [out / f"{kind}.json", "--table", kind, one], "files")
            for kind in ("scenes", "predictions", "clusters")
        ),
        ("export", [out / "clips", f"{one}@0.5"], "files"),
        ("train", [folder / "clips", "--model", "slow-fusion", "--epochs", "1"], "losses"),
        ("models calibrate", ["slow-fusion", folder / "clips"], "models"),
        ("models", [], "models"),
        ("models list", [], "models"),
        ("models info", ["slow-fusion"], "models"),
        ("export", [out / "still.png", f"{one}@0.5"], "files"),
        ("export", [out / "stills.jpg", f"{one}@0.5", f"{other}@0.5"], "files"),
        ("explain", [f"{one}@0.5", out / "label.png"], "label"),
        ("explain", [f"{one}@0.5", out / "match.png", "--query", f"{other}@0.5"], "file"),
        ("map", [], "scenes"),
        ("map", ["--arrange"], "scenes"),
        ("bookmarks", [one, "--add", "0.5"], "bookmarks"),
        ("bookmarks", ["--import", out / "a.edl"], "imported"),
        ("selects add", ["best", f"{one}@0.5", f"{one}@2-2.5"], "items"),
        ("selects", [], "selects"),
        ("selects list", [], "selects"),
        ("selects show", ["best"], "items"),
        ("selects move", ["best", "2", "1"], "items"),
        ("selects trim", ["best", "1", "--in", "2.1"], "items"),
        ("selects note", ["best", "1", "wide"], "items"),
        ("selects rate", ["best", "1", "5"], "items"),
        ("selects export", ["best", out / "best.eaf.otio"], "files"),
        ("selects export", ["best", out / "film.mp4"], "files"),
        ("selects import", [out / "best.eaf.otio", "--name", "back", "--teach"], "taught"),
        ("selects rename", ["best", "kept"], "items"),
        ("selects remove", ["kept", "1"], "items"),
        ("selects delete", ["kept"], "items"),
        ("mark set", [f"{one}@1.5", "--favourite", "--tag", "dusk"], "marks"),
        ("mark", [], "marks"),
        ("mark list", [one], "marks"),
        ("mark export", [out / "marks.tsv"], "files"),
        ("mark import", [out / "marks.tsv"], "marks"),
        ("mark remove", [f"{one}@1.5"], ""),
        ("searches", [], ""),
        ("relink", [one, one], "video"),
        ("purge", [], ""),
        ("migrate", ["exact", "--from", "auto"], "spaces"),
        ("check", [], "library"),
        ("check", ["--repair"], "library"),
        ("remove", [other], "removed"),
    ]
    return [
        (command, [str(argument) for argument in arguments], field) for command, arguments, field in asked
    ]


def test_every_document_is_strict_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command, arguments, field in answers(folder):
        with pytest.raises(SystemExit) as ended:
            main([*command.split(), *arguments, "--json", "--data-dir", str(folder / "data")])
        printed = capsys.readouterr()
        asked = " ".join((command, *arguments))
        assert ended.value.code in (0, None), f"{asked}: {printed.err}"
        document = json.loads(printed.out, parse_constant=refuse)
        assert not field or document[field], asked
    for file in (folder / "out").glob("*.json"):
        assert json.loads(file.read_text(), parse_constant=refuse), file


def test_no_command_is_forgotten(folder: Path) -> None:
    asked = {command for command, _, _ in answers(folder)}
    with_json = set()
    program: Any = typer.main.get_command(make_application())
    commands: dict[str, Any] = program.commands
    for name, listed in commands.items():
        command = listed.load()
        below: dict[str, Any] = {
            sub: one.load() if hasattr(one, "load") else one
            for sub, one in getattr(command, "commands", {}).items()
        }
        for full_name, one in [(name, command), *((f"{name} {sub}", below[sub]) for sub in below)]:
            if any("--json" in option.opts for option in one.params):
                with_json.add(full_name)
    assert with_json == asked
