"""The language of the window: Qt translations from ``resources/translations``."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from videxplore.paths import resources_folder

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""Each by its code, as it calls itself."""


def apply_language(application: QApplication, code: str) -> str:
    """Translate the window, and Qt's own dialogs with it.

    Args:
        application: The application.
        code: A language code; empty for the system's. A language that is not there becomes English.

    Returns:
        The code of the language in use.
    """
    wanted = code or QLocale.system().name()[:2]
    language = wanted if wanted in LANGUAGES else "en"
    # Numbers are written as the language writes them; the system's own habits go before those of a language.
    QLocale.setDefault(QLocale(language) if code else QLocale.system())
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("videxplore", str(resources_folder() / "translations")),
    ):
        translator = QTranslator(application)
        if translator.load(f"{name}_{language}", folder):
            application.installTranslator(translator)
    return language
