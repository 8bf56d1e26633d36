"""The settings while the window is open: shown on request, applied and saved when they change."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from videxplore.composition import Configuration
from videxplore.core.errors import SettingsError
from videxplore.paths import AppPaths
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.settings import Settings, save_settings
from videxplore.ui.commands import change_keys
from videxplore.ui.dialogs.settings_dialog import SettingsDialog
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.theme import ThemeController
from videxplore.ui.models.understanding_page import UnderstandingPage
from videxplore.ui.window.main_window import MainWindow
from videxplore.ui.window.wiring import connect_settings


class SettingsController(QObject):
    """Shows, applies and saves settings.

    Signals:
        restartRequested: The program is to start again, with the settings that were saved.

    Attributes:
        settings: The current ones.
    """

    restartRequested = Signal()

    def __init__(
        self, window: MainWindow, settings: Settings, paths: AppPaths, theme: ThemeController
    ) -> None:
        """Watch the chosen folders; change and save settings from now on.

        Args:
            window: The settings apply to it.
            settings: As read at the start.
            paths: Where they are saved, and the certificates of a cluster.
            theme: Follows the chosen theme.
        """
        super().__init__(window)
        self.settings = settings
        self._window = window
        self._paths = paths
        self._theme = theme
        connect_settings(window, self._show, self.watch_folders)
        window.modelsRequested.connect(self.show_models)
        window.parts.models.chosenChanged.connect(self._choose_models)
        window.parts.models.mirrorChanged.connect(self._choose_mirror)

    def show_dialog(self) -> SettingsDialog:
        """Show the settings; they change when the dialog is accepted."""
        window = self._window
        dialog = SettingsDialog(
            self.settings,
            window.parts.library.folder,
            window.all_actions(),
            window,
            machines=window.parts.machines,
            understanding=self._understanding_page,
        )
        dialog.show_engine(window.parts.library.last_engine())
        dialog.restartRequested.connect(self.restartRequested)
        dialog.accepted.connect(lambda: self._keep(dialog.chosen()))
        dialog.open()
        return dialog

    def _understanding_page(self) -> UnderstandingPage:
        return UnderstandingPage(self._window.parts.models, self.settings.mirror)

    def _show(self) -> None:
        self.show_dialog()

    def show_models(self) -> None:
        """Show the page of the settings about models."""
        self.show_dialog().show_understanding()

    def _choose_models(self, options: IndexOptions) -> None:
        self.settings = replace(
            self.settings,
            backbone=options.backbone,
            action_backbone=options.actions,
            description_backbone=options.descriptions,
            words_on_screen=options.words_on_screen,
            speech_model=options.speech_model,
        )
        self._save()

    def _choose_mirror(self, mirror: str) -> None:
        self.settings = replace(self.settings, mirror=mirror)
        self._save()

    def _keep(self, chosen: Settings) -> None:
        # The page about models changes its settings at once.
        now = self.settings
        self.settings = chosen = replace(
            chosen,
            backbone=now.backbone,
            action_backbone=now.action_backbone,
            description_backbone=now.description_backbone,
            words_on_screen=now.words_on_screen,
            speech_model=now.speech_model,
            mirror=now.mirror,
        )
        self._theme.choose(chosen.theme)
        change_keys(self._window.all_actions(), chosen.shortcuts)
        self.watch_folders()
        if (chosen.cluster, chosen.cluster_roots) != (now.cluster, now.cluster_roots):
            parts = self._window.parts
            # The dialog has checked them.
            parts.work.use_cluster(Configuration(self._paths, chosen).cluster(parts.machines))
        self._save()

    def _save(self) -> None:
        try:
            save_settings(self.settings, self._paths.settings_file)
        except SettingsError as error:
            self._window.parts.session.notice(translated(str(error)))

    def watch_folders(self) -> None:
        """Watch the chosen folders from now on, and no others."""
        self._window.parts.watched.watch([Path(folder) for folder in self.settings.watched_folders])
