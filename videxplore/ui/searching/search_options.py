"""How to search: what must follow, what is compared, which videos and scenes may answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from videxplore.core.scene_facts import SceneFilter
from videxplore.core.types import Video
from videxplore.services.searching.query.query import By, Filters
from videxplore.ui.library.video_filter_menus import VideoFilterMenus
from videxplore.ui.look.widgets import SteadyButton, flush
from videxplore.ui.searching.search_work import SearchWork


@dataclass(frozen=True, slots=True)
class _Choice:
    words: str
    limits: tuple[str, ...] = ()


class SceneFilterMenu(QObject):
    """Adds a menu with one group of choices for each subject to another menu.

    Signals:
        chosen: The new :class:`SceneFilter`.
    """

    chosen = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._menu: QMenu | None = None

    def add_to(self, menu: QMenu, scenes: SceneFilter) -> None:
        """Add the menu, with the choices checked that ``scenes`` means."""
        if self._menu is not None:
            # Clearing a menu leaves those inside it.
            self._menu.deleteLater()
        words = self.tr("Scene content")
        self._menu = inner = menu.addMenu(f"{words} · {len(scenes.limits)}" if scenes else words)
        for choices in self._subjects():
            own = {text for choice in choices for text in choice.limits}
            others = tuple(text for text in scenes.texts() if text not in own)
            current = tuple(text for text in scenes.texts() if text in own)
            group = QActionGroup(inner)
            for choice in choices:
                action = group.addAction(inner.addAction(choice.words))
                action.setCheckable(True)
                action.setChecked(choice.limits == current)
                texts = others + choice.limits
                action.triggered.connect(lambda _on, texts=texts: self.chosen.emit(SceneFilter.parse(texts)))
            inner.addSeparator()

    def _subjects(self) -> Sequence[Sequence[_Choice]]:
        return (
            (
                _Choice(self.tr("Moving or still")),
                _Choice(self.tr("Something moves"), ("movement>=0.05",)),
                _Choice(self.tr("Nothing moves"), ("movement<0.015",)),
            ),
            (
                _Choice(self.tr("Any camera move")),
                _Choice(self.tr("Static camera"), ("camera=static",)),
                _Choice(self.tr("Pan"), ("camera=pan",)),
                _Choice(self.tr("Tilt"), ("camera=tilt",)),
                _Choice(self.tr("Zoom"), ("camera=zoom",)),
            ),
            (
                _Choice(self.tr("Any light")),
                _Choice(self.tr("Dark"), ("light<0.2",)),
                _Choice(self.tr("Bright"), ("light>0.6",)),
            ),
            (
                _Choice(self.tr("Sharp or blurred")),
                _Choice(self.tr("Sharp"), ("blur<0.4",)),
                _Choice(self.tr("Blurred"), ("blur>0.55",)),
            ),
            (
                _Choice(self.tr("Any sound")),
                _Choice(self.tr("Silent"), ("silence>=0.9",)),
                _Choice(self.tr("Not silent"), ("silence<0.9",)),
                _Choice(self.tr("Probably speech"), ("speech>=0.5",)),
                _Choice(self.tr("Probably music"), ("music>=0.5",)),
            ),
        )


LENGTHS_S = (0.0, 2.0, 5.0, 20.0)
CONFIDENCES = (0.0, 0.5, 0.9)


class SearchOptions(QWidget):
    """Two buttons beside the query box, and one that stands in it.

    Attributes:
        then_button: Says that another scene must follow; placed in the query box, not here.
    """

    def __init__(
        self,
        search: SearchWork,
        folder: Callable[[], Path | None],
        videos: Callable[[], Sequence[Video]] = tuple,
    ) -> None:
        """Steer ``search``; ``folder`` is the one chosen in the library, ``videos`` are all of it."""
        super().__init__()
        self._menus = VideoFilterMenus(videos, self)
        self._scenes = SceneFilterMenu(self)
        self._scenes.chosen.connect(lambda scenes: self._set(replace(self._filters(), scenes=scenes)))
        self._menus.chosen.connect(lambda limits: self._set(replace(self._filters(), videos=limits)))
        self._search = search
        self._folder = folder
        self.then_button = QToolButton()
        self.then_button.setText(self.tr("Followed by…"))
        self.then_button.setAccessibleName(self.tr("What must follow"))
        self.then_button.setCheckable(True)
        self.then_button.setProperty("quiet", True)
        self.then_button.setToolTip(self.tr("Press, then click the scene that comes next."))
        self._by_words: dict[By, str] = {
            "appearance": self.tr("Appearance"),
            "motion": self.tr("Motion"),
            "both": self.tr("Both"),
        }
        self.by_button = _button(self._by_words.values(), self.tr("What is compared"))
        self.filters_button = _button([_filters_words(number) for number in (0, 10)], self.tr("Filters"))
        for button, menu in ((self.by_button, self._by_menu()), (self.filters_button, QMenu(self))):
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            menu.aboutToHide.connect(lambda button=button: _update_hover(button))
        self.filters_button.menu().aboutToShow.connect(self._fill_filters)
        row = flush(QHBoxLayout(self), 8)
        for button in (self.by_button, self.filters_button):
            row.addWidget(button)
        self.then_button.toggled.connect(lambda wanted: search.set_wants_then(wanted=wanted))
        search.thenChanged.connect(self.then_button.setChecked)
        search.historyChanged.connect(self._refresh)
        self._refresh()

    def _by_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for by, words in self._by_words.items():
            action = menu.addAction(self.tr("Appearance and motion") if by == "both" else words)
            action.setCheckable(True)
            action.setChecked(by == self._search.by)
            group.addAction(action)
            action.triggered.connect(lambda _checked, by=by: self._choose_by(by))
        return menu

    def _choose_by(self, by: By) -> None:
        self._search.set_by(by)
        self._refresh()

    def _fill_filters(self) -> None:
        menu = self.filters_button.menu()
        menu.clear()
        filters = self._filters()
        other = _check(menu, self.tr("Hide this video"), checked=filters.other_videos)
        other.triggered.connect(lambda on: self._set(replace(self._filters(), other_videos=on)))
        folder = self._folder() or filters.folder
        if folder is not None:
            words = self.tr("Only in %1").replace("%1", folder.name)
            only = _check(menu, words, checked=filters.folder == folder)
            only.triggered.connect(
                lambda on: self._set(replace(self._filters(), folder=folder if on else None))
            )
        menu.addSeparator()
        self._menus.add_to(menu, filters.videos)
        self._scenes.add_to(menu, filters.scenes)
        menu.addSeparator()
        for length_s in LENGTHS_S:
            words = self.tr("Any length") if not length_s else self.tr("At least %1 s long")
            action = _check(
                menu, words.replace("%1", f"{length_s:g}"), checked=filters.min_length_s == length_s
            )
            action.triggered.connect(
                lambda _on, length_s=length_s: self._set(replace(self._filters(), min_length_s=length_s))
            )
        menu.addSeparator()
        matches = (self.tr("Any match"), self.tr("Strong matches only"), self.tr("Very strong matches only"))
        for least, words in zip(CONFIDENCES, matches, strict=True):
            action = _check(menu, words, checked=filters.min_confidence == least)
            action.triggered.connect(
                lambda _on, least=least: self._set(replace(self._filters(), min_confidence=least))
            )

    def _filters(self) -> Filters:
        return self._search.query.filters if self._search.query is not None else self._search.filters

    def _set(self, filters: Filters) -> None:
        self._search.set_filters(filters)
        self._refresh()

    def _refresh(self) -> None:
        query = self._search.query
        by = query.by if query is not None else self._search.by
        self.by_button.setText(self._by_words[by])
        filters, plain = self._filters(), Filters()
        count = sum(
            getattr(filters, name) != getattr(plain, name)
            for name in ("other_videos", "folder", "min_length_s", "min_confidence")
        )
        count += sum(bool(getattr(filters.videos, field.name)) for field in fields(filters.videos))
        count += len(filters.scenes.limits)
        self.filters_button.setText(_filters_words(count))
        self.filters_button.setProperty("lit", bool(count))
        self.filters_button.style().polish(self.filters_button)
        self.then_button.setEnabled(query is not None)


def _filters_words(count: int) -> str:
    words = QCoreApplication.translate("SearchOptions", "Filters")
    return f"{words} · {count}" if count else words


def _button(possible_words: Iterable[str], spoken: str) -> SteadyButton:
    button = SteadyButton(possible_words)
    button.setProperty("caret", True)
    button.setAccessibleName(spoken)
    button.setToolTip(spoken)
    return button


def _update_hover(button: QToolButton) -> None:
    """Qt does not notify a button that the pointer left it while its menu was open."""
    is_over = button.rect().contains(button.mapFromGlobal(QCursor.pos()))
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, is_over)
    button.update()


def _check(menu: QMenu, words: str, *, checked: bool) -> QAction:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(checked)
    return action
