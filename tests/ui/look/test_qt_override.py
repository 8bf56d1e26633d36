"""No exception leaves a method that Qt calls: it is reported, and Qt is answered."""

import functools
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ParamSpec

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, QSortFilterProxyModel, QStringListModel
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QListWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.exploring import Exploring
from tests.ui.look.overrides import overrides, qt_classes, unguarded
from videxplore.ui.dialogs.bug_report import BugReporter
from videxplore.ui.look.qt_override import qt_override

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_S = 300
P = ParamSpec("P")

BROKEN = {
    "data": {"TileModel.data", "VideoModel.data", "ClusterModel.data"},
    "flags": {"TileModel.flags", "VideoModel.flags"},
    "rowCount": {"TileModel.rowCount", "VideoModel.rowCount"},
    "paint": {"TileDelegate.paint", "VideoRowDelegate.paint", "_TintedIconEngine.paint"},
    "sizeHint": {"VideoRowDelegate.sizeHint", "Chip.sizeHint", "TimelineView.sizeHint"},
    "mimeData": {"VideoModel.mimeData"},
    "event": {"TileGrid.event", "FrameView.event", "PanelDock.event"},
    "eventFilter": {"ReservedKeys.eventFilter", "QueryBar.eventFilter"},
    "paintEvent": {"TileGrid.paintEvent", "TimelineView.paintEvent", "FrameView.paintEvent"},
    "mousePressEvent": {"Timeline.mousePressEvent", "TileGrid.mousePressEvent"},
    "keyPressEvent": {"Timeline.keyPressEvent", "TileGrid.keyPressEvent"},
    "wheelEvent": {"Timeline.wheelEvent", "MapView.wheelEvent"},
    "resizeEvent": {"TileGrid.resizeEvent", "TimelineView.resizeEvent"},
}
"""Names of overrides that raise, and those of them that must have been called and reported."""


TOGETHER = (
    ("data", "mousePressEvent", "keyPressEvent"),
    ("rowCount", "wheelEvent", "resizeEvent"),
    ("flags", "paint", "sizeHint", "mimeData"),
    ("event",),
    ("eventFilter",),
    ("paintEvent",),
)
"""Those that are called whether the others of their group raise or not, which the test finds out."""


@pytest.fixture
def reports(qtbot: QtBot, tmp_path: Path) -> Iterator[list[str]]:
    reporter = BugReporter(tmp_path / "videxplore.log")
    texts: list[str] = []
    reporter.happened.connect(texts.append)
    reporter.install()
    yield texts
    reporter.remove()


def broken() -> Any:
    """Raise in C, which does not normalise the exception."""
    return [].pop()


class Sized:
    def sizeHint(self) -> QSize:
        return QSize(broken(), 0)


class MixedLabel(Sized, QLabel):
    """Forgets the guard, by a base that is no class of Qt."""

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name.
        super().setText(text)


class Item(QListWidgetItem):
    """Forgets the guard of an operator."""

    def __lt__(self, other: object) -> bool:
        return bool(broken())


class Painted(QWidget):
    """Forgets one guard of two."""

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        broken()

    def leaveEvent(self, event: QEvent) -> None:
        broken()

    def other(self) -> None:
        broken()


@pytest.fixture(scope="module")
def kinds() -> list[type]:
    """Every class of Qt in the program; importing all of it holds Python up, outside of any test."""
    return list(qt_classes())


def test_every_override_in_the_program_is_guarded(kinds: list[type]) -> None:
    assert len({name for kind in kinds for name, _ in overrides(kind)}) > 100
    assert unguarded(kinds) == [], "decorate these with videxplore.ui.look.qt_override.qt_override"


def test_an_override_without_the_guard_is_found() -> None:
    here = __name__
    assert unguarded([MixedLabel, Item, Painted]) == [
        f"{here}.Item.__lt__",
        f"{here}.Painted.leaveEvent",
        f"{here}.Sized.sizeHint",
    ]


def decorated(method: Callable[P, None]) -> Callable[P, None]:
    @functools.wraps(method)
    def fails(*args: P.args, **kwargs: P.kwargs) -> None:
        broken()

    return fails


def test_the_guard_must_be_the_outermost_decorator() -> None:
    class Inside(QWidget):
        @decorated
        @qt_override
        def leaveEvent(self, event: QEvent) -> None:
            pass

    class Outside(QWidget):
        @qt_override
        @decorated
        def leaveEvent(self, event: QEvent) -> None:
            pass

    assert [name.rpartition("<locals>.")[2] for name in unguarded([Inside, Outside])] == ["Inside.leaveEvent"]


