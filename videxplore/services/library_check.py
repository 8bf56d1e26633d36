"""Checking that all of a library is consistent, repairing what is not, and copying a damaged one."""

import contextlib
import itertools
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np

from videxplore.catalogue.faults import is_database
from videxplore.catalogue.integrity.condition import Condition
from videxplore.core.errors import (
    CatalogueDamagedError,
    CatalogueMissingError,
    LibraryRefusedError,
    UnknownError,
    UnreadableVideoError,
    VideoError,
)
from videxplore.core.file_names import exists_safely, expanded
from videxplore.core.files import copy_whole, delete_file, is_regular
from videxplore.core.task import Task
from videxplore.core.types import Keyframe, Shot, Space, Video
from videxplore.services.indexing.messages import (
    JobAdvanced,
    JobCrashed,
    JobFailed,
    Rebuild,
    Rebuilt,
    WorkerExited,
)
from videxplore.services.indexing.run.worker import AnalysisProcess, StallWatch
from videxplore.services.library import SAME_TIME_S, Library
from videxplore.services.library_folder import PICTURE_FOLDERS, LibraryFolder
from videxplore.video.thumbnails import ThumbnailArchive, is_thumbnail_archive

_CHECKS_WHILE_WRITTEN, _BETWEEN_CHECKS_S = 4, 0.5
TIME_TOLERANCE_S = 1e-4
UNIT_TOLERANCE = 1e-3
POLL_S = 0.1

_log = logging.getLogger(__name__)


class Remedy(StrEnum):
    """How a problem is repaired."""

    NONE = "none"
    """It cannot be: the catalogue file itself is damaged."""
    ROWS = "rows"
    """Damaged rows are set aside, and what belongs to nothing is deleted; indexes are rebuilt."""
    ANALYSE = "analyse"
    """The analysis of the video is deleted; the next index run analyses it again."""
    PICTURES = "pictures"
    """Its thumbnails are rebuilt from the video."""
    DELETE = "delete"
    """The file is deleted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One inconsistency.

    Attributes:
        sentence: What is wrong.
        video_id: The video it is about; 0 when it is about none.
        file: The file it is about; None when it is about rows.
    """

    sentence: str
    remedy: Remedy
    video_id: int = 0
    file: Path | None = None


