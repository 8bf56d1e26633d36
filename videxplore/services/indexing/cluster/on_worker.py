"""What runs on a worker: it introduces itself, and analyses files in a process of its own.

The thread of Dask only waits; a decoder that crashes ends the analysis process, and the worker stays.
"""

import dataclasses
import logging
import os
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from videxplore.core.errors import BackboneError, VidexploreError
from videxplore.core.file_names import display_name
from videxplore.core.json_text import from_document
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.services.indexing.cluster.remote_jobs import (
    Introduction,
    Outcome,
    Recipe,
    RemoteJob,
    RemoteModels,
    placed_files,
    recipe_of,
)
from videxplore.services.indexing.cluster.roots import Roots, visible_path
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.results.analysis_file import result_to_bytes
from videxplore.services.indexing.results.one_job import OneJobAnalyser
from videxplore.services.indexing.run.worker import AnalysisProcess, StartMethod

REPORT_EVERY_S = 0.5
NAME = "videxplore"
_PREPARING = "preparing"

_log = logging.getLogger(__name__)


class AnalysisService(WorkerPlugin):
    """The analyses of one worker, one at a time.

    Attributes:
        is_leaving: Whether the worker is to end.
    """

    name = NAME

    def __init__(self, options: IndexOptions, roots: Roots, start_method: StartMethod = "spawn") -> None:
        """Prepare.

        Args:
            options: Weights folder, device and usual models of this machine; each job names its own ones.
            roots: Where the named roots are on this machine.
            start_method: How the analysis process is started.
        """
        self.is_leaving = False
        self._has_ended = False
        self._options = options
        self._roots = roots
        self._start_method = start_method
        self._models: RemoteModels | None = None
        self._analyser: OneJobAnalyser | None = None
        self._tasks: dict[str, Task] = {}
        self._paused_until_s = 0.0
        # Jobs come one at a time; an introduction may come while one is done.
        self._analysing = threading.Lock()

    def teardown(self, worker: object) -> None:
        """The worker ends: cancel its job, and end the analysis process."""
        self._has_ended = True
        for task in list(self._tasks.values()):
            task.cancel()
        with self._analysing:
            self._use(None)

    def prepare(self) -> None:
        """Load the usual models, which a run is likely to want."""
        task = self._tasks[_PREPARING] = Task()
        try:
            with self._analysing:
                self._analyser_for(RemoteModels.of(self._options)).prepare(task)
        except (Cancelled, VidexploreError) as error:
            # A run that wants them says so.
            _log.info("The models were not loaded: %s", error)
        finally:
            del self._tasks[_PREPARING]

    def introduce(self, models: RemoteModels, probes: Sequence[Mapping[str, Any]]) -> Introduction:
        """Load the models, look for the roots, and say what this machine is."""
        options = self._options_for(models)
        seen = tuple(one.root for one in placed_files(list(probes)) if visible_path(one, self._roots))
        device, reason, error = "", "", ""
        try:
            recipe = recipe_of(options)
            # One that sees nothing gets no jobs, and needs no models.
            if seen:
                with self._analysing:
                    engine = self._analyser_for(models).prepare(Task())
                device, reason = engine.device, engine.device_reason
        except VidexploreError as problem:
            recipe, error = Recipe("", "", ()), str(problem)
        host, cores = socket.gethostname(), os.cpu_count() or 1
        return Introduction(host, device, reason, cores, recipe, seen, error)

    def analyse(self, job: RemoteJob) -> Outcome:
        """Do one job; every outcome is a value."""
        path = visible_path(job.file, self._roots)
        if path is None:
            name = job.file.parts[-1] if job.file.parts else job.file.root
            return Outcome("unseen", f"{name} cannot be found, or has other content.")
        task = self._tasks[job.key] = Task(_Reporter(job))
        try:
            with self._analysing:
                result = self._analyser_for(job.models).analyse(
                    path, task, job.pass_depth, clips=job.clips, sharers=job.sharers
                )
        except Cancelled:
            return Outcome("cancelled")
        except VidexploreError as error:
            return Outcome("failed", str(error))
        except RuntimeError as error:
            _log.exception("Analysing %s failed", display_name(path))
            return Outcome("failed", f"Internal error: {str(error).strip().splitlines()[-1]}.")
        finally:
            del self._tasks[job.key]
        return Outcome("analysed", content=result_to_bytes(result))

    def cancel(self, key: str) -> None:
        """Cancel a job, if it is the one at work."""
        task = self._tasks.get(key)
        if task is not None:
            task.cancel()

    def pause(self, for_s: float) -> None:
        """Let the analysis wait for so many seconds; 0 lets it go on."""
        self._paused_until_s = time.monotonic() + for_s

    def _is_paused(self) -> bool:
        return time.monotonic() < self._paused_until_s

    def _options_for(self, models: RemoteModels) -> IndexOptions:
        return dataclasses.replace(
            self._options, backbone=models.backbone, actions=models.actions, views=models.views
        )

    def _analyser_for(self, models: RemoteModels) -> OneJobAnalyser:
        if not self._has_ended and (self._analyser is None or models != self._models):
            self._use(models)
        if self._analyser is None:
            raise BackboneError("The worker is ending.")
        return self._analyser

    def _use(self, models: RemoteModels | None) -> None:
        """Have an analysis process with these models, or none."""
        if self._analyser is not None:
            self._analyser.close()
        self._models, self._analyser = models, None
        if models is not None:
            options = self._options_for(models)
            process = AnalysisProcess(options, self._start_method)
            self._analyser = OneJobAnalyser(process, options, self._is_paused)


class _Reporter:
    """Sends the progress of a job from time to time, also while there is none: the worker is there."""

    def __init__(self, job: RemoteJob) -> None:
        self._job = job
        self._worker = get_worker()
        self._reported_s = 0.0
        self._last = Progress(0, 0, "")

    def __call__(self, progress: Progress) -> None:
        """Note progress, and send it if it is time."""
        if progress.total:
            self._last = progress
        now_s = time.monotonic()
        if now_s - self._reported_s >= REPORT_EVERY_S:
            self._reported_s = now_s
            message = {"key": self._job.key, "done_s": self._last.done, "duration_s": self._last.total}
            self._worker.log_event(self._job.topic, message)


# Run by Dask, which finds them by their names on every machine.


def introduce(models: Mapping[str, Any], probes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What this worker is; see :class:`.Introduction`."""
    return _service().introduce(from_document(RemoteModels, models), probes).document()


def analyse(document: Mapping[str, Any]) -> dict[str, Any]:
    """Do one job; see :class:`.RemoteJob` and :class:`.Outcome`."""
    return asdict(_service().analyse(RemoteJob.from_document(document)))


# Coroutines, because Dask waits for the answer to anything else.


async def cancel(key: str, dask_worker: Worker) -> None:
    """Cancel a job."""
    _service(dask_worker).cancel(key)


async def pause(for_s: float, dask_worker: Worker) -> None:
    """Let the worker wait for so many seconds."""
    _service(dask_worker).pause(for_s)


async def leave(dask_worker: Worker) -> None:
    """End this worker."""
    _service(dask_worker).is_leaving = True


def _service(worker: Worker | None = None) -> AnalysisService:
    """The analyses of a worker; of the one that runs this task where none is named."""
    service = (worker or get_worker()).plugins[NAME]
    if not isinstance(service, AnalysisService):
        raise TypeError(f"{service} is not a worker of videxplore")
    return service
