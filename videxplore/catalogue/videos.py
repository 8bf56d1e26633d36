"""The videos of a catalogue: their files and states."""

import json
import os
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from videxplore.catalogue import records
from videxplore.catalogue.connections import Connections
from videxplore.catalogue.removed_video import RemovedVideo, copy_rows, insert_rows
from videxplore.catalogue.stored_video import STORED_VIDEO_COLUMNS, StoredVideo
from videxplore.catalogue.user_records import note_exclusion
from videxplore.core.errors import UnknownVideoError
from videxplore.core.types import Ids, Video, VideoState
from videxplore.core.video_listing import VideoFacets, VideoFilter, frame_facets

_SEPARATOR = os.fsencode(os.sep)
_AT_OR_BELOW = "(path = ? OR path >= ? AND path < ?)"


class VideoRecords:
    """The part of a catalogue that knows files."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def videos(self) -> list[Video]:
        """Every video, oldest first."""
        return self._videos("1 = 1 ORDER BY id", ())

    def stored_videos(self, video_ids: Sequence[int] | None = None) -> list[StoredVideo]:
        """Videos as their rows, oldest first: for comparing many of them, several times as fast.

        Args:
            video_ids: Of these, those that are in the library; None for every video.
        """
        if video_ids is None:
            return self._stored("1 = 1 ORDER BY id", ())
        chosen = "id IN (SELECT value FROM json_each(?)) ORDER BY id"
        return self._stored(chosen, (json.dumps(list(video_ids)),))

    def stored_video(self, video_id: int) -> StoredVideo:
        """One video as its row.

        Raises:
            UnknownVideoError: If it is not, or no longer, in the library.
        """
        found = self._stored("id = ?", (video_id,))
        if not found:
            raise UnknownVideoError("This video is no longer in the library.")
        return found[0]

    def video_ids(self) -> set[int]:
        """The ids of all videos."""
        return {int(row[0]) for row in self._connections.rows("SELECT id AS number FROM video")}

    def video(self, video_id: int) -> Video:
        """One video.

        Raises:
            UnknownVideoError: If it is not, or no longer, in the library.
        """
        return self.stored_video(video_id).video

    def videos_by_id(self, video_ids: Sequence[int]) -> dict[int, Video]:
        """Many videos at once; those no longer in the library are missing.

        Taking a missing one by ``[id]`` raises ``UnknownVideoError``: it was removed since its id was read.
        """
        found = self._videos("id IN (SELECT value FROM json_each(?))", (json.dumps(list(video_ids)),))
        return records.Found({video.id: video for video in found}, UnknownVideoError, "A video")

    def video_by_path(self, path: Path) -> Video | None:
        """The video at exactly this path."""
        found = self._videos("path = ?", (os.fsencode(path),))
        return found[0] if found else None

    def video_of_file(self, file: Path) -> Video | None:
        """The video whose file this path leads to, by whatever way."""
        try:
            resolved = file.resolve()
        except (OSError, ValueError, RuntimeError):
            # No path at all, or links that lead in a circle.
            return None
        return self.video_by_path(file.absolute()) or self.video_by_path(resolved)

    def video_paths(self) -> list[Path]:
        """The path of every video."""
        return [Path(os.fsdecode(row[0])) for row in self._connections.rows("SELECT path FROM video")]

    def videos_below(self, path: Path) -> list[Video]:
        """The videos whose files lie at or below a path, in the order of their paths."""
        return self._videos(f"{_AT_OR_BELOW} ORDER BY path", tuple(_span_of(path)))

    def video_ids_of_files(
        self, folder: Path | None, newer_than_ns: int = 0, older_than_ns: int | None = None
    ) -> Ids:
        """Videos whose file lies below a folder (anywhere when None) and was changed in a time, int64 (N,).

        The index over paths answers, so that a folder of a very large library is found in a millisecond.
        """
        conditions, values = ["modified_ns >= ?"], [newer_than_ns]
        if older_than_ns is not None:
            conditions.append("modified_ns <= ?")
            values.append(older_than_ns)
        parameters: list[object] = [*values]
        if folder is not None:
            conditions.append(_AT_OR_BELOW)
            parameters += _span_of(folder)
        found = self._connections.rows(
            f"SELECT id FROM video WHERE {' AND '.join(conditions)}",  # noqa: S608
            parameters,
        )
        return np.fromiter((row[0] for row in found), np.int64, len(found))

    def video_ids_matching(self, limits: VideoFilter) -> Ids:
        """Videos with certain metadata, int64 (N,)."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT id, recorded, camera, codec, dynamic_range, width_px, height_px, has_audio, "
                "duration_s, coalesce(CASE WHEN json_valid(metadata) "
                "THEN json_extract(metadata, '$.nominal_rate_hz') END, "
                "frame_rate_numerator || '/' || frame_rate_denominator), state FROM video"
            ).fetchall()
        found = [row[0] for row in rows if limits.matches(_facets(row))]
        return np.array(found, np.int64)

    def videos_by_fingerprint(self, fingerprint: str) -> list[Video]:
        """The videos whose files have the same content."""
        return self._videos("fingerprint = ? ORDER BY id", (fingerprint,))

    def failed_videos(self) -> list[Video]:
        """The videos whose analysis failed, oldest first."""
        return self._videos("state = ? ORDER BY id", (VideoState.FAILED.value,))

    def recorded_span(self) -> tuple[str, str]:
        """The first and the last date recorded, in ISO 8601; empty where none is known."""
        ((first, last),) = self._connections.rows(
            "SELECT min(recorded) AS recorded, max(recorded) AS recorded FROM video "
            "WHERE recorded GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]*'"
        )
        return first or "", last or ""

    def videos_by_camera(self) -> dict[str, int]:
        """Number of videos by the camera that recorded them, most first."""
        return dict(
            self._connections.rows(
                "SELECT camera, count(*) FROM video WHERE camera != '' "
                "GROUP BY camera ORDER BY count(*) DESC, min(id)"
            )
        )

    def gone_since_s(self) -> dict[int, float]:
        """When the files of the videos that are gone were found to be so, seconds since 1970, by video id."""
        found = self._connections.rows("SELECT video_id, since_s FROM gone")
        return {int(video_id): float(since_s) for video_id, since_s in found}

    def videos_without_clips(self) -> list[Video]:
        """The complete videos that have no clips of a video model yet."""
        return self._videos(
            "state = ? AND error = x'' AND NOT EXISTS (SELECT 1 FROM shot "
            "JOIN clip ON clip.shot_id = shot.id WHERE shot.video_id = video.id) ORDER BY id",
            (VideoState.COMPLETE.value,),
        )

    def add_video(self, path: Path, fingerprint: str, size_bytes: int, modified_ns: int) -> Video:
        """Add a file, in the state ``WAITING``. A path that is there already is an error of the program."""
        with self._connections.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO video (path, fingerprint, size_bytes, modified_ns, state) "
                "VALUES (?, ?, ?, ?, ?)",
                (os.fsencode(path), fingerprint, size_bytes, modified_ns, VideoState.WAITING.value),
            )
            video_id = int(cursor.lastrowid or 0)
            records.note_change(connection, video_id, "updated")
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
            records.note_change(connection, video_id, "updated")
        return self.video(video_id)

    def move_files(self, moves: Sequence[tuple[int, Path, int]]) -> None:
        """Note that files were moved, in one transaction; they may have taken each other's names.

        Args:
            moves: Id, new path and modification time in ns of each video.
        """
        with self._connections.writing() as connection:
            for video_id, _, _ in moves:
                # A path is unique at every moment; no file has one that is not absolute.
                connection.execute(
                    "UPDATE video SET path = ? WHERE id = ?", (f"moving {video_id}".encode(), video_id)
                )
            for video_id, path, modified_ns in moves:
                connection.execute(
                    "UPDATE video SET path = ?, modified_ns = ? WHERE id = ?",
                    (os.fsencode(path), modified_ns, video_id),
                )
                records.note_change(connection, video_id, "updated")

    def set_state(self, video_id: int, state: VideoState, error: str = "") -> None:
        """Set the state of a video; ``error`` explains ``FAILED``, or what is missing of it otherwise."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE video SET state = ?, error = ? WHERE id = ?",
                (state.value, records.text_to_bytes(error), video_id),
            )
            records.note_change(connection, video_id, "updated")

    def set_states(self, states: Sequence[tuple[Video, VideoState]]) -> list[Video]:
        """Set the states of many videos, in one transaction.

        Args:
            states: Videos as they were last seen, and their new states; those that have moved or have another
                state by now are ignored.

        Returns:
            The videos that were changed, as they are now.
        """
        changed = []
        with self._connections.writing() as connection:
            for video, state in states:
                cursor = connection.execute(
                    "UPDATE video SET state = ?, error = ? WHERE id = ? AND path = ? AND state = ?",
                    (state.value, b"", video.id, os.fsencode(video.path), video.state.value),
                )
                if cursor.rowcount:
                    records.note_change(connection, video.id, "updated")
                    changed.append(video.id)
        return list(self.videos_by_id(changed).values())

    def remove_video(self, video_id: int) -> None:
        """Delete a video with everything known of it; the file itself is not touched."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM video WHERE id = ?", (video_id,))
            records.note_removal(connection, video_id)

    def take_out_video(self, video_id: int) -> RemovedVideo:
        """Delete a video like :meth:`remove_video`, but return everything that was known of it.

        The user does this: its file is excluded from watched folders until a video is at its path again.

        Raises:
            UnknownVideoError: If it is not, or no longer, in the library.
        """
        self.video(video_id)
        with self._connections.writing() as connection:
            removed = copy_rows(connection, video_id)
            note_exclusion(connection, video_id)
            connection.execute("DELETE FROM video WHERE id = ?", (video_id,))
            records.note_removal(connection, video_id)
        return removed

    def put_back_video(self, removed: RemovedVideo) -> Video:
        """Restore a removed video with its ids, as if it had never been away.

        Raises:
            CatalogueError: If its file was added again meanwhile, or it was restored already.
        """
        with self._connections.writing() as connection:
            insert_rows(connection, removed)
        return self.video(removed.video_id)

    def sidecars_read(self) -> dict[int, str]:
        """The sidecars that the metadata of videos were read from, by video id; most have none."""
        found = self._connections.rows("SELECT video_id, read_from FROM sidecar_reading")
        return {int(video_id): str(read_from) for video_id, read_from in found}

    def note_sidecars(self, video_id: int, read_from: str) -> None:
        """Note the sidecars that the metadata of a video were read from; of one that is gone nothing."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO sidecar_reading (video_id, read_from) "
                "SELECT id, ? FROM video WHERE id = ?",
                (read_from, video_id),
            )

    def warnings(self, video_id: int) -> tuple[str, ...]:
        """Sentences about what the last analysis could not use."""
        with self._connections.reading() as connection:
            row = connection.execute("SELECT warnings FROM video WHERE id = ?", (video_id,)).fetchone()
        return records.warnings_from_bytes(row[0]) if row else ()

    def warnings_by_video(self) -> dict[int, tuple[str, ...]]:
        """The warnings of every video that has some, by its id."""
        with self._connections.reading() as connection:
            rows = connection.execute("SELECT id, warnings FROM video WHERE length(warnings) > 0 ORDER BY id")
            return {int(row[0]): records.warnings_from_bytes(row[1]) for row in rows}

    def _videos(self, condition: str, values: tuple[object, ...]) -> list[Video]:
        with self._connections.reading() as connection:
            found = connection.execute(
                f"SELECT {records.VIDEO_COLUMNS} FROM video WHERE {condition}",  # noqa: S608
                values,
            ).fetchall()
            return [records.video_from_row(row) for row in found]

    def _stored(self, condition: str, values: tuple[object, ...]) -> list[StoredVideo]:
        with self._connections.reading() as connection:
            found = connection.execute(
                f"SELECT {STORED_VIDEO_COLUMNS} FROM video WHERE {condition}",  # noqa: S608
                values,
            ).fetchall()
            return list(map(StoredVideo.of_row, found))


def _span_of(path: Path) -> list[bytes]:
    """The values of ``_AT_OR_BELOW``: a path, and the first and the last that can be below it."""
    name = os.fsencode(path)
    below = name.rstrip(_SEPARATOR) + _SEPARATOR
    # All paths below a folder lie between its name with a separator and with the byte after that.
    return [name, below, below[:-1] + bytes([below[-1] + 1])]


_RATE = re.compile(r"\d{1,9}(/[1-9]\d{0,8})?", re.ASCII)


def _facets(row: Sequence[Any]) -> VideoFacets:
    """The facets of a video whose id, named metadata, sides, sound, length, rate and state these are."""
    state = str(row[10])
    if row[5] is None:
        return VideoFacets(state=state)
    recorded, camera, codec, dynamic_range = (str(text or "") for text in row[1:5])
    rate = str(row[9])
    rate_hz = float(Fraction(rate)) if _RATE.fullmatch(rate) else 0.0
    measured = frame_facets(row[5], row[6], bool(row[7]), row[8] or 0.0, rate_hz)
    return VideoFacets(recorded, camera, codec, dynamic_range, state=state, **measured)
