"""The program of a worker: it joins a scheduler, and waits for it where it is gone."""

import asyncio
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from videxplore.core.task import Task
from videxplore.services.indexing.cluster.connection import worker_code
from videxplore.services.indexing.cluster.roots import Roots
from videxplore.services.indexing.cluster.scheduler import CONFIGURATION, NO_PAGES
from videxplore.services.indexing.cluster.security import full_address, security_for, split_address
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.run.worker import StartMethod

if TYPE_CHECKING:
    from distributed import Worker
    from distributed.security import Security

    from videxplore.services.indexing.cluster.on_worker import AnalysisService

AGAIN_S = 3.0
POLL_S = 0.1
JOIN_S = 10.0


@dataclass(frozen=True, slots=True)
class WorkerProgram:
    """What a worker needs to join.

    Attributes:
        address: Of the scheduler.
        certificates: The folder of the certificates.
        options: Weights folder and device of this machine.
        roots: Where the named roots are on this machine.
        name: How the machine is called; empty for the name of the computer and the number of the process.
        start_method: How the analysis process is started.
    """

    address: str
    certificates: Path
    options: IndexOptions
    roots: Roots
    name: str = ""
    start_method: StartMethod = "spawn"

    @property
    def resources(self) -> dict[str, float]:
        """What jobs take of the worker: it does one analysis at a time, and holds its GPU alone."""
        return {"DECODE": 1.0, **({"GPU": 1.0} if self.options.device.startswith("cuda") else {})}

    def run(self, task: Task, say: Callable[[str], None]) -> None:
        """Work until it is stopped; where the scheduler is not there, wait for it.

        Raises:
            UsageError: If the address is malformed, or not encrypted and not of this computer alone.
            MissingPackageError: If Dask or the certificates are not here.
        """
        security = security_for(self.address, self.certificates)
        asyncio.run(self._run(security, task, say))

    async def _run(self, security: "Security", task: Task, say: Callable[[str], None]) -> None:
        import dask

        address = full_address(self.address)
        is_away_said = False
        with dask.config.set(CONFIGURATION):
            while not task.is_cancelled:
                service = worker_code().AnalysisService(self.options, self.roots, self.start_method)
                worker = await self._joined(address, security, service)
                if worker is None:
                    if not is_away_said:
                        say(f"No scheduler at {address} accepts these certificates; waiting for one.")
                    is_away_said = True
                    await _wait(task, AGAIN_S)
                    continue
                is_away_said = False
                say(f"{worker.name} has joined {address}.")
                preparing = asyncio.create_task(asyncio.to_thread(service.prepare))
                while worker.status.name in ("running", "paused") and not await _wait(task, POLL_S):
                    if service.is_leaving:
                        task.cancel()
                await worker.close(timeout=5, nanny=False)
                await preparing
                if not task.is_cancelled:
                    say(f"The scheduler at {address} is gone; waiting for it.")
                    is_away_said = True

    async def _joined(
        self, address: str, security: "Security", service: "AnalysisService"
    ) -> "Worker | None":
        """A worker that has joined; None where that was not possible."""
        from distributed import Worker
        from distributed.utils import get_ip

        _, host, port = split_address(address)
        worker = Worker(
            address,
            nthreads=1,
            # Only the network that leads to the scheduler.
            host=await asyncio.to_thread(get_ip, host, port),
            name=self.name or f"{socket.gethostname()}:{os.getpid()}",
            resources=self.resources,
            security=security,
            plugins=(service,),
            memory_limit=0,
            dashboard=False,
            dashboard_address=NO_PAGES,
            death_timeout=JOIN_S,
        )
        try:
            await asyncio.wait_for(worker, JOIN_S)
        except (OSError, TimeoutError, RuntimeError, ValueError):
            await worker.close(timeout=5, nanny=False)
            return None
        return worker


async def _wait(task: Task, wait_s: float) -> bool:
    """Wait; return whether the task was cancelled, by a signal or by another thread."""
    for _ in range(max(1, round(wait_s / POLL_S))):
        await asyncio.sleep(POLL_S)
        if task.is_cancelled:
            return True
    return False
