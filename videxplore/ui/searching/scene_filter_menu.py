"""A menu that limits scenes by what was measured of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from videxplore.core.scene_facts import SceneFilter


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
