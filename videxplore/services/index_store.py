"""Putting analyses into the library, and telling what a video still needs."""

from videxplore.core.task import Task
from videxplore.core.types import Depth, StripPicture, Video
from videxplore.services.index_ledger import IndexLedger
from videxplore.services.index_types import IndexEventKind, IndexStatus, VideoReport
from videxplore.services.library import Library
from videxplore.services.teaching import TeachingService
from videxplore.services.worker_messages import Analysed

_RANK = {None: 0, Depth.QUICK: 1, Depth.FULL: 2}
_STORED_KIND = {Depth.QUICK: IndexEventKind.SEARCHABLE, Depth.FULL: IndexEventKind.COMPLETE}


class IndexStore:
    """The writing side of an index run."""

    def __init__(self, library: Library, ledger: IndexLedger, wanted: Depth) -> None:
        """Write into a library.

        Args:
            library: Opened for writing.
            ledger: Learns what was stored.
            wanted: How thoroughly videos are to be analysed.
        """
        self._library = library
        self._ledger = ledger
        self._wanted = wanted

    def needed(self, video: Video) -> Depth | None:
        """The next pass a video needs; None when it needs none."""
        if video.depth is None:
            return Depth.QUICK
        return Depth.FULL if _RANK[video.depth] < _RANK[self._wanted] else None

    def store(self, video: Video, report: Analysed) -> None:
        """Store an analysis whole.

        The pictures are written first: should the program end in between, the catalogue still asks for the
        pass, and its pictures are written again.

        Raises:
            DiskFullError: If there is no room left.
            CatalogueError: If the library cannot be written to.
        """
        analysis = report.analysis
        keyframes = [
            StripPicture(keyframe.time_s, keyframe.picture_jpeg)
            for shot in analysis.shots
            for keyframe in shot.keyframes
        ]
        self._library.write_caches(video.id, analysis.strip, keyframes)
        self._library.catalogue.store_analysis(video.id, analysis)
        # What the person taught is looked for in every video that comes.
        TeachingService(self._library).apply([video.id], Task())
        self._ledger.meter.note_pass(
            analysis.depth, video.size_bytes, analysis.properties.duration_s, report.wall_s
        )
        self._ledger.note_stored(video, _report(video, report))
        self._tell(video, analysis.depth)

    def copy_from_twin(self, video: Video, depth: Depth) -> bool:
        """Give a video the analysis of one with the same content, if there is one as thorough as asked."""
        for twin in self._library.catalogue.videos_by_fingerprint(video.fingerprint):
            if twin.id != video.id and _RANK[twin.depth] >= _RANK[depth]:
                self._library.copy_caches(twin.id, video.id)
                stored = self._library.catalogue.copy_analysis(twin.id, video.id)
                report = VideoReport(
                    video.path,
                    IndexStatus.INDEXED,
                    duration_s=twin.duration_s,
                    shots=len(stored.shot_ids),
                    keyframes=len(stored.keyframe_ids),
                    clips=len(stored.clip_ids),
                )
                self._ledger.note_stored(video, report)
                self._tell(video, twin.depth or depth)
                return True
        return False

    def _tell(self, video: Video, depth: Depth) -> None:
        """Tell that a pass is stored."""
        stored = self._library.catalogue.video(video.id)
        self._ledger.event(_STORED_KIND[depth], stored, stored.path, fraction=1.0, depth=depth)


def _report(video: Video, report: Analysed) -> VideoReport:
    """What one pass brought."""
    analysis = report.analysis
    return VideoReport(
        video.path,
        IndexStatus.INDEXED,
        duration_s=analysis.properties.duration_s,
        shots=len(analysis.shots),
        keyframes=sum(len(shot.keyframes) for shot in analysis.shots),
        clips=sum(len(shot.clips) for shot in analysis.shots),
        wall_s=report.wall_s,
        warnings=analysis.warnings,
    )
