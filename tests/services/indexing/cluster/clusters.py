"""Clusters for tests: the scheduler and the workers of the program, each in a thread, with certificates."""

import asyncio
import queue
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from videxplore.core.task import Task
from videxplore.services.indexing.cluster.joining import ClusterSettings
from videxplore.services.indexing.cluster.machines import Machines
from videxplore.services.indexing.cluster.scheduler import run_scheduler
from videxplore.services.indexing.cluster.security import make_certificates
from videxplore.services.indexing.cluster.worker_program import WorkerProgram
from videxplore.services.indexing.index_types import IndexEvent, IndexOptions, IndexReport
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.indexing.run.worker import StartMethod
from videxplore.services.library import Library

PATIENCE_S = 120.0
FORKED: StartMethod = "forkserver" if sys.platform == "linux" else "spawn"


def start_offload_thread() -> None:
    """Start the thread that Dask keeps until the program ends; skips the test where there is no Dask."""
    distributed = pytest.importorskip("distributed")
    asyncio.run(distributed.utils.offload(lambda: None))


@dataclass
class SmallCluster:
    """A scheduler on this computer, and workers that join it.

    Attributes:
        folder: For certificates.
        machines: Those of the index run.
        task: Cancels it.
        indexer: Of the newest run.
        said: What workers and the program said.
    """

    folder: Path
    address: str = ""
    machines: Machines = field(default_factory=Machines)
    task: Task = field(default_factory=Task)
    indexer: Indexer | None = None
    said: list[str] = field(default_factory=list)
    _ends: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        make_certificates(self.certificates)
        self.start_scheduler()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.close()

    @property
    def certificates(self) -> Path:
        return self.folder / "certificates"

    def start_scheduler(self) -> Task:
        """Start the scheduler; the second time, where it was before. Cancelling the task ends it."""
        started: queue.Queue[str] = queue.Queue()
        task = Task()
        address = self.address or "tls://127.0.0.1:0"
        thread = threading.Thread(
            target=run_scheduler, args=(address, self.certificates, task, started.put), name="scheduler"
        )
        self._run(thread, task)
        self.address = started.get(timeout=PATIENCE_S)
        return task

    def start_worker(
        self,
        name: str,
        roots: Mapping[str, Path],
        weights: Path | None = None,
        certificates: Path | None = None,
    ) -> Task:
        """Start a worker. Cancelling the task ends it."""
        options = IndexOptions(weights or self.folder / "weights", device="cpu")
        folder = certificates or self.certificates
        program = WorkerProgram(self.address, folder, options, roots, name, FORKED)
        task = Task()
        self._run(threading.Thread(target=program.run, args=(task, self.said.append), name=name), task)
        return task

    def index(
        self,
        library: Library,
        path: Path,
        roots: Mapping[str, Path],
        on_event: Callable[[IndexEvent], None] | None = None,
    ) -> IndexReport:
        """Index through the cluster."""
        options = IndexOptions(self.folder / "weights", device="cpu", process_count=1)
        cluster = ClusterSettings(self.address, self.certificates, roots, self.said.append, self.machines)
        self.indexer = Indexer(library, options, FORKED, cluster)
        return self.indexer.run([path], self.task, on_event)

    def _run(self, thread: threading.Thread, task: Task) -> None:
        thread.start()
        self._ends.callback(thread.join, PATIENCE_S)
        self._ends.callback(task.cancel)
