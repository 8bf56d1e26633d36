"""Joining a cluster for one index run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from videxplore.core.errors import UsageError
from videxplore.core.task import Task
from videxplore.services.indexing.cluster.cluster_pool import ClusterPool
from videxplore.services.indexing.cluster.connection import Asked, ClusterConnection
from videxplore.services.indexing.cluster.machines import Machines
from videxplore.services.indexing.cluster.remote_jobs import RemoteModels, recipe_of
from videxplore.services.indexing.cluster.roots import Roots, probes, roots_of_paths
from videxplore.services.indexing.cluster.security import full_address, security_for
from videxplore.services.indexing.finding.scan import full_path
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.run.index_jobs import JobPool
from videxplore.services.library import Library


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """A cluster that an index run uses.

    Attributes:
        address: Of its scheduler.
        certificates: The folder of the certificates.
        roots: Where the named roots are on this computer.
        notify: Called with a sentence when a worker joins, is refused or leaves.
        machines: Gets what the workers do, and says which of them get no jobs.
    """

    address: str
    certificates: Path
    roots: Roots
    notify: Callable[[str], None]
    machines: Machines = field(default_factory=Machines)

    def pool(
        self, local: JobPool, library: Library, options: IndexOptions, paths: Sequence[Path], task: Task
    ) -> ClusterPool:
        """The workers of the cluster, beside the processes of this computer.

        Args:
            local: The processes of this computer.
            library: Opened for writing.
            options: How videos are analysed.
            paths: What is indexed; each that lies below no root has the same path on every machine.
            task: Cancels the search for a file below each root.

        Raises:
            Cancelled: If the task was cancelled.
            UsageError: If the address is malformed, not encrypted, or weights come from a file.
            MissingPackageError: If Dask or the certificates are not here.
        """
        if options.weights_file is not None:
            raise UsageError(
                "A file of weights cannot be used on other machines: `videxplore models import` it on each."
            )
        security = security_for(self.address, self.certificates)
        roots = roots_of_paths(map(full_path, paths), self.roots)
        asked = Asked(RemoteModels.of(options), recipe_of(options), tuple(probes(roots, task)))
        connection = ClusterConnection(full_address(self.address), security, asked, self.notify)
        return ClusterPool(connection, local, library, options, roots, self.machines)
