"""Listing the videos of a library, and searching among some of them."""

import csv
import itertools
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

import videxplore as vx
from tests.analyses import analysis, unit
from videxplore.cli import main
from videxplore.core.metadata import Place, SoundTrack, VideoMetadata
from videxplore.services.library import Library

PHONE = VideoMetadata(
    recorded="2024-05-01T14:03:22+02:00",
    camera_make="Apple",
    camera_model="iPhone 12",
    place=Place(48.1, 11.5),
    bit_depth=10,
    nominal_rate_hz=Fraction(30000, 1001),
    pixel_aspect=Fraction(4, 3),
    dynamic_range="HLG",
    sound=(SoundTrack("aac", 2, "stereo", 48000, "ger"), SoundTrack("aac", 1, "mono", 44100)),
)
CAMCORDER = VideoMetadata(recorded="2019-12-28", camera_make="Sony", field_order="top field first")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library") as library:
        for name, said in (("phone", PHONE), ("camcorder", CAMCORDER), ("plain", VideoMetadata())):
            video = library.catalogue.add_video(Path(f"/videos/{name}.mp4"), name, 5, 2)
            made = analysis([[unit(7)], [unit(8)]])
            warnings = (f"{name} is damaged.",) if name == "phone" else ()
            made = replace(made, properties=replace(made.properties, metadata=said), warnings=warnings)
            library.catalogue.store_analysis(video.id, made)
        library.catalogue.add_video(Path("/others/waiting.mp4"), "waiting", 6, 2)
    return tmp_path / "library"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    captured = capsys.readouterr()
    assert int(ended.value.code or 0) == code, captured.err
    return captured.out if code == 0 else captured.err


def listed(capsys: pytest.CaptureFixture[str], folder: Path, *options: str) -> list[dict[str, Any]]:
    document = json.loads(printed(capsys, "videos", "--json", "--library", str(folder), *options))
    videos: list[dict[str, Any]] = document["videos"]
    return videos


def names(videos: list[dict[str, Any]]) -> list[str]:
    return [Path(video["video"]).stem for video in videos]


def test_videos_are_listed_with_their_metadata(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    camcorder, phone, plain, waiting = listed(capsys, folder)
    assert phone["recorded"] == "2024-05-01T14:03:22+02:00"
    assert phone["camera"] == "Apple iPhone 12"
    assert (phone["warnings"], plain["warnings"]) == (["phone is damaged."], [])
    assert phone["place"] == {"latitude_deg": 48.1, "longitude_deg": 11.5, "altitude_m": None}
    assert (phone["dynamic_range"], phone["bit_depth"]) == ("HLG", 10)
    assert (phone["nominal_rate"], phone["pixel_aspect"]) == ("30000/1001", "4/3")
    assert [track["language"] for track in phone["sound"]] == ["ger", ""]
    assert (camcorder["recorded"], camcorder["field_order"]) == ("2019-12-28", "top field first")
    assert (plain["recorded"], plain["place"], plain["bit_depth"]) == ("", None, None)
    assert (waiting["state"], waiting["width_px"], waiting["dynamic_range"]) == ("waiting", None, "")
    text = printed(capsys, "videos", "--library", str(folder))
    assert "2024-05-01 14:03" in text
    assert "phone is damaged." in text
    assert "Apple iPhone 12" in text


def test_status_counts_states_dates_and_cameras(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = json.loads(printed(capsys, "status", "--json", "--library", str(folder)))
    videos = listed(capsys, folder)
    assert status["videos"] == len(videos) == sum(status["states"].values())
    assert status["states"]["waiting"] == 1
    assert status["recorded"] == {"first": "2019-12-28", "last": "2024-05-01T14:03:22+02:00"}
    assert list(status["cameras"].items()) == [("Apple iPhone 12", 1), ("Sony", 1)]
    assert status["hours"] == pytest.approx(sum(video["duration_s"] or 0 for video in videos) / 3600)
    assert status["failed"] == []


def test_videos_are_sorted_and_filtered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by_date = names(listed(capsys, folder, "--sort", "recorded"))
    assert by_date == ["camcorder", "phone", "plain", "waiting"]
    assert names(listed(capsys, folder, "--sort", "recorded", "--reverse")) == by_date[::-1]
    assert names(listed(capsys, folder, "--recorded-after", "2024-05-01")) == ["phone"]
    assert names(listed(capsys, folder, "--recorded-before", "2024-04")) == ["camcorder"]
    assert names(listed(capsys, folder, "--camera", "SONY")) == ["camcorder"]
    assert names(listed(capsys, folder, "--dynamic-range", "hdr")) == ["phone"]
    assert names(listed(capsys, folder, "--resolution", "sd", "--codec", "h264")) == [
        "camcorder",
        "phone",
        "plain",
    ]
    assert names(listed(capsys, folder, "--in", "/others")) == ["waiting"]


@pytest.mark.parametrize(
    "option",
    [("--recorded-after", "soon"), ("--resolution", "5K"), ("--dynamic-range", "x"), ("--sort", "x")],
)
def test_a_malformed_limit_is_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, str]
) -> None:
    printed(capsys, "videos", *option, "--library", str(folder), code=2)
    if option[0] != "--sort":
        printed(capsys, "similar", "phone.mp4@1", *option, "--library", str(folder), code=2)


