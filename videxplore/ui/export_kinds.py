"""What can be exported, and the files that an export writes."""

import itertools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from videxplore.core.file_names import fitted_name
from videxplore.core.spans import SelectedSpan
from videxplore.services.exporting.moment_names import numbered_files


@dataclass(frozen=True, slots=True)
class ExportScope:
    """What could be exported.

    Attributes:
        words: What it is, for the user.
        spans: Its parts; of a whole video, one from its start to its end.
        is_whole: Whether it is a whole video.
        name: What a file of it is called; after the first video where it is empty.
    """

    words: str
    spans: Sequence[SelectedSpan]
    is_whole: bool = False
    name: str = ""


class ExportKind(StrEnum):
    """What is written, by the suffix that a new file gets."""

    CLIPS = ".mp4"
    FILM = ".film.mp4"
    OTIO = ".otio"
    FCPXML = ".fcpxml"
    EDL = ".edl"
    CSV = ".csv"
    STILLS = ".still.png"
    MOMENTS_STORYBOARD = ".moments.png"
    STORYBOARD = ".png"
    CONTACT_SHEET = ".pdf"
    SKIM = ".skim.mp4"
    CHAPTERS = ".vtt"

    @property
    def is_of_video(self) -> bool:
        """Whether it is about the whole open video rather than about the chosen moments."""
        return self in (
            ExportKind.STORYBOARD,
            ExportKind.CONTACT_SHEET,
            ExportKind.SKIM,
            ExportKind.CHAPTERS,
        )


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be written.

    Attributes:
        kind: As what.
        spans: What it is about.
        target: The file; several clips or stills are named after it.
        only_moving: Whether a skim leaves scenes out in which nothing moves.
        no_silence: Whether a skim leaves silent scenes out.
    """

    kind: ExportKind
    spans: Sequence[SelectedSpan]
    target: Path
    only_moving: bool = False
    no_silence: bool = False

    def files(self) -> list[Path]:
        """The files that are written."""
        return files_of(self.kind, self.spans, self.target)


def files_of(kind: ExportKind, spans: Sequence[SelectedSpan], target: Path) -> list[Path]:
    """The files that an export writes: several clips or stills are numbered, and named after their videos."""
    return numbered_files(spans, target) if kind in (ExportKind.CLIPS, ExportKind.STILLS) else [target]


def free_name(kind: ExportKind, spans: Sequence[SelectedSpan], target: Path) -> Path:
    """``target``, or with the first number after its name with which no file is written over."""
    numbered = (
        fitted_name(target.name.removesuffix(kind.value), f"-{number}{kind.value}")
        for number in itertools.count(2)
    )
    names = itertools.chain([target], (target.with_name(name) for name in numbered))
    return next(name for name in names if not any(map(os.path.lexists, files_of(kind, spans, name))))
