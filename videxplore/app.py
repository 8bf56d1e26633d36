"""Builds the application: opens the library, applies theme and language, creates the window.

Importing this module imports Qt; the commands import it by name, when they open the window.
"""

import faulthandler
import gc
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import metadata
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLoggingCategory, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from videxplore.composition import Configuration, Services
from videxplore.core.bug_report import logged_to
from videxplore.core.errors import CatalogueBusyError, UsageError, VidexploreError
from videxplore.core.files import open_log
from videxplore.paths import APP_NAME, DESKTOP_ID, AppPaths, resources_folder
from videxplore.services.library import Library
from videxplore.settings import Settings, Theme
from videxplore.ui.dialogs.bug_report import BugReporter, BugReports
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.texts import apply_language
from videxplore.ui.look.theme import ThemeController, apply_theme, styled_at_the_end
from videxplore.ui.player.sound_output import Silence, Sound
from videxplore.ui.window.display_check import require_display
from videxplore.ui.window.main_window import MainWindow
from videxplore.ui.window.parts import WindowParts
from videxplore.ui.window.screenshot import take_screenshot
from videxplore.ui.window.settings_controller import SettingsController
from videxplore.ui.window.single_instance import InstanceServer, OpenedFiles, forward_to_running_instance
from videxplore.ui.window.wiring import Wiring
from videxplore.ui.work.garbage import GarbageKeeper
from videxplore.ui.work.jobs import InterruptHandler, stuck_lanes

logger = logging.getLogger(__name__)

RESTART_CODE = 1000
"""Returned by :func:`run` where the user starts again with other settings; no exit code of a process."""

CRASH_FILE = "crashes.log"
PATIENCE_MS = 3000
SWITCH_S = 0.0002
"""GIL switch interval: how long a worker may hold the GIL while the GUI thread waits."""

