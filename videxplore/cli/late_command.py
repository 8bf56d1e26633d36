"""Commands whose modules are imported when they run."""

import gc
import importlib
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import typer
import typer.core
import typer.main

MANY_MODULES = 100
"""The objects of so many new modules take long to look at, and stay."""


def import_late(name: str) -> ModuleType:
    """A module and what it imports; no garbage is collected meanwhile: nearly all that imports make stays."""
    collects, modules = gc.isenabled(), len(sys.modules)
    # Looking at it again and again takes an eighth of the time.
    gc.disable()
    try:
        return importlib.import_module(name)
    finally:
        if collects:
            if len(sys.modules) - modules > MANY_MODULES:
                # Nor later; only then, as garbage that came together before is frozen with it.
                gc.freeze()
            gc.enable()


@dataclass(frozen=True, slots=True)
class LateCommand:
    """A command that is listed without being imported: no command waits for the imports of others.

    Attributes:
        address: ``module.function`` below ``videxplore.cli``; ``make_application`` makes a group of commands.
        summary: Its line in the list of commands.
    """

    address: str
    summary: str

    def add_to(self, group: typer.Typer, name: str) -> None:
        """List it in a group under a name."""
        late = self

        class Loading(typer.core.TyperCommand):
            def load(self) -> Any:
                """The command itself, with its parameters; typer publishes no type for it."""
                return late.load(name)

            def make_context(
                self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
            ) -> Any:
                """Parse the arguments of the command itself, which is then run instead of this one."""
                return self.load().make_context(info_name, args, parent, **extra)

        group.command(name, cls=Loading, help=self.summary)(lambda: None)

    def load(self, name: str) -> Any:
        """Import the command."""
        module, _, function = self.address.partition(".")
        run = getattr(import_late(f"videxplore.cli.{module}"), function)
        if function == "make_application":
            return typer.main.get_command(run())
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(name)(run)
        return typer.main.get_command(alone)