class LibraryChecker:
    """Checks and repairs a library."""

    def __init__(self, library: Library) -> None:
        """Check a library; it must be open for writing to be repaired."""
        self._library = library
        self._catalogue = library.catalogue

    def problems(self, task: Task) -> list[Problem]:
        """All inconsistencies.

        While another program writes to the library, its files are for moments ahead of its rows: what is
        found then counts only when it is still so afterwards.

        Raises:
            Cancelled: If the task was cancelled.
        """
        found = _problems_of_catalogue(self._catalogue.condition())
        # Files first: a video is in the catalogue before its thumbnails are on disk.
        archives = self._library.files.archives()
        if any(one.remedy is Remedy.ROWS for one in found):
            # Whatever else is wrong can be seen when these are away.
            return found
        videos = self._catalogue.videos()
        of_videos: list[Problem] = []
        spaces = self._catalogue.spaces()
        for number, video in enumerate(videos):
            task.checkpoint(number, len(videos), video.path.name)
            if video.depth is not None and any(self._analysis_problems(video, spaces)):
                # It may have been removed or analysed again since it was read.
                of_videos.extend(self._video_problems(video.id))
        found.extend(self._persistent(of_videos, task))
        found.extend(self._stray_archives(archives, {video.id for video in videos}))
        return found

    def set_aside_rows(self) -> list[str]:
        """Sentences about damaged rows that were set aside, by a repair or when the library was updated."""
        return [
            f"{count} damaged {'row' if count == 1 else 'rows'} of the table {table} "
            f"{'was' if count == 1 else 'were'} set aside; the table damaged_row keeps the values."
            for table, count in self._catalogue.set_aside_counts().items()
        ]

    def foreign_files(self) -> list[str]:
        """Sentences about files among the caches that the program did not write; they are left untouched."""
        video_ids = self._catalogue.video_ids()
        return [
            f"{file.parent.name}/{file.name} was not made by videxplore; left untouched."
            for file in self._library.files.foreign_files(video_ids)
        ]

    def repair(self, problems: Sequence[Problem], task: Task) -> list[Problem]:
        """Repair what can be repaired; return what is left, with the reason.

        Raises:
            Cancelled: If the task was cancelled.
            CatalogueError: If the library cannot be written to.
        """
        left: list[Problem] = []
        if any(problem.remedy is Remedy.ROWS for problem in problems):
            self._catalogue.repair_rows(self._catalogue.condition())
            problems = self.problems(task)
        with AnalysisProcess(None) as process:
            self._repair_all(problems, process, left, task)
        return left

    def _repair_all(
        self, problems: Sequence[Problem], process: AnalysisProcess, left: list[Problem], task: Task
    ) -> None:
        done: set[tuple[int, Remedy]] = set()
        to_analyse = {problem.video_id for problem in problems if problem.remedy is Remedy.ANALYSE}
        for number, problem in enumerate(problems):
            task.checkpoint(number, len(problems), problem.sentence)
            if problem.remedy in {Remedy.NONE, Remedy.ROWS}:
                left.append(problem)
            elif problem.remedy is Remedy.DELETE and problem.file is not None:
                self._library.files.require_real_folders()
                delete_file(problem.file)
            elif (problem.video_id, problem.remedy) not in done:
                done.add((problem.video_id, problem.remedy))
                if problem.remedy is Remedy.ANALYSE:
                    self._library.forget_analysis(problem.video_id)
                elif problem.video_id not in to_analyse:
                    left.extend(self._rebuild_thumbnails(problem, process, task))

    def _persistent(self, found: list[Problem], task: Task) -> list[Problem]:
        """Those problems that persist for a while, where another program may be writing just now."""
        for _ in range(_CHECKS_WHILE_WRITTEN):
            if not found or self._catalogue.is_writable or not self._library.files.is_changing():
                break
            time.sleep(_BETWEEN_CHECKS_S)
            task.checkpoint(message="checking again")
            again = {
                problem for one in {one.video_id for one in found} for problem in self._video_problems(one)
            }
            found = [problem for problem in found if problem in again]
        return found

    def _video_problems(self, video_id: int) -> list[Problem]:
        """The problems of a video; none of one that is not analysed yet, or no longer in the library."""
        try:
            video = self._catalogue.video(video_id)
        except UnknownError:
            return []
        if video.depth is None:
            return []
        return list(self._analysis_problems(video, self._catalogue.spaces()))

    def _analysis_problems(self, video: Video, spaces: Sequence[Space]) -> Iterator[Problem]:
        shots = self._catalogue.shots(video.id)
        keyframes = self._catalogue.keyframes(video.id)
        for sentence in itertools.chain(
            _shot_faults(video, shots, keyframes), self._vector_faults(video, keyframes, spaces)
        ):
            yield Problem(f"{video.path.name}: {sentence}", Remedy.ANALYSE, video.id)
        times_s = [keyframe.time_s for keyframe in keyframes]
        for file, wanted_s, what in (
            (self._library.strip_file(video.id), [], "filmstrip"),
            (self._library.keyframes_file(video.id), times_s, "keyframe file"),
        ):
            fault = _archive_fault(file, wanted_s)
            if fault:
                yield Problem(f"{video.path.name}: its {what} {fault}.", Remedy.PICTURES, video.id, file)

    def _vector_faults(
        self, video: Video, keyframes: Sequence[Keyframe], spaces: Sequence[Space]
    ) -> Iterator[str]:
        covered: set[int] = set()
        for space in spaces:
            table = self._catalogue.embeddings(space.name, video.id)
            if len(table):
                lengths = np.linalg.norm(table.vectors.astype(np.float64), axis=1)
                if not np.all(np.abs(lengths - 1) < UNIT_TOLERANCE):
                    yield f"some of its vectors in {space.name} are damaged."
            if space.kind == "appearance":
                covered.update(table.owner_ids.tolist())
        if not covered.issuperset(keyframe.id for keyframe in keyframes):
            yield "some of its keyframes have no vector."

    def _stray_archives(self, archives: Sequence[tuple[Path, int]], video_ids: set[int]) -> Iterator[Problem]:
        for file, video_id in archives:
            # Another program may be removing the video just now: its rows go first.
            if video_id not in video_ids and exists_safely(file):
                sentence = f"{file.parent.name}/{file.name} belongs to no video."
                yield Problem(sentence, Remedy.DELETE, file=file)

    def _rebuild_thumbnails(self, problem: Problem, process: AnalysisProcess, task: Task) -> list[Problem]:
        """Rebuild a video's thumbnails, in a process that a decoder may crash."""
        video = self._catalogue.video(problem.video_id)
        times_s = tuple(keyframe.time_s for keyframe in self._catalogue.keyframes(video.id))
        try:
            rebuilt = _rebuild(process, Rebuild(video.id, video.path, times_s), task)
        except UnreadableVideoError as error:
            return [Problem(f"{problem.sentence} {error}", Remedy.NONE, video.id)]
        self._library.write_caches(video.id, rebuilt.strip, rebuilt.keyframes)
        return []