@pytest.mark.parametrize(("option", "found"), [
    (("--recorded-after", "2024"), {"phone"}),
    (("--camera", "sony"), {"camcorder"}),
    (("--dynamic-range", "SDR"), {"camcorder", "plain"}),
    (("--resolution", "4K"), set()),
    (("--state", "complete"), {"phone", "camcorder", "plain"}),
    (("--state", "gone"), set()),
    (("--min-length", "99"), set()),
    (("--max-length", "0.1"), set()),
    (("--changed-after", "2001"), set()),
    (("--changed-before", "2001"), {"phone", "camcorder", "plain"}),
])  # fmt: skip
def test_similar_searches_only_videos_that_pass(
    folder: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, str], found: set[str]
) -> None:
    out = printed(capsys, "similar", "plain.mp4@1", *option, "--every", "--json", "--library", str(folder))
    assert set(names(json.loads(out)["moments"])) == found


def test_moments_are_listed_by_video(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--every", "--json", "--library", str(folder))
    by_rank = json.loads(printed(capsys, "similar", "plain.mp4@1", *where))["moments"]
    moments = json.loads(printed(capsys, "similar", "plain.mp4@1", "--by-video", *where))["moments"]
    videos = names(moments)
    assert list(dict.fromkeys(videos)) == list(dict.fromkeys(names(by_rank)))
    assert len(list(itertools.groupby(videos))) == len(set(videos))
    assert [one["rank"] for one in moments] == list(range(1, len(by_rank) + 1))


def test_find_searches_only_videos_that_pass(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "find", "cat", "--camera", "apple", "--json", "--library", str(folder))
    assert set(names(json.loads(out)["moments"])) == {"phone"}


def test_status_names_cameras_and_dates(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(printed(capsys, "status", "--json", "--library", str(folder)))
    assert document["cameras"] == {"Apple iPhone 12": 1, "Sony": 1}
    assert document["recorded"] == {"first": "2019-12-28", "last": "2024-05-01T14:03:22+02:00"}


@pytest.mark.parametrize("suffix", [".csv", ".json", ".parquet"])
def test_a_table_holds_the_metadata(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    target = tmp_path / f"videos{suffix}"
    printed(capsys, "videos", "--camera", "apple", "--table", str(target), "--library", str(folder))
    if suffix == ".csv":
        [row] = csv.DictReader(target.read_text("utf-8-sig").splitlines())
        assert (row["latitude_deg"], row["languages"]) == ("48.1", "ger")
    elif suffix == ".json":
        [row] = json.loads(target.read_text())
    else:
        [row] = pyarrow.parquet.read_table(target).to_pylist()
    assert (row["recorded"], row["camera_model"]) == ("2024-05-01T14:03:22+02:00", "iPhone 12")
    assert (row["dynamic_range"], row["sound_layout"]) == ("HLG", "stereo")
    printed(capsys, "videos", "--table", str(target), "--library", str(folder), code=3)


def test_videos_of_chosen_moments_as_a_table(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "videos.json"
    printed(capsys, "export", str(target), "phone.mp4", "--table", "videos", "--library", str(folder))
    [row] = json.loads(target.read_text())
    assert row["camera_make"] == "Apple"


def test_the_python_interface_knows_the_metadata(folder: Path) -> None:
    with vx.open(folder) as library:
        table = library.videos().to_arrow().to_pylist()
        assert table[0]["recorded"] == "2024-05-01T14:03:22+02:00"
        assert library.videos()[0].metadata.camera == "Apple iPhone 12"
        found = library.similar("plain.mp4@1", camera="apple", every=True)
        assert {moment.video.path.stem for moment in found} == {"phone"}
