"""The settings while the window is open: shown on request, applied and saved when they change."""

from pathlib import Path

from PySide6.QtCore import QObject

from videxplore.core.errors import SettingsError
from videxplore.settings import Settings, save_settings
from videxplore.ui.commands import change_keys
from videxplore.ui.dialogs.settings_dialog import SettingsDialog
from videxplore.ui.look.theme import ThemeController
from videxplore.ui.window.main_window import MainWindow
from videxplore.ui.window.wiring import connect_settings


class SettingsController(QObject):
    """Shows, applies and saves settings.

    Attributes:
        settings: The current ones.
    """

    def __init__(self, window: MainWindow, settings: Settings, file: Path, theme: ThemeController) -> None:
        """Watch the chosen folders; change and save settings from now on.

        Args:
            window: The settings apply to it.
            settings: As read at the start.
            file: Where they are saved.
            theme: Follows the chosen theme.
        """
        super().__init__(window)
        self.settings = settings
        self._window = window
        self._file = file
        self._theme = theme
        connect_settings(window, self.show_dialog, self.watch_folders)

    def show_dialog(self) -> None:
        """Show the settings; they change when the dialog is accepted."""
        window = self._window
        dialog = SettingsDialog(
            self.settings,
            window.parts.library.folder,
            window.all_actions(),
            window,
            machines=window.parts.machines,
        )
        dialog.accepted.connect(lambda: self._keep(dialog.chosen()))
        dialog.open()

    def _keep(self, chosen: Settings) -> None:
        self.settings = chosen
        self._theme.choose(chosen.theme)
        change_keys(self._window.all_actions(), chosen.shortcuts)
        self.watch_folders()
        try:
            save_settings(chosen, self._file)
        except SettingsError as error:
            self._window.parts.session.notice(str(error))

    def watch_folders(self) -> None:
        """Watch the chosen folders from now on, and no others."""
        self._window.parts.watched.watch([Path(folder) for folder in self.settings.watched_folders])
