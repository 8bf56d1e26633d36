"""Is every row, vector and file of a library consistent? In words, and mended where that is possible."""

import concurrent.futures
import itertools
import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from videxplore.core.errors import UnreadableVideoError, VideoError
from videxplore.core.task import Task
from videxplore.core.types import Keyframe, Shot, Video
from videxplore.services.indexing.picture_rebuilding import rebuild_pictures
from videxplore.services.indexing.spawning import main_module_hidden
from videxplore.services.library import SAME_TIME_S, Library
from videxplore.video.previews import PictureArchive

TIME_TOLERANCE_S = 1e-4
UNIT_TOLERANCE = 1e-3


class Remedy(StrEnum):
    """How a problem is mended."""

    NONE = "none"
    """It cannot be: the catalogue file itself is damaged."""
    ANALYSE = "analyse"
    """What is known of the video is dropped; the next index run analyses it again."""
    PICTURES = "pictures"
    """Its pictures are made again from the video."""
    DELETE = "delete"
    """The file is deleted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be.

    Attributes:
        sentence: What, in words.
        video_id: The video it is about; 0 when it is about none.
        file: The file it is about; None when it is about rows.
    """

    sentence: str
    remedy: Remedy
    video_id: int = 0
    file: Path | None = None


class LibraryChecker:
    """Looks through a library, and mends it."""

    def __init__(self, library: Library) -> None:
        """Check a library; it must be open for writing to be mended."""
        self._library = library
        self._catalogue = library.catalogue

    def problems(self, task: Task) -> list[Problem]:
        """Everything that is not as it should be; none when all is well.

        Raises:
            Cancelled: If the task was cancelled.
        """
        found = [Problem(sentence, Remedy.NONE) for sentence in self._catalogue.problems()]
        videos = self._catalogue.videos()
        for number, video in enumerate(videos):
            task.checkpoint(number, len(videos), video.path.name)
            if video.depth is not None:
                found.extend(self._video_problems(video))
        found.extend(self._stray_files({video.id for video in videos}))
        return found

    def repair(self, problems: Sequence[Problem], task: Task) -> list[Problem]:
        """Mend what can be mended; return what is left, with the reason.

        Raises:
            Cancelled: If the task was cancelled.
            CatalogueError: If the library cannot be written to.
        """
        left = []
        done: set[tuple[int, Remedy]] = set()
        to_analyse = {problem.video_id for problem in problems if problem.remedy is Remedy.ANALYSE}
        for number, problem in enumerate(problems):
            task.checkpoint(number, len(problems), problem.sentence)
            if problem.remedy is Remedy.NONE:
                left.append(problem)
            elif problem.remedy is Remedy.DELETE and problem.file is not None:
                problem.file.unlink(missing_ok=True)
            elif (problem.video_id, problem.remedy) not in done:
                done.add((problem.video_id, problem.remedy))
                if problem.remedy is Remedy.ANALYSE:
                    self._forget_analysis(problem.video_id)
                elif problem.video_id not in to_analyse:
                    left.extend(self._rebuild_pictures(problem))
        return left

    def _video_problems(self, video: Video) -> Iterator[Problem]:
        shots = self._catalogue.shots(video.id)
        keyframes = self._catalogue.keyframes(video.id)
        for sentence in itertools.chain(
            _shot_faults(video, shots, keyframes), self._vector_faults(video, keyframes)
        ):
            yield Problem(f"{video.path.name}: {sentence}", Remedy.ANALYSE, video.id)
        times_s = [keyframe.time_s for keyframe in keyframes]
        for file, wanted_s, what in (
            (self._library.strip_file(video.id), [], "preview strip"),
            (self._library.keyframes_file(video.id), times_s, "keyframe pictures"),
        ):
            fault = _archive_fault(file, wanted_s)
            if fault:
                yield Problem(f"{video.path.name}: its {what} {fault}.", Remedy.PICTURES, video.id, file)

    def _vector_faults(self, video: Video, keyframes: Sequence[Keyframe]) -> Iterator[str]:
        covered: set[int] = set()
        for space in self._catalogue.spaces():
            table = self._catalogue.embeddings(space.name, video.id)
            if len(table):
                lengths = np.linalg.norm(table.vectors.astype(np.float64), axis=1)
                if not np.all(np.abs(lengths - 1) < UNIT_TOLERANCE):
                    yield f"some of its vectors in {space.name} are damaged."
            if space.kind == "appearance":
                covered.update(table.owner_ids.tolist())
        if not covered.issuperset(keyframe.id for keyframe in keyframes):
            yield "some of its keyframes have no vector."

    def _stray_files(self, video_ids: set[int]) -> Iterator[Problem]:
        for name in ("previews", "keyframes"):
            for file in sorted((self._library.folder / name).glob("*")):
                if not (file.suffix == ".zip" and file.stem.isdecimal() and int(file.stem) in video_ids):
                    sentence = f"{name}/{file.name} belongs to no video."
                    yield Problem(sentence, Remedy.DELETE, file=file)

    def _forget_analysis(self, video_id: int) -> None:
        video = self._catalogue.video(video_id)
        self._library.remove_video(video_id)
        self._catalogue.add_video(video.path, video.fingerprint, video.size_bytes, video.modified_ns)

    def _rebuild_pictures(self, problem: Problem) -> list[Problem]:
        video = self._catalogue.video(problem.video_id)
        times_s = [keyframe.time_s for keyframe in self._catalogue.keyframes(video.id)]
        context = multiprocessing.get_context("spawn")
        try:
            # In a process of its own: a decoder that crashes must not take the program with it.
            with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
                with main_module_hidden():
                    rebuilding = pool.submit(rebuild_pictures, video.path, times_s)
                strip, pictures = rebuilding.result()
        except (VideoError, OSError) as error:
            reason = str(error) if isinstance(error, UnreadableVideoError) else "The video cannot be read."
            return [Problem(f"{problem.sentence} {reason}", Remedy.NONE, video.id)]
        except concurrent.futures.process.BrokenProcessPool:
            return [Problem(f"{problem.sentence} The decoder crashed on it.", Remedy.NONE, video.id)]
        self._library.write_caches(video.id, strip, pictures)
        return []


