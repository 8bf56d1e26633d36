"""Nothing that a file names is opened: no other file, no pipe, no address."""

import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bombs import jpeg
from tests.conftest import MakeVideo
from tests.containers import box, element, matroska
from tests.videos import texture

READ_ALL = """
import sys
from pathlib import Path
from videxplore.core.errors import VidexploreError
from videxplore.video.audio import AudioReader
from videxplore.video.reading.reader import VideoReader
from videxplore.video.reading.tracks import read_tracks

def read_frames(path):
    with VideoReader(path) as reader:
        reader.metadata
        return sum(1 for _ in reader.frames())

def read_sound(path):
    with AudioReader(path) as reader:
        return sum(len(one) for one in reader.continuous(0.0, 1.0))

for path in sorted(Path(sys.argv[1]).iterdir()):
    for read in (read_tracks, read_frames, read_sound):
        try:
            print(path.name, read.__name__, read(path))
        except VidexploreError:
            pass
"""

LISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{other}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile {other}\nduration 3\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><BaseURL>{other}'
    "</BaseURL></MPD>",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5000 RTP/AVP 96\n",
    "pls": "[playlist]\nFile1={other}\nNumberOfEntries=1\n",
    "smil": '<smil><body><video src="{other}"/></body></smil>',
    "asx": '<asx version="3.0"><entry><ref href="{other}"/></entry></asx>',
    "vobsub": "# VobSub index file, v7 (do not modify this line!)\nid: en, index: 0\n"
    "timestamp: 00:00:01:000, filepos: 000000000\n",
    "rtsp": "RTSPtext\n{other}\n",
    "svg": '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{other}"/></svg>',
}


def quicktime_reference(other: str) -> bytes:
    """A QuickTime movie that only refers to another one."""
    url = other.encode() + b"\0"
    reference = box(b"rdrf", struct.pack(">I4sI", 0, b"url ", len(url)) + url)
    return box(b"ftyp", b"qt  \0\0\0\0") + box(b"moov", box(b"rmra", box(b"rmda", reference)))


def with_outside_data(path: Path, other: str) -> bytes:
    """An MP4 whose track says that its data is in another file."""
    data = path.read_bytes()
    entry = box(b"url ", bytes(4) + other.encode() + b"\0")
    for kind in (b"dinf", b"dref"):
        assert kind in data
    start = data.index(b"dinf") - 4
    old = struct.unpack(">I", data[start : start + 4])[0]
    new = box(b"dinf", box(b"dref", struct.pack(">II", 0, 1) + entry))
    changed = data[:start] + new + data[start + old :]
    for kind in (b"moov", b"trak", b"mdia", b"minf"):
        at = changed.index(kind) - 4
        size = struct.unpack(">I", changed[at : at + 4])[0] + len(new) - old
        changed = changed[:at] + struct.pack(">I", size) + changed[at + 4 :]
    return changed


def linked_matroska(other: str) -> bytes:
    """A Matroska file that names the file of the next segment."""
    info = element("3eb923", bytes(16)) + element("3e83bb", other.encode())
    return matroska([element("1549a966", info)], [(0, jpeg(40)), (500, jpeg(90))])


def write_naming_files(folder: Path, plain: Path, other: str) -> None:
    for name, text in LISTS.items():
        for suffix in ("mp4", "ts"):
            (folder / f"{name}.{suffix}").write_text(text.format(other=other))
    (folder / "reference.mov").write_bytes(quicktime_reference(other))
    (folder / "outside.mp4").write_bytes(with_outside_data(plain, other))
    (folder / "linked.mkv").write_bytes(linked_matroska(other))


def calls(folder: Path, tmp_path: Path) -> str:
    """The files and addresses that are opened while the files of a folder are read."""
    log = tmp_path / "calls.txt"
    traced = [
        str(shutil.which("strace")),
        "-f",
        "-qq",
        "-s",
        "400",
        "-e",
        "trace=open,openat,connect",
        "-o",
        str(log),
    ]
    ended = subprocess.run(
        [*traced, sys.executable, "-c", READ_ALL, str(folder)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if not log.exists() or "Operation not permitted" in ended.stderr:
        pytest.skip("processes may not be traced here")
    assert ended.returncode == 0, ended.stderr
    assert "plain.mp4 read_frames 3" in ended.stdout
    return log.read_text(errors="replace")


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("other", ["{folder}/other/film.mp4", "http://127.0.0.1:9/film.mp4"])
def test_nothing_that_a_file_names_is_opened(make_video: MakeVideo, tmp_path: Path, other: str) -> None:
    for name in ("read", "other"):
        (tmp_path / name).mkdir()
    plain = make_video("read/plain.mp4", pictures=[texture(1, 48, 64)] * 3)
    (tmp_path / "other" / "film.mp4").write_bytes(plain.read_bytes())
    write_naming_files(tmp_path / "read", plain, other.format(folder=tmp_path))
    made = calls(tmp_path / "read", tmp_path)
    assert "plain.mp4" in made
    assert "other/film" not in made
    assert "vobsub.sub" not in made
    assert not re.search("sa_family=AF_INET", made)
