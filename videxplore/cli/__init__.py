"""The command line: every command, and nothing of Qt until the window is asked for."""

from videxplore.cli.application import main

__all__ = ["main"]
