"""What the user chose, as one frozen value kept in a small JSON file."""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from videxplore.core.errors import SettingsError
from videxplore.core.files import is_regular, make_way, read_regular, write_whole

_MOST_DAYS = 36_500

Theme = Literal["dark", "light", "system"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices; every field has a default that works at once.

    Attributes:
        library: The library folder; empty for the user's data folder.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        backbone: Name of the image backbone used for new videos.
        action_backbone: Name of the video network that compares motion and predicts actions, once the scenes
            of a video are exact; empty for none.
        description_backbone: Name of the network that compares descriptions with keyframes; empty for none.
        theme: Colours of the window.
        language: Language code of the window; empty for the system's.
        purge_after_days: Videos are removed from the library once their files have been gone for so long; 0
            keeps them. Those on drives that are not connected stay.
        words_on_screen: Whether text on screen is read, after everything else.
        speech_model: Name or folder of the model that recognises speech; empty for none.
        mirror: Address or folder that weights are downloaded from; empty for their publishers.
        watched_folders: Folders whose new videos are indexed by themselves.
        cluster: Address of a scheduler whose workers analyse; empty for this computer alone.
        cluster_roots: Where shared folders are here, as ``NAME=PATH``.
        shortcuts: Changed keys by action name.
    """

    library: str = ""
    device: str = "auto"
    backbone: str = "efficientnet-lite0"
    action_backbone: str = "lite0-motion"
    description_backbone: str = ""
    theme: Theme = "dark"
    language: str = ""
    purge_after_days: int = 90
    words_on_screen: bool = False
    speech_model: str = ""
    mirror: str = ""
    watched_folders: tuple[str, ...] = ()
    cluster: str = ""
    cluster_roots: tuple[str, ...] = ()
    shortcuts: dict[str, str] = dataclasses.field(default_factory=dict)


def load_settings(file: Path) -> Settings:
    """Read the settings; defaults where the file or a field is missing.

    Raises:
        SettingsError: If the file is there but is not a settings file.
    """
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"The settings file {file} cannot be read: {error}.") from error
    if not isinstance(stored, dict):
        raise SettingsError(f"The settings file {file} does not hold settings.")
    defaults = Settings()
    chosen: dict[str, Any] = {
        field.name: _checked(field.name, stored[field.name], getattr(defaults, field.name))
        for field in dataclasses.fields(Settings)
        if field.name in stored
    }
    return dataclasses.replace(defaults, **chosen)


def save_settings(settings: Settings, file: Path) -> None:
    """Write the settings so that a crash leaves either the old or the new file.

    A file of that name that holds something else, or cannot be read, is set aside and not lost.

    Raises:
        SettingsError: If the file cannot be written.
    """
    content = json.dumps(dataclasses.asdict(settings), indent=2) + "\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if is_regular(file):
            make_way(file, _is_settings)
        write_whole(file, content.encode())
    except OSError as error:
        raise SettingsError(f"The settings cannot be saved in {file}: {error}.") from error


def _is_settings(file: Path) -> bool:
    """Whether a file holds nothing, or settings as :func:`save_settings` or a user writes them."""
    try:
        content = read_regular(file)
        stored = json.loads(content) if content else {}
    except (OSError, ValueError, RecursionError):
        return False
    known = {field.name for field in dataclasses.fields(Settings)}
    return isinstance(stored, dict) and (stored.keys() <= known or {"library", "backbone"} <= stored.keys())


def _checked(name: str, value: object, default: object) -> object:
    """A stored value of the default's shape, or the default: a hand-edited file never stops the program."""
    if name == "theme":
        return value if value in get_args(Theme) else default
    if isinstance(default, tuple):
        return tuple(str(item) for item in value) if isinstance(value, list) else default
    if isinstance(default, dict):
        return {str(key): str(item) for key, item in value.items()} if isinstance(value, dict) else default
    if isinstance(default, bool):
        return value if isinstance(value, bool) else default
    if isinstance(default, int):
        return value if type(value) is int and 0 <= value <= _MOST_DAYS else default
    return value if isinstance(value, type(default)) else default
