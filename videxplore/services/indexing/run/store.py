"""Storing results in the library, several passes at once, and deciding what a video still needs."""

import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from videxplore.backbones.registry import DEFAULT_BACKBONE, backbone_spec
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.stored_video import StoredVideo
from videxplore.core.task import Task
from videxplore.core.texts import TEXT_KINDS, TextKind, TextReading
from videxplore.core.types import Depth, Thumbnail, Video
from videxplore.services.indexing.index_types import IndexEventKind, IndexOptions
from videxplore.services.indexing.messages import Analysed, Backfilled, JobAdvanced, StoredShot
from videxplore.services.indexing.recognised_text import SCREEN_MODEL, lacks_text
from videxplore.services.indexing.run.index_jobs import JobInProgress, JobPool, Received
from videxplore.services.indexing.run.index_progress import ProgressReporter
from videxplore.services.indexing.run.job_queue import BackfillPart, IndexJob
from videxplore.services.library import Library
from videxplore.services.teaching.taught_actions import TeachingService
from videxplore.video.recording.sidecar_files import SidecarFolders
from videxplore.video.subtitles.subtitle_files import SubtitleFolders

MOST_STORED_TOGETHER = 16
LONGEST_GATHERING_S = 0.2

FinishedPass: TypeAlias = tuple[Analysed, JobInProgress]


def gather(
    jobs: JobPool,
    wait_s: float,
    on_progress: Callable[[JobAdvanced, JobInProgress | None], None],
    *,
    paused: bool,
) -> tuple[list[FinishedPass], Received]:
    """The passes that are finished by now, and the first message about anything but progress.

    Args:
        jobs: What sends messages.
        wait_s: How long to wait for the first message.
        on_progress: Receives how far a job is, which ends no gathering.
        paused: Whether the run is paused.
    """
    until_s = time.monotonic() + LONGEST_GATHERING_S
    finished: list[FinishedPass] = []
    while True:
        message, current, others = jobs.receive(wait_s, paused=paused)
        if isinstance(message, Analysed) and current is not None:
            finished.append((message, current))
        elif isinstance(message, JobAdvanced):
            on_progress(message, current)
        elif message is not None:
            return finished, (message, current, others)
        has_time = len(finished) < MOST_STORED_TOGETHER and time.monotonic() < until_s
        if not (finished and has_time and jobs.has_message):
            return finished, (None, None, others)
        wait_s = 0.0


def recognised_from(options: IndexOptions) -> Mapping[TextKind, str]:
    """The kinds of text that are to be recognised, and what the text then is from."""
    wanted: dict[TextKind, str] = {}
    if options.words_on_screen:
        wanted["screen"] = SCREEN_MODEL
    if options.speech_model:
        wanted["speech"] = options.speech_model
    return wanted


class StoredTexts:
    """Knows what text was read of each video, for one index run."""

    def __init__(self, catalogue: Catalogue, recognised: Mapping[TextKind, str]) -> None:
        """Begin a run.

        Args:
            catalogue: Opened for writing.
            recognised: What is to be recognised, and by which model.
        """
        self._catalogue = catalogue
        self._recognised = recognised
        self._folders = SubtitleFolders()
        self._read_from = catalogue.texts.read_from()
        self._read_now: set[tuple[int, TextKind]] = set()

    def has_unread(self, stored: StoredVideo) -> bool:
        """Whether the subtitles of an analysed video are to be read: not at all yet, or changed since."""
        # What was read in this run may have been read from newer files than were listed before.
        key: tuple[int, TextKind] = (stored.id, "subtitle")
        return key not in self._read_now and self._read_from.get(key) != self._folders.state(stored.path_text)

    def unrecognised(self, stored: StoredVideo) -> Iterator[TextKind]:
        """The kinds of text of an analysed video that models are to recognise."""
        for kind, model in self._recognised.items():
            is_read_now = (stored.id, kind) in self._read_now
            if not is_read_now and lacks_text(stored.video, kind, model, self._read_from):
                yield kind

    def store(self, video_id: int, readings: Sequence[TextReading]) -> None:
        """Store what was read of a video."""
        self._catalogue.texts.store(video_id, readings)
        self.note(video_id, readings)

    def note(self, video_id: int, readings: Iterable[TextReading]) -> None:
        """Note what was stored of a video."""
        for one in readings:
            self._read_from[video_id, one.kind] = one.read_from
            self._read_now.add((video_id, one.kind))

    def note_copy(self, from_video_id: int, to_video_id: int) -> None:
        """Note that a video got the text of another."""
        for kind in TEXT_KINDS:
            if (from_video_id, kind) in self._read_from:
                self._read_from[to_video_id, kind] = self._read_from[from_video_id, kind]
            self._read_now.discard((to_video_id, kind))


