"""Dialogs whose modules are imported when they are first opened: the window does not wait for them."""

import importlib
from typing import Any


def dialog_module(name: str) -> Any:
    """A module of ``videxplore.ui`` that holds a dialog, such as ``dialogs.export_dialog``."""
    return importlib.import_module(f"videxplore.ui.{name}")
