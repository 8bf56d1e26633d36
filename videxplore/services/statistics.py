"""What a library holds, and what its last index run worked with."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Engine:
    """What a run works with; each reason is a sentence that says why it is this and nothing faster.

    Attributes:
        device: Where the networks run, such as ``cpu``; empty while unknown.
        decoder: What decodes, ``processor`` or a kind of hardware such as ``cuda``; empty while unknown.
        shot_judge: The network that settles doubtful shot boundaries; empty where none does.
    """

    device: str = ""
    device_reason: str = ""
    decoder: str = ""
    decoder_reason: str = ""
    shot_judge: str = ""
    shot_judge_reason: str = ""


def engine_reasons(engine: Engine) -> list[str]:
    """What a run works with and why, a sentence for each part that is known."""
    parts = (
        ("Networks", engine.device, engine.device_reason),
        ("Decoder", engine.decoder, engine.decoder_reason),
        ("Shot boundaries", engine.shot_judge or "by the pictures alone", engine.shot_judge_reason),
    )
    return [f"{what}: {name}. {reason}" for what, name, reason in parts if reason]


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
        engine: What the last run worked with; nothing is said where none was needed yet.
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
    engine: Engine = Engine()
