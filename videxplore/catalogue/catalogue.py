"""The catalogue: everything that is known about every video."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Self

from videxplore.catalogue import analyses, records
from videxplore.catalogue.connections import Connections
from videxplore.catalogue.embeddings import EmbeddingRecords
from videxplore.catalogue.faults import translated
from videxplore.catalogue.integrity.condition import Condition, condition_of, repair
from videxplore.catalogue.integrity.damage import set_aside_counts
from videxplore.catalogue.integrity.salvage import Salvaged, salvage
from videxplore.catalogue.leases import LeaseRecords
from videxplore.catalogue.records import (
    CatalogueCounts,
    Changes,
    StoredAnalysis,
)
from videxplore.catalogue.replaced_videos import ReplacedRecords
from videxplore.catalogue.selects import BinRecords, BookmarkRecords, MarkRecords
from videxplore.catalogue.taught_records import TaughtRecords
from videxplore.catalogue.texts import TextRecords
from videxplore.catalogue.user_records import (
    DuplicateRecords,
    ExclusionRecords,
    HistoryRecords,
    PlaceRecords,
    StoppedRecords,
)
from videxplore.catalogue.words import WordRecords
from videxplore.core.errors import UnknownVideoError
from videxplore.core.metadata import VideoMetadata
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.types import ClipAnalysis, KeyframeAnalysis, Space, VideoAnalysis


class Catalogue(EmbeddingRecords):
    """Videos, shots, keyframes, clips, embeddings and predictions in one SQLite file.

    One program writes, any number read and see its commits at once. Every method may be called from any
    thread. Long lists are ordered by time within a video, and by id otherwise. Every method raises a
    :class:`~videxplore.core.errors.CatalogueError` when the file fails it.

    Attributes:
        words: Finds labels and names by words.
        texts: Subtitles, and recognised speech and text on screen.
        history: Remembers searches.
        taught: Remembers actions the user taught.
        bins: Remembers parts of videos the user keeps, in lists.
        marks: Remembers what the user says of moments.
        bookmarks: The moments of these marks.
        exclusions: Remembers videos the user removed.
        stopped: Remembers videos whose indexing the user stopped.
        leases: Remembers the jobs that are with other workers.
        places: Remembers the playhead, in and out point of each video.
        duplicates: Remembers which pairs are no duplicates, and which folders are protected.
        replaced: Remembers videos whose files were replaced by others.
    """

    def __init__(self, connections: Connections, file: Path) -> None:
        """Use :meth:`open` instead."""
        super().__init__(connections)
        self.file = file
        self.words = WordRecords(connections)
        self.texts = TextRecords(connections)
        self.history = HistoryRecords(connections)
        self.taught = TaughtRecords(connections)
        self.bins = BinRecords(connections)
        self.marks = MarkRecords(connections)
        self.bookmarks = BookmarkRecords(connections)
        self.exclusions = ExclusionRecords(connections)
        self.stopped = StoppedRecords(connections)
        self.leases = LeaseRecords(connections)
        self.places = PlaceRecords(connections)
        self.duplicates = DuplicateRecords(connections)
        self.replaced = ReplacedRecords(connections)

    @classmethod
    def open(cls, file: Path, *, writable: bool = True) -> Self:
        """Open the catalogue, create it when it is to be written and is not there, migrate it when it is old.

        Raises:
            CatalogueMissingError: If there is none and it is opened for reading.
            CatalogueBusyError: If another program has it open for writing.
            CatalogueTooNewError: If a newer program made it; it is left untouched.
            CatalogueReadOnlyError: If it cannot be written to, or is old and may not be migrated.
            CatalogueDamagedError: If the file is not a sound catalogue.
        """
        return cls(Connections(file, writable=writable), file)

    @property
    def is_writable(self) -> bool:
        """Whether it was opened for writing, so that nobody else writes."""
        return self._connections.is_writable

    def require_file(self) -> None:
        """Make sure that what is written can be read again.

        Raises:
            CatalogueMissingError: If the file was deleted or replaced since it was opened for writing.
        """
        self._connections.require_file()

    def close(self) -> None:
        """Close the file. Closing twice does no harm."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    # Analyses

    def store_analysis(self, video_id: int, analysis: VideoAnalysis) -> StoredAnalysis:
        """Replace what is known of a video, in one transaction.

        The video becomes ``SEARCHABLE`` after a quick analysis, ``COMPLETE`` after a full one.

        Raises:
            UnknownVideoError: If the video was removed meanwhile.
        """
        (stored,) = self.store_analyses([(video_id, analysis)])
        if stored is None:
            raise _no_longer_there()
        return stored

    def store_analyses(self, found: Sequence[tuple[int, VideoAnalysis]]) -> tuple[StoredAnalysis | None, ...]:
        """As :meth:`store_analysis` of several videos, in one transaction, which is synced once.

        Returns:
            What was stored of each; None of a video that was removed meanwhile.
        """
        stored: list[StoredAnalysis | None] = []
        with self._connections.writing() as connection:
            for video_id, analysis in found:
                is_there = _has_video(connection, video_id)
                stored.append(analyses.store(connection, video_id, analysis) if is_there else None)
                if is_there:
                    records.note_change(connection, video_id, "analysed")
        return tuple(stored)

    def copy_analysis(self, from_video_id: int, to_video_id: int) -> StoredAnalysis:
        """Give a video the analysis (and state) of another whose file has the same content.

        The ids returned are in the order in which the other video's shots, keyframes and clips are listed.
        """
        with self._connections.writing() as connection:
            for video_id in (from_video_id, to_video_id):
                _require_video(connection, video_id)
            stored = analyses.copy(connection, from_video_id, to_video_id)
            records.note_change(connection, to_video_id, "analysed")
        return stored

    def add_space(
        self,
        video_id: int,
        space: Space,
        keyframes: Sequence[tuple[int, KeyframeAnalysis]] = (),
        clips: Sequence[tuple[int, ClipAnalysis]] = (),
    ) -> None:
        """Add the results of another model to a video, in one transaction; what is there stays.

        Args:
            video_id: The video.
            space: The space of the new embeddings.
            keyframes: New embeddings and predictions by keyframe id.
            clips: New clips by shot id.

        Raises:
            UnknownVideoError: If the video was removed meanwhile.
        """
        with self._connections.writing() as connection:
            _require_video(connection, video_id)
            analyses.add_space(connection, space, keyframes, clips)
            records.note_change(connection, video_id, "analysed")

    def forget_model(self, backbone: str) -> None:
        """Delete the embeddings, predictions and clips that a model gave, in one transaction.

        What a user taught on them is not deleted.
        """
        with self._connections.writing() as connection:
            for video_id in analyses.forget_model(connection, backbone):
                records.note_change(connection, video_id, "analysed")

    def set_metadata(self, video_id: int, metadata: VideoMetadata) -> None:
        """Store the metadata of a video that was analysed before they were read."""
        values = records.metadata_to_row(metadata)
        columns = ", ".join(f"{name} = :{name}" for name in values)
        with self._connections.writing() as connection:
            connection.execute(
                f"UPDATE video SET {columns} WHERE id = :id",  # noqa: S608
                {**values, "id": video_id},
            )
            records.note_change(connection, video_id, "updated")

    def add_facts(self, video_id: int, facts: Sequence[tuple[int, SceneFacts]]) -> None:
        """Store what was measured of the shots of a video that was analysed before, by shot id.

        Raises:
            UnknownVideoError: If the video was removed meanwhile.
        """
        with self._connections.writing() as connection:
            _require_video(connection, video_id)
            writer = analyses.Writer(connection, {})
            for shot_id, own in facts:
                writer.facts(shot_id, own)
            writer.finish()
            records.note_change(connection, video_id, "updated")

    # The whole

    def counts(self) -> CatalogueCounts:
        """How much there is of everything."""
        with self._connections.reading() as connection:
            states = connection.execute("SELECT state, count(*) FROM video GROUP BY state").fetchall()
            # The least and the greatest have the name of the column: one that cannot be is refused.
            duration_s, _, _ = connection.execute(
                "SELECT total(duration_s), min(duration_s) AS duration_s, max(duration_s) AS duration_s "
                "FROM video"
            ).fetchone()
            shots, keyframes, clips = (
                int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
                for table in ("shot", "keyframe", "clip")
            )
            by_space = connection.execute(
                "SELECT name, (SELECT count(*) FROM keyframe_embedding WHERE space_id = space.id) + "
                "(SELECT count(*) FROM clip_embedding WHERE space_id = space.id) FROM space ORDER BY id"
            ).fetchall()
        return CatalogueCounts(dict(states), duration_s, shots, keyframes, clips, dict(by_space))

    def version(self) -> int:
        """A number that grows with every change, whichever thread or program made it."""
        with self._connections.reading() as connection:
            return records.current_version(connection)

    def changes(self, since: int = 0, held: Callable[[], Iterable[int]] = tuple) -> Changes:
        """What happened after version ``since``, as seen by one who holds some videos.

        Args:
            since: A version that was true once.
            held: Gives the ids of these videos, and is asked only where any video was removed; the answer
                says which of them were.
        """
        with self._connections.reading() as connection:
            return records.changes_since(connection, since, held)

    def condition(self) -> Condition:
        """Check the whole file.

        Raises:
            CatalogueDamagedError: If its pages are damaged so much that they cannot be read.
        """
        with self._connections.reading() as connection:
            return condition_of(connection)

    def repair_rows(self, condition: Condition) -> None:
        """Set damaged rows aside, delete those that belong to nothing, and rebuild the indexes.

        Videos whose analysis lost rows are to be analysed again.

        Raises:
            CatalogueDamagedError: If a page that must be changed is damaged.
        """
        with self._connections.writing() as connection:
            repair(connection, condition)
            for video_id in sorted({row.video_id for row in condition.rows}):
                if analyses.forget(connection, video_id):
                    records.note_change(connection, video_id, "analysed")

    def compact(self) -> bool:
        """Give free pages back where a third of the file is free; return whether it was done.

        Raises:
            CatalogueError: If there is no room for a copy meanwhile.
        """
        return self._connections.compact()

    def salvage_from(self, file: Path) -> Salvaged:
        """Copy what can still be read of a damaged catalogue into this one, which is empty.

        Raises:
            CatalogueDamagedError: If not even the list of its tables can be read.
        """
        with translated(file):
            return salvage(file, self._connections.writing)

    def set_aside_counts(self) -> dict[str, int]:
        """How many damaged rows were set aside so far, by table."""
        with self._connections.reading() as connection:
            return set_aside_counts(connection)

    def forget_analysis(self, video_id: int) -> None:
        """Delete the analysis of a video, which waits for another one; what the user added to it stays."""
        with self._connections.writing() as connection:
            if analyses.forget(connection, video_id):
                records.note_change(connection, video_id, "analysed")


def _require_video(connection: sqlite3.Connection, video_id: int) -> None:
    if not _has_video(connection, video_id):
        raise _no_longer_there()


def _has_video(connection: sqlite3.Connection, video_id: int) -> bool:
    return connection.execute("SELECT 1 FROM video WHERE id = ?", (video_id,)).fetchone() is not None


def _no_longer_there() -> UnknownVideoError:
    return UnknownVideoError("This video is no longer in the library.")
