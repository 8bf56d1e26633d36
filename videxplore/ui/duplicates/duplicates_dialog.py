"""The view of duplicates: pairs, both files of the chosen one in step, and the pairs that were dismissed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QMessageBox,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.file_names import one_line
from videxplore.core.task import Progress
from videxplore.core.types import Video
from videxplore.services.indexed_files import is_left_in
from videxplore.services.searching.duplicates.better_copy import Comparison, CopyGroup, copy_groups, is_copy
from videxplore.ui.duplicates.compared_pair import ComparedPair, offset_words
from videxplore.ui.duplicates.duplicates_work import DuplicatesWork
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import clock_text
from videxplore.ui.look.widgets import ElidedLabel, EmptyWords, dim_label, flush, word_button
from videxplore.ui.work.jobs import Lane, failure_sentence

Pair = tuple[Video, Video]


class DismissedDialog(QDialog):
    """Lists dismissed pairs."""

    def __init__(self, work: DuplicatesWork, parent: QWidget) -> None:
        """Read the pairs with ``work``, and take them back with it."""
        super().__init__(parent)
        self._work = work
        self._pairs: Sequence[Pair] = ()
        self.setWindowTitle(self.tr("Dismissed pairs"))
        self.resize(560, 320)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Pairs that are no duplicates"))
        self.list.setHeaderLabels([self.tr("Video"), self.tr("Not a duplicate of")])
        self.list.setColumnWidth(0, 250)
        self.list.setRootIsDecorated(False)
        self.list.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.none = dim_label(self.tr("No pair was dismissed."))
        self.take_back_button = word_button(self.tr("Take back"))
        self.take_back_button.setToolTip(self.tr("Look for what the two share again."))
        self.take_back_button.clicked.connect(self._take_back)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(theme.GAP_PX)
        column.addWidget(self.list, 1)
        column.addWidget(self.none)
        column.addWidget(self.take_back_button)
        column.addWidget(buttons)
        self.list.itemSelectionChanged.connect(self._name_button)
        work.dismissedChanged.connect(self._show)
        self._show([])
        work.read_dismissed()

    def _show(self, pairs: list[Pair]) -> None:
        self._pairs = pairs
        self.list.clear()
        for pair in pairs:
            item = QTreeWidgetItem([one_line(video.path.name) for video in pair])
            for column, video in enumerate(pair):
                item.setToolTip(column, str(video.path))
            self.list.addTopLevelItem(item)
        self.none.setVisible(not pairs)
        self._name_button()

    def _name_button(self) -> None:
        self.take_back_button.setEnabled(bool(self.list.selectedItems()))

    def _take_back(self) -> None:
        rows = [self.list.indexOfTopLevelItem(item) for item in self.list.selectedItems()]
        for row in sorted(rows):
            self._work.take_back(*self._pairs[row])


LIST_PX = 320
NAMES_PX = 500
PairRole = Qt.ItemDataRole.UserRole + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SEARCHING_PAGE, PAIRS_PAGE, NONE_PAGE = range(3)


class DuplicatesDialog(QDialog):
    """Lists footage that files share, of the library or of one video, and compares the files.

    Signals:
        openRequested: (:class:`Video`, time in seconds) to show in the player.
    """

    openRequested = Signal(object, float)

    def __init__(
        self, work: DuplicatesWork, lanes: tuple[Lane, Lane], video: Video | None, parent: QWidget
    ) -> None:
        """Look for the duplicates of ``video``, or for all, with ``work``; each file has a lane to decode."""
        super().__init__(parent)
        self._work = work
        self._video = video
        self._places: list[QTreeWidgetItem] = []
        self.setWindowTitle(self._title())
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(1240, 760)
        self.count = dim_label()
        self.message = ElidedLabel()
        self.message.setProperty("dim", True)
        self.list = self._make_list()
        self.pair = ComparedPair(work, lanes)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress of the search for duplicates"))
        self._looking = EmptyWords("copy", self.tr("Looking for the same footage in two files…"), "")
        self._none = EmptyWords("copy", self.tr("No duplicates"), self._none_words())
        self._pages = QStackedWidget()
        self.dismissed_button = word_button(self.tr("Dismissed pairs…"))
        self.dismissed_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.dismissed_button.setToolTip(self.tr("Pairs that were said to be no duplicates"))
        self.dismissed_button.clicked.connect(self._show_dismissed)
        self.dismissed_button.setEnabled(False)
        work.dismissedChanged.connect(self._note_dismissed)
        self._lay_out()
        work.found.connect(self._show_found)
        work.progressed.connect(self._show_progress)
        work.failed.connect(self._show_failure)
        work.said.connect(self.message.setText)
        self.list.currentItemChanged.connect(lambda *_: self._show_pair())
        self.pair.openRequested.connect(self.openRequested)
        self.pair.trashRequested.connect(self._ask_for_trash)
        self.bar.setRange(0, 0)
        work.read_dismissed()
        work.find(video)

    def _title(self) -> str:
        if self._video is None:
            return self.tr("Duplicates")
        words = self.tr("Footage of \u201c%1\u201d in other videos")
        return words.replace("%1", one_line(self._video.path.name))

    def _none_words(self) -> str:
        if self._video is None:
            return self.tr("No two videos of the library share footage.")
        return self.tr("No other video of the library has footage of this one.")

    def _make_list(self) -> QTreeWidget:
        pairs = QTreeWidget()
        pairs.setAccessibleName(self.tr("Pairs"))
        pairs.setHeaderLabels([self.tr("Video"), self.tr("Also in"), self.tr("Length"), self.tr("Offset")])
        pairs.setMinimumWidth(LIST_PX)
        pairs.setUniformRowHeights(True)
        # Names of parts and versions differ at their end.
        pairs.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        pairs.setFrameShape(QTreeWidget.Shape.NoFrame)
        header = pairs.header()
        header.setStretchLastSection(False)
        for column in (0, 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column in (2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        return pairs

    def _lay_out(self) -> None:
        looking = QWidget()
        column = QVBoxLayout(looking)
        column.addWidget(self._looking, 1)
        column.addWidget(self.bar)
        listed = QWidget()
        left = flush(QVBoxLayout(listed), theme.GAP_PX)
        left.setContentsMargins(0, 0, 12, 0)
        left.addWidget(self.count)
        left.addWidget(self.list, 1)
        found = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False, handleWidth=1)
        found.addWidget(listed)
        self.pair.setContentsMargins(12, 0, 0, 0)
        found.addWidget(self.pair)
        found.setStretchFactor(1, 1)
        found.setSizes([NAMES_PX, self.width()])
        for page in (looking, found, self._none):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.addWidget(self._pages, 1)
        foot = flush(QHBoxLayout(), theme.GAP_PX)
        foot.addWidget(self.message, 1)
        foot.addWidget(self.dismissed_button)
        whole.addLayout(foot)

    def _show_progress(self, progress: Progress) -> None:
        self.bar.setRange(0, int(progress.total))
        self.bar.setValue(int(progress.done))

    def _show_failure(self, error: Exception) -> None:
        self._none.say(self.tr("Not searched"), failure_sentence(error))
        self._pages.setCurrentIndex(NONE_PAGE)

    def _show_found(self, found: list[Comparison]) -> None:
        place = self._places.index(current) if (current := self.list.currentItem()) in self._places else 0
        self.count.setText(self.tr("%n pair(s)", "", len(found)))
        self.list.clear()
        self._places = []
        groups = copy_groups(found, self._work.protected_folders)
        grouped = {video.id: number for number, group in enumerate(groups) for video in group.videos}
        for group in groups:
            self._add_group(group)
        for one in found:
            pair = one.duplicate
            number = grouped.get(pair.first.id)
            if number is None or number != grouped.get(pair.second.id) or not is_copy(one):
                self._add_pair(one, self.list.invisibleRootItem())
        self.list.setRootIsDecorated(bool(groups))
        # Where every pair begins with the video of the title, its name says nothing.
        asked = self._video.id if self._video is not None else None
        self.list.setColumnHidden(0, not groups and {one.duplicate.first.id for one in found} == {asked})
        self.list.expandAll()
        self._pages.setCurrentIndex(PAIRS_PAGE if found else NONE_PAGE)
        if found:
            # After a pair was settled, the next one.
            self.list.setCurrentItem(self._places[min(place, len(self._places) - 1)])
            if self.focusWidget() in (None, self.dismissed_button):
                self.list.setFocus()
        else:
            self.pair.show_pair(None)

    def _add_group(self, group: CopyGroup) -> None:
        """The best copy, and below it a pair with each of the others."""
        name = one_line(group.best.path.name)
        copies = self.tr("%n copies", "", len(group.videos))
        item = QTreeWidgetItem([name, copies, clock_text(group.best.duration_s, 1), ""])
        item.setToolTip(0, str(group.best.path))
        item.setToolTip(1, self.tr("The best copy stands first."))
        item.setTextAlignment(2, _RIGHT)
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsSelectable)
        self.list.addTopLevelItem(item)
        for one in group.pairs:
            self._add_pair(one, item)

    def _add_pair(self, compared: Comparison, above: QTreeWidgetItem) -> None:
        pair = compared.duplicate
        names = [one_line(video.path.name) for video in (pair.first, pair.second)]
        item = QTreeWidgetItem([*names, clock_text(pair.length_s, 1), offset_words(pair)])
        item.setToolTip(0, str(pair.first.path))
        item.setToolTip(1, str(pair.second.path))
        for number in (2, 3):
            item.setTextAlignment(number, _RIGHT)
        item.setData(0, PairRole, compared)
        above.addChild(item)
        self._places.append(item)

    def _show_pair(self) -> None:
        item = self.list.currentItem()
        compared = None if item is None else item.data(0, PairRole)
        if compared is not None:
            self.pair.show_pair(compared)

    def _note_dismissed(self, pairs: list[tuple[Video, Video]]) -> None:
        self.dismissed_button.setEnabled(bool(pairs))

    def _show_dismissed(self) -> None:
        dialog = DismissedDialog(self._work, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_for_trash(self, video: Video, compared: Comparison) -> None:
        """Nothing is moved without a yes to a question that says what would be lost."""
        pair = compared.duplicate
        other = pair.second if video.id == pair.first.id else pair.first
        is_suggested = compared.removable is not None and compared.removable.id == video.id
        is_safe = is_suggested and is_left_in(other, video)
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question if is_safe else QMessageBox.Icon.Warning)
        question.setWindowTitle(self.tr("Move to trash"))
        words = self.tr("Move \u201c%1\u201d to the trash?")
        question.setText(words.replace("%1", one_line(video.path.name)))
        kept = self.tr("All of its footage is in \u201c%1\u201d.")
        lost = self.tr("It is not suggested: \u201c%1\u201d is not a better copy of all of it.")
        words = (kept if is_safe else lost).replace("%1", one_line(other.path.name))
        question.setInformativeText(f"{words} {self.tr('It can be undone with Ctrl+Z.')}")
        move = question.addButton(self.tr("Move to trash"), QMessageBox.ButtonRole.AcceptRole)
        question.setDefaultButton(question.addButton(QMessageBox.StandardButton.Cancel))
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        move.clicked.connect(lambda: self._trash(video))
        question.open()

    def _trash(self, video: Video) -> None:
        # Windows moves no file that is open.
        self.pair.release_files()
        self._work.trash(video)

    @qt_override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is decoded and searched for."""
        self._leave()
        super().closeEvent(event)

    @qt_override
    def reject(self) -> None:
        """Esc closes it as well."""
        self._leave()
        super().reject()

    def _leave(self) -> None:
        self._work.stop()
        self.pair.close_files()
