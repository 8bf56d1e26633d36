"""Completion of the words in the search box from what the library has."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from videxplore.services.searching.words.known_words import KnownWord
from videxplore.services.searching.words.library_words import LibraryWords
from videxplore.ui.work.jobs import Lane

MOST_COMPLETIONS = 10
_TextRole = Qt.ItemDataRole.UserRole


class WordCompletion(QObject):
    """Offers what begins like the text of an edit; it is looked up on a lane.

    Signals:
        chosen: One of the words was chosen.
    """

    chosen = Signal(str)

    def __init__(self, edit: QLineEdit, words: Callable[[], LibraryWords], lane: Lane) -> None:
        super().__init__(edit)
        self._words = words
        self._lane = lane
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(_TextRole)
        self._completer.setMaxVisibleItems(MOST_COMPLETIONS)
        self._popup = QListView()
        self._completer.setPopup(self._popup)
        self._popup.setProperty("completions", True)
        self._popup.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Set as the edit's own completer it would complete at every key, before the words are looked up.
        self._completer.setWidget(edit)
        self._completer.activated.connect(self.chosen)
        edit.textEdited.connect(self._look_up)

    @property
    def is_chosen(self) -> bool:
        """Whether one of the words is highlighted, so that Return means it and not the text."""
        return self._popup.isVisible() and self._popup.currentIndex().isValid()

    @property
    def shown(self) -> list[str]:
        """What is offered."""
        if not self._popup.isVisible():
            return []
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def close(self) -> None:
        """Offer nothing, also not what is being looked up."""
        self._lane.cancel("completion")
        self._popup.hide()

    def _look_up(self, typed: str) -> None:
        if not typed.strip():
            self.close()
            return
        job = self._lane.submit_latest(
            lambda _task: self._words().completions(typed, MOST_COMPLETIONS), "completion"
        )
        job.succeeded.connect(self._show)

    def _show(self, known: Sequence[KnownWord]) -> None:
        self._model.clear()
        for one in known:
            item = QStandardItem(f"{one.text} · {self._count_words(one)}")
            item.setData(one.text, _TextRole)
            self._model.appendRow(item)
        widget = self._completer.widget()
        if known and widget is not None and widget.hasFocus():
            self._completer.complete()
            # Qt highlights the first one; Return still means what was typed.
            self._popup.setCurrentIndex(QModelIndex())
        else:
            self._popup.hide()

    def _count_words(self, known: KnownWord) -> str:
        if known.kind == "file":
            return self.tr("file")
        if known.kind == "tag":
            return self.tr("tag, %n mark(s)", "", known.count)
        if known.kind == "folder":
            return self.tr("folder, %n video(s)", "", known.count)
        return self.tr("%n scene(s)", "", known.count)
