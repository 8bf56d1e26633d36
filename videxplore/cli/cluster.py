"""``videxplore cluster`` and ``videxplore worker``: analysis on other machines."""

from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli.indexing import (
    CertificatesOption,
    RootOption,
    cancelled_by_interrupt,
    certificates_folder,
)
from videxplore.cli.options import DataDirOption, DeviceOption
from videxplore.cli.output import say
from videxplore.composition import Configuration
from videxplore.core.errors import UsageError
from videxplore.core.task import Task
from videxplore.services.indexing.cluster.roots import parsed_roots, worker_command
from videxplore.services.indexing.cluster.scheduler import run_scheduler
from videxplore.services.indexing.cluster.security import (
    DEFAULT_PORT,
    FILES,
    is_loopback,
    make_certificates,
    require_one_interface,
    require_packages,
)
from videxplore.services.indexing.cluster.worker_program import WorkerProgram


def make_application() -> typer.Typer:
    """The commands below ``cluster``."""
    group = typer.Typer(
        help="Analyse videos on several machines.",
        add_completion=False,
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    # A callback, so that the only command keeps its name.
    group.callback()(lambda: None)
    group.command("start")(start)
    return group


def start(
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="The address of this computer by which the others reach it."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 chooses a free one.")] = DEFAULT_PORT,
    tls: Annotated[
        bool, typer.Option("--tls/--no-tls", help="Without encryption only this computer is reached.")
    ] = True,
    certificates: CertificatesOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Start the scheduler of a cluster, and make its certificates, until Ctrl+C."""
    require_packages()
    require_one_interface(host)
    if not tls and not is_loopback(host):
        raise UsageError(f"Without encryption only this computer is reached, not {host}: leave out --no-tls.")
    folder = certificates_folder(Configuration.load(None, data_dir), certificates)
    if tls:
        make_certificates(folder)
    shown = f"[{host}]" if ":" in host else host
    task = Task()
    with cancelled_by_interrupt(task):
        run_scheduler(
            f"{'tls' if tls else 'tcp'}://{shown}:{port}",
            folder,
            task,
            lambda address: _say_what_others_need(address, folder, is_secured=tls),
        )


def _say_what_others_need(address: str, folder: Path, *, is_secured: bool) -> None:
    say(f"The scheduler listens on {address}, until Ctrl+C.")
    if is_secured:
        say(
            f"Whoever has its certificates can run programs on every machine of the cluster. Copy "
            f"{', '.join(FILES)} from {folder} to a folder `cluster` of each other computer that only you "
            "can read."
        )
    say(f"On each of them: {worker_command(address, ['footage=WHERE_IT_IS_THERE'])}")
    say(f"On this one: videxplore index PATH --on {address} --root footage=WHERE_IT_IS_HERE")


def worker(
    scheduler: Annotated[
        str, typer.Argument(metavar="SCHEDULER", help="Its address, such as tls://192.168.1.20:8786.")
    ],
    root: RootOption = None,
    device: DeviceOption = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="How this machine is called in messages.")] = "",
    certificates: CertificatesOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Analyse videos for another computer, until Ctrl+C; weights are those of this machine."""
    configuration = Configuration.load(None, data_dir).choose(device=device)
    program = WorkerProgram(
        scheduler,
        certificates_folder(configuration, certificates),
        configuration.index_options(),
        parsed_roots(root or ()),
        name,
    )
    task = Task()
    with cancelled_by_interrupt(task):
        program.run(task, say)