def _shot_faults(video: Video, shots: Sequence[Shot], keyframes: Sequence[Keyframe]) -> Iterator[str]:
    """What is wrong with a video's scenes."""
    if not shots:
        yield "it is said to be analysed but has no scenes."
        return
    edges_s = [0.0, *(shot.end_s for shot in shots[:-1])]
    if any(
        abs(shot.start_s - edge_s) > TIME_TOLERANCE_S for shot, edge_s in zip(shots, edges_s, strict=True)
    ):
        yield "its scenes leave gaps or overlap."
    if shots[-1].end_s < video.duration_s - TIME_TOLERANCE_S:
        yield "its scenes do not reach its end."
    by_id = {shot.id: shot for shot in shots}
    if {keyframe.shot_id for keyframe in keyframes} != set(by_id):
        yield "some of its scenes have no keyframe."
    for keyframe in keyframes:
        shot = by_id.get(keyframe.shot_id)
        if shot and not (shot.start_s - TIME_TOLERANCE_S <= keyframe.time_s <= shot.end_s + TIME_TOLERANCE_S):
            yield f"its keyframe at {keyframe.time_s:.3f} s lies outside its scene."


def _archive_fault(file: Path, wanted_s: Sequence[float]) -> str:
    """What is wrong with a cache of pictures, as the end of a sentence; empty when nothing is."""
    try:
        with PictureArchive.open(file) as archive:
            times_s = archive.times_s
            for number in range(len(archive)):
                archive.picture(number)
    except FileNotFoundError:
        return "is missing"
    except (OSError, ValueError):
        return "is damaged"
    if not len(times_s):
        return "is empty"
    if any(np.abs(times_s - time_s).min() > SAME_TIME_S for time_s in wanted_s):
        return "is incomplete"
    return ""
