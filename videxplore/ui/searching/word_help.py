"""What to search for instead of words that are found nowhere: the word that was meant, and what there is."""

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy

from videxplore.services.searching.words.library_words import WordAdvice

_MODELS = "settings:models"
"""The target of the link to the settings; no label has this name."""


class WordHelp(QLabel):
    """Words as links.

    Signals:
        picked: A word was clicked.
        modelsRequested: The user wants a model that compares descriptions with scenes.
    """

    picked = Signal(str)
    modelsRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Words to search for instead"))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.linkActivated.connect(self._follow)
        self.hide()

    def show_advice(self, advice: WordAdvice) -> None:
        """Show what was probably meant, and which labels there are."""
        lines = []
        if advice.suggestion:
            lines.append(self.tr("Did you mean %1?").replace("%1", _link(advice.suggestion)))
        if advice.labels:
            labels = ", ".join(f"{_link(one.text)} {one.count}" for one in advice.labels)
            lines.append(self.tr("Labels in this library: %1").replace("%1", labels))
        else:
            lines.append(self.tr("No scene of this library has labels yet."))
        words, link = self.tr("Scenes can be described in words: %1"), self.tr("get a model")
        lines.append(words.replace("%1", f'<a href="{_MODELS}">{html.escape(link)}</a>'))
        self.setText("<br><br>".join(lines))
        self.show()

    def _follow(self, target: str) -> None:
        if target == _MODELS:
            self.modelsRequested.emit()
        else:
            self.picked.emit(target)


def _link(text: str) -> str:
    return f'<a href="{html.escape(text)}">{html.escape(text)}</a>'
