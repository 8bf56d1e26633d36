"""Subtitles: which files belong to a video, what they say and when, and what cannot be read."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.videos import shots, write_video
from videxplore.core.task import Task
from videxplore.core.texts import TextReading
from videxplore.video.subtitles.subtitle_files import SubtitleFolders
from videxplore.video.subtitles.subtitle_tracks import read_subtitles

SRT = (
    "1\n00:00:00,500 --> 00:00:01,500\n<i>Hello</i> world,\nsecond row\n\n"
    "2\n00:00:02,000 --> 00:00:03,000\nGood morning\n"
)
FILES = {
    "srt": SRT,
    "vtt": "WEBVTT\n\n00:00.500 --> 00:01.500\n<v Bob>Hello world,\nsecond row\n\n"
    "note\n00:02.000 --> 00:03.000 align:start\nGood morning\n",
    "ass": "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name\nStyle: Default\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:00.50,0:00:01.50,Default,,0,0,0,,{\\i1}Hello{\\i0} world,\\Nsecond row\n"
    "Comment: 0,0:00:01.50,0:00:01.60,Default,,0,0,0,,to the translator\n"
    "Dialogue: 0,0:00:01.50,0:00:01.60,Default,,0,0,0,,{\\p1}m 0 0 l 100 0{\\p0}\n"
    "Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,Good morning\n",
    "ttml": '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
    '<p begin="00:00:00.500" end="00:00:01.500">Hello world,<br/>second row</p>'
    '<p begin="2s" end="3s"><span>Good morning</span></p></div></body></tt>',
}
LINES = [(0.5, 1.5, "Hello world, second row"), (2.0, 3.0, "Good morning")]


FILM_S = 4.0


def read(video: Path) -> TextReading:
    return read_subtitles(video, FILM_S, Task())


def lines(reading: TextReading) -> list[tuple[float, float, str]]:
    return [(one.start_s, one.end_s, one.text) for track in reading.tracks for one in track.lines]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds without subtitles."""
    return write_video(tmp_path_factory.mktemp("film") / "film.mp4", shots([1], 100))


@pytest.fixture
def video(film: Path, tmp_path: Path) -> Path:
    """The film in a folder of its own."""
    own = tmp_path / "film.mp4"
    own.hardlink_to(film)
    return own


@pytest.mark.parametrize("kind", FILES)
def test_every_format_gives_the_same_lines(tmp_path: Path, video: Path, kind: str) -> None:
    (tmp_path / f"film.{kind}").write_text(FILES[kind], "utf-8")
    assert lines(read(video)) == LINES
    assert read(video).warnings == ()


@pytest.mark.parametrize(
    ("parameters", "body"),
    [
        ("", '<p begin="0.5s" dur="1s">A</p><p begin="2s" dur="1s">B</p>'),
        ('ttp:frameRate="50"', '<p begin="25f" end="75f">A</p><p begin="2s" end="150f">B</p>'),
        (
            'ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001" ttp:tickRate="1000"',
            '<p begin="500t" end="1500t">A</p><p begin="2000t" end="3000ms">B</p>',
        ),
        (
            'ttp:frameRate="10"',
            '<p begin="00:00:00:05" end="00:00:01:05">A</p><p begin="00:00:02" end="00:00:03:00">B</p>',
        ),
        ("", '<p><span begin="0.5s" end="1.5s">A</span> <span begin="2s" end="3s">B</span></p>'),
        ("", '<div begin="0.5s"><p dur="1s"><span>A</span></p><p begin="1.5s" dur="1s">B</p></div>'),
        (
            "",
            '<div timeContainer="seq" begin="0.5s" end="3s"><p dur="1s">A</p><p begin="0.5s">B</p></div>',
        ),
        ("", '<metadata><p>no</p></metadata><p begin="2s" end="3s">B</p><p begin="0.5s" end="1.5s">A</p>'),
    ],
)
@pytest.mark.parametrize("prefix", ["", "tt:"])
def test_times_of_ttml(tmp_path: Path, video: Path, parameters: str, body: str, prefix: str) -> None:
    namespace = f"xmlns{':tt' if prefix else ''}='http://www.w3.org/ns/ttml' xmlns:ttp='urn:p'"
    body = body.replace(">A<", ">Hello  world,<br/>\nsecond row<").replace(">B<", ">Good morning<")
    elements = re.sub(r"(</?)(?=[a-z])", rf"\1{prefix}", f"<body><div>{body}</div></body></tt>")
    head = f'<?xml version="1.0" encoding="UTF-16"?><{prefix}tt {namespace} {parameters}>'
    (tmp_path / "film.dfxp").write_text(head + elements, "utf-8")
    found = lines(read(video))
    assert [text for *_, text in found] == [text for *_, text in LINES]
    assert [time for line in found for time in line[:2]] == pytest.approx([0.5, 1.5, 2, 3])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_gives_the_same_lines(tmp_path: Path, video: Path, encoding: str) -> None:
    (tmp_path / "film.srt").write_bytes(
        SRT.replace("Good morning", "Grüße").replace("\n", "\r\n").encode(encoding)
    )
    assert lines(read(video)) == [LINES[0], (2.0, 3.0, "Grüße")]


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("film.srt", ""), ("film.SRT", ""), ("film.de.srt", "de"), ("film.mp4.srt", ""),
        ("film.mp4.eng.vtt", "eng"),
        ("film.pt-BR.forced.srt", "pt-br"), ("film.English.srt", "english"), ("film.sdh.srt", ""),
        ("film.part2.srt", None), ("film2.srt", None), ("film.de.txt", None), ("other.srt", None),
        ("film.cut.srt", None), ("film.a.b.srt", None), ("film-de.srt", None),
    ],
)  # fmt: skip
def test_which_files_belong_to_a_video(tmp_path: Path, name: str, language: str | None) -> None:
    (tmp_path / name).write_text(SRT)
    (tmp_path / "film.cut.mp4").touch()
    (tmp_path / "film.fr.srt").symlink_to("nowhere")
    (tmp_path / "film.it.srt").mkdir()
    found = [one.language for one in SubtitleFolders().beside(tmp_path / "film.mp4")]
    assert found == ([] if language is None else [language])


