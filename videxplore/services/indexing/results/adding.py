"""Adding analyses that were made elsewhere to a library; adding one twice changes nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from videxplore.core.errors import UnknownVideoError, UnreadableAnalysisError
from videxplore.core.file_names import display_name
from videxplore.core.task import Task
from videxplore.core.types import Video, VideoAnalysis
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.finding.reconcile import Reconciler
from videxplore.services.indexing.finding.scan import Finding, FoundFile, find_videos
from videxplore.services.indexing.results.analysis_file import AnalysisResult, read_result
from videxplore.services.indexing.run.store import RANK, store_passes
from videxplore.services.library import Library


class AddStatus(StrEnum):
    """The outcome of one result."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    """The library has as thorough an analysis already."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AddReport:
    """The outcome of one result.

    Attributes:
        file: The file that holds the result.
        video: The path of the video; None where it is not known.
        error: A sentence; empty unless it failed.
    """

    file: Path
    status: AddStatus
    video: Path | None = None
    error: str = ""


class ResultAdder:
    """Adds results to one library."""

    def __init__(self, library: Library, folders: Sequence[Path] = ()) -> None:
        """Prepare.

        Args:
            library: Opened for writing.
            folders: Files and folders to search for videos that the library does not hold yet.
        """
        self._library = library
        self._folders = folders
        self._reconciler = Reconciler(library)
        self._found: list[FoundFile] | None = None

    def add(self, file: Path, task: Task) -> AddReport:
        """Add the result in a file.

        Raises:
            Cancelled: If the task was cancelled.
            DiskFullError: If there is no room left.
            CatalogueError: If the library cannot be written to.
        """
        try:
            result = read_result(file)
            videos = self._videos_of(result, task)
            changed = [video for video in videos if store_result(self._library, video, result)]
        except UnreadableAnalysisError as error:
            return AddReport(file, AddStatus.FAILED, error=str(error))
        status = AddStatus.ADDED if changed else AddStatus.UNCHANGED
        return AddReport(file, status, (changed or videos)[0].path)

    def _videos_of(self, result: AnalysisResult, task: Task) -> list[Video]:
        """The videos of the library that have the content; where there is none, its file becomes one.

        Raises:
            UnreadableAnalysisError: If there is no such file either.
        """
        videos = self._library.catalogue.videos_by_fingerprint(result.fingerprint)
        if videos:
            return videos
        for file in self._candidates(result, task):
            try:
                if fingerprint(file.path, file.size_bytes) == result.fingerprint:
                    return [self._reconciler.match(file).video]
            except OSError:
                continue
        raise UnreadableAnalysisError(
            f"The video {display_name(result.path)} is neither in the library nor in {result.path.parent}: "
            "say by --videos in which folder it is."
        )

    def _candidates(self, result: AnalysisResult, task: Task) -> Iterator[FoundFile]:
        """The files that may have the content of a result, by their size."""
        yield from _of_size(find_videos([result.path], task), result.size_bytes)
        if self._found is None:
            self._found = [one for one in find_videos(self._folders, task) if isinstance(one, FoundFile)]
        yield from _of_size(self._found, result.size_bytes)


def store_result(library: Library, video: Video, result: AnalysisResult) -> bool:
    """Store the result of a video unless the library has as much already; return whether it was stored.

    Raises:
        UnreadableAnalysisError: If it would replace the analysis of another model, or its spaces contradict
            those of the library.
        DiskFullError: If there is no room left.
        CatalogueError: If the library cannot be written to.
    """
    analysis = result.analysis
    _require_same_spaces(library, analysis)
    offered = _spaces_with_vectors(analysis)
    stored = {
        space.name
        for space in library.catalogue.spaces()
        if library.catalogue.has_embeddings(space.name, video.id)
    }
    if RANK[video.depth] >= RANK[analysis.depth]:
        if offered <= stored or RANK[video.depth] > RANK[analysis.depth]:
            return False
        if not stored <= offered:
            raise UnreadableAnalysisError(
                f"{display_name(video.path)} was analysed with other models already; "
                "`videxplore index` adds those of this result and keeps the others."
            )
    if not store_passes(library, [(video.id, result.analysed)]):
        raise UnknownVideoError("This video is no longer in the library.")
    if video.state.is_missing:
        library.catalogue.set_state(video.id, video.state)
    return True


def _spaces_with_vectors(analysis: VideoAnalysis) -> set[str]:
    keyframes = (one.embeddings for shot in analysis.shots for one in shot.keyframes)
    clips = (one.embeddings for shot in analysis.shots for one in shot.clips)
    return set().union(*keyframes, *clips)


def _require_same_spaces(library: Library, analysis: VideoAnalysis) -> None:
    known = {space.name: space for space in library.catalogue.spaces()}
    for space in analysis.spaces:
        if known.get(space.name, space) != space:
            raise UnreadableAnalysisError(
                f"The embeddings of {space.name} are not those of this library: use the same weights."
            )


def _of_size(findings: Iterable[Finding], size_bytes: int) -> Iterator[FoundFile]:
    return (one for one in findings if isinstance(one, FoundFile) and one.size_bytes == size_bytes)
