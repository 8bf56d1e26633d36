"""The command line. A command imports what it needs when it runs; only ``gui`` and ``demo`` import Qt."""

from videxplore.cli.application import main

__all__ = ["main"]
