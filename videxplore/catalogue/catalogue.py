"""The catalogue: everything that is known about every video."""

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from videxplore.catalogue import analyses, changes, embeddings, rows
from videxplore.catalogue.connections import Connections
from videxplore.catalogue.records import (
    CatalogueCounts,
    Changes,
    EmbeddingTable,
    Owner,
    StoredAnalysis,
    StoredPrediction,
)
from videxplore.core.errors import UnknownMomentError
from videxplore.core.types import Clip, Keyframe, Shot, Space, Video, VideoAnalysis, VideoState

_PREDICTIONS = {
    "keyframe": (
        "SELECT keyframe.id, keyframe.time_s, keyframe.time_s, label.label, prediction.score, label.source, "
        "label.model FROM keyframe_prediction AS prediction JOIN label ON label.id = prediction.label_id "
        "JOIN keyframe ON keyframe.id = prediction.keyframe_id JOIN shot ON shot.id = keyframe.shot_id "
        "WHERE shot.video_id = ? ORDER BY keyframe.time_s, keyframe.id, prediction.score DESC, label.id"
    ),
    "clip": (
        "SELECT clip.id, clip.start_s, clip.end_s, label.label, prediction.score, label.source, "
        "label.model FROM clip_prediction AS prediction JOIN label ON label.id = prediction.label_id "
        "JOIN clip ON clip.id = prediction.clip_id JOIN shot ON shot.id = clip.shot_id "
        "WHERE shot.video_id = ? ORDER BY clip.start_s, clip.id, prediction.score DESC, label.id"
    ),
}


