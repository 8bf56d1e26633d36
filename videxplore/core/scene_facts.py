"""What is measured of every scene: light, blur, movement, camera and sound; and limits on these.

Measures are shares in [0, 1] unless they say otherwise, and compare scenes of different videos.
"""

import contextlib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal, Self, TypeAlias, get_args

from videxplore.core.errors import UsageError

CameraMove: TypeAlias = Literal[
    "static",
    "pan left",
    "pan right",
    "tilt up",
    "tilt down",
    "zoom in",
    "zoom out",
    "mixed",
    "unknown",
]
"""How the camera moves in most of a scene; ``mixed`` is moved, but not steadily in one way; ``unknown`` is
too short, or shows nothing to measure movement by."""

CAMERA_MOVES: tuple[CameraMove, ...] = get_args(CameraMove)

Measure: TypeAlias = Literal[
    "black", "still", "movement", "light", "blur", "shake", "loudness", "silence", "speech", "music"
]
"""What a scene is sorted by."""

MEASURES: tuple[Measure, ...] = get_args(Measure)

SILENT_LUFS = -70.0
"""The least loudness there is.

Source: the absolute gate of ITU-R BS.1770-4.
"""


@dataclass(frozen=True, slots=True)
class SceneFacts:
    """What was measured of a scene. What has no sound track has no measures of sound.

    Attributes:
        black: Share of its time in which nothing can be seen.
        still: Share of its time in which nothing changes within half a second.
        movement: Largest share of the frame that changes within half a second; the camera's moves count.
        light: Mean brightness.
        blur: How blurred its frames are, on average; None where nothing can be seen. They are measured 320
            pixels wide, so that a focus that is only a little off is not found.
        shake: How far the frame jumps to and fro within an eighth of a second, as a share of its width.
        camera: How the camera moves.
        loudness: Integrated loudness in LUFS (ITU-R BS.1770-4), at least -70.
        silence: Share of its time in which the level is below -60 dBFS, or there is no sound.
        speech: Share of its time that sounds like speech: an estimate, often wrong beneath music or noise.
        music: Share of its time in which tones are held: an estimate; a hum or a horn is no music.
    """

    black: float = 0.0
    still: float = 0.0
    movement: float = 0.0
    light: float = 0.0
    blur: float | None = None
    shake: float = 0.0
    camera: CameraMove = "unknown"
    loudness: float | None = None
    silence: float | None = None
    speech: float | None = None
    music: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing happens: all of it is black, or at most a speck of it ever changes."""
        return self.black >= ALL_BLACK or self.movement < LEAST_MOVEMENT

    def to_json(self) -> dict[str, float | str | None]:
        """The measures by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()
        }


ALL_BLACK = 0.98
LEAST_MOVEMENT = 0.015
"""Of the frame: two of the 144 blocks that changes are looked for in. Fewer are noise."""

_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}
_LIMIT = re.compile(r"\s*([a-z]+)\s*(<=|>=|<|>|=)\s*(.+?)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SceneLimit:
    """One limit: a measure compared with a number, or a camera move.

    Attributes:
        name: Of the measure, or ``camera``.
        comparison: ``<``, ``<=``, ``>``, ``>=``; for the camera ``=``.
        value: A number; for the camera a move, or a word of several: ``pan``, ``tilt``, ``zoom``.
    """

    name: str
    comparison: str
    value: float | str

    def __post_init__(self) -> None:
        """Refuse what compares nothing.

        Raises:
            UsageError: If a measure is not compared with a number, or the camera not with a move.
        """
        if self.name == "camera":
            if self.comparison != "=" or not any(_is_move(move, str(self.value)) for move in CAMERA_MOVES):
                raise UsageError(
                    f"A camera move is written camera=pan; the moves are {', '.join(CAMERA_MOVES)}."
                )
        elif self.name not in MEASURES:
            raise UsageError(
                f"{self.name} is not measured of scenes: choose one of {', '.join(MEASURES)} or camera."
            )
        elif self.comparison not in _COMPARISONS or not _is_number(self.value):
            raise UsageError(
                f"{self.name} is compared with a number: write {self.name}<0.5 or {self.name}>=0.5."
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """A limit such as ``blur<0.5``, ``loudness>=-30`` or ``camera=pan``.

        Raises:
            UsageError: If the text is not one.
        """
        match = _LIMIT.fullmatch(text)
        if match is None:
            raise UsageError(f"{text} is not a limit on scenes: write still>0.9, loudness<-40 or camera=pan.")
        name, comparison, value = match[1].lower(), match[2], match[3].lower()
        if name != "camera":
            with contextlib.suppress(ValueError):
                return cls(name, comparison, float(value))
        return cls(name, comparison, value)

    def matches(self, facts: SceneFacts) -> bool:
        """Whether a scene passes; one without the measure does not."""
        value = getattr(facts, self.name)
        if value is None:
            return False
        if self.name == "camera":
            return _is_move(value, str(self.value))
        return _COMPARISONS[self.comparison](value, float(self.value))

    def __str__(self) -> str:
        value = f"{self.value:g}" if isinstance(self.value, float) else self.value
        return f"{self.name}{self.comparison}{value}"


@dataclass(frozen=True, slots=True)
class SceneFilter:
    """Limits on what is measured of scenes; all of them hold. One without any limits nothing."""

    limits: tuple[SceneLimit, ...] = ()

    @classmethod
    def parse(cls, texts: Sequence[str]) -> Self:
        """The limits of several texts.

        Raises:
            UsageError: If one is no limit.
        """
        return cls(tuple(SceneLimit.parse(text) for text in texts))

    def __add__(self, other: "SceneFilter") -> "SceneFilter":
        """The limits of both."""
        return SceneFilter(self.limits + other.limits)

    def __bool__(self) -> bool:
        """Whether it limits anything."""
        return bool(self.limits)

    def matches(self, facts: SceneFacts | None) -> bool:
        """Whether a scene passes; one that was not measured passes no limit."""
        return not self.limits or (facts is not None and all(one.matches(facts) for one in self.limits))

    def texts(self) -> tuple[str, ...]:
        """The limits as they are written."""
        return tuple(map(str, self.limits))


def measure_named(name: str) -> Measure:
    """The measure of a name.

    Raises:
        UsageError: If there is none.
    """
    for measure in MEASURES:
        if measure == name.lower():
            return measure
    raise UsageError(f"{name} is not measured of scenes: choose one of {', '.join(MEASURES)}.")


def sort_value(facts: SceneFacts | None, measure: Measure, *, is_reversed: bool = False) -> float:
    """By what scenes are sorted, largest first or reversed: the measure; what has none comes last."""
    value = None if facts is None else getattr(facts, measure)
    if value is None:
        return math.inf
    return float(value if is_reversed else -value)


def _is_number(value: float | str) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _is_move(move: str, asked: str) -> bool:
    """Whether a camera move is the one asked for, or one of its kind: ``pan left`` is a pan."""
    return asked in (move, move.partition(" ")[0])