def test_a_changed_file_is_another_state(tmp_path: Path) -> None:
    video, file = tmp_path / "film.mp4", tmp_path / "film.srt"
    states = [SubtitleFolders().state(video)]
    file.write_text(SRT)
    states.append(SubtitleFolders().state(video))
    file.write_text(SRT + "\n")
    states.append(SubtitleFolders().state(video))
    assert len(set(states)) == 3
    assert SubtitleFolders().state(tmp_path / "nowhere" / "film.mp4") == states[0]


def test_lines_after_the_end_are_left_out_and_told(tmp_path: Path, video: Path) -> None:
    (tmp_path / "film.srt").write_text(SRT + "\n3\n00:00:03,500 --> 99:00:00,000\nBye\n")
    assert lines(read(video)) == [*LINES, (3.5, 4.0, "Bye")]
    assert read(video).warnings == ()
    (tmp_path / "film.srt").write_text(SRT + "\n3\n00:01:40,000 --> 00:01:41,000\nBye\n")
    assert lines(read(video)) == LINES
    (warning,) = read(video).warnings
    assert "film.srt may be those of another cut: 1 line of them begins after the end" in warning


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("film.ttml", b"<tt xmlns='http://www.w3.org/ns/ttml'><body>"),
        ("film.ttml", FILES["ttml"].replace("00:00:00.500", "soon").encode()),
        ("film.ttml", b"no xml"),
        ("film.srt", b" " * ((16 << 20) + 1)),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, video: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    reading = read(video)
    assert reading.tracks == ()
    (warning,) = reading.warnings
    assert name in warning


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 100, b"\xff\xfe\x00", b"1\n00:00:02,000 --> 00:00:01,000\nback\n"]
)
def test_odd_files_hold_no_lines(tmp_path: Path, video: Path, content: bytes) -> None:
    for kind in ("srt", "vtt", "ass"):
        (tmp_path / f"film.{kind}").write_bytes(content)
    assert lines(read(video)) == []


@pytest.mark.parametrize(
    ("suffix", "codec"), [("mkv", "subrip"), ("mkv", "ass"), ("mp4", "mov_text"), ("webm", "webvtt")]
)
def test_tracks_within_a_file(tmp_path: Path, film: Path, suffix: str, codec: str) -> None:
    source, target = tmp_path / "lines.srt", tmp_path / f"with.{suffix}"
    source.write_text(SRT)
    frames = ["-c:v", "libvpx", "-deadline", "realtime"] if suffix == "webm" else ["-c:v", "copy"]
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-itsoffset",
        "0",
        "-i",
        str(film),
        "-i",
        str(source),
        "-map",
        "0:v",
        "-map",
        "1",
    ]
    subprocess.run(
        [*command, *frames, "-c:s", codec, "-metadata:s:s:0", "language=ger", str(target)], check=True
    )
    reading = read(target)
    assert lines(reading) == LINES
    assert [track.language for track in reading.tracks] == ["ger"]


def test_subtitles_that_are_pictures_are_named(tmp_path: Path, film: Path) -> None:
    # A presentation without any picture, and its end: enough for the track to be known.
    start = bytes.fromhex("016900b2") + b"\x10\0\0\x80\0\0\0"
    sup = tmp_path / "pictures.sup"
    head = b"PG" + (90_000).to_bytes(4, "big") + bytes(4)
    segments = [(0x16, start), (0x80, b"")]
    sup.write_bytes(
        b"".join(head + bytes([kind]) + len(held).to_bytes(2, "big") + held for kind, held in segments)
    )
    video = tmp_path / "disc.mkv"
    parts = ["-i", str(film), "-i", str(sup), "-map", "0:v", "-map", "1", "-c", "copy"]
    language = ["-metadata:s:s:0", "language=ger"]
    subprocess.run(["ffmpeg", "-v", "error", *parts, *language, str(video)], check=True)
    reading = read(video)
    assert lines(reading) == []
    [warning] = reading.warnings
    assert warning == "“disc.mkv” has subtitles that are pictures (PGS ger): their words are not read."
