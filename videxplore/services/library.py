"""One library on disk: its catalogue, which is the truth, and the caches around it.

    catalogue.sqlite3                the truth
    previews/ID.zip                  strip of video ID
    keyframes/ID.zip                 thumbnails of its keyframes, named by their microsecond
    indexes/                         vector indexes
    engine.json                      device and models of the last run, for ``status``
    removed/                         thumbnails of videos whose removal can still be undone

Every cache can be deleted at any time; ``check --repair`` rebuilds it from the videos. Which files in the
folder this program wrote, and may therefore replace or delete, is known in ``library_folder.py``.
"""

import contextlib
import dataclasses
import itertools
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.removed_video import RemovedVideo
from videxplore.core.cache_files import DamagedCacheError, opened_cache
from videxplore.core.errors import CatalogueReadOnlyError, DiskFullError
from videxplore.core.file_names import expanded, is_file
from videxplore.core.files import copy_whole, is_disk_full, make_way, write_whole
from videxplore.core.limits import MOST_NOTE_BYTES
from videxplore.core.types import Keyframe, Thumbnail, Video
from videxplore.services.labels import use_spoken_labels
from videxplore.services.library_folder import (
    CATALOGUE_NAME,
    ENGINE_NAME,
    INDEXES,
    PICTURE_FOLDERS,
    LibraryFolder,
)
from videxplore.services.statistics import LibraryStatistics, RuntimeInfo, statistics_of
from videxplore.video.thumbnails import (
    ThumbnailArchive,
    write_thumbnail_archive,
)

__all__ = ["Library", "RemovedVideo"]

# Archives kept open: tiles of one page come from few videos.
MAX_OPEN_ARCHIVES = 32
# Names of thumbnails are whole microseconds.
SAME_TIME_S = 2e-6