class ReadSidecars:
    """Knows from which sidecars the metadata of each video were read, for one index run."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._folders = SidecarFolders()
        self._read_from = catalogue.sidecars_read()

    def have_changed(self, stored: StoredVideo) -> bool:
        """Whether a sidecar of an analysed video came, went or changed since its metadata were read."""
        return self._read_from.get(stored.id, "") != self._folders.state(stored.path_text)

    def note(self, video: Video) -> None:
        """The metadata of a video were read: from sidecars no older than those that were listed."""
        state = self._folders.state(str(video.path))
        if state != self._read_from.get(video.id, ""):
            self._catalogue.note_sidecars(video.id, state)
            self._read_from[video.id] = state


RANK = {None: 0, Depth.QUICK: 1, Depth.FULL: 2}
_STORED_KIND = {Depth.QUICK: IndexEventKind.SEARCHABLE, Depth.FULL: IndexEventKind.COMPLETE}


def store_passes(library: Library, passes: Sequence[tuple[int, Analysed]]) -> frozenset[int]:
    """Store passes over some videos, all in one transaction, and what taught actions say of them.

    The thumbnails are written first: should the program end in between, the catalogue still asks for the
    passes, and their thumbnails are written again.

    Args:
        library: Opened for writing.
        passes: The passes, by the ids of their videos.

    Returns:
        The videos that are stored; not those that were removed from the library meanwhile.

    Raises:
        DiskFullError: If there is no room left.
        CatalogueError: If the library cannot be written to.
    """
    for video_id, result in passes:
        keyframes = [
            Thumbnail(keyframe.time_s, keyframe.picture_jpeg)
            for shot in result.analysis.shots
            for keyframe in shot.keyframes
        ]
        library.write_caches(video_id, result.analysis.strip, keyframes)
    found = library.catalogue.store_analyses([(video_id, result.analysis) for video_id, result in passes])
    stored = [video_id for (video_id, _), one in zip(passes, found, strict=True) if one is not None]
    for _, result in passes[-1:]:
        library.note_engine(result.engine)
    if stored and library.catalogue.taught.all():
        TeachingService(library).apply(stored, Task())
    return frozenset(stored)


class IndexStore:
    """The writing side of an index run."""

    def __init__(self, library: Library, progress: ProgressReporter, options: IndexOptions) -> None:
        """Write into a library.

        Args:
            library: Opened for writing.
            progress: Receives what was stored.
            options: How thoroughly, and with which models, videos are to be analysed.
        """
        self._library = library
        self._progress = progress
        self._wanted = options.depth
        self._models: dict[BackfillPart, str] = {"keyframes": options.backbone or DEFAULT_BACKBONE}
        if options.actions and options.depth is Depth.FULL:
            self._models["clips"] = options.actions
        self._describer = options.descriptions
        self._views = options.views
        self._whole_spaces: set[str] | None = None
        self._unmeasured_ids: set[int] | None = None
        self._stopped_ids = set(library.catalogue.stopped.ids())
        self._sidecars = ReadSidecars(library.catalogue)
        self._texts = StoredTexts(library.catalogue, recognised_from(options))

    def note_wanted(self, video: Video) -> None:
        """The user asks for a video, which may have been stopped before."""
        if video.id in self._stopped_ids:
            self._stopped_ids.remove(video.id)
            self._library.catalogue.stopped.remove(video.id)

    @property
    def wants_clips(self) -> bool:
        """Whether a video model was chosen; the full pass runs it, too."""
        return "clips" in self._models

    def next_job(self, stored: StoredVideo) -> IndexJob | None:
        """What a video needs next; None when it needs nothing."""
        depth = stored.depth
        if depth is None:
            return IndexJob(stored.video, Depth.QUICK)
        if RANK[depth] < RANK[self._wanted]:
            return IndexJob(stored.video, Depth.FULL)
        missing = self._missing(stored, depth)
        return IndexJob(stored.video, depth, frozenset(missing)) if missing else None

    def _missing(self, stored: StoredVideo, depth: Depth) -> set[BackfillPart]:
        """What an analysed video lacks of what was added later."""
        missing: set[BackfillPart] = {
            what for what, name in self._models.items() if not self._has_embeddings_of(name, stored.id)
        }
        if self._describer and not self._is_described(stored.id):
            missing.add("descriptions")
        if stored.lacks_metadata or self._sidecars.have_changed(stored):
            missing.add("metadata")
        if depth is Depth.FULL and self._is_unmeasured(stored.id):
            missing.add("facts")
        if self._texts.has_unread(stored):
            missing.add("subtitle")
        if not missing:
            # Each kind in a job of its own, so that what is done need not be done again.
            missing.update(itertools.islice(self._texts.unrecognised(stored), 1))
        return missing

    def stored_shots(self, video_id: int) -> tuple[StoredShot, ...]:
        """The stored shots of a video, for a backfill."""
        keyframes: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for one in self._library.catalogue.keyframes(video_id):
            keyframes[one.shot_id].append((one.id, one.time_s))
        return tuple(
            StoredShot(shot.id, shot.start_s, shot.end_s, tuple(keyframes[shot.id]))
            for shot in self._library.catalogue.shots(video_id)
        )

    def store_backfill(self, video: Video, result: Backfilled) -> None:
        """Store what was added later, beside what is there.

        Metadata and text alone are no analysis: nothing is reported as stored.

        Raises:
            DiskFullError: If there is no room left.
            CatalogueError: If the library cannot be written to.
        """
        if result.metadata is not None:
            self._library.catalogue.set_metadata(video.id, result.metadata)
            self._sidecars.note(video)
        if result.facts:
            self._library.catalogue.add_facts(video.id, result.facts)
            self._unmeasured_ids = (self._unmeasured_ids or set()) - {video.id}
        if result.texts:
            self._texts.store(video.id, result.texts)
        if result.keyframe_space is not None:
            self._library.catalogue.add_space(video.id, result.keyframe_space, keyframes=result.keyframes)
        if result.clip_space is not None:
            self._library.catalogue.add_space(video.id, result.clip_space, clips=result.clips)
        if result.description_space is not None:
            space = result.description_space
            self._library.catalogue.add_space(video.id, space, keyframes=result.descriptions)
        if any(one.tracks for one in result.texts):
            self._notify_stored(video, video.depth or Depth.QUICK)
        spaces = (result.keyframe_space, result.clip_space, result.description_space)
        if spaces == (None, None, None) and not result.facts:
            return
        self._progress.note_stored(video, video.depth or Depth.QUICK, video.duration_s, result.wall_s)
        self._notify_stored(video, video.depth or Depth.QUICK)

    def _is_described(self, video_id: int) -> bool:
        """Whether descriptions can be compared with a video; a pass that replaces keyframes undoes that."""
        catalogue = self._library.catalogue
        return any(
            catalogue.has_embeddings(space.name, video_id)
            for space in catalogue.spaces()
            if space.backbone == self._describer
        )

    def _is_unmeasured(self, video_id: int) -> bool:
        """Whether a video was analysed before scenes were measured."""
        if self._unmeasured_ids is None:
            self._unmeasured_ids = self._library.catalogue.unmeasured_video_ids()
        return video_id in self._unmeasured_ids

    def _has_embeddings_of(self, backbone: str, video_id: int) -> bool:
        catalogue = self._library.catalogue
        if self._whole_spaces is None:
            counts = catalogue.counts()
            whole = {name for name, count in counts.embeddings.items() if count >= counts.keyframes}
            self._whole_spaces = {
                space.backbone
                for space in catalogue.spaces()
                if space.kind == "appearance" and space.name in whole
            }
        # Most libraries have one image model: then no query for each video is needed.
        if backbone in self._whole_spaces:
            return True
        return any(
            catalogue.has_embeddings(space.name, video_id)
            for space in catalogue.spaces()
            if space.backbone == backbone
            and (space.kind == "appearance" or self._is_wanted_space(space.name, backbone))
        )

    def _is_wanted_space(self, name: str, backbone: str) -> bool:
        """Whether a motion space is that of the model as it is now, and of as many views.

        One view does not replace an average of several; an average serves where one view was asked for.
        """
        preprocessing, _, _ = name.rpartition("/")[2].partition("+")
        is_current = preprocessing == backbone_spec(backbone).preprocessing_name
        return is_current and name.endswith(self._views.suffix)

    def store_analyses(self, found: Sequence[tuple[Video, Analysed]]) -> frozenset[int]:
        """Store analyses, each completely or not at all; see :func:`store_passes`.

        Returns:
            The ids of the videos that are stored; nothing has been reported of them yet.
        """
        return store_passes(self._library, [(video.id, result) for video, result in found])

    def report_stored(self, video: Video, result: Analysed) -> None:
        """Report an analysis that is stored.

        Raises:
            UnknownVideoError: If the video was removed from the library meanwhile.
        """
        analysis = result.analysis
        self._progress.meter.engine, self._progress.meter.limited_by = result.engine, result.limited_by
        self._texts.note(video.id, analysis.texts)
        self._sidecars.note(video)
        self._progress.note_stored(
            video, analysis.depth, analysis.properties.duration_s, result.wall_s, analysis.warnings
        )
        self._notify_stored(video, analysis.depth)

    def copy_from_duplicate(self, video: Video, depth: Depth) -> bool:
        """Copy the analysis of a video with the same content; return whether there is one of this depth."""
        for duplicate in self._library.catalogue.videos_by_fingerprint(video.fingerprint):
            if duplicate.id != video.id and RANK[duplicate.depth] >= RANK[depth]:
                self._library.copy_caches(duplicate.id, video.id)
                self._library.catalogue.copy_analysis(duplicate.id, video.id)
                self._texts.note_copy(duplicate.id, video.id)
                self._progress.note_stored(video, duplicate.depth or depth, duplicate.duration_s)
                self._notify_stored(video, duplicate.depth or depth)
                return True
        return False

    def _notify_stored(self, video: Video, depth: Depth) -> None:
        stored = self._library.catalogue.video(video.id)
        self._progress.notify(_STORED_KIND[depth], stored, stored.path, fraction=1.0, depth=depth)
