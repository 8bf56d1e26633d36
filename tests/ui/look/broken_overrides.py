"""Opens a library in the window and uses everything in it while overrides of Qt's methods fail.

A program of its own, since what it looks for ends the process: ``python -m tests.ui.look.broken_overrides
FOLDER [NAME,NAME ...]``. For each group of names the overrides of all classes raise, one group at a time. It
prints what was reported, as ``Class.method Error``.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

from PySide6.QtCore import QEvent, QIdentityProxyModel, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QTableWidget, QWidget

from tests.ui.exploring import LEFT, files
from tests.ui.look.overrides import overrides, qt_classes
from videxplore.app import make_window
from videxplore.core.errors import VidexploreError
from videxplore.paths import AppPaths
from videxplore.services.library import Library
from videxplore.settings import Settings
from videxplore.ui.dialogs.bug_report import BugReporter
from videxplore.ui.look.theme import apply_theme
from videxplore.ui.player.sound_output import Silence
from videxplore.ui.window.main_window import MainWindow

ERRORS: tuple[Callable[..., object], ...] = (
    lambda *_arguments: [].pop(),
    lambda *_arguments: 1 / 0,
    lambda *_arguments: int(float("inf")),
    lambda *_arguments: float("x"),
    lambda *_arguments: next(iter(())),
    lambda *_arguments: dict[str, int]()["x"],
)
"""What C code raises."""

PATIENCE_S = 60.0
NO_KEY = Qt.KeyboardModifier.NoModifier


@cache
def all_overrides() -> dict[str, object]:
    """Every override of the program by ``module.Class.method``."""
    return {title: method for kind in qt_classes() for title, method in overrides(kind)}


@contextmanager
def broken(names: Sequence[str], error: Callable[..., object]) -> Iterator[None]:
    """Let every override of these names do nothing but raise, under whatever guard it has."""
    kept: list[tuple[FunctionType, CodeType]] = []
    assert isinstance(error, FunctionType)
    for title, method in all_overrides().items():
        function = getattr(method, "__wrapped__", method)
        if title.rpartition(".")[2] in names and isinstance(function, FunctionType):
            kept.append((function, function.__code__))
            known_as = ".".join(title.split(".")[-2:])
            free = function.__code__.co_freevars
            function.__code__ = error.__code__.replace(co_name=known_as, co_freevars=free)
    try:
        yield
    finally:
        for function, code in kept:
            function.__code__ = code


def use(window: MainWindow) -> None:
    """Let Qt call whatever it calls of every widget, view and model."""
    for widget in [window, *window.findChildren(QWidget)]:
        if type(widget).__module__.startswith("videxplore"):
            widget.grab()
            widget.sizeHint()
            widget.minimumSizeHint()
            send_events(widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget)
        if isinstance(widget, QAbstractItemView):
            use_model(widget)
    QApplication.processEvents()


def use_model(view: QAbstractItemView) -> None:
    """Let C++ ask a model and the delegate."""
    view.grab()
    view.sizeHintForRow(0)
    model = view.model()
    if model is None or isinstance(view, QTableWidget):
        return
    proxy = QIdentityProxyModel()
    proxy.setSourceModel(model)
    index = proxy.index(0, 0)
    proxy.data(index)
    proxy.flags(index)
    proxy.mimeTypes()
    with suppress(TypeError):
        proxy.mimeData([index])


def send_events(widget: QWidget) -> None:
    """One of each event that a person or the system causes; none of them means anything in the window."""
    point, nothing = QPointF(2, 2), Qt.MouseButton.NoButton
    where = widget.mapToGlobal(point)
    copy, other = Qt.DropAction.CopyAction, Qt.MouseButton.BackButton
    data = files()
    for event in (
        QEnterEvent(point, point, where),
        QMouseEvent(QEvent.Type.MouseButtonPress, point, where, other, other, NO_KEY),
        QMouseEvent(QEvent.Type.MouseMove, point, where, nothing, nothing, NO_KEY),
        QMouseEvent(QEvent.Type.MouseButtonRelease, point, where, other, nothing, NO_KEY),
        QMouseEvent(QEvent.Type.MouseButtonDblClick, point, where, other, other, NO_KEY),
        QWheelEvent(
            point, where, QPoint(), QPoint(0, 1), nothing, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False
        ),
        QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_F24, NO_KEY),
        QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F24, NO_KEY),
        QFocusEvent(QEvent.Type.FocusIn),
        QFocusEvent(QEvent.Type.FocusOut),
        QEvent(QEvent.Type.FontChange),
        QEvent(QEvent.Type.Leave),
        QDragEnterEvent(QPoint(2, 2), copy, data, LEFT, NO_KEY),
        QDropEvent(point, copy, data, LEFT, NO_KEY),
    ):
        QApplication.sendEvent(widget, event)
    widget.resize(widget.size() + QSize(1, 0))


def wait_for(condition: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > give_up_at:
            raise TimeoutError
        QApplication.processEvents()
        QTest.qWait(5)


def open_everything(window: MainWindow) -> None:
    """Show a video, its first scene and what is like it, as far as the library can be read."""
    parts = window.parts

    def settle() -> None:
        QTest.qWait(100)
        wait_for(lambda: all(lane.is_idle for lane in parts.lanes))

    settle()
    for video in parts.videos.videos[:1]:
        window.open_scene(video.id, 0.1)
        settle()


def main(folder: Path, groups: list[str]) -> int:
    application = QApplication(sys.argv[:1])
    apply_theme(application, "dark")
    paths = AppPaths.under(folder)
    try:
        library = Library.open(paths.library)
    except VidexploreError as error:
        say(str(error))
        return 0
    with library:
        window = make_window(library, Settings(backbone="not-here"), paths, Silence())
        reporter = BugReporter(paths.log_file)
        reporter.happened.connect(lambda text: say(reported(text)))
        reporter.install()
        window.resize(1280, 800)
        window.show()
        open_everything(window)
        use(window)
        for number, group in enumerate(groups):
            say(f"# {group}")
            with broken(group.split(","), ERRORS[number % len(ERRORS)]):
                use(window)
        window.close()
        reporter.remove()
        say("alive")
    return 0


def reported(text: str) -> str:
    """Where the exception of a report was raised, and its type."""
    lines = text.split("\n\nLog:", maxsplit=1)[0].rstrip().splitlines()
    within = [line.rpartition(" in ")[2] for line in lines if line.startswith("  File")]
    return f"{within[-1]} {lines[-1].partition(':')[0]}"


def say(words: str) -> None:
    """Write a line at once: the process may end at the next."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