class Library:
    """An open library. Reading is safe from several threads."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        """Wrap an open catalogue; use :meth:`open`."""
        self.folder = folder
        self.files = LibraryFolder(folder)
        self.catalogue = catalogue
        self._archives: OrderedDict[Path, ThumbnailArchive] = OrderedDict()
        self._archives_lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path, *, writable: bool = True) -> "Library":
        """Open the library in ``folder``; a writable one is created where there is none.

        Raises:
            CatalogueMissingError: If it is opened for reading and is not there.
            LibraryRefusedError: If the folder holds other things than a library, or a part of it is a link.
            CatalogueError: If it is too new, busy, damaged or cannot be written to.
        """
        place = LibraryFolder(expanded(folder).absolute())
        place.require_library(writable=writable)
        catalogue = Catalogue.open(place.catalogue_file, writable=writable)
        if writable:
            try:
                place.make_folders()
                place.sweep()
                use_spoken_labels(catalogue)
            except BaseException:
                catalogue.close()
                raise
        return cls(place.path, catalogue)

    def close(self) -> None:
        """Close every file; the library cannot be used afterwards."""
        with self._archives_lock:
            while self._archives:
                self._archives.popitem()[1].close()
        self.catalogue.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def indexes_folder(self) -> Path:
        """Where vector indexes are kept."""
        return self.folder / INDEXES

    def strip_file(self, video_id: int) -> Path:
        """The file of a video's strip, whether or not it exists."""
        return self.files.archive_file("previews", video_id)

    def keyframes_file(self, video_id: int) -> Path:
        """The file of a video's keyframe thumbnails, whether or not it exists."""
        return self.files.archive_file("keyframes", video_id)

    def strip(self, video_id: int) -> ThumbnailArchive | None:
        """The strip of a video, to be closed by the caller; None when the cache is missing."""
        return _open_archive(self.strip_file(video_id))

    def keyframe_picture(self, keyframe_id: int) -> bytes | None:
        """The JPEG thumbnail of a keyframe; None when the cache or the keyframe no longer exists."""
        found = self.catalogue.keyframe(keyframe_id)
        if found is None:
            return None
        video_id = self.catalogue.shot(found.shot_id).video_id
        return self.keyframe_picture_at(video_id, found)

    def keyframe_picture_at(self, video_id: int, keyframe: Keyframe) -> bytes | None:
        """The JPEG thumbnail of a keyframe whose video is known; None when the cache is missing."""
        with self._archives_lock:
            picture = self._picture(video_id, keyframe.time_s)
            if picture is None:
                # The file may have been replaced since it was opened.
                self._close_archive(video_id)
                picture = self._picture(video_id, keyframe.time_s)
        return picture

    def write_caches(self, video_id: int, strip: Sequence[Thumbnail], keyframes: Sequence[Thumbnail]) -> None:
        """Write both thumbnail archives of a video, each atomically.

        Raises:
            DiskFullError: If there is no room left.
            CatalogueReadOnlyError: If the library cannot be written to.
            CatalogueMissingError: If the library was deleted; no part of it is created again.
            LibraryRefusedError: If one of its folders became a symbolic link.
        """
        self.catalogue.require_file()
        try:
            self.files.clear_for_archives(video_id)
            write_thumbnail_archive(self.strip_file(video_id), strip)
            write_thumbnail_archive(self.keyframes_file(video_id), keyframes)
        except OSError as error:
            if is_disk_full(error):
                raise DiskFullError(f"There is no room left for the library in {self.folder}.") from error
            raise CatalogueReadOnlyError(f"The library in {self.folder} cannot be written to.") from error
        with self._archives_lock:
            self._close_archive(video_id)

    def copy_caches(self, from_video_id: int, to_video_id: int) -> None:
        """Copy the thumbnails of one video to another; missing ones stay missing."""
        with contextlib.suppress(OSError):
            self.files.clear_for_archives(to_video_id)
            for file_of in (self.strip_file, self.keyframes_file):
                with contextlib.suppress(OSError):
                    copy_whole(file_of(from_video_id), file_of(to_video_id))
        with self._archives_lock:
            self._close_archive(to_video_id)

    def delete_video(self, video_id: int) -> None:
        """Delete a video's rows and thumbnails for good; the video file is not touched.

        Raises:
            LibraryRefusedError: If one of the library's folders became a symbolic link.
        """
        self.files.require_real_folders()
        self.catalogue.remove_video(video_id)
        self._delete_caches(video_id)

    def make_way(self, video_id: int, kept_as: Path) -> Video | None:
        """Another file has the path of a video: delete it, unless the user said something of it.

        Args:
            video_id: The video.
            kept_as: The path under which it is kept, as one that is gone.

        Returns:
            The video as it is kept, with its thumbnails; None where it was deleted.

        Raises:
            LibraryRefusedError: If one of the library's folders became a symbolic link.
        """
        self.files.require_real_folders()
        if self.catalogue.replaced.make_way(video_id, kept_as):
            return self.catalogue.video(video_id)
        self._delete_caches(video_id)
        return None

    def take_over(self, kept_id: int, video_id: int) -> bool:
        """Give a video the file and the analysis of another one, which is deleted.

        Should the program end in between, it can be done again.

        Returns:
            Whether it was done; not where the user said something of the other one meanwhile.

        Raises:
            LibraryRefusedError: If one of the library's folders became a symbolic link.
            UnknownVideoError: If one of them is no longer in the library.
        """
        self.files.require_real_folders()
        self.copy_caches(video_id, kept_id)
        self.catalogue.copy_analysis(video_id, kept_id)
        if not self.catalogue.replaced.take_file(kept_id, video_id):
            return False
        self._delete_caches(video_id)
        return True

    def forget_analysis(self, video_id: int) -> None:
        """Delete the analysis and the thumbnails of a video; the next index run analyses it again.

        Raises:
            LibraryRefusedError: If one of the library's folders became a symbolic link.
        """
        self.files.require_real_folders()
        self.catalogue.forget_analysis(video_id)
        self._delete_caches(video_id)

    def remove_video(self, video_id: int) -> RemovedVideo:
        """Remove a video from the library so that it can be restored; the video file is not touched.

        Raises:
            UnknownVideoError: If it is not, or no longer, in the library.
            LibraryRefusedError: If one of the library's folders became a symbolic link.
        """
        self.files.require_real_folders()
        removed = self.catalogue.take_out_video(video_id)
        with self._archives_lock:
            self._close_archive(video_id)
        # It can be restored without its thumbnails as well: ``check --repair`` rebuilds them.
        self.files.stash_archives(video_id)
        return removed

    def remove_permanently(self, video_id: int) -> RemovedVideo:
        """Remove a video without undo; watched folders do not bring it back.

        Returns:
            What was known of it.

        Raises:
            UnknownVideoError: If it is not, or no longer, in the library.
            LibraryRefusedError: If one of the library's folders became a symbolic link.
        """
        removed = self.remove_video(video_id)
        self.delete_removed_caches()
        return removed

    def restore_video(self, removed: RemovedVideo) -> Video:
        """Restore a removed video, with its analysis and its thumbnails.

        A file that was added again meanwhile stays as it is now. Where the user had said something of the
        video, it is then restored as a missing one beside that, as those are whose files were replaced.

        Raises:
            LibraryRefusedError: If one of the library's folders became a symbolic link.
        """
        self.files.require_real_folders()
        path = removed.path
        known = self.catalogue.video_by_path(path)
        if known is not None:
            if known.id == removed.video_id or not removed.has_user_records:
                return known
            removed = removed.as_replaced(free_path(self.catalogue, path))
        video = self.catalogue.put_back_video(removed)
        self.files.restore_archives(video.id)
        return video

    def delete_removed_caches(self) -> None:
        """Delete the cached thumbnails of removed videos; they can no longer be restored."""
        self.files.delete_stashed_archives()

    def statistics(self) -> LibraryStatistics:
        """What the library holds and what it takes on disk."""
        return statistics_of(self.catalogue, self._bytes(), self.last_engine())

    def last_engine(self) -> RuntimeInfo:
        """Device and models of the last run of indexing; empty where none was needed yet."""
        try:
            with opened_cache(self.folder / ENGINE_NAME, MOST_NOTE_BYTES) as stream:
                engine = RuntimeInfo(**json.load(stream))
                for text in dataclasses.astuple(engine):
                    # A lone surrogate cannot be printed.
                    text.encode()
                return engine
        except (FileNotFoundError, DamagedCacheError):
            return RuntimeInfo()

    def note_engine(self, engine: RuntimeInfo) -> None:
        """Store the device and models that indexing uses here; a full disk is ignored."""
        if engine != self.last_engine():
            content = json.dumps(dataclasses.asdict(engine), indent=2).encode()
            with contextlib.suppress(OSError):
                make_way(self.folder / ENGINE_NAME, _is_engine)
                write_whole(self.folder / ENGINE_NAME, content)

    def _bytes(self) -> dict[str, int]:
        catalogue = sum(
            file.stat().st_size for file in self.folder.glob(f"{CATALOGUE_NAME}*") if is_file(file)
        )
        caches = {
            name: sum(file.stat().st_size for file in (self.folder / name).rglob("*") if is_file(file))
            for name in (INDEXES, *PICTURE_FOLDERS)
        }
        return {"catalogue": catalogue, **caches}

    def _picture(self, video_id: int, time_s: float) -> bytes | None:
        """The keyframe thumbnail of exactly this time; the lock is held."""
        file = self.keyframes_file(video_id)
        archive = self._archives.pop(file, None) or _open_archive(file)
        if archive is None:
            return None
        self._archives[file] = archive
        if len(self._archives) > MAX_OPEN_ARCHIVES:
            self._archives.popitem(last=False)[1].close()
        try:
            picture = archive.nearest(time_s)
        except (LookupError, ValueError):
            return None
        # A cache from another pass has thumbnails of other times: better none than a wrong one.
        return bytes(picture.picture_jpeg) if abs(picture.time_s - time_s) < SAME_TIME_S else None

    def _delete_caches(self, video_id: int) -> None:
        with self._archives_lock:
            self._close_archive(video_id)
        self.files.delete_archives(video_id)

    def _close_archive(self, video_id: int) -> None:
        """Close the open archive of a video whose file changed; the lock is held."""
        archive = self._archives.pop(self.keyframes_file(video_id), None)
        if archive is not None:
            archive.close()


def _open_archive(file: Path) -> ThumbnailArchive | None:
    """An archive, or None when it is not there or is damaged: it is only a cache."""
    try:
        return ThumbnailArchive.open(file)
    except (FileNotFoundError, DamagedCacheError):
        return None


def _is_engine(file: Path) -> bool:
    """Whether a file was written by :meth:`Library.note_engine`, or never came to hold anything."""
    try:
        with opened_cache(file, MOST_NOTE_BYTES) as stream:
            content = stream.read()
            known = json.loads(content) if content else {"device": ""}
    except (FileNotFoundError, DamagedCacheError):
        return False
    return isinstance(known, dict) and "device" in known


def free_path(catalogue: Catalogue, path: Path) -> Path:
    """The path of a kept video: beside its old one, where neither a file nor a video is."""
    notes = itertools.chain(("replaced",), (f"replaced {number}" for number in itertools.count(2)))
    candidates = (path.with_name(f"{path.stem} ({note}){path.suffix}") for note in notes)
    return next(
        one for one in candidates if not os.path.lexists(one) and catalogue.video_by_path(one) is None
    )
