"""The composition root of the window: opens the library, dresses Qt, puts the parts together."""

import gc
import logging
import logging.handlers
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from videxplore.composition import Configuration, Services
from videxplore.core.errors import CatalogueBusyError, VidexploreError
from videxplore.paths import AppPaths
from videxplore.services.library import Library
from videxplore.settings import Settings, Theme
from videxplore.ui.window.display_check import missing_library, require_display

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from videxplore.ui.player.sound import Sound
    from videxplore.ui.window.main_window import MainWindow

logger = logging.getLogger(__name__)

LOG_BYTES = 1_000_000
SWITCH_S = 0.0002
DESKTOP_STARTS = ("GIO_LAUNCHED_DESKTOP_FILE", "XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""What desktops tell a program that was started from an icon."""

QUIET_LOGGING = "qt.multimedia.*=false"
"""What Qt tells of the system's sound is nothing a person at a terminal could do anything about."""


def run(
    configuration: Configuration,
    videos: Sequence[Path],
    scene: tuple[int, float] | None = None,
    complaint: str = "",
) -> int:
    """Show the window until it is closed.

    Args:
        configuration: Where the library, the settings and the state live, and what the user chose.
        videos: Files and folders to index, as if they were dropped on the window.
        scene: Id of a video and a time in seconds to open the window on.
        complaint: A sentence to show at once, such as that the settings could not be read.

    Returns:
        The exit code of the program.

    Raises:
        DisplayUnavailableError: If there is no screen, or a system library is missing.
        CatalogueError: If the library cannot be opened.
    """
    require_display()
    application = _application()
    _log_to(configuration.paths.log_file)
    try:
        library = configuration.open_library(writable=True)
    except CatalogueBusyError as error:
        from videxplore.ui.window.open_window import show_open_window

        if show_open_window(configuration.paths.library, videos):
            return 0
        _say_on_screen(error)
        raise
    except VidexploreError as error:
        _say_on_screen(error)
        raise

    def arrange(window: "MainWindow") -> None:
        if scene is not None:
            window.open_scene(*scene)
        if complaint:
            window.parts.session.notice(complaint)

    with library:
        return _show_window(application, library, configuration, videos, arrange)


def _show_window(
    application: "QApplication",
    library: Library,
    configuration: Configuration,
    videos: Sequence[Path],
    arrange: Callable[["MainWindow"], None],
) -> int:
    """Show the window until it is closed; ``arrange`` is called once it is on screen."""
    from PySide6.QtCore import Qt

    from videxplore.ui.dialogs.bug_report import BugReporter, BugReports
    from videxplore.ui.look.language import apply_language
    from videxplore.ui.look.theme import WornTheme
    from videxplore.ui.window.open_window import OpenWindow
    from videxplore.ui.window.settings_keeper import SettingsKeeper
    from videxplore.ui.work.garbage import GarbageKeeper
    from videxplore.ui.work.interrupts import InterruptKeeper

    paths, settings = configuration.paths, configuration.settings
    apply_language(application, settings.language)
    theme = WornTheme(application, settings.theme)
    garbage = GarbageKeeper(application)
    window = make_window(library, settings, paths)
    reporter = BugReporter(paths.log_file, window)
    reports = BugReports(window)
    # Queued: a bug may happen while something is painted, where no dialog can be opened.
    reporter.happened.connect(reports.show, Qt.ConnectionType.QueuedConnection)
    reporter.repeated.connect(reports.count_another, Qt.ConnectionType.QueuedConnection)
    reporter.install()
    SettingsKeeper(window, settings, paths.settings_file, theme)
    window.show()
    window.start(list(videos))
    starts = OpenWindow(paths.library, window)
    starts.asked.connect(window.come_forward)
    arrange(window)
    # Not quit, which asks every open dialog first.
    interrupts = InterruptKeeper(lambda: application.exit(0))
    try:
        return application.exec()
    finally:
        starts.close()
        interrupts.close()
        window.close()
        _end_if_stuck()
        reporter.remove()
        _destroy(window)
        garbage.close()


def _say_on_screen(error: VidexploreError) -> None:
    """Show why there is no window to somebody who started the program without a terminal."""
    from PySide6.QtWidgets import QMessageBox

    is_from_desktop = any(name in os.environ for name in DESKTOP_STARTS)
    has_terminal = sys.stderr is not None and sys.stderr.isatty()
    if sys.stderr is None or (is_from_desktop and not has_terminal):
        QMessageBox.critical(None, "videxplore", str(error))


def make_window(
    library: Library, settings: Settings, paths: AppPaths, sound: "Sound | None" = None
) -> "MainWindow":
    """The window over an open library; there must be a QApplication.

    Args:
        library: The open library.
        settings: What the person chose.
        paths: Where weights and the layout are kept.
        sound: Plays sound tracks; the system's where none is given.
    """
    from videxplore.ui.window.main_window import MainWindow
    from videxplore.ui.window.parts import WindowParts

    # So long may a working thread keep Python when the window wants it; the default is a third of a picture.
    sys.setswitchinterval(SWITCH_S)
    configuration = Configuration(paths, settings)
    parts = WindowParts(Services(library, configuration), configuration.index_options(), sound)
    return MainWindow(parts, paths.state, settings.shortcuts)


def render_picture(
    paths: AppPaths,
    target: Path,
    size_px: tuple[int, int] = (1600, 1000),
    theme: Theme = "dark",
    scene: tuple[int, float] | None = None,
) -> Path:
    """Draw the window on a scene with its similar moments into a PNG file; needs no screen.

    Args:
        paths: Where the library lives; it must hold at least one video that was indexed.
        target: The PNG file; a name that is taken gets a number.
        size_px: Width and height of the window.
        theme: The colours.
        scene: Id of a video and a time in seconds to show; one with many scenes around it when None.

    Returns:
        The name the file got.

    Raises:
        DisplayUnavailableError: If a system library is missing.
        CatalogueError: If the library cannot be opened.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = _application()
    with Library.open(paths.library) as library:
        from videxplore.ui.look.language import apply_language
        from videxplore.ui.look.theme import apply_theme
        from videxplore.ui.player.sound import Silence
        from videxplore.ui.window.portrait import take_portrait
        from videxplore.ui.work.garbage import GarbageKeeper

        apply_language(application, "en")
        apply_theme(application, theme)
        garbage = GarbageKeeper(application)
        window = make_window(
            library, Settings(theme=theme), replace(paths, state=paths.state / "portrait"), Silence()
        )
        try:
            return take_portrait(window, target, size_px, scene)
        finally:
            window.close()
            _destroy(window)
            garbage.close()


def _end_if_stuck() -> None:
    """End the program here where a thread does not: it may be blocked for ever, and still use Qt's objects.

    What is stored is stored in transactions, and the system takes back the library's lock.
    """
    from videxplore.ui.work.jobs import stuck_lanes

    stuck = stuck_lanes()
    if stuck:
        logger.warning("The program ends without %s.", ", ".join(stuck))
        logging.shutdown()
        os._exit(0)


def _destroy(window: "MainWindow") -> None:
    """Let go of the window's Qt objects here and now, before any other thread could."""
    from PySide6.QtCore import QCoreApplication, QEvent

    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


def _application() -> "QApplication":
    try:
        from PySide6.QtCore import QLoggingCategory
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise missing_library(error) from error
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # What Qt says is left to Qt: a handler in Python would wait for Python while a plugin is loaded, and
    # another thread that loads a library keeps Python and waits for the loader. Nothing would ever move.
    QLoggingCategory.setFilterRules(QUIET_LOGGING)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("videxplore")
    application.setDesktopFileName("videxplore")
    return application


def _log_to(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(file, maxBytes=LOG_BYTES, backupCount=1)
    except OSError as error:
        logger.warning("There will be no log file: %s", error)
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger("videxplore")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
