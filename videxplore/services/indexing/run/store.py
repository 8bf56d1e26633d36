"""Putting analyses into the library, and telling what a video still needs."""

from collections import defaultdict

from videxplore.backbones.registry import DEFAULT_BACKBONE
from videxplore.core.task import Task
from videxplore.core.types import Depth, Thumbnail, Video
from videxplore.services.indexing.index_types import IndexEventKind, IndexOptions
from videxplore.services.indexing.messages import Analysed, StoredShot, Supplemented
from videxplore.services.indexing.run.index_jobs import Job, Missing
from videxplore.services.indexing.run.progress import IndexLedger
from videxplore.services.library import Library

_RANK = {None: 0, Depth.QUICK: 1, Depth.FULL: 2}
_STORED_KIND = {Depth.QUICK: IndexEventKind.SEARCHABLE, Depth.FULL: IndexEventKind.COMPLETE}


class IndexStore:
    """The writing side of an index run."""

    def __init__(self, library: Library, ledger: IndexLedger, options: IndexOptions) -> None:
        """Write into a library.

        Args:
            library: Opened for writing.
            ledger: Learns what was stored.
            options: How thoroughly, and by which networks, videos are to be analysed.
        """
        self._library = library
        self._ledger = ledger
        self._wanted = options.depth
        self._networks: dict[Missing, str] = {"keyframes": options.backbone or DEFAULT_BACKBONE}
        if options.actions and options.depth is Depth.FULL:
            self._networks["clips"] = options.actions
        self._views = options.views
        self._whole_spaces: set[str] | None = None

    def next_job(self, video: Video) -> Job | None:
        """What a video needs next; None when it needs nothing."""
        if video.depth is None:
            return Job(video, Depth.QUICK)
        if _RANK[video.depth] < _RANK[self._wanted]:
            return Job(video, Depth.FULL)
        missing = frozenset(
            what for what, name in self._networks.items() if not self._was_seen_by(name, video)
        )
        return Job(video, video.depth, missing) if missing else None

    def scenes(self, video_id: int) -> tuple[StoredShot, ...]:
        """The stored shots of a video, for another network."""
        keyframes: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for one in self._library.catalogue.keyframes(video_id):
            keyframes[one.shot_id].append((one.id, one.time_s))
        return tuple(
            StoredShot(shot.id, shot.start_s, shot.end_s, tuple(keyframes[shot.id]))
            for shot in self._library.catalogue.shots(video_id)
        )

    def add(self, video: Video, report: Supplemented) -> None:
        """Store what other networks said of a video, beside what is there.

        Raises:
            DiskFullError: If there is no room left.
            CatalogueError: If the library cannot be written to.
        """
        if report.keyframe_space is not None:
            self._library.catalogue.add_space(video.id, report.keyframe_space, keyframes=report.keyframes)
        if report.clip_space is not None:
            self._library.catalogue.add_space(video.id, report.clip_space, clips=report.clips)
        self._ledger.note_stored(video, video.duration_s, report.wall_s)
        self._tell(video, video.depth or Depth.QUICK)

    def _was_seen_by(self, backbone: str, video: Video) -> bool:
        """Whether a network has looked at a video."""
        catalogue = self._library.catalogue
        if self._whole_spaces is None:
            counts = catalogue.counts()
            whole = {name for name, count in counts.embeddings.items() if count >= counts.keyframes}
            self._whole_spaces = {
                space.backbone
                for space in catalogue.spaces()
                if space.kind == "appearance" and space.name in whole
            }
        # In a library of one image network, which is most, no video need be looked at.
        if backbone in self._whole_spaces:
            return True
        return any(
            catalogue.has_embeddings(space.name, video.id)
            for space in catalogue.spaces()
            if space.backbone == backbone
            # One look is no average of several; an average serves where one look was asked for.
            and (space.kind == "appearance" or space.name.endswith(self._views.suffix))
        )

    def store(self, video: Video, report: Analysed) -> None:
        """Store an analysis whole.

        The pictures are written first: should the program end in between, the catalogue still asks for the
        pass, and its pictures are written again.

        Raises:
            DiskFullError: If there is no room left.
            CatalogueError: If the library cannot be written to.
            UnknownVideoError: If the video was taken out of the library meanwhile.
        """
        analysis = report.analysis
        keyframes = [
            Thumbnail(keyframe.time_s, keyframe.picture_jpeg)
            for shot in analysis.shots
            for keyframe in shot.keyframes
        ]
        self._library.write_caches(video.id, analysis.strip, keyframes)
        self._library.catalogue.store_analysis(video.id, analysis)
        self._library.note_engine(report.engine)
        self._apply_taught(video.id)
        self._ledger.meter.note_pass(
            analysis.depth, video.size_bytes, analysis.properties.duration_s, report.wall_s
        )
        self._ledger.note_stored(
            video, analysis.properties.duration_s, report.wall_s, warnings=analysis.warnings
        )
        self._tell(video, analysis.depth)

    def copy_from_twin(self, video: Video, depth: Depth) -> bool:
        """Give a video the analysis of one with the same content, if there is one as thorough as asked."""
        for twin in self._library.catalogue.videos_by_fingerprint(video.fingerprint):
            if twin.id != video.id and _RANK[twin.depth] >= _RANK[depth]:
                self._library.copy_caches(twin.id, video.id)
                self._library.catalogue.copy_analysis(twin.id, video.id)
                self._ledger.note_stored(video, twin.duration_s)
                self._tell(video, twin.depth or depth)
                return True
        return False

    def _apply_taught(self, video_id: int) -> None:
        """Look for what the person taught in what is new."""
        if self._library.catalogue.taught.all():
            # Late: learning loads scikit-learn.
            from videxplore.services.teaching.teaching import TeachingService

            TeachingService(self._library).apply([video_id], Task())

    def _tell(self, video: Video, depth: Depth) -> None:
        """Tell that a pass is stored."""
        stored = self._library.catalogue.video(video.id)
        self._ledger.event(_STORED_KIND[depth], stored, stored.path, fraction=1.0, depth=depth)
