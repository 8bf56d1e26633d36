"""The scheduler of a cluster: it hands jobs to workers, and remembers nothing when it ends."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from videxplore.core.errors import VidexploreError
from videxplore.core.task import Task
from videxplore.services.indexing.cluster.security import full_address, security_for, split_address

NO_PAGES = "127.0.0.1:0"
"""Dask always serves pages about itself: none of them, and to this computer only."""

# A worker that decodes a large file may answer late; its connection says when it is gone.
CONFIGURATION: dict[str, Any] = {
    "distributed.scheduler.work-stealing": False,
    "distributed.scheduler.worker-ttl": None,
    "distributed.scheduler.allowed-failures": 0,
    "distributed.comm.timeouts.connect": "5s",
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}


class SchedulerError(VidexploreError):
    """The scheduler cannot be started or reached."""


def run_scheduler(address: str, certificates: Path, task: Task, on_started: Callable[[str], None]) -> None:
    """Run a scheduler until it is stopped.

    Args:
        address: Where it listens; port 0 chooses a free one.
        certificates: The folder of the certificates.
        task: Ends it.
        on_started: Called with the address once it listens.

    Raises:
        UsageError: If the address is malformed, or not encrypted and not of this computer alone.
        MissingPackageError: If Dask or the certificates are not here.
        SchedulerError: If nothing can listen there.
    """
    security = security_for(address, certificates)
    scheme, host, port = split_address(address)
    asyncio.run(_run(scheme, host, port, security, task, on_started))


async def _run(
    scheme: str, host: str, port: int, security: Any, task: Task, on_started: Callable[[str], None]
) -> None:
    import dask
    from distributed import Scheduler

    with dask.config.set(CONFIGURATION):
        try:
            scheduler = await Scheduler(
                host=host,
                port=port,
                protocol=f"{scheme}://",
                security=security,
                dashboard=False,
                dashboard_address=NO_PAGES,
            )
        except (OSError, RuntimeError) as error:
            where = full_address(f"{scheme}://{host}:{port}")
            raise SchedulerError(f"No scheduler can listen on {where}: {error}.") from error
        async with scheduler:
            on_started(scheduler.address)
            while not task.is_cancelled:  # noqa: ASYNC110 - another thread, or a signal, cancels it.
                await asyncio.sleep(0.1)
