"""The bins of the library: their names, the items of one, and the fields of an item."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.selects import Bin, BinItem
from videxplore.core.spans import SelectedSpan
from videxplore.ui.look import theme
from videxplore.ui.look.drag_out import drag_out
from videxplore.ui.look.icons import icon
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import clock_text, number_words
from videxplore.ui.look.widgets import EmptyWords, flush, quiet_button
from videxplore.ui.selects.bin_grid import BinGrid
from videxplore.ui.selects.bin_player import BinPlayer
from videxplore.ui.selects.item_panel import ItemPanel
from videxplore.ui.selects.selects_work import SelectsWork
from videxplore.ui.session import Session
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey

LIST_WIDTHS_PX = (140, 184)
_LIST_SHARE = 1 / 7
"""Of the width of the tab, as far as the widths allow: tiles get what is left."""
_IdRole = Qt.ItemDataRole.UserRole


class BinList(QListWidget):
    """The names of the bins; one is dragged out as the clips of all its items."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(LIST_WIDTHS_PX[1])
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setDragEnabled(True)
        self.setEditTriggers(QListWidget.EditTrigger.DoubleClicked | QListWidget.EditTrigger.EditKeyPressed)
        self.drag_data: Callable[[], QMimeData | None] = lambda: None
        self.cancel_drag: Callable[[], None] = lambda: None

    @qt_override
    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name.
        data = self.drag_data()
        if data is not None:
            picture = self.viewport().grab(self.visualItemRect(self.currentItem()))
            drag_out(self, data, picture, self.cancel_drag)


