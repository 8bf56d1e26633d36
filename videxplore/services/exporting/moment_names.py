"""Moments named in text, as spans to export or summarise."""

from collections.abc import Sequence
from pathlib import Path

from videxplore.core.file_names import fitted_name, is_file, shortened
from videxplore.core.spans import SelectedSpan
from videxplore.services.library import Library
from videxplore.services.searching.query.query import SceneExample
from videxplore.services.searching.query.query_text import find_video, parse_moment


def is_moment(text: str) -> bool:
    """Whether a text names a part of a video rather than a whole one."""
    return "@" in text and not is_file(Path(text))


def selected_spans(library: Library, texts: Sequence[str]) -> list[SelectedSpan]:
    """What texts name: ``VIDEO@SECONDS`` a scene, ``VIDEO@START-END`` a part, ``VIDEO`` all its scenes.

    Raises:
        UnknownError: If the library has no such video or moment.
    """
    spans: list[SelectedSpan] = []
    for text in texts:
        if not is_moment(text):
            video = find_video(text, library.catalogue)
            spans += [SelectedSpan.of_shot(video, shot) for shot in library.catalogue.shots(video.id)]
            continue
        moment = parse_moment(text, library.catalogue)
        video = library.catalogue.video(moment.video_id)
        if isinstance(moment, SceneExample):
            spans.append(SelectedSpan.of_shot(video, library.catalogue.shot_at(video.id, moment.time_s)))
        else:
            spans.append(SelectedSpan(video, moment.start_s, moment.end_s))
    return spans


def numbered_files(spans: Sequence[SelectedSpan], target: Path) -> list[Path]:
    """A file for each span: ``target`` for one; several are numbered, and named after their videos."""
    if len(spans) == 1:
        return [target]
    return [
        target.with_name(
            fitted_name(f"{shortened(target.stem, 120)}-{number:03d}-{span.video.path.stem}", target.suffix)
        )
        for number, span in enumerate(spans, start=1)
    ]