def test_the_base_class_answers_for_an_override_that_fails(reports: list[str]) -> None:
    class Label(QLabel):
        @qt_override
        def sizeHint(self) -> QSize:
            return QSize(broken(), 0)

    class Longer(Label):
        @qt_override
        def sizeHint(self) -> QSize:
            return super().sizeHint() + QSize(broken(), 0)

    plain, failing = QLabel("Some words"), Longer("Some words")
    assert failing.sizeHint() == plain.sizeHint()
    assert len(reports) == 2
    assert all("IndexError: pop from empty list" in report for report in reports)


def test_a_sorted_and_filtered_model_survives(reports: list[str]) -> None:
    class Proxy(QSortFilterProxyModel):
        @qt_override
        def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:  # type: ignore[override]
            return bool(broken())

        @qt_override
        def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # type: ignore[override]
            return bool(broken())

    source, proxy = QStringListModel(["b", "a"]), Proxy()
    proxy.setSourceModel(source)
    proxy.sort(0)
    assert [proxy.index(row, 0).data() for row in range(proxy.rowCount())] == ["a", "b"]
    assert len(reports) == 2


def test_items_that_cannot_be_compared_are_not_sorted(reports: list[str]) -> None:
    class Guarded(QListWidgetItem):
        @qt_override
        def __lt__(self, other: object) -> bool:
            return bool(broken())

    view = QListWidget()
    for words in ("b", "a"):
        view.addItem(Guarded(words))
    view.sortItems()
    assert view.count() == 2
    assert len(reports) == 1


def test_an_event_goes_on_past_a_filter_that_fails(qtbot: QtBot, reports: list[str]) -> None:
    class Filter(QObject):
        @qt_override
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            return bool(broken())

    label, watching = QLabel("words"), Filter()
    qtbot.addWidget(label)
    label.installEventFilter(watching)
    QApplication.sendEvent(label, QEvent(QEvent.Type.Hide))
    label.removeEventFilter(watching)
    assert len(reports) == 1


def test_ctrl_c_in_an_override_reaches_the_caller(qtbot: QtBot) -> None:
    class Interrupted(QWidget):
        @qt_override
        def paintEvent(self, event: QPaintEvent) -> None:
            signal.default_int_handler(signal.SIGINT, None)

    widget = Interrupted()
    qtbot.addWidget(widget)
    with pytest.raises(KeyboardInterrupt):
        widget.grab()


def test_the_guard_keeps_names_and_documentation() -> None:
    @qt_override
    def described(first: int, *, second: str = "") -> str:
        """Say something."""
        return second * first

    assert described(2, second="ab") == "abab"
    assert (described.__name__, described.__doc__) == ("described", "Say something.")


def test_an_error_in_the_hook_itself_does_not_leave_an_override(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @qt_override
    def fails() -> None:
        broken()

    monkeypatch.setattr(sys, "excepthook", lambda *_error: broken())
    fails()
    assert "IndexError" in capsys.readouterr().err


@pytest.fixture
def library(qtbot: QtBot, tmp_path: Path, footage: Path) -> Path:
    """A closed library with two videos."""
    exploring = Exploring(qtbot, tmp_path)
    exploring.add(footage / "beach.mp4", (1, 2, 3))
    exploring.add(footage / "trips" / "hills.mp4", (1, 4))
    exploring.close()
    return tmp_path


def use_window(library: Path, *names: str) -> list[str]:
    """Use everything in a window while overrides of these names raise; return what was printed."""
    command = [sys.executable, "-m", "tests.ui.look.broken_overrides", str(library), *names]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True, timeout=PATIENCE_S)
    lines = ended.stdout.splitlines()
    assert ended.returncode == 0, (ended.returncode, lines[-3:], ended.stderr[-2000:])
    return lines


def test_the_window_outlives_overrides_that_fail(library: Path) -> None:
    groups = [",".join(names) for names in TOGETHER]
    assert sorted(",".join(groups).split(",")) == sorted(BROKEN)
    lines = use_window(library, *groups)
    assert lines[-1] == "alive"
    reported = {line.split()[0] for line in lines}
    assert set().union(*BROKEN.values()) - reported == set()


@pytest.mark.slow
def test_scenes_that_never_end_do_not_end_the_window(library: Path) -> None:
    [catalogue] = library.rglob("catalogue.sqlite3")
    with sqlite3.connect(catalogue) as database:
        database.execute("UPDATE shot SET end_s = iif(id % 2, 1e15, 1e14)")
    database.close()
    use_window(library)
