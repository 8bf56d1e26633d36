"""What copies and clips keep beside the frames: sound tracks, subtitles, languages, tags, covers."""

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import SubtitleSet

from tests.barcode import numbered_pictures
from videxplore.core.errors import ExportError
from videxplore.core.task import Task
from videxplore.video.audio import SAMPLE_RATE_HZ
from videxplore.video.reading.reader import VideoReader
from videxplore.video.writing.chapters import write_chapters
from videxplore.video.writing.writer import write_clip, write_skim

RATE_HZ = 25
LENGTH_S = 4
SHOWN: list[tuple[float, float, str]] = [(0.5, 1.5, "Hello"), (2.0, 3.6, "Grüße, 日本")]
PLACE = "+48.1000+011.5000/"


def write_rich(path: Path, subtitles: str | None, codec: str = "libx264", sound: str = "aac") -> Path:
    """Write frames, two sound tracks, subtitles of a codec, title and place."""
    with av.open(str(path), "w") as container:
        container.metadata.update(title="Holiday", location=PLACE)
        film = container.add_stream(codec, RATE_HZ)
        assert isinstance(film, av.VideoStream)
        film.width, film.height, film.pix_fmt = 160, 96, "yuv420p"
        film.codec_context.gop_size = RATE_HZ
        film.disposition = Disposition.default
        sounds = [container.add_stream(sound, rate=SAMPLE_RATE_HZ, layout="stereo") for _ in range(2)]
        for stream, language, title in zip(sounds, ("eng", "ger"), ("Original", "Dub"), strict=True):
            stream.metadata.update(language=language, title=title)
        sounds[1].disposition = Disposition.default
        texts = None if subtitles is None else add_texts(container, subtitles)
        for picture in numbered_pictures(LENGTH_S * RATE_HZ, 96, 160):
            container.mux(film.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(film.encode())
        for stream in sounds:
            assert isinstance(stream, av.AudioStream)
            silence = np.zeros((2, LENGTH_S * SAMPLE_RATE_HZ), np.float32)
            frame = av.AudioFrame.from_ndarray(silence, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, 0
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        if texts is not None:
            write_texts(container, texts)
    return path


def add_texts(container: av.container.OutputContainer, codec: str) -> SubtitleStream:
    stream = container.add_stream(codec)
    assert isinstance(stream, SubtitleStream)
    stream.codec_context.subtitle_header = (
        b"[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize\n"
        b"Style: Default,Arial,16\n\n[Events]\n"
        b"Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    )
    stream.codec_context.time_base = Fraction(1, 1000)
    language = "fra" if container.format.name == "mov" else "fre"
    stream.metadata.update(language=language, title="Forced")
    stream.disposition = Disposition.forced
    return stream


def write_texts(container: av.container.OutputContainer, stream: SubtitleStream) -> None:
    for number, (start_s, end_s, text) in enumerate(SHOWN):
        line = f"{number},0,Default,,0,0,0,,{text}".encode()
        length_ms = round((end_s - start_s) * 1000)
        packet = stream.codec_context.encode_subtitle(SubtitleSet.create(line, 0, length_ms))
        packet.pts = packet.dts = round(start_s * 1000)
        packet.duration, packet.time_base, packet.stream = length_ms, Fraction(1, 1000), stream
        container.mux(packet)


def shown(path: Path) -> list[tuple[float, float, str]]:
    """When each subtitle comes and goes, counted from the first frame, and what it says."""
    with VideoReader(path) as reader, av.open(str(path)) as container:
        assert next(reader.frames()).time_s < 0.1
        (stream,) = container.streams.subtitles
        first_s = min(one.start_time * one.time_base for one in container.streams.video)  # type: ignore[operator]
        texts = []
        for packet in container.demux(stream):
            found = stream.codec_context.decode2(packet) if packet.size else None
            if found is not None and len(found):
                assert packet.pts is not None
                start_s = packet.pts * packet.time_base - first_s
                end_s = start_s + (packet.duration or 0) * packet.time_base
                words = re.sub(r"\{.*?\}", "", found[0].dialogue.decode())  # type: ignore[attr-defined]
                texts.append((round(float(start_s), 2), round(float(end_s), 2), words))
    return texts


def named(path: Path) -> list[tuple[str, str, bool]]:
    """Kind, language and whether it is the default of each stream."""
    with av.open(str(path)) as container:
        return [
            (
                stream.type,
                (stream.language or "").replace("fra", "fre"),
                bool(stream.disposition & Disposition.default),
            )
            for stream in container.streams
            if stream.type in ("audio", "subtitle")
        ]


def tags(path: Path) -> dict[str, str]:
    with av.open(str(path)) as container:
        return {key.lower(): text for key, text in container.metadata.items()}


KINDS = [("mkv", "srt"), ("mkv", "ass"), ("mp4", "mov_text"), ("mov", "mov_text")]
ALL_NAMED = [("audio", "eng", False), ("audio", "ger", True), ("subtitle", "fre", False)]


@pytest.mark.parametrize("target", ["mkv", "mp4", "mov"])
@pytest.mark.parametrize(("suffix", "subtitles"), KINDS)
def test_copy_keeps_subtitles_languages_title_and_place(
    tmp_path: Path, suffix: str, subtitles: str, target: str
) -> None:
    source = write_rich(tmp_path / f"rich.{suffix}", subtitles)
    copy = tmp_path / f"copy.{target}"
    assert write_chapters(source, [(0.0, 2.0, "one")], copy, Task()) == []
    kept = named(copy)
    assert kept[:2] == ALL_NAMED[:2]
    assert kept[2][:2] == ("subtitle", "fre")
    assert shown(copy) == SHOWN
    assert (tags(copy)["title"], tags(copy)["location"]) == ("Holiday", PLACE)


@pytest.mark.parametrize("target", ["mkv", "mp4", "webm"])
@pytest.mark.parametrize("start_s", [1.0, 1.2], ids=["copied", "encoded"])
def test_clip_keeps_sound_tracks_and_subtitles_of_its_part(
    tmp_path: Path, target: str, start_s: float
) -> None:
    source = write_rich(tmp_path / "rich.mkv", "srt")
    clip = write_clip(source, start_s, 3.0, tmp_path / f"clip.{target}", Task())
    kept = named(clip)
    assert kept[:2] == ALL_NAMED[:2]
    assert kept[2][:2] == ("subtitle", "fre")
    assert tags(clip)["title"] == "Holiday"
    hello, greeting = shown(clip)
    assert hello == (0.0, round(1.5 - start_s, 2), "Hello")
    assert greeting == (round(2.0 - start_s, 2), round(3.0 - start_s, 2), SHOWN[1][2])


def test_skim_shows_subtitles_where_their_parts_are(tmp_path: Path) -> None:
    source = write_rich(tmp_path / "rich.mp4", "mov_text")
    skim = write_skim(source, [(0.0, 1.0), (3.0, 4.0)], tmp_path / "skim.mkv", Task())
    assert shown(skim) == [(0.5, 1.0, "Hello"), (1.0, 1.6, SHOWN[1][2])]


def test_copied_hevc_clips_are_marked_as_apple_players_want_it(tmp_path: Path) -> None:
    source = write_rich(tmp_path / "rich.mkv", "srt", "libx265")
    clip = write_clip(source, 0.0, 4.0, tmp_path / "clip.mp4", Task())
    with av.open(str(clip)) as container:
        assert container.streams.video[0].codec_context.codec_tag == "hvc1"


@pytest.mark.parametrize(
    ("codec", "sound", "suffix"),
    [("wmv2", "wmav2", "wmv"), ("flv", "mp3", "flv"), ("huffyuv", "pcm_s16le", "avi")],
)
def test_codecs_of_windows_are_copied_into_matroska(
    tmp_path: Path, codec: str, sound: str, suffix: str
) -> None:
    path = tmp_path / f"old.{suffix}"
    with av.open(str(path), "w") as container:
        film = container.add_stream(codec, RATE_HZ)
        assert isinstance(film, av.VideoStream)
        film.width, film.height = 160, 96
        film.pix_fmt = "yuv422p" if codec == "huffyuv" else "yuv420p"
        heard = container.add_stream(sound, rate=44100, layout="stereo")
        assert isinstance(heard, av.AudioStream)
        heard.bit_rate = 128_000
        for picture in numbered_pictures(20, 96, 160):
            container.mux(film.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(film.encode())
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 2 * 44100), np.int16), format="s16", layout="stereo")
        frame.sample_rate, frame.pts = 44100, 0
        for one in av.AudioResampler(format=heard.codec_context.format, rate=44100).resample(frame):
            container.mux(heard.encode(one))
        container.mux(heard.encode(None))
    with pytest.raises(ExportError, match=r"choose \.mkv, or write the chapters as \.vtt or \.txt\.$"):
        write_chapters(path, [(0.0, 0.4, "one")], tmp_path / "copy.mp4", Task())
    copy = tmp_path / "copy.mkv"
    write_chapters(path, [(0.0, 0.4, "one")], copy, Task())
    assert read_packets(copy) == read_packets(path)
    with av.open(str(copy)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 20


def read_packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


@pytest.mark.parametrize("target", ["mp4", "mkv"])
def test_copy_keeps_the_cover(tmp_path: Path, target: str) -> None:
    path = tmp_path / "cover.mp4"
    with av.open(str(path), "w") as container:
        film = container.add_stream("libx264", RATE_HZ)
        cover = container.add_stream("mjpeg", RATE_HZ)
        assert isinstance(film, av.VideoStream)
        assert isinstance(cover, av.VideoStream)
        film.width, film.height, film.pix_fmt = 160, 96, "yuv420p"
        cover.width, cover.height, cover.pix_fmt = 96, 96, "yuvj420p"
        cover.disposition = Disposition.attached_pic
        (image,) = numbered_pictures(1, 96, 96)
        container.mux(cover.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        for picture in numbered_pictures(10, 96, 160):
            container.mux(film.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(film.encode())
    copy = tmp_path / f"copy.{target}"
    assert write_chapters(path, [(0.0, 0.4, "one")], copy, Task()) == []
    assert covers(copy) == covers(path) != []
    bare = tmp_path / "copy.mov"
    assert write_chapters(path, [(0.0, 0.4, "one")], bare, Task()) == [
        "“copy.mov” cannot hold the cover image, and is without."
    ]
    assert covers(bare) == []


def covers(path: Path) -> Sequence[bytes]:
    with av.open(str(path)) as container:
        marked = [one for one in container.streams.video if one.disposition & Disposition.attached_pic]
        return [bytes(packet) for packet in container.demux(*marked) if packet.size] if marked else []


def test_copy_keeps_the_tags_of_phones(tmp_path: Path) -> None:
    keys = {
        "com.apple.quicktime.location.ISO6709": PLACE,
        "com.apple.quicktime.model": "Phone 12",
        "com.apple.quicktime.creationdate": "2020-07-01T12:00:00+0200",
    }
    path = tmp_path / "phone.mov"
    with av.open(str(path), "w", container_options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update(keys)
        film = container.add_stream("libx264", RATE_HZ)
        assert isinstance(film, av.VideoStream)
        film.width, film.height, film.pix_fmt = 160, 96, "yuv420p"
        for picture in numbered_pictures(10, 96, 160):
            container.mux(film.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(film.encode())
    lowered = {key.lower(): text for key, text in keys.items()}
    for suffix in ("mov", "mp4", "mkv"):
        copy = tmp_path / f"copy.{suffix}"
        write_chapters(path, [(0.0, 0.4, "one")], copy, Task())
        assert lowered.items() <= tags(copy).items()
        clip = write_clip(path, 0.0, 0.2, tmp_path / f"clip.{suffix}", Task())
        assert lowered.items() <= tags(clip).items()


def test_copy_into_a_missing_folder_names_the_folder(tmp_path: Path) -> None:
    source = write_rich(tmp_path / "rich.mkv", None)
    with pytest.raises(ExportError, match="No such file or directory"):
        write_chapters(source, [(0.0, 0.4, "one")], tmp_path / "nowhere" / "copy.mp4", Task())