def _problems_of_catalogue(condition: Condition) -> list[Problem]:
    found = [
        Problem(
            f"The catalogue is damaged: {sentence}. `check --salvage NEW_FOLDER` copies what can be read.",
            Remedy.NONE,
        )
        for sentence in condition.pages
    ]
    found += [Problem(f"The catalogue is damaged: {one}.", Remedy.ROWS) for one in condition.indexes]
    found += [
        Problem(f"The catalogue is damaged: {row.sentence}.", Remedy.ROWS, row.video_id)
        for row in condition.rows
    ]
    if condition.orphans:
        found.append(Problem(f"{condition.orphans} rows belong to rows that are not there.", Remedy.ROWS))
    return found


def _rebuild(process: AnalysisProcess, job: Rebuild, task: Task) -> Rebuilt:
    """Do a job in the process, and wait for it as long as it makes progress.

    Raises:
        UnreadableVideoError: If the video cannot be read, its decoder crashes or is stuck.
        Cancelled: If the task was cancelled.
    """
    process.submit(job)
    watch = StallWatch()
    while True:
        message = process.receive(POLL_S)
        task.checkpoint(message=job.path.name)
        if isinstance(message, JobAdvanced):
            watch.note_steps(message.steps)
        elif isinstance(message, Rebuilt):
            return message
        elif isinstance(message, JobFailed):
            if isinstance(message.error, UnreadableVideoError):
                raise message.error
            if isinstance(message.error, VideoError):
                raise UnreadableVideoError("The video cannot be read.") from message.error
            raise message.error
        elif isinstance(message, JobCrashed):
            _log.error("Rebuilding the thumbnails of %s failed:\n%s", job.path, message.traceback)
            raise UnreadableVideoError("The video cannot be read.")
        elif isinstance(message, WorkerExited):
            raise UnreadableVideoError(f"The decoder crashed on it ({message.reason}).")
        elif watch.is_stuck():
            process.kill()
            raise UnreadableVideoError("The decoder got stuck on it.")


def _shot_faults(video: Video, shots: Sequence[Shot], keyframes: Sequence[Keyframe]) -> Iterator[str]:
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
    """What is wrong with an archive of thumbnails, as the end of a sentence; empty when nothing is."""
    try:
        with ThumbnailArchive.open(file) as archive:
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


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What was copied.

    Attributes:
        videos: Videos that are in the new library.
        to_analyse: Those of them whose analysis was incomplete: the next index run analyses them again.
        lost: Rows that could be read but hold what they cannot hold, or belong to nothing, by table.
        unreadable: Tables of which a part could not be read.
    """

    videos: int
    to_analyse: tuple[Path, ...] = ()
    lost: Mapping[str, int] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()


def salvage(folder: Path, new_folder: Path, task: Task) -> SalvageReport:
    """Copy what can be read of the library in ``folder``, which is not changed, to a new library.

    Args:
        folder: The damaged library.
        new_folder: A new or an empty folder.
        task: Reports progress.

    Raises:
        CatalogueMissingError: If there is no library.
        CatalogueDamagedError: If not even the list of its tables can be read.
        LibraryRefusedError: If a part of it is a link, or the new folder is not empty.
        Cancelled: If the task was cancelled; what was copied stays.
    """
    old = LibraryFolder(expanded(folder).absolute())
    old.require_own_files()
    if not is_regular(old.catalogue_file):
        raise CatalogueMissingError(f"There is no library in {old.path}.")
    if not is_database(old.catalogue_file):
        raise CatalogueDamagedError(f"The file {old.catalogue_file} is not a catalogue any more.")
    with Library.open(new_folder) as library:
        if library.catalogue.video_ids():
            raise LibraryRefusedError(
                f"{library.folder} is a library with videos: choose a new or an empty folder."
            )
        done = library.catalogue.salvage_from(old.catalogue_file)
        videos = library.catalogue.videos()
        for number, video in enumerate(videos):
            task.checkpoint(number, len(videos), video.path.name)
            _copy_archives(old, library, video.id)
        incomplete = {
            one.video_id for one in LibraryChecker(library).problems(task) if one.remedy is Remedy.ANALYSE
        }
        for video_id in incomplete:
            library.forget_analysis(video_id)
        return SalvageReport(
            len(videos),
            tuple(video.path for video in videos if video.id in incomplete),
            done.lost,
            tuple(done.unreadable),
        )


def _copy_archives(old: LibraryFolder, library: Library, video_id: int) -> None:
    """Copy the thumbnails that are whole; ``check --repair`` makes the others again."""
    for name in PICTURE_FOLDERS:
        source = old.archive_file(name, video_id)
        if is_thumbnail_archive(source):
            with contextlib.suppress(OSError):
                copy_whole(source, library.files.archive_file(name, video_id))
