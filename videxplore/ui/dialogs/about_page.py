"""What the program is: its version, those of its parts, and the licences of all of them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from videxplore.core.bug_report import program_versions
from videxplore.paths import APP_NAME, resources_folder
from videxplore.ui.look import theme
from videxplore.ui.look.widgets import dim_label, flush, word_button

ICON_PX = 64


class AboutPage(QWidget):
    """The icon, the versions, and the page of third-party software."""

    def __init__(self) -> None:
        super().__init__()
        versions = program_versions()
        self._versions = "\n".join(f"{name} {version}" for name, version in versions.items())
        picture = QLabel()
        icon = QIcon(str(resources_folder() / "icons" / f"{APP_NAME}.svg"))
        picture.setPixmap(icon.pixmap(ICON_PX, ICON_PX))
        name = QLabel(f"{APP_NAME} {versions.pop(APP_NAME)}")
        name.setFont(theme.text_font(18, QFont.Weight.DemiBold))
        words = self.tr("Free software under the Apache licence 2.0. Nothing leaves your computer.")
        parts = dim_label(
            " \u00b7 ".join(f"{name} {version}" for name, version in versions.items()),
            theme.text_font(12),
            wraps=True,
        )
        parts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.licences = QTextBrowser(openExternalLinks=True)
        self.licences.setAccessibleName(self.tr("Licences"))
        self.licences.setMarkdown((resources_folder() / "THIRD_PARTY.md").read_text(encoding="utf-8"))
        copy = word_button(self.tr("Copy versions"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self._versions))
        column = flush(QVBoxLayout(), 6)
        for widget in (name, QLabel(words, wordWrap=True), parts):
            column.addWidget(widget)
        head = flush(QHBoxLayout(), 18)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(column, 1)
        head.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        page = flush(QVBoxLayout(self), 14)
        page.addLayout(head)
        page.addWidget(self.licences, 1)
