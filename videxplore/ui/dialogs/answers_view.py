"""What is found of a label that is being taught, and the question whether a scene shows it."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from videxplore.core.types import Moment
from videxplore.services.labels import LEAST_SCORES, Certainty
from videxplore.services.teaching.lesson import LessonState
from videxplore.ui.look import theme
from videxplore.ui.look.texts import clock_text, name_words
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileGrid, TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey
from videxplore.ui.tiles.tile_layout import TITLED_FOOTER_PX


class AnswersView(QWidget):
    """The scenes found, the doubtful first, with yes and no for the one that is selected.

    Signals:
        answered: (moment, whether it shows what the label names).
        undoRequested: The last answer was wrong.
    """

    answered = Signal(object, bool)
    undoRequested = Signal()

    def __init__(self, thumbnails: ThumbnailCache) -> None:
        super().__init__()
        self._label = ""
        self.found_label = QLabel(wordWrap=True)
        self.question_label = QLabel(wordWrap=True)
        self._model: TileModel[Moment] = TileModel(_found_tile, self)
        self.grid = TileGrid(self._model, thumbnails, 150)
        self.grid.tiles.footer_px = TITLED_FOOTER_PX
        self.grid.setAccessibleName(self.tr("Scenes found"))
        self.grid.setSelectionMode(TileGrid.SelectionMode.SingleSelection)
        self.yes_button = QPushButton(self.tr("Yes"))
        self.no_button = QPushButton(self.tr("No"))
        self.undo_button = QPushButton(self.tr("Undo answer"))
        self.yes_button.setShortcut(self.tr("Y", "key for yes"))
        self.no_button.setShortcut(self.tr("N", "key for no"))
        self.undo_button.setShortcut("Ctrl+Z")
        for button in (self.yes_button, self.no_button, self.undo_button):
            button.setAutoDefault(False)
        self._lay_out()
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._ask())
        self.yes_button.clicked.connect(lambda: self._answer(shows=True))
        self.no_button.clicked.connect(lambda: self._answer(shows=False))
        self.undo_button.clicked.connect(self.undoRequested)
        self._is_busy = False
        self._answers = 0

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.question_label, 1)
        for button in (self.yes_button, self.no_button, self.undo_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_PADDING_PX)
        column.addWidget(self.found_label)
        column.addLayout(buttons)
        column.addWidget(self.grid, 1)

    def show_state(self, state: LessonState) -> None:
        """Show what is found now, and ask about the most doubtful scene."""
        self._label = state.action.label
        self._answers = state.answers
        self._model.set_items((*state.doubtful, *state.sure))
        self.found_label.setText(self._found_words(state))
        if state.doubtful:
            self.grid.setCurrentIndex(self._model.index(0))
        self._ask()

    def set_busy(self, *, is_busy: bool) -> None:
        """An answer is being learned: one at a time."""
        self._is_busy = is_busy
        self._ask()

    def _found_words(self, state: LessonState) -> str:
        count = state.sure_count + state.doubtful_count
        if not count:
            return self.tr("No other scene of the library looks like it.")
        found = self.tr("%n other scene(s) found:", "", count)
        sure = self.tr("%n sure", "", state.sure_count)
        doubtful = self.tr("%n doubtful", "", state.doubtful_count)
        return f"{found} {sure}, {doubtful}."

    def _selected(self) -> Moment | None:
        chosen = self.grid.selectionModel().selectedIndexes()
        return self._model.item(chosen[0]) if chosen else None

    def _ask(self) -> None:
        moment = self._selected()
        is_free = not self._is_busy
        for button in (self.yes_button, self.no_button):
            button.setEnabled(is_free and moment is not None)
        self.undo_button.setEnabled(is_free and self._answers > 0)
        if moment is not None:
            question = self.tr("Does the selected scene show \u201c%1\u201d?").replace("%1", self._label)
        elif self._model.items:
            question = self.tr("Nothing is doubtful. Select a scene to correct it.")
        else:
            question = ""
        self.question_label.setText(question)

    def _answer(self, *, shows: bool) -> None:
        moment = self._selected()
        if moment is not None and not self._is_busy:
            self.answered.emit(moment, shows)


def _found_tile(moment: Moment) -> Tile:
    """A scene that was found, with its score."""
    is_sure = moment.confidence >= LEAST_SCORES[Certainty.SURE]
    score = f"{moment.confidence:.0%}" if is_sure else f"{moment.confidence:.0%} ?"
    tile = scene_tile(moment)
    return replace(tile, right=score, spoken=f"{tile.spoken}, {score}")


def scene_tile(moment: Moment) -> Tile:
    """A scene with the name of its video and its start."""
    start = clock_text(moment.start_s, 1)
    return Tile(
        thumbnail=ThumbnailKey("keyframe", moment.keyframe_id),
        video_id=moment.video.id,
        start_s=moment.start_s,
        end_s=moment.end_s,
        left=start,
        right="",
        spoken=f"{moment.video.path.stem}, {start}",
        title=name_words(moment.video),
        name=moment.video.path.stem,
    )