class SelectsTab(QWidget):
    """Bins at the left, the items of one as tiles, the fields of the selected item at the right.

    Signals:
        exportRequested: (The name of a bin, a list of :class:`SelectedSpan`).
        searchRequested: A list of :class:`SelectedSpan` to search for.
        teachRequested: A list of :class:`SelectedSpan` to teach from.

    Attributes:
        controls: What is done with the bin, shown beside the tabs.
    """

    exportRequested = Signal(str, list)
    searchRequested = Signal(list)
    teachRequested = Signal(list)

    def __init__(
        self, session: Session, work: SelectsWork, player: BinPlayer, thumbnails: ThumbnailCache
    ) -> None:
        super().__init__()
        self._session = session
        self._work = work
        self._player = player
        self._model: TileModel[BinItem] = TileModel(self._tile, self)
        self.list = BinList()
        self.list.setAccessibleName(self.tr("Bins"))
        self.grid = BinGrid(self._model, thumbnails, 150)
        self.grid.setAccessibleName(self.tr("Items of the bin"))
        self.grid.setAcceptDrops(True)
        self.panel = ItemPanel()
        self.length = QLabel()
        self.length.setFont(theme.figures_font(12))
        self.length.setProperty("dim", True)
        self.length.setContentsMargins(theme.PANEL_PADDING_PX, 0, 0, 6)
        self.controls = self._make_controls()
        self._words = EmptyWords("selects", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._words)
        self.setFocusProxy(self.grid)
        row = flush(QHBoxLayout(self))
        row.setContentsMargins(6, 4, 0, 0)
        names = flush(QVBoxLayout(), 4)
        names.addWidget(self.list, 1)
        names.addWidget(self.length)
        row.addLayout(names)
        row.addWidget(self._stack, 1)
        row.addWidget(self.panel)
        self._connect()
        self._show()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow tab leaves room for its tiles."""
        least_px, most_px = LIST_WIDTHS_PX
        self.list.setFixedWidth(max(least_px, min(most_px, round(_LIST_SHARE * event.size().width()))))

    def selected(self) -> list[BinItem]:
        """The selected items, in their order."""
        return [self._model.items[row] for row in self.grid.selected_rows()]

    def spans(self) -> list[SelectedSpan]:
        """The items of the bin that were not rejected, in their order."""
        current = self._work.current
        return self._work.spans(current.kept) if current is not None else []

    def selected_spans(self) -> list[SelectedSpan]:
        """The selected items as parts of videos."""
        return self._work.spans(self.selected())

    def _make_controls(self) -> QWidget:
        self.play_button = quiet_button("play", self.tr("Play the bin as one film"))
        self.search_button = quiet_button("search", self.tr("Search for scenes like these"))
        self.teach_button = quiet_button("teach", self.tr("Teach from these"))
        self.export_button = quiet_button("export", self.tr("Export the bin"))
        self.new_button = quiet_button("plus", self.tr("New bin"))
        self.import_button = quiet_button("import", self.tr("Import a timeline or annotations"))
        self.delete_button = quiet_button("trash", self.tr("Delete the bin"))
        controls = QWidget()
        row = flush(QHBoxLayout(controls), 2)
        row.setContentsMargins(0, 0, theme.GAP_PX, 0)
        for button in self._bin_buttons():
            row.addWidget(button)
        row.addWidget(self.import_button)
        row.addWidget(self.new_button)
        row.addWidget(self.delete_button)
        return controls

    def _bin_buttons(self) -> Sequence[QToolButton]:
        return self.play_button, self.search_button, self.teach_button, self.export_button

    def _connect(self) -> None:
        self._work.binsChanged.connect(self._show)
        self._player.playingChanged.connect(self._show_playing)
        self._player.turned.connect(self._show_turn)
        self.list.currentRowChanged.connect(self._choose)
        self.list.itemChanged.connect(self._rename)
        self.grid.opened.connect(self._open)
        self.grid.asked.connect(self._do)
        self.grid.rated.connect(self._rate)
        self.grid.moved.connect(self._move)
        self.grid.stepped.connect(self._step)
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._show_item())
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._pop_up_menu)
        self.panel.changed.connect(self._store_item)
        self.panel.failed.connect(self._session.inform)
        self.play_button.clicked.connect(self.play)
        self.search_button.clicked.connect(lambda: self.searchRequested.emit(self.spans()))
        self.teach_button.clicked.connect(lambda: self.teachRequested.emit(self.spans()))
        self.export_button.clicked.connect(self._export)
        self.new_button.clicked.connect(self._make_bin)
        self.delete_button.clicked.connect(self._work.delete_bin)

    # What is shown

    def _show(self) -> None:
        current, shown = self._work.current, self.selected()
        self.list.blockSignals(True)
        self.list.clear()
        for one in self._work.bins:
            item = QListWidgetItem(icon("selects"), one.name)
            item.setData(_IdRole, one.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(self.tr("%n item(s)", "", len(one.items)) + f" · {clock_text(one.duration_s, 1)}")
            self.list.addItem(item)
            if current is not None and one.id == current.id:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._model.set_items(current.items if current is not None else ())
        ids = {item.id for item in shown}
        self.grid.select_rows([row for row, item in enumerate(self._model.items) if item.id in ids])
        self._show_item()
        self._show_words(current)

    def _show_words(self, current: Bin | None) -> None:
        has_items = current is not None and bool(current.items)
        self._stack.setCurrentIndex(0 if has_items else 1)
        self._words.say(
            self.tr("Keep what you found"),
            self.tr("Press B on a scene, or drag scenes here. They are kept in their order, to be exported."),
        )
        # Nothing is to be chosen or filled in while there is nothing.
        self.list.setVisible(bool(self._work.bins))
        self.panel.setVisible(has_items)
        count = len(current.items) if current is not None else 0
        length = clock_text(current.duration_s, 1) if current is not None else ""
        self.length.setText(f"{self.tr('%n item(s)', '', count)} · {length}" if has_items else "")
        for button in self._bin_buttons():
            button.setEnabled(has_items)
        self.delete_button.setEnabled(current is not None)

    def _show_item(self) -> None:
        selected = self.selected()
        item = selected[0] if len(selected) == 1 else None
        self.panel.show_item(item, self._work.videos.get(item.video_id) if item is not None else None)

    def _tile(self, item: BinItem) -> Tile:
        video = self._work.videos.get(item.video_id)
        number = next((row for row, one in enumerate(self._model.items, start=1) if one is item), 0)
        name = video.path.stem if video is not None else ""
        length = self.tr("%1 s").replace("%1", number_words(item.length_s, 1))
        stars = "\N{BLACK STAR}" * item.rating
        right = self.tr("rejected") if item.is_rejected else " ".join(filter(None, (stars, length)))
        spoken = (self.tr("Item %1: %2").replace("%1", str(number)).replace("%2", name), right, item.note)
        return Tile(
            thumbnail=ThumbnailKey("strip", item.video_id, round((item.start_s + item.end_s) / 2, 3)),
            video_id=item.video_id,
            start_s=item.start_s,
            end_s=item.end_s,
            left=f"{number}  {name}",
            right=right,
            spoken=", ".join(filter(None, spoken)),
            name=item.note or name,
            is_seen=item.is_rejected,
            is_figures=False,
        )

    def _show_playing(self, is_playing: bool) -> None:
        self.play_button.setIcon(icon("pause" if is_playing else "play"))

    def _show_turn(self, number: int) -> None:
        current = self._work.current
        if current is not None:
            rows = [row for row, item in enumerate(current.items) if not item.is_rejected]
            if number < len(rows):
                self.grid.select_rows([rows[number]])

    # What is done

    def play(self) -> None:
        """Play the bin from the selected item on; stop it where it plays."""
        if self._player.is_playing:
            self._player.stop()
            return
        first = next(iter(self.grid.selected_rows()), 0)
        before = sum(not item.is_rejected for item in self._model.items[:first])
        spans = self.spans()
        self._player.play(spans, before if before < len(spans) else 0)

    def _choose(self, row: int) -> None:
        if row >= 0:
            self._work.choose(int(self.list.item(row).data(_IdRole)))

    def _rename(self, item: QListWidgetItem) -> None:
        name, current = item.text().strip(), self._work.current
        if current is not None and name and name != current.name:
            words = self.tr("bin \u201c%1\u201d renamed").replace("%1", current.name)
            self._work.change(words, lambda one: replace(one, name=name))
        else:
            self._show()

    def _make_bin(self) -> None:
        taken = {one.name for one in self._work.bins}
        names = (self.tr("Bin %1").replace("%1", str(number)) for number in range(1, len(taken) + 2))
        self._work.new_bin(next(name for name in names if name not in taken))

    def _export(self) -> None:
        current = self._work.current
        if current is not None:
            self.exportRequested.emit(current.name, self.spans())

    def _open(self, index: QModelIndex, time_s: float) -> None:
        item = self._model.item(index)
        video = self._work.videos.get(item.video_id)
        if video is not None:
            self._player.stop()
            self._session.open_video(video, item.start_s if time_s < 0 else time_s)

    def _rate(self, rating: int) -> None:
        self._change_selected(self.tr("%n item(s) rated", "", len(self.selected())), rating=rating)

    def _do(self, name: str) -> None:
        selected = self.selected()
        if not selected:
            return
        if name == "note":
            self.panel.edit_note()
        elif name == "reject":
            is_rejected = not all(item.is_rejected for item in selected)
            words = self.tr("%n item(s) kept", "", len(selected))
            if is_rejected:
                words = self.tr("%n item(s) rejected", "", len(selected))
            self._change_selected(words, is_rejected=is_rejected)
        elif name == "remove":
            rows = self.grid.selected_rows()
            words = self.tr("%n item(s) removed from the bin", "", len(rows))
            self._work.change(words, lambda one: one.without(rows))
        else:
            self._trim_to_playhead(selected[0], is_start=name == "in")

    def _trim_to_playhead(self, item: BinItem, *, is_start: bool) -> None:
        video, time_s = self._session.video, self._session.time_s
        if video is None or video.id != item.video_id:
            self._session.inform(self.tr("Open the video of this item first, at its new in or out point."))
            return
        # The frame on screen is the last one, as at the out point of the player.
        end_s = min(time_s + 1 / float(video.frame_rate_hz or 25), video.duration_s)
        start_s, end_s = (time_s, item.end_s) if is_start else (item.start_s, end_s)
        if start_s >= end_s:
            self._session.inform(self.tr("In must come before out, and both must lie in the video."))
            return
        self._store_item(replace(item, start_s=start_s, end_s=end_s), self.tr("item trimmed"))

    def _store_item(self, item: BinItem, words: str) -> None:
        self._work.change(words, lambda one: _with_item(one, item))

    def _change_selected(self, words: str, **values: object) -> None:
        ids = {item.id for item in self.selected()}
        if ids:
            self._work.change(
                words,
                lambda one: replace(
                    one,
                    items=tuple(
                        replace(item, **values) if item.id in ids else item  # type: ignore[arg-type]
                        for item in one.items
                    ),
                ),
            )

    def _move(self, rows: list[int], place: int) -> None:
        words = self.tr("%n item(s) moved", "", len(rows))
        self._work.change(words, lambda one: one.moved(rows, place))

    def _step(self, by: int) -> None:
        rows = self.grid.selected_rows()
        place = rows[0] - 1 if by < 0 and rows else rows[-1] + 2 if rows else -1
        if 0 <= place <= len(self._model.items):
            self._move(rows, place)

    def _pop_up_menu(self, point: QPoint) -> None:
        if not self.selected():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        spans = self.selected_spans()
        current = self._work.current
        menu.addAction(icon("play"), self.tr("Play from here"), self.play)
        menu.addAction(icon("search"), self.tr("Search for this"), lambda: self.searchRequested.emit(spans))
        menu.addAction(icon("teach"), self.tr("Teach an action…"), lambda: self.teachRequested.emit(spans))
        name = current.name if current is not None else ""
        menu.addAction(icon("export"), self.tr("Export…"), lambda: self.exportRequested.emit(name, spans))
        menu.addSeparator()
        menu.addAction(self.tr("Note"), lambda: self._do("note"))
        are_rejected = all(item.is_rejected for item in self.selected())
        words = self.tr("Keep") if are_rejected else self.tr("Reject")
        menu.addAction(words, lambda: self._do("reject"))
        menu.addAction(icon("trash"), self.tr("Remove from the bin"), lambda: self._do("remove"))
        menu.popup(self.grid.viewport().mapToGlobal(point))


def _with_item(one: Bin, item: BinItem) -> Bin:
    """A bin with an item in place of the one of the same id."""
    return replace(one, items=tuple(item if known.id == item.id else known for known in one.items))
