"""The connection to a scheduler: who its workers are, jobs for them, and what comes back.

Whatever takes long or may never end happens in threads of Dask; each method here returns soon.
"""

import queue
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future as ThreadFuture
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from videxplore.services.indexing.cluster.remote_jobs import (
    Introduction,
    Recipe,
    RemoteJob,
    RemoteModels,
    difference,
    plain,
)
from videxplore.services.indexing.cluster.roots import PlacedFile

if TYPE_CHECKING:
    from distributed import Client, Future
    from distributed.security import Security

LOOK_EVERY_S = 1.0
JOINING_S = 60.0
"""A worker that takes longer to answer is not waited for."""
CONNECT_S = 10.0
CALL_S = 10.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What every worker is asked when it joins.

    Attributes:
        models: The models of the run.
        recipe: Of this computer; a worker with another one is refused.
        probes: A file below each root.
    """

    models: RemoteModels
    recipe: Recipe
    probes: tuple[PlacedFile, ...]


@dataclass(slots=True)
class ClusterWorker:
    """A worker that has joined.

    Attributes:
        address: By which Dask knows it.
        name: How it is called.
        introduction: None until it has answered.
        refusal: Why it gets no jobs, in one sentence; empty where it gets some.
        since_s: Monotonic time when it joined.
    """

    address: str
    name: str
    introduction: Introduction | None = None
    refusal: str = ""
    since_s: float = field(default_factory=time.monotonic)

    @property
    def is_ready(self) -> bool:
        """Whether it may get jobs."""
        return self.introduction is not None and not self.refusal

    @property
    def is_joining(self) -> bool:
        """Whether it is about to say what it can do."""
        is_open = self.introduction is None and not self.refusal
        return is_open and time.monotonic() - self.since_s < JOINING_S

    @property
    def roots(self) -> set[str]:
        """The names of the roots it sees."""
        return set(self.introduction.roots) if self.introduction is not None else set()


class ClusterConnection:
    """A connection that is made again whenever it is lost. All methods belong to one thread.

    Attributes:
        workers: Those that have joined, by their addresses.
        topic: Where workers send progress to.
    """

    def __init__(
        self, address: str, security: "Security", asked: Asked, notify: Callable[[str], None]
    ) -> None:
        """Connect in the background.

        Args:
            address: Of the scheduler.
            security: How both prove themselves.
            asked: What workers are asked.
            notify: Called with a sentence when a worker joins, is refused or leaves.
        """
        self.workers: dict[str, ClusterWorker] = {}
        self.topic = f"videxplore-{time.time_ns()}"
        self._address = address
        self._security = security
        self._asked = asked
        self._notify = notify
        self._client: Client | None = None
        self._introductions: dict[str, Future[Any]] = {}
        self._progress: queue.SimpleQueue[Mapping[str, Any]] = queue.SimpleQueue()
        self._threads = ThreadPoolExecutor(1, "cluster")
        self._connecting: ThreadFuture[Client] | None = None
        self._looked_s = 0.0
        self._is_away_said = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def is_connected(self) -> bool:
        """Whether the scheduler is there."""
        return self._client is not None and self._client.status == "running"

    def update(self) -> None:
        """Look from time to time who is there; connect again where the connection was lost."""
        if self._client is not None and not self.is_connected:
            self._lose()
        if self._client is None:
            self._connect()
        elif time.monotonic() - self._looked_s >= LOOK_EVERY_S:
            self._looked_s = time.monotonic()
            self._look()
        self._accept_introduced()

    def submit(self, worker: ClusterWorker, job: RemoteJob) -> "Future[Any] | None":
        """Give a job to a worker; None where the connection is lost."""
        if self._client is None:
            return None
        return self._client.submit(
            worker_code().analyse,
            job.document(),
            key=job.key,
            workers=[worker.address],
            resources={"DECODE": 1},
            pure=False,
        )

    def cancel(self, worker: ClusterWorker, key: str) -> None:
        """Cancel the job at work on a worker, if it is still that."""
        if self._client is not None and worker.address in self.workers:
            self._client.run(
                worker_code().cancel, key, workers=[worker.address], wait=False, on_error="ignore"
            )

    def pause(self, for_s: float) -> None:
        """Let all workers wait for so many seconds, unless they hear otherwise; 0 lets them go on."""
        if self._client is not None and self.workers:
            self._client.run(
                worker_code().pause, for_s, workers=list(self.workers), wait=False, on_error="ignore"
            )

    def dismiss(self, worker: ClusterWorker) -> None:
        """Let a worker end, and not join again."""
        if self._client is not None and worker.address in self.workers:
            self._client.run(worker_code().leave, workers=[worker.address], wait=False, on_error="ignore")

    def content(self, future: "Future[Any]") -> Any:
        """What a finished job returned; None where it cannot be fetched any more."""
        if self._client is None:
            return None
        try:
            return self._client.gather(future, errors="raise", direct=False)
        except Exception:  # noqa: BLE001 - of Dask, of the network or of the worker: the job is done again.
            return None

    def take_progress(self) -> list[Mapping[str, Any]]:
        """The messages of workers about their jobs since the last call."""
        messages = []
        while not self._progress.empty():
            messages.append(self._progress.get())
        return messages

    def close(self) -> None:
        """End the connection."""
        self._lose()
        self._threads.shutdown(wait=True)
        if self._connecting is not None and self._connecting.exception() is None:
            self._connecting.result().close(timeout=CALL_S)

    def _connect(self) -> None:
        if self._connecting is None:
            self._connecting = self._threads.submit(self._connected)
        if not self._connecting.done():
            return
        failed, connecting = self._connecting.exception() is not None, self._connecting
        self._connecting = None
        if failed:
            if not self._is_away_said:
                self._notify(f"The scheduler at {self._address} is not there; its jobs wait.")
            self._is_away_said = True
            return
        self._is_away_said = False
        self._client = connecting.result()
        self._client.subscribe_topic(self.topic, lambda event: self._progress.put(event[1]))

    def _connected(self) -> "Client":
        from distributed import Client

        return Client(
            self._address,
            security=self._security,
            timeout=CONNECT_S,
            set_as_default=False,
            direct_to_workers=False,
        )

    def _lose(self) -> None:
        """The scheduler is gone, and what it knew with it."""
        if self._client is not None:
            self._introductions.clear()
            self._client.close(timeout=CALL_S)
        self._client = None
        self.workers.clear()

    def _look(self) -> None:
        """Ask who is there; new workers introduce themselves."""
        if self._client is None or self._client.scheduler is None:
            return
        try:
            # Not scheduler_info(): Dask replaces its answer by one without workers from time to time.
            found = self._client.sync(self._client.scheduler.identity, n_workers=-1)["workers"]
        except (OSError, TimeoutError):
            return
        for address in self.workers.keys() - found.keys():
            gone = self.workers.pop(address)
            self._introductions.pop(address, None)
            self._notify(f"{gone.name} has left; its jobs wait for another worker.")
        for address in found.keys() - self.workers.keys():
            self.workers[address] = ClusterWorker(address, str(found[address]["name"]))
            self._introductions[address] = self._ask(self._client, address)

    def _accept_introduced(self) -> None:
        for address, future in list(self._introductions.items()):
            if future.done():
                del self._introductions[address]
                self._accept(self.workers[address], self.content(future))

    def _ask(self, client: "Client", address: str) -> "Future[Any]":
        return client.submit(
            worker_code().introduce,
            plain(self._asked.models),
            [plain(probe) for probe in self._asked.probes],
            key=f"introduce-{self.topic}-{address}-{time.time_ns()}",
            workers=[address],
            pure=False,
        )

    def _accept(self, worker: ClusterWorker, document: Any) -> None:
        """Give jobs to a worker from now on, or refuse it by name."""
        if document is None:
            worker.refusal = f"{worker.name} is refused: it is not a worker of this videxplore."
        else:
            worker.introduction = introduction = Introduction.from_document(document)
            reason = introduction.error.removesuffix(".") or difference(
                self._asked.recipe, introduction.recipe
            )
            if reason:
                worker.refusal = f"{worker.name} is refused: {reason}."
        if worker.refusal or worker.introduction is None:
            self._notify(worker.refusal)
            return
        seen = worker.introduction.roots
        missing = [probe.root for probe in self._asked.probes if probe.root not in seen]
        device = f" and works on {worker.introduction.device}" if worker.introduction.device else ""
        unseen = f"; it does not see {', '.join(missing)}" if missing else ""
        self._notify(f"{worker.name} has joined{device}{unseen}.")


def worker_code() -> ModuleType:
    """The module with what runs on a worker; importing it needs Dask."""
    from videxplore.services.indexing.cluster import on_worker

    return on_worker
