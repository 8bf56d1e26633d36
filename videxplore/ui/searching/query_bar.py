"""The query box: chips for the examples, words beside them with completion, images dropped or pasted."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QWidget,
)

from videxplore.services.searching.query.query import (
    PICTURE,
    REGION,
    Example,
    ImageExample,
    Query,
    Ranking,
    SceneExample,
    SpanExample,
    TextExample,
)
from videxplore.services.searching.words.library_words import LibraryWords
from videxplore.ui.drag_and_drop import dropped_paths, dropped_scenes, query_drop_words
from videxplore.ui.look.drop_hint import DropHint
from videxplore.ui.look.icons import icon
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import quoted
from videxplore.ui.look.texts import clock_text
from videxplore.ui.searching.chips import Chip, ChipStrip, GapButton
from videxplore.ui.searching.word_completion import WordCompletion
from videxplore.ui.tiles.delegate import Mark
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache
from videxplore.ui.work.jobs import Lane

BAR_PX = 38
LEAST_WORDS_PX = 96
PAUSE_MS = 300
LEAST_TYPED = 3
"""Letters that are searched for while they are typed, after a pause; fewer would find everything."""


class QueryBar(QFrame):
    """What is being searched for.

    Signals:
        changed: A chip was removed; with the :class:`Query` that is left, or None.
        worded: Words were entered.
        typed: Words are being typed, or, where empty, no longer.
        imagePicked: An image, a :class:`QImage`, was pasted or dropped.
        scenesPicked: Tiles were dropped; with a list of :class:`SceneExample`.
        filesPicked: A list of the files and folders that were dropped or pasted.
        gapPicked: How many seconds later the second scene may begin.
        thenToggled: Whether a second scene is still to be chosen.
        descended: The results below are wanted: Down was pressed, or what was asked for here is found.
    """

    changed = Signal(object)
    worded = Signal(str)
    typed = Signal(str)
    imagePicked = Signal(object)
    scenesPicked = Signal(list)
    filesPicked = Signal(list)
    gapPicked = Signal(float)
    thenToggled = Signal(bool)
    descended = Signal()

    def __init__(self, thumbnails: ThumbnailCache, words: Callable[[], LibraryWords], lane: Lane) -> None:
        """Show examples by ``thumbnails``; complete from ``words``, which are looked up on ``lane``."""
        super().__init__()
        self._thumbnails = thumbnails
        self._strip = ChipStrip()
        self._query: Query | None = None
        self._gap_s: float | None = None
        self._describes = False
        self._awaits_answer = False
        self._typed = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell_typed)
        self.setFixedHeight(BAR_PX)
        self.setProperty("querybar", True)
        self.setAcceptDrops(True)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(self.tr("Search"))
        self.edit.setProperty("bare", True)
        self.edit.setMinimumWidth(LEAST_WORDS_PX)
        # What is dropped on the words is the bar's to understand.
        self.edit.setAcceptDrops(False)
        self.edit.installEventFilter(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(9, 0, 6, 0)
        self._row.setSpacing(6)
        magnifier = QToolButton()
        magnifier.setIcon(icon("search"))
        magnifier.setProperty("quiet", True)
        magnifier.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        magnifier.setProperty("tight", True)
        magnifier.setIconSize(QSize(16, 16))
        magnifier.clicked.connect(self.edit.setFocus)
        magnifier.setAccessibleName(self.tr("Search"))
        self._row.addWidget(magnifier)
        self._row.addWidget(self._strip)
        self._row.addWidget(self.edit, 1)
        self._hint = DropHint(self)
        self.edit.returnPressed.connect(self._enter)
        self.edit.textEdited.connect(self._stay)
        self.edit.textChanged.connect(self._note_text)
        self.completion = WordCompletion(self.edit, words, lane)
        self.completion.chosen.connect(self._enter_chosen)
        self._advise()

    @property
    def chips(self) -> list[Chip]:
        """The chips, in order."""
        return list(self._strip.chips)

    def add_at_end(self, widget: QWidget) -> None:
        """Put a control at the right end of the box, where it stays whatever is asked."""
        self._row.addWidget(widget)

    def show_query(self, query: Query | None) -> None:
        """Show a query as chips."""
        self._query = query
        self._show_parts()

    def show_ranking(self, ranking: Ranking | None) -> None:
        """What was asked for here is answered: let the keyboard go on to the results, where there are any."""
        if ranking is None or not self._awaits_answer:
            return
        self._awaits_answer = False
        if ranking.moments and self.edit.hasFocus():
            self.descended.emit()

    def show_then(self, gap_s: float | None) -> None:
        """Show that a second scene is being chosen, and how soon it must follow; None: none is."""
        self._gap_s = gap_s
        self._show_parts()

    def _show_parts(self) -> None:
        query = self._query
        self._strip.clear()
        # What is still being typed stands in the box.
        is_typed = query is not None and bool(self._typed) and query.words == self._typed
        if query is not None and (query.positives or not is_typed):
            self._add_parts(query, lambda rest: rest)
            if self._gap_s is not None:
                self._add_gap(self._gap_s, lambda: self.thenToggled.emit(False))
            elif query.then is not None:
                self._add_gap(query.within_s, lambda: self.changed.emit(replace(query, then=None)))
                self._add_parts(query.then, lambda rest: replace(query, then=rest))
        self._advise()

    def _add_gap(self, within_s: float, remove: Callable[[], object]) -> None:
        gap = GapButton(within_s)
        gap.picked.connect(self.gapPicked)
        gap.removed.connect(remove)
        self._strip.add_between(gap)

    def show_describing(self, describes: bool) -> None:
        """Say whether a description of what a scene shows may be typed."""
        self._describes = describes
        self._advise()

    def forget_words(self, words: str) -> None:
        """Empty the box of words that were entered, unless others are being typed by now."""
        if self.edit.text().strip() == words:
            self.edit.clear()

    def paste(self) -> None:
        """Search for what is on the clipboard; text goes into the box, to be looked at first."""
        data = QApplication.clipboard().mimeData()
        if not self._take(data) and data.hasText():
            self.edit.setFocus()
            self.edit.paste()

    @qt_override
    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Take images from the clipboard, let Backspace remove the last chip, and Down go to the results."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Paste):
                self._awaits_answer = self._take(QApplication.clipboard().mimeData())
                return self._awaits_answer
            if event.key() == Qt.Key.Key_Backspace and not self.edit.text() and self._strip.chips:
                self.changed.emit(self._strip.chips[-1].without)
                return True
            if event.key() == Qt.Key.Key_Down:
                self.descended.emit()
                return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("lit", event.type() == QEvent.Type.FocusIn)
            self.style().polish(self)
        return super().eventFilter(watched, event)

    @qt_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasImage() or data.hasUrls():
            event.acceptProposedAction()

            self._hint.promise(query_drop_words(data))

    @qt_override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hint.hide()

    @qt_override
    def dropEvent(self, event: QDropEvent) -> None:
        self._hint.hide()
        if self._take(event.mimeData()):
            event.acceptProposedAction()

    def _stay(self) -> None:
        """What is typed meanwhile belongs into the box."""
        self._awaits_answer = False

    def _note_text(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._tell_typed()

    def _tell_typed(self) -> None:
        words = self.edit.text().strip()
        words = words if len(words) >= LEAST_TYPED and self.edit.hasFocus() else ""
        if words != self._typed:
            self._typed = words
            self.typed.emit(words)

    def _take(self, data: QMimeData) -> bool:
        # A tile carries files too, which are still to be cut.
        scenes = dropped_scenes(data)
        if scenes:
            self.scenesPicked.emit(scenes)
            return True
        paths = dropped_paths(data)
        if paths:
            self.filesPicked.emit(paths)
            return True
        # Some programs promise an image and give none.
        image = data.imageData()
        if not isinstance(image, QImage) or image.isNull():
            return False
        self.imagePicked.emit(image)
        return True

    def _advise(self) -> None:
        """Say what can be typed, in few words where chips take the room."""
        advice = self.tr("Search: words, or drop or paste a picture")
        if self._describes:
            advice = self.tr("Describe what you look for, or drop or paste a picture")
        if self._gap_s is not None:
            advice = self.tr("Click, drop or type what follows")
        elif self._strip.chips:
            advice = self.tr("Add words or a description") if self._describes else self.tr("Add words")
        self.edit.setPlaceholderText(advice)
        self.setProperty("armed", self._gap_s is not None)
        self.style().polish(self)

    def _enter(self) -> None:
        words = self.edit.text().strip()
        if self.completion.is_chosen:
            return  # What is highlighted is searched for.
        self.completion.close()
        if words:
            self._awaits_answer = True
            self._pause.stop()
            self._typed = ""
            self.worded.emit(words)

    def _enter_chosen(self, words: str) -> None:
        self.edit.setText(words)
        self._enter()

    def _add_parts(self, query: Query, whole: Callable[[Query | None], Query | None]) -> None:
        """Chips for a query that may be a part of another; ``whole`` puts what is left of it back."""
        for number, example in enumerate(query.positives):
            mark: Mark = "like" if number and not isinstance(example, TextExample) else ""
            rest = query.without((example,))
            pictured = None if isinstance(example, TextExample) else example
            self._add(
                Chip(self._words(example, mark), whole(_or_none(rest)), self._thumbnails, pictured), mark
            )
        for example in query.negatives:
            rest = query.without((example,))
            self._add(Chip(self._words(example, "unlike"), whole(rest), self._thumbnails, example), "unlike")
        if query.words:
            rest = replace(query, words="")
            self._add(Chip(quoted(query.words), whole(_or_none(rest)), self._thumbnails))

    def _add(self, chip: Chip, mark: Mark = "") -> None:
        chip.mark = mark
        chip.clicked.connect(lambda: self.changed.emit(chip.without))
        self._strip.add(chip)

    def _words(self, example: Example, mark: Mark) -> str:
        if isinstance(example, TextExample):
            return quoted(example.text)
        if mark == "like":
            return self.tr("like")
        if mark == "unlike":
            return self.tr("not like")
        return describe(example)


def describe(example: Example, title_of: Callable[[int], str] | None = None) -> str:
    """An example in a few words; with the name of its video where ``title_of`` knows it."""
    match example:
        case SceneExample(video_id, time_s):
            title = title_of(video_id) if title_of is not None else ""
            words = QCoreApplication.translate("QueryBar", "scene %1") if not title else f"{title} %1"
            return words.replace("%1", clock_text(time_s, 1))
        case SpanExample(video_id, start_s, end_s):
            title = title_of(video_id) if title_of is not None else ""
            return f"{title} {clock_text(start_s, 1)}-{clock_text(end_s, 1)}".strip()
        case ImageExample(_, name):
            return _image_words(name)
        case TextExample(text):
            return text
        case _:
            return Path(example.path).name


def _image_words(name: str) -> str:
    """The name of an image, or what it is; what is stored in the history is in no language."""
    kinds = {
        PICTURE: QCoreApplication.translate("QueryBar", "picture"),
        REGION: QCoreApplication.translate("QueryBar", "region"),
    }
    return kinds.get(name, name)


def _or_none(query: Query) -> Query | None:
    """None instead of a query that asks nothing."""
    return query if query.positives or query.words else None
