"""videxplore: explore folders of video on your own machine.

    import videxplore as vx

    with vx.open("library") as library:
        library.index("footage")
        library.similar("footage/beach.mp4@5")

Everything is loaded when it is first used, so importing this module costs nothing. See docs/api.md.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from videxplore.api.embedding_model import EmbeddingModel, load_backbone
    from videxplore.api.readable_library import Embeddings
    from videxplore.api.results import Results
    from videxplore.api.video_files import detect_shots, frames
    from videxplore.api.video_library import VideoLibrary
    from videxplore.api.video_library import open_library as open  # noqa: A004 - `vx.open`, as `gzip.open`.
    from videxplore.core.errors import VidexploreError
    from videxplore.core.types import Frame, Keyframe, Moment, Prediction, Shot, Space, Video
    from videxplore.paths import demo_clips

__version__ = "0.1.0"

__all__ = [
    "EmbeddingModel",
    "Embeddings",
    "Frame",
    "Keyframe",
    "Moment",
    "Prediction",
    "Results",
    "Shot",
    "Space",
    "Video",
    "VideoLibrary",
    "VidexploreError",
    "demo_clips",
    "detect_shots",
    "frames",
    "load_backbone",
    "open",
]

_HOMES = {
    "videxplore.api.video_files": ("detect_shots", "frames"),
    "videxplore.api.embedding_model": ("EmbeddingModel", "load_backbone"),
    "videxplore.api.readable_library": ("Embeddings",),
    "videxplore.api.results": ("Results",),
    "videxplore.api.video_library": ("VideoLibrary",),
    "videxplore.core.errors": ("VidexploreError",),
    "videxplore.core.types": ("Frame", "Keyframe", "Moment", "Prediction", "Shot", "Space", "Video"),
    "videxplore.paths": ("demo_clips",),
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name == "open":
        return importlib.import_module("videxplore.api.video_library").open_library
    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module 'videxplore' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names."""
    return sorted([*__all__, "__version__"])
