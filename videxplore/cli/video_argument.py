"""A video named on the command line, brought into the library first where it is not there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli.indexing import run_index
from videxplore.composition import Configuration, Services
from videxplore.core.errors import (
    CatalogueMissingError,
    UnknownVideoError,
    UnreadableVideoError,
)
from videxplore.core.file_names import expanded, is_file
from videxplore.core.types import Depth, Video
from videxplore.services.searching.query.query_text import find_video

VideoArgument = Annotated[
    str, typer.Argument(metavar="VIDEO", help="A file, or the name of a video of the library.")
]

StoredVideoArgument = Annotated[
    str, typer.Argument(metavar="VIDEO", help="The path or the name of a video of the library.")
]


@contextmanager
def indexed_video(configuration: Configuration, name: str) -> Iterator[tuple[Services, Video]]:
    """Open the library, with the named video completely analysed in it, and make its services.

    Raises:
        UnknownVideoError: If the library has no such video and there is no such file.
        UnreadableVideoError: If the file cannot be indexed.
    """
    video = _known(configuration, name)
    if video is None or video.depth is not Depth.FULL:
        file = expanded(Path(name)).absolute() if video is None else video.path
        if not is_file(file):
            raise UnknownVideoError(f"There is no video {name}, neither in the library nor as a file.")
        options = configuration.choose(actions="").index_options()
        report = run_index(configuration, options, [file], progress=False)
        for failed in report.failed:
            raise UnreadableVideoError(f"{file.name} cannot be indexed: {failed.error}")
    with configuration.open_library() as library:
        yield (
            Services(library, configuration),
            find_video(str(file) if video is None else str(video.path), library.catalogue),
        )


def _known(configuration: Configuration, name: str) -> Video | None:
    """The video in the library as it is; None when it is not there."""
    try:
        with configuration.open_library() as library:
            return find_video(name, library.catalogue)
    except CatalogueMissingError:
        return None
    except UnknownVideoError:
        if is_file(expanded(Path(name))):
            return None
        raise