class Catalogue:
    """Videos, shots, keyframes, clips, embeddings and predictions in one SQLite file.

    One program writes, any number read and see its commits at once. Every method may be called from any
    thread. Long lists are ordered by time within a video, and by id otherwise. Every method raises a
    :class:`~videxplore.core.errors.CatalogueError` when the file fails it.
    """

    def __init__(self, connections: Connections, file: Path) -> None:
        """Use :meth:`open` instead."""
        self._connections = connections
        self.file = file

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

    def close(self) -> None:
        """Close the file. Closing twice does no harm."""
        self._connections.close()

    def __enter__(self) -> Self:
        """The catalogue closes when the block ends."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    # Videos

    def videos(self) -> list[Video]:
        """Every video, oldest first."""
        return self._videos("1 = 1 ORDER BY id", ())

    def video(self, video_id: int) -> Video:
        """One video.

        Raises:
            UnknownMomentError: If it is not, or no longer, in the library.
        """
        found = self._videos("id = ?", (video_id,))
        if not found:
            raise UnknownMomentError("This video is no longer in the library.")
        return found[0]

    def video_by_path(self, path: Path) -> Video | None:
        """The video at exactly this path."""
        found = self._videos("path = ?", (os.fsencode(path),))
        return found[0] if found else None

    def videos_by_fingerprint(self, fingerprint: str) -> list[Video]:
        """The videos whose files have the same content."""
        return self._videos("fingerprint = ? ORDER BY id", (fingerprint,))

    def add_video(self, path: Path, fingerprint: str, size_bytes: int, modified_ns: int) -> Video:
        """Add a file, in the state ``WAITING``. A path that is there already is an error of the program."""
        with self._connections.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO video (path, fingerprint, size_bytes, modified_ns, state) "
                "VALUES (?, ?, ?, ?, ?)",
                (os.fsencode(path), fingerprint, size_bytes, modified_ns, VideoState.WAITING.value),
            )
            video_id = int(cursor.lastrowid or 0)
            changes.note(connection, video_id, "updated")
        return self.video(video_id)

    def update_file(
        self,
        video_id: int,
        *,
        path: Path | None = None,
        size_bytes: int | None = None,
        modified_ns: int | None = None,
        fingerprint: str | None = None,
    ) -> Video:
        """Note that a file was moved or touched; what is not given stays."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE video SET path = coalesce(?, path), size_bytes = coalesce(?, size_bytes), "
                "modified_ns = coalesce(?, modified_ns), fingerprint = coalesce(?, fingerprint) WHERE id = ?",
                (None if path is None else os.fsencode(path), size_bytes, modified_ns, fingerprint, video_id),
            )
            changes.note(connection, video_id, "updated")
        return self.video(video_id)

    def set_state(self, video_id: int, state: VideoState, error: str = "") -> None:
        """Note where a video stands; ``error`` is the sentence that explains ``FAILED``."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE video SET state = ?, error = ? WHERE id = ?",
                (state.value, rows.text_to_bytes(error), video_id),
            )
            changes.note(connection, video_id, "updated")

    def remove_video(self, video_id: int) -> None:
        """Forget a video and all that was learned about it; the file itself is not touched."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM video WHERE id = ?", (video_id,))
            changes.note(connection, video_id, "removed")

    def warnings(self, video_id: int) -> tuple[str, ...]:
        """Sentences about what the last analysis could not use."""
        with self._connections.reading() as connection:
            row = connection.execute("SELECT warnings FROM video WHERE id = ?", (video_id,)).fetchone()
        return rows.warnings_from_bytes(row[0]) if row else ()

    # Analyses

    def store_analysis(self, video_id: int, analysis: VideoAnalysis) -> StoredAnalysis:
        """Replace what is known of a video, in one transaction.

        The video becomes ``SEARCHABLE`` after a quick analysis, ``COMPLETE`` after a full one.

        Raises:
            UnknownMomentError: If the video was removed meanwhile.
        """
        with self._connections.writing() as connection:
            _require(connection.execute("SELECT 1 FROM video WHERE id = ?", (video_id,)).fetchone())
            stored = analyses.store(connection, video_id, analysis)
            changes.note(connection, video_id, "analysed")
        return stored

    def copy_analysis(self, from_video_id: int, to_video_id: int) -> StoredAnalysis:
        """Give a video the analysis (and state) of another whose file has the same content.

        The ids returned are in the order in which the other video's shots, keyframes and clips are listed.
        """
        with self._connections.writing() as connection:
            for video_id in (from_video_id, to_video_id):
                _require(connection.execute("SELECT 1 FROM video WHERE id = ?", (video_id,)).fetchone())
            stored = analyses.copy(connection, from_video_id, to_video_id)
            changes.note(connection, to_video_id, "analysed")
        return stored

    # Shots, keyframes, clips

    def shots(self, video_id: int) -> list[Shot]:
        """The shots of a video, in time order."""
        return self._shots("video_id = ? ORDER BY start_s, id", (video_id,))

    def shot(self, shot_id: int) -> Shot:
        """One shot.

        Raises:
            UnknownMomentError: If it is not, or no longer, in the library.
        """
        found = self._shots("id = ?", (shot_id,))
        if not found:
            raise UnknownMomentError("This scene is no longer in the library.")
        return found[0]

    def shot_at(self, video_id: int, time_s: float) -> Shot:
        """The shot on screen at ``time_s``; at the very end of the video, the last one.

        Raises:
            UnknownMomentError: If the video is unknown, not yet analysed, or has no such time.
        """
        video = self.video(video_id)
        found = self._shots(
            "video_id = ? AND start_s <= ? AND (end_s > ? OR end_s = (SELECT max(end_s) FROM shot "
            "WHERE video_id = ?)) AND end_s >= ? ORDER BY start_s DESC LIMIT 1",
            (video_id, time_s, time_s, video_id, time_s),
        )
        if found:
            return found[0]
        if not self._shots("video_id = ? LIMIT 1", (video_id,)):
            raise UnknownMomentError(f"{video.path.name} has not been indexed yet.")
        raise UnknownMomentError(
            f"{video.path.name} has no moment at {time_s:g} s; it is {video.duration_s:.2f} s long."
        )

    def keyframes(self, video_id: int) -> list[Keyframe]:
        """The keyframes of a video, shot by shot in time order."""
        with self._connections.reading() as connection:
            found = connection.execute(
                f"SELECT {rows.KEYFRAME_COLUMNS} FROM keyframe JOIN shot ON shot.id = keyframe.shot_id "  # noqa: S608
                "WHERE shot.video_id = ? ORDER BY shot.start_s, shot.id, keyframe.time_s, keyframe.id",
                (video_id,),
            ).fetchall()
        return [rows.keyframe_from_row(row) for row in found]

    def clips(self, video_id: int) -> list[Clip]:
        """The clips of a video, shot by shot in time order."""
        with self._connections.reading() as connection:
            found = connection.execute(
                f"SELECT {rows.CLIP_COLUMNS} FROM clip JOIN shot ON shot.id = clip.shot_id "  # noqa: S608
                "WHERE shot.video_id = ? ORDER BY shot.start_s, shot.id, clip.start_s, clip.id",
                (video_id,),
            ).fetchall()
        return [rows.clip_from_row(row) for row in found]

    # Embeddings and predictions

    def spaces(self) -> list[Space]:
        """Every space that embeddings were stored in, oldest first."""
        with self._connections.reading() as connection:
            return embeddings.spaces(connection)

    def embeddings(self, space: str, video_id: int | Sequence[int] | None = None) -> EmbeddingTable:
        """The embeddings of a space: of one video, of several, or of all.

        Raises:
            KeyError: If there is no such space.
        """
        video_ids = [video_id] if isinstance(video_id, int) else video_id
        with self._connections.reading() as connection:
            return embeddings.read(connection, space, video_ids)

    def predictions(self, video_id: int) -> list[StoredPrediction]:
        """What the networks said of a video's keyframes, then of its clips; in time order, best first."""
        found = []
        with self._connections.reading() as connection:
            owners: tuple[Owner, ...] = ("keyframe", "clip")
            for owner in owners:
                for owner_id, start_s, end_s, *rest in connection.execute(_PREDICTIONS[owner], (video_id,)):
                    prediction = rows.prediction_from_row(rest)
                    found.append(StoredPrediction(owner, owner_id, start_s, end_s, prediction))
        return found

    # The whole

    def counts(self) -> CatalogueCounts:
        """How much there is of everything."""
        with self._connections.reading() as connection:
            states = connection.execute("SELECT state, count(*) FROM video GROUP BY state").fetchall()
            (duration_s,) = connection.execute("SELECT total(duration_s) FROM video").fetchone()
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
            return changes.current_version(connection)

    def changes(self, since: int = 0) -> Changes:
        """What happened after version ``since``."""
        with self._connections.reading() as connection:
            return changes.since(connection, since)

    def problems(self) -> list[str]:
        """Look through the whole file; sentences about what is not sound, none when all is well."""
        with self._connections.reading() as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        sentences = [f"The catalogue is damaged: {line}." for line in found if line != "ok"]
        return sentences + [f"A row of {row[0]} belongs to nothing in {row[2]}." for row in orphans]

    def _videos(self, condition: str, values: tuple[object, ...]) -> list[Video]:
        with self._connections.reading() as connection:
            found = connection.execute(
                f"SELECT {rows.VIDEO_COLUMNS} FROM video WHERE {condition}",  # noqa: S608
                values,
            ).fetchall()
        return [rows.video_from_row(row) for row in found]

    def _shots(self, condition: str, values: tuple[object, ...]) -> list[Shot]:
        with self._connections.reading() as connection:
            found = connection.execute(
                f"SELECT {rows.SHOT_COLUMNS} FROM shot WHERE {condition}",  # noqa: S608
                values,
            ).fetchall()
        return [rows.shot_from_row(row) for row in found]


def _require(row: object) -> None:
    if row is None:
        raise UnknownMomentError("This video is no longer in the library.")
