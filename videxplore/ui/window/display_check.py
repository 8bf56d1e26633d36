"""Whether a window can be shown here, found out before Qt is asked: Qt ends the program when it cannot.

Imports no Qt.
"""

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from videxplore.core.errors import DisplayUnavailableError
from videxplore.core.file_names import is_file

_PACKAGES = (
    "libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 "
    "libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1"
)
"""What Debian and Ubuntu call the libraries that Qt's X11 plugin needs and a server's system lacks."""

_ADVICE = "use the commands of the command line, or run it where there is a desktop"


def require_display() -> None:
    """Make sure that a window can be shown.

    Raises:
        DisplayUnavailableError: If there is no screen or a system library is missing; names it.
    """
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        return
    if not os.environ.get("DISPLAY"):
        raise DisplayUnavailableError(f"There is no screen here to show the window on: {_ADVICE}.")
    _require_x_server()
    _require_plugin()


def missing_library(error: ImportError | OSError) -> DisplayUnavailableError:
    """The sentence for a Qt that cannot be loaded."""
    name = str(error).split(":", maxsplit=1)[0].strip()
    return DisplayUnavailableError(
        f"The window needs the system library {name}, which is not installed: install it with the system's "
        f"package manager (Debian and Ubuntu: {_PACKAGES})."
    )


def _require_x_server() -> None:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        raise missing_library(error) from error
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    is_broken = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    if is_broken:
        display = os.environ["DISPLAY"]
        raise DisplayUnavailableError(f"The screen {display} cannot be reached: {_ADVICE}.")


def _require_plugin() -> None:
    """Load Qt's X11 plugin, whose system libraries are the ones that are missing most often."""
    spec = find_spec("PySide6")
    if spec is None or spec.origin is None:
        raise DisplayUnavailableError("The window needs PySide6, which is not installed.")
    folder = Path(spec.origin).parent / "Qt"
    plugin = folder / "plugins" / "platforms" / "libqxcb.so"
    if not is_file(plugin):
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise missing_library(error) from error