DESKTOP_STARTS = ("GIO_LAUNCHED_DESKTOP_FILE", "XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""Environment variables that desktops set for a program started from an icon."""

QUIET_LOGGING = "qt.multimedia.*=false"
"""Silences Qt Multimedia's log noise about the audio backend."""


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
        The exit code of the program, or ``RESTART_CODE``.

    Raises:
        DisplayUnavailableError: If there is no screen, or Qt's plugin for it cannot be loaded.
        CatalogueError: If the library cannot be opened.
    """
    require_display()
    application = _application()
    with logged_to(configuration.paths.log_file, logging.INFO):
        _log_crashes(configuration.paths.log_file.with_name(CRASH_FILE))
        return _run(application, configuration, videos, scene, complaint)


def _run(
    application: QApplication,
    configuration: Configuration,
    videos: Sequence[Path],
    scene: tuple[int, float] | None,
    complaint: str,
) -> int:
    """Open the library and show the window; or show the one that is open already."""
    apply_language(application, configuration.settings.language)
    try:
        library = configuration.open_library(writable=True)
    except CatalogueBusyError as error:
        if forward_to_running_instance(configuration.paths.library, videos):
            return 0
        _say_on_screen(error)
        raise
    except VidexploreError as error:
        _say_on_screen(error)
        raise
    with library:
        return _run_window(application, configuration, library, videos, scene, complaint)


def _run_window(
    application: QApplication,
    configuration: Configuration,
    library: Library,
    videos: Sequence[Path],
    scene: tuple[int, float] | None,
    complaint: str,
) -> int:
    """Show the window over an open library until it is closed; the exit code of the program."""
    paths, settings = configuration.paths, configuration.settings
    theme = ThemeController(application, settings.theme)
    garbage = GarbageKeeper(application)
    window = make_window(library, settings, paths)
    reporter = _report_bugs(window, paths.log_file)
    keeper = SettingsController(window, settings, paths, theme)
    # The window asks nothing when it closes: indexing goes on after the restart.
    keeper.restartRequested.connect(
        lambda: application.exit(RESTART_CODE), Qt.ConnectionType.QueuedConnection
    )
    window.show()
    window.start(list(videos))
    instances = InstanceServer(paths.library, window)
    instances.asked.connect(window.come_forward)
    OpenedFiles(application, window).opened.connect(window.come_forward)
    if scene is not None:
        window.open_scene(*scene)
    if complaint:
        window.parts.session.notice(translated(complaint))
    # A file dialog of GTK waits in a loop of its own, which Qt cannot leave.
    patience = QTimer(window, singleShot=True, interval=PATIENCE_MS)
    patience.timeout.connect(lambda: _end_within_dialog(window))

    def leave() -> None:
        # Not quit, which asks every open dialog first.
        application.exit(0)
        patience.start()

    interrupts = InterruptHandler(leave)
    try:
        return application.exec()
    finally:
        patience.stop()
        instances.close()
        interrupts.close()
        window.close()
        _end_if_stuck()
        reporter.remove()
        _destroy(window)
        garbage.close()


def _log_crashes(file: Path) -> None:
    """Let a crash in a library leave the stack of every thread, until the program ends."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        faulthandler.enable(open_log(file))
    except OSError as error:
        logger.warning("Crashes will leave no report: %s", error)


def _report_bugs(window: MainWindow, log_file: Path) -> BugReporter:
    """Show unhandled exceptions in a dialog from now on."""
    reporter = BugReporter(log_file, window)
    reports = BugReports(window, log_file.parent)
    # Queued: a bug may happen while something is painted, where no dialog can be opened.
    reporter.happened.connect(reports.show, Qt.ConnectionType.QueuedConnection)
    reporter.repeated.connect(reports.count_another, Qt.ConnectionType.QueuedConnection)
    reporter.install()
    return reporter


def _say_on_screen(error: VidexploreError) -> None:
    """Show why there is no window where the program was started without a terminal."""
    is_from_desktop = any(name in os.environ for name in DESKTOP_STARTS)
    has_terminal = sys.stderr is not None and sys.stderr.isatty()
    if sys.stderr is None or (is_from_desktop and not has_terminal):
        QMessageBox.critical(None, "videxplore", translated(str(error)))


def make_window(
    library: Library, settings: Settings, paths: AppPaths, sound: Sound | None = None
) -> MainWindow:
    """The window over an open library; there must be a QApplication.

    Args:
        library: The open library.
        settings: What the user chose.
        paths: Where weights and the layout are kept.
        sound: Plays sound tracks; the system's where none is given.
    """
    # The default, 5 ms, is a third of a frame at 60 Hz.
    sys.setswitchinterval(SWITCH_S)
    configuration = Configuration(paths, settings)
    cluster, complaint = None, ""
    try:
        cluster = configuration.cluster()
    except UsageError as error:
        complaint = translated(str(error))
    services = Services(library, configuration)
    with styled_at_the_end(_application()):
        parts = WindowParts(services, configuration.index_options(), sound, cluster)
        if complaint:
            parts.session.notice(complaint)
        window = MainWindow(parts, paths.state, settings.shortcuts, Wiring)
    # A maximised window keeps the width that separators have when its layout is restored.
    window.window_layout.restore()
    return window


def render_picture(
    paths: AppPaths,
    target: Path,
    size_px: tuple[int, int] = (1600, 1000),
    theme: Theme = "dark",
    scene: tuple[int, float] | None = None,
) -> Path:
    """Render the window with a scene and its similar moments to a PNG file; needs no display.

    Args:
        paths: Where the library lives; it must hold at least one video that was indexed.
        target: The PNG file; a name that is taken gets a number.
        size_px: Width and height of the window.
        theme: The colours.
        scene: Id of a video and a time in seconds to show; one with many scenes around it when None.

    Returns:
        The name the file got.

    Raises:
        CatalogueError: If the library cannot be opened.
    """
    with offscreen_window(paths, theme) as window:
        return take_screenshot(window, target, size_px, scene)


@contextmanager
def offscreen_window(paths: AppPaths, theme: Theme = "dark") -> Iterator[MainWindow]:
    """The window over a library, not yet shown and without sound, to take pictures of; needs no display.

    Raises:
        CatalogueError: If the library cannot be opened.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = _application()
    with Library.open(paths.library) as library:
        apply_language(application, "en")
        apply_theme(application, theme)
        garbage = GarbageKeeper(application)
        window = make_window(
            library, Settings(theme=theme), replace(paths, state=paths.state / "portrait"), Silence()
        )
        try:
            yield window
        finally:
            window.close()
            _destroy(window)
            garbage.close()


def _end_within_dialog(window: MainWindow) -> None:
    """Save the state of the window, and end the process at once."""
    window.close()
    logging.shutdown()
    os._exit(0)


def _end_if_stuck() -> None:
    """End the process if a thread does not end: it may be blocked for ever while it still uses Qt objects.

    What is stored is stored in transactions, and the system takes back the library's lock.
    """
    stuck = stuck_lanes()
    if stuck:
        logger.warning("The program ends without %s.", ", ".join(stuck))
        logging.shutdown()
        os._exit(0)


def _destroy(window: MainWindow) -> None:
    """Delete the window's Qt objects in this thread, before the last reference drops in another."""
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


def _application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # No message handler in Python: it would wait for the GIL while Qt loads a plugin, and another thread that
    # loads a library holds the GIL and waits for the loader: a deadlock.
    QLoggingCategory.setFilterRules(QUIET_LOGGING)
    # X11 names the window's group after the first argument, however the program was started.
    application = QApplication([APP_NAME])
    application.setApplicationName(APP_NAME)
    application.setApplicationVersion(metadata.version(APP_NAME))
    application.setDesktopFileName(DESKTOP_ID)
    application.setWindowIcon(QIcon(str(resources_folder() / "icons" / f"{APP_NAME}.svg")))
    return application
