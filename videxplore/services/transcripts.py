"""The transcripts of a video: its subtitles, what is said in it, and the text on screen."""

from collections.abc import Sequence

from videxplore.core.errors import NotIndexedError
from videxplore.core.texts import TextKind, TextTrack
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
