"""What a library holds, and the device and models of its last index run."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from videxplore.core.types import VideoState

if TYPE_CHECKING:
    # The analysis process, which says what it runs on, needs no catalogue.
    from videxplore.catalogue.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class RuntimeInfo:
    """Device and models in use; each reason is a sentence: why no faster option was chosen.

    Attributes:
        device: Where the models run, such as ``cpu``; empty while unknown.
        decoder: What decodes, such as ``cuda``; empty while unknown.
        shot_judge: The model that decides doubtful shot boundaries; empty where none does.
    """

    device: str = ""
    device_reason: str = ""
    decoder: str = ""
    decoder_reason: str = ""
    shot_judge: str = ""
    shot_judge_reason: str = ""


def runtime_reasons(engine: RuntimeInfo) -> list[str]:
    """Device and models in use and why, one sentence for each known part."""
    judge = engine.shot_judge or "from the frames alone"
    parts = (
        (engine.device_reason, f"Models: {engine.device}. {engine.device_reason}"),
        (engine.decoder_reason, f"Decoder: {engine.decoder}. {engine.decoder_reason}"),
        (engine.shot_judge_reason, f"Shot boundaries: {judge}. {engine.shot_judge_reason}"),
    )
    return [sentence for reason, sentence in parts if reason]


@dataclass(frozen=True, slots=True)
class LibraryStatistics:
    """What a library holds.

    Attributes:
        hours: Length of all its videos.
        spaces: ``(name, kind, dim, count)`` of every space of embeddings.
        bytes: Disk use by part: ``catalogue``, ``indexes``, ``previews``, ``keyframes``.
        queued: Videos that wait for a pass.
        failed: ``(path, sentence)`` of every video that failed.
        states: Number of videos by state.
        engine: Device and models of the last run; empty where none was needed yet.
        recorded: The first and the last date recorded, in ISO 8601; empty where none is known.
        cameras: Number of videos by camera, most first.
    """

    videos: int
    hours: float
    shots: int
    keyframes: int
    clips: int
    spaces: tuple[tuple[str, str, int, int], ...]
    bytes: dict[str, int] = field(default_factory=dict)
    queued: int = 0
    failed: tuple[tuple[Path, str], ...] = ()
    states: dict[str, int] = field(default_factory=dict)
    engine: RuntimeInfo = RuntimeInfo()
    recorded: tuple[str, str] = ("", "")
    cameras: dict[str, int] = field(default_factory=dict)


def statistics_of(
    catalogue: "Catalogue", used_bytes: dict[str, int], engine: RuntimeInfo
) -> LibraryStatistics:
    """What a library holds.

    Args:
        catalogue: The library's.
        used_bytes: Disk use by part.
        engine: Device and models of the last run.
    """
    counts = catalogue.counts()
    states = dict(counts.videos)
    return LibraryStatistics(
        videos=sum(states.values()),
        hours=counts.duration_s / 3600,
        shots=counts.shots,
        keyframes=counts.keyframes,
        clips=counts.clips,
        spaces=tuple(
            (space.name, space.kind, space.dim, counts.embeddings.get(space.name, 0))
            for space in catalogue.spaces()
        ),
        bytes=used_bytes,
        queued=states.get(VideoState.WAITING, 0) + states.get(VideoState.SEARCHABLE, 0),
        failed=tuple((video.path, video.error) for video in catalogue.failed_videos()),
        states=states,
        engine=engine,
        recorded=catalogue.recorded_span(),
        cameras=catalogue.videos_by_camera(),
    )
