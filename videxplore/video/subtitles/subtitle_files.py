"""Subtitle files beside a video: ``film.srt``, ``film.de.vtt``, ``film.mp4.eng.forced.ass``."""

import codecs
import contextlib
import io
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from types import ModuleType

from videxplore.core.errors import SubtitleError
from videxplore.core.file_names import display_name
from videxplore.core.files import open_regular
from videxplore.core.limits import MOST_SUBTITLE_BYTES, MOST_TEXT_LINES
from videxplore.core.texts import UNKNOWN_END_S, TextLine, TextTrack, in_one_row
from videxplore.video.subtitles.ttml import ttml_cues

_TTML = "ttml"
_FORMATS = {".srt": "srt", ".vtt": "webvtt", ".ass": "ass", ".ssa": "ass", ".ttml": _TTML, ".dfxp": _TTML}
"""What each suffix stands for: FFmpeg's names, but for TTML."""

_SUFFIXES = tuple(_FORMATS)

_REMARKS = frozenset("cc default dub forced full hi sdh signs songs".split())  # noqa: SIM905
"""What names of subtitle files say beside the language."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*|[a-z]{4,12}", re.IGNORECASE)
"""A tag such as ``de``, ``eng``, ``pt-BR``, ``zh_Hans``; or a name such as ``english``."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class SubtitleFile:
    """A subtitle file beside a video.

    Attributes:
        language: As its name says it; empty where it says none.
        status: Size in bytes and modification time in ns.
    """

    path: Path
    language: str
    status: tuple[int, int]


@dataclass(slots=True)
class SubtitleFolders:
    """Finds the subtitle files beside videos; each folder is listed once."""

    _listed: dict[str, "_Listing"] = field(default_factory=dict)

    def beside(self, video: Path | str) -> list[SubtitleFile]:
        """The subtitle files of a video, by name; none where its folder cannot be listed."""
        # Text instead of paths: an index run asks for each of ten thousand known videos.
        folder = os.path.dirname(video)  # noqa: PTH120 - five times as fast.
        listing = self._listed.get(folder)
        if listing is None:
            listing = self._listed[folder] = _listing(folder)
        return list(_of_video(Path(video), listing)) if listing.subtitles else []

    def state(self, video: Path | str) -> str:
        """A text that is another as soon as a subtitle file of a video comes, goes or changes."""
        return state_of(self.beside(video))


def is_subtitle_file(file: Path) -> bool:
    """Whether a file is named as one with subtitles."""
    return file.suffix.lower() in _FORMATS


def state_of(files: list[SubtitleFile]) -> str:
    """Names, sizes and times of some files as text."""
    if not files:
        return "[]"
    return json.dumps([[os.fsencode(one.path.name).decode(errors="replace"), *one.status] for one in files])


def read_subtitle_file(file: SubtitleFile) -> TextTrack:
    """The lines of a subtitle file.

    Raises:
        SubtitleError: If it cannot be read, or holds no subtitles.
    """
    name = display_name(file.path)
    try:
        with open_regular(file.path, follow_links=True) as stream:
            content = stream.read(MOST_SUBTITLE_BYTES + 1)
    except OSError as error:
        raise SubtitleError(f"The subtitles {name} cannot be read: {error.strerror or error}.") from error
    if len(content) > MOST_SUBTITLE_BYTES:
        raise SubtitleError(f"The subtitles {name} are not read: the file is too large.")
    lines = _parsed(_decoded(content), _FORMATS[file.path.suffix.lower()], name)
    return TextTrack("subtitle", file.language, file.path.name.encode(errors="replace").decode(), lines)


@dataclass(frozen=True, slots=True)
class _Listing:
    """What matters of a folder: subtitle files by name, and the names of all other files without suffix."""

    subtitles: Mapping[str, tuple[int, int]]
    stems: frozenset[str]


def _listing(folder: str) -> _Listing:
    subtitles, stems = {}, set()
    try:
        with os.scandir(folder or os.curdir) as found:
            for entry in found:
                if not entry.name.lower().endswith(_SUFFIXES):
                    stems.add(entry.name.rpartition(".")[0] or entry.name)
                    continue
                # A link that leads nowhere hides no other file.
                with contextlib.suppress(OSError):
                    status = entry.stat()
                    if stat.S_ISREG(status.st_mode):
                        subtitles[entry.name] = (status.st_size, status.st_mtime_ns)
    except (OSError, ValueError):
        return _Listing({}, frozenset())
    return _Listing(subtitles, frozenset(stems))


def _of_video(video: Path, listing: _Listing) -> Iterator[SubtitleFile]:
    for name, status in sorted(listing.subtitles.items()):
        stem = PurePath(name).stem
        is_of_other = stem not in (video.stem, video.name) and stem in listing.stems
        for own in (video.name, video.stem):
            if stem == own or stem.startswith(own + "."):
                language = _language(stem[len(own) + 1 :])
                if language is not None and not is_of_other:
                    yield SubtitleFile(video.parent / name, language, status)
                break


def _language(between: str) -> str | None:
    """The language in what stands between the names of video and format; None where it is another name."""
    parts = [part for part in between.split(".") if part and part.lower() not in _REMARKS]
    if not all(_LANGUAGE.fullmatch(part) for part in parts) or len(parts) > 1:
        return None
    return "".join(parts).lower()


def _decoded(content: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # What Windows programs of the West wrote before they wrote UTF-8.
        return content.decode("cp1252", errors="replace")


def _parsed(text: str, kind: str, name: str) -> tuple[TextLine, ...]:
    """The lines in the text of a file.

    Raises:
        SubtitleError: If it is not what its name says.
    """
    lines = _parsed_ttml(text) if kind == _TTML else _parsed_by_ffmpeg(text, kind)
    if lines is None:
        raise SubtitleError(f"The subtitles {name} cannot be understood; they are left out.")
    return tuple(sorted(lines, key=lambda one: (one.start_s, one.end_s)))


def _parsed_by_ffmpeg(text: str, kind: str) -> list[TextLine] | None:
    """The lines of a format that FFmpeg reads; None where it refuses the file."""
    import av

    lines: list[TextLine] = []
    try:
        with av.open(io.BytesIO(text.encode()), "r", format=kind, metadata_errors="ignore") as container:
            for packet in container.demux(container.streams.subtitles[0]):
                lines += _packets().packet_lines(packet)
                if len(lines) >= MOST_TEXT_LINES:
                    break
    except av.FFmpegError:
        return lines or None
    return lines


def _parsed_ttml(text: str) -> list[TextLine] | None:
    """The lines of TTML, which FFmpeg does not read; None where it is no such document."""
    lines: list[TextLine] = []
    with contextlib.suppress(ValueError, ArithmeticError):
        for start_s, end_s, words in ttml_cues(text):
            shown_until_s = start_s + UNKNOWN_END_S if end_s is None else end_s
            if shown_until_s >= start_s and (row := in_one_row(words)):
                lines.append(TextLine(start_s, shown_until_s, row))
            if len(lines) >= MOST_TEXT_LINES:
                break
        return lines
    # What comes before the damage counts.
    return lines or None


def _packets() -> ModuleType:
    # Late: PyAV.
    from videxplore.video.subtitles import subtitle_packets

    return subtitle_packets
