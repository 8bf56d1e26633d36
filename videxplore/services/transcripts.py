"""The transcripts of a video, as they are stored and as files: SubRip, WebVTT, and text."""

from collections.abc import Sequence
from pathlib import Path

from videxplore.core.errors import ExportError, ExportFormatError, NotIndexedError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, write_export
from videxplore.core.file_names import one_line
from videxplore.core.texts import TextKind, TextLine, TextTrack
from videxplore.services.library import Library


def transcripts_of(library: Library, video_id: int) -> list[TextTrack]:
    """All text of a video, a track for each file, language or recognition: subtitles first."""
    return library.catalogue.texts.tracks(video_id)


def chosen_transcript(
    tracks: Sequence[TextTrack], kind: TextKind | None = None, language: str = ""
) -> TextTrack:
    """The first track of a kind and a language.

    Args:
        tracks: All text of a video.
        kind: None for the first there is.
        language: As the track says it; empty for any.

    Raises:
        NotIndexedError: If there is none.
    """
    for track in tracks:
        if kind in (None, track.kind) and language.casefold() in ("", track.language.casefold()):
            return track
    if tracks:
        known = ", ".join(f"{one.kind} {one.language}".strip() for one in tracks)
        raise NotIndexedError(f"The video has no such text; it has: {known}.")
    raise NotIndexedError(
        "The video has no text: it has no subtitles, and neither speech nor text on screen was recognised "
        "(`videxplore index --speech NAME --words-on-screen`)."
    )


TRANSCRIPT_SUFFIXES = (".srt", ".vtt", ".txt")

_LEAST_MS = 1
"""How long a line is shown at least: players leave out what has no length."""


def export_transcript(lines: Sequence[TextLine], target: Path, rules: ExportRules = NEW_FILES_ONLY) -> None:
    """Write lines of text.

    Args:
        lines: In time order.
        target: ``.srt`` or ``.vtt``: with their times; ``.txt``: one below the other.
        rules: Which files may be replaced.

    Raises:
        ExportError: If there is nothing to export, or it cannot be written so.
    """
    suffix = target.suffix.lower()
    if suffix not in TRANSCRIPT_SUFFIXES:
        raise ExportFormatError(f"{one_line(target.name)} should end in {', '.join(TRANSCRIPT_SUFFIXES)}.")
    if not lines:
        raise ExportError("There is nothing to export: the transcript has no lines.")
    write_export(target, transcript_text(lines, suffix).encode("utf-8", "replace"), rules)


def transcript_text(lines: Sequence[TextLine], suffix: str) -> str:
    """The content of a file of the kind that one of :data:`TRANSCRIPT_SUFFIXES` names."""
    if suffix == ".txt":
        return "".join(f"{line.text}\n" for line in lines)
    # Late: no window waits for it.
    from pysubs2 import SSAEvent, SSAFile

    file = SSAFile()
    for line in lines:
        start_ms = max(0, round(line.start_s * 1000))
        end_ms = max(start_ms + _LEAST_MS, round(line.end_s * 1000))
        # Braces would be taken for markup, and an arrow for a line of times.
        text = line.text.replace("{", "(").replace("}", ")").replace("-->", "->")
        file.append(SSAEvent(start_ms, end_ms, text))
    content: str = file.to_string("vtt" if suffix == ".vtt" else "srt")
    return content
