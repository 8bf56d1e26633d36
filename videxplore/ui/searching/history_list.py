"""The list of the history: which searches it shows, in which order, and one of them as a row."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from videxplore.services.searching.query_history import query_to_text
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.images import draw_filling
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours
from videxplore.ui.searching.chips import example_key, example_picture
from videxplore.ui.searching.search_history import SearchStep
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey

MOST_LISTED = 12
"""Searches without a name that are listed."""


@dataclass(frozen=True, slots=True)
class ListedSearch:
    """A search as the history lists it.

    Attributes:
        position: The place of its step in the history.
        step: The search.
        is_branch: Whether a later search went on from one before it instead.
    """

    position: int
    step: SearchStep
    is_branch: bool


def listed_searches(
    steps: Sequence[SearchStep], position: int
) -> tuple[list[ListedSearch], list[ListedSearch]]:
    """Searches with a name, and the latest of the others, newest first; of equal ones only one is listed.

    Args:
        steps: The history, in order.
        position: The step that is shown, which is listed in any case.
    """
    main = _main_line(steps)
    named: list[ListedSearch] = []
    nameless: list[ListedSearch] = []
    known: set[str] = set()
    known_saved: set[tuple[str, str]] = set()
    shown_text = query_to_text(steps[position].query) if 0 <= position < len(steps) else ""
    for place, step in reversed(list(enumerate(steps))):
        listed = ListedSearch(place, step, step.number not in main)
        if step.name:
            saved = (step.name, query_to_text(step.query))
            if saved not in known_saved:
                known_saved.add(saved)
                named.append(listed)
            continue
        if len(nameless) >= MOST_LISTED and place != position:
            continue
        text = query_to_text(step.query)
        # Of those equal to the one that is shown, it is this one that is listed.
        if place == position or (text not in known and text != shown_text):
            known.add(text)
            nameless.append(listed)
    return named, nameless


def _main_line(steps: Sequence[SearchStep]) -> set[int]:
    """The numbers of the newest search of each tree, and of all that led to it."""
    parents = {step.number: step.parent for step in steps}
    main: set[int] = set()
    roots: set[int] = set()
    for step in reversed(steps):
        path = [step.number]
        while (parent := parents.get(path[-1])) is not None and parent in parents:
            path.append(parent)
        if path[-1] not in roots:
            roots.add(path[-1])
            main.update(path)
    return main


ROW = QSize(360, 46)
PICTURE = QSize(54, 32)
RESULT = QSize(36, 22)
RESULTS = 3
INDENT_PX = 18
_PAD_PX = 10


class HistoryMenu(QMenu):
    """A menu that opens within its window, as far as there is room."""

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        owner = self.parentWidget()
        if owner is None:
            return
        window = owner.window().frameGeometry()
        self.move(max(window.left(), min(self.x(), window.right() + 1 - self.width())), self.y())


class HistoryAction(QWidgetAction):
    """An entry of the menu of searches; the menu takes the mouse and the keys, as for any entry."""

    def __init__(self, listed: ListedSearch, words: str, thumbnails: ThumbnailCache, menu: QMenu) -> None:
        """List a search, called by ``words``, in ``menu``."""
        super().__init__(menu)
        self.listed = listed
        self.setText(words)
        self.setCheckable(True)
        self.setDefaultWidget(_HistoryRow(self, thumbnails, menu))


class _HistoryRow(QWidget):
    def __init__(self, action: HistoryAction, thumbnails: ThumbnailCache, menu: QMenu) -> None:
        super().__init__(menu)
        self._action = action
        self._menu = menu
        self._thumbnails = thumbnails
        step = action.listed.step
        example = next(iter(step.query.positives), None)
        self._key = None if example is None else example_key(example)
        self._picture = None if example is None else example_picture(example)
        moments = step.ranking.moments[:RESULTS] if step.ranking is not None else ()
        self._results = [ThumbnailKey("keyframe", moment.keyframe_id) for moment in moments]
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(action.text())
        self.setFixedSize(ROW)
        menu.hovered.connect(self.update)
        thumbnails.loaded.connect(self.update)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = colours()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._menu.activeAction() is self._action or self._action.isChecked():
            is_under = self._menu.activeAction() is self._action
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.selection if is_under else palette.raised)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 1, -2, -1), 5, 5)
        left = self._paint_branch(painter)
        middle = self.height() / 2
        box = QRectF(left, middle - PICTURE.height() / 2, PICTURE.width(), PICTURE.height())
        self._paint_picture(painter, box, self._picture or self._cached(self._key))
        right = float(self.width() - _PAD_PX)
        for key in reversed(self._results):
            right -= RESULT.width()
            place = QRectF(right, middle - RESULT.height() / 2, RESULT.width(), RESULT.height())
            self._paint_picture(painter, place, self._cached(key))
            right -= 4
        words = QRectF(box.right() + 8, 2, right - box.right() - 12, self.height() - 4)
        painter.setFont(theme.text_font(12))
        painter.setPen(palette.text)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.setClipRect(words)
        painter.drawText(words, flags, self._action.text())
        painter.end()

    def _paint_branch(self, painter: QPainter) -> float:
        """A line that leaves the others, for a branch; where the picture begins."""
        if not self._action.listed.is_branch:
            return _PAD_PX
        painter.setPen(QPen(colours().faint, 1.5))
        middle = self.height() / 2
        line = QPainterPath(QPointF(_PAD_PX + 4, self.height()))
        line.quadTo(QPointF(_PAD_PX + 4, middle), QPointF(_PAD_PX + INDENT_PX - 4, middle))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(line)
        return _PAD_PX + INDENT_PX

    def _cached(self, key: ThumbnailKey | None) -> QPixmap | None:
        return None if key is None else self._thumbnails.get(key)

    def _paint_picture(self, painter: QPainter, box: QRectF, pixmap: QPixmap | None) -> None:
        painter.save()
        path = QPainterPath()
        path.addRoundedRect(box, 3, 3)
        painter.setClipPath(path)
        painter.fillRect(box, colours().background)
        if pixmap is not None:
            draw_filling(painter, box, pixmap)
        elif box.width() == PICTURE.width():
            sign = QRectF(box.center().x() - 8, box.center().y() - 8, 16, 16).toRect()
            icon("bookmark" if self._action.listed.step.name else "search").paint(painter, sign)
        painter.restore()
