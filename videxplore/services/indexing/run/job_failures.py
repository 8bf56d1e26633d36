"""Jobs that failed: which are tried once more, and what is stored of the others."""

import logging
import os
from dataclasses import replace

from videxplore.catalogue.stored_video import StoredVideo
from videxplore.core.errors import BackboneError, DiskFullError, VideoError, VidexploreError
from videxplore.core.file_names import is_folder
from videxplore.core.types import STATE_OF_DEPTH, Depth, VideoState
from videxplore.services.indexing.index_types import IndexEventKind, IndexStatus
from videxplore.services.indexing.messages import WorkerExited
from videxplore.services.indexing.run.index_progress import ProgressReporter
from videxplore.services.indexing.run.job_queue import IndexJob, JobQueue
from videxplore.services.indexing.run.store import IndexStore
from videxplore.services.library import Library

SKIPPED = "That happened twice, so the video is skipped until its file changes."
"""Ends the stored error of a video that is not tried again, by which later runs recognise it."""
# The second was stored by earlier versions.
_SKIPPED_ENDINGS = (SKIPPED, "It ended the decoder twice, so it is set aside until the file changes.")

_log = logging.getLogger(__name__)


class JobFailures:
    """Tries what failed once more, or finishes its video with the reason."""

    def __init__(
        self, library: Library, queue: JobQueue, store: IndexStore, progress: ProgressReporter
    ) -> None:
        self._library = library
        self._queue = queue
        self._store = store
        self._progress = progress

    def after_exit(self, job: IndexJob, exited: WorkerExited) -> None:
        """The process of a job ended by itself: the first time, the job is done again."""
        job = job.after_exit(exited)
        if job.is_worth_retrying:
            self._queue.push(job)
        elif job.backfill:
            sentence = f"Its analysis with another model crashed ({exited.reason}). {SKIPPED}"
            # Stored, so that it is not tried again and again; the video stays searchable.
            self._library.catalogue.set_state(job.video.id, job.video.state, sentence)
            self.fail(job, sentence)
        elif exited.is_stall:
            self.fail(job, f"The decoder got stuck on this video ({exited.reason}). {SKIPPED}")
        else:
            self.fail(job, f"The decoder crashed on this video ({exited.reason}). {SKIPPED}")

    def after_bug(self, job: IndexJob, traceback: str) -> None:
        """The analysis raised what it should not raise."""
        _log.error("Analysing %s failed:\n%s", job.video.path, traceback)
        if not self._is_retried_without_clips(job):
            last_line = traceback.strip().splitlines()[-1]
            self.fail(job, f"Internal error while analysing this video: {last_line}.")

    def after_error(self, job: IndexJob, error: VidexploreError) -> None:
        """A video cannot be read: it is damaged, or no longer there. A full disk stops the run."""
        if isinstance(error, DiskFullError):
            raise error
        if isinstance(error, BackboneError) and self._is_retried_without_clips(job):
            return
        try:
            job.video.path.stat()
        except OSError:
            self.fail_unreadable(job)
        else:
            # Not for what the machine lacks, nor for a file that may not be read.
            is_lasting = isinstance(error, VideoError) and os.access(job.video.path, os.R_OK)
            self.fail(job, str(error), is_lasting=is_lasting)

    def _is_retried_without_clips(self, job: IndexJob) -> bool:
        """Queue a full pass again without the video model, which may be what failed; False where it had none.

        The model then gets a job of its own, whose failure leaves the video complete.
        """
        if not (self._store.wants_clips and job.depth is Depth.FULL and job.with_clips) or job.backfill:
            return False
        self._queue.push(replace(job, crashes=job.crashes + 1))
        return True

    def fail_unreadable(self, job: IndexJob) -> None:
        """The file of a job is no longer there: it was deleted, or its drive was unplugged."""
        video = job.video
        if is_folder(video.path.parent):
            sentence = "The file vanished while it was being indexed."
            state, kind = VideoState.GONE, IndexEventKind.GONE
        else:
            sentence = "Its folder or drive is no longer there; it waits."
            state, kind = VideoState.OFFLINE, IndexEventKind.OFFLINE
        self._progress.finish_video(video, IndexStatus.FAILED, sentence)
        self._library.catalogue.set_state(video.id, state)
        self._progress.notify(kind, self._library.catalogue.video(video.id), video.path)

    def fail(self, job: IndexJob, sentence: str, *, is_lasting: bool = True) -> None:
        """Finish a video that failed; one that was to be backfilled stays as searchable as before.

        Args:
            job: What failed.
            sentence: Why.
            is_lasting: Whether it would fail again: it is not tried until the file changes or the user asks.
        """
        if not job.backfill:
            state = VideoState.FAILED if is_lasting else STATE_OF_DEPTH[job.video.depth]
            self._library.catalogue.set_state(job.video.id, state, sentence)
        self._progress.finish_video(self._library.catalogue.video(job.video.id), IndexStatus.FAILED, sentence)


def is_skipped(stored: StoredVideo, job: IndexJob | None) -> bool:
    """Whether what a video still needs has failed before, so that it is not tried again by itself."""
    is_backfill = job is not None and bool(job.backfill)
    return stored.state is VideoState.FAILED or (
        is_backfill and stored.video.error.endswith(_SKIPPED_ENDINGS)
    )
