"""The settings while the window is open: shown on request, applied and kept when they change."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt

from videxplore.core.errors import SettingsError
from videxplore.settings import Settings, save_settings
from videxplore.ui.dialogs.settings_dialog import SettingsDialog
from videxplore.ui.look.theme import WornTheme
from videxplore.ui.window.commands import change_keys
from videxplore.ui.window.main_window import MainWindow


class SettingsKeeper(QObject):
    """Answers the window's wish to change settings.

    Attributes:
        settings: As they are now.
    """

    def __init__(self, window: MainWindow, settings: Settings, file: Path, theme: WornTheme) -> None:
        """Watch the chosen folders; change and keep settings from now on.

        Args:
            window: Asks for the settings, and follows them.
            settings: What was chosen before.
            file: Where they are kept.
            theme: The colours the program wears.
        """
        super().__init__(window)
        self.settings = settings
        self._window = window
        self._file = file
        self._theme = theme
        window.settingsRequested.connect(self._ask)
        videos = window.parts.videos
        if videos.is_filled:
            self._watch()
        else:
            # Who looks through thousands of files meanwhile keeps the library from being shown.
            videos.filled.connect(self._watch, Qt.ConnectionType.SingleShotConnection)

    def _ask(self) -> None:
        window = self._window
        dialog = SettingsDialog(self.settings, window.parts.library.folder, window.all_actions(), window)
        dialog.accepted.connect(lambda: self._keep(dialog.chosen()))
        dialog.open()

    def _keep(self, chosen: Settings) -> None:
        self.settings = chosen
        self._theme.choose(chosen.theme)
        change_keys(self._window.all_actions(), chosen.shortcuts)
        self._watch()
        try:
            save_settings(chosen, self._file)
        except SettingsError as error:
            self._window.parts.session.notice(str(error))

    def _watch(self) -> None:
        self._window.parts.watched.watch([Path(folder) for folder in self.settings.watched_folders])
