"""Every error that is not a bug of the program, in one tree; what to say where an extra is missing.

A :class:`VidexploreError` means that the environment or the input is at fault: a file is broken, a disk is
full, weights are missing, a region is malformed. Its text is one sentence for the user, and says what to do
where something can be done. Any other exception is a bug of the program.

    VidexploreError
    ├── UsageError        and, below, those that name what no machine has: UnknownBackboneError,
    │                     UnknownDeviceError, UnknownIndexError, ExportFormatError
    ├── ExistingNameError
    ├── VideoError        UnreadableVideoError, SeekError, DifferentContentError
    ├── BackboneError     UnknownBackboneError, WeightsUnavailableError, DeviceUnavailableError,
    │                     UnknownDeviceError, DeviceMemoryError
    ├── CatalogueError    CatalogueMissingError, CatalogueTooNewError, CatalogueBusyError,
    │                     CatalogueReadOnlyError, CatalogueDamagedError, LibraryRefusedError,
    │                     DiskFullError
    ├── SearchError       IndexUnavailableError, UnknownIndexError, UnreadableImageError,
    │   │                 UnsupportedQueryError
    │   └── UnknownError  UnknownVideoError, UnknownMomentError, UnknownLabelError,
    │                     UnknownSearchError, UnknownBinError, NotIndexedError
    ├── ExportError       ExistingFileError, ExportFormatError
    ├── UnreadableAnalysisError
    ├── FileWriteError
    ├── MissingPackageError
    ├── ProcessError
    ├── SettingsError
    └── DisplayUnavailableError
"""

import sys


class VidexploreError(Exception):
    """A failure of the environment, or of the input; not a bug. The text is one sentence for the user."""


class UsageError(VidexploreError):
    """What was asked for is malformed or makes no sense, whatever the library and the machine hold."""


class ExistingNameError(VidexploreError):
    """Something else has this name already."""


class VideoError(VidexploreError):
    """Something about one video file."""


class UnreadableVideoError(VideoError):
    """The file holds no video that can be decoded."""


class SubtitleError(VideoError):
    """A subtitle file cannot be read."""


class SeekError(VideoError):
    """The video has no frame at the asked time."""


class DifferentContentError(VideoError):
    """The file holds other content than the one that was indexed."""


class BackboneError(VidexploreError):
    """Something about a model, its weights or its device."""


class UnknownBackboneError(BackboneError, UsageError):
    """No backbone has this name."""


class WeightsUnavailableError(BackboneError):
    """The weights are not on this machine and could not be fetched, or are not what they should be."""


class DeviceUnavailableError(BackboneError):
    """The asked-for device does not exist on this machine."""


class UnknownDeviceError(DeviceUnavailableError, UsageError):
    """No device can have this name."""


class DeviceMemoryError(BackboneError):
    """The device ran out of memory even for a single frame or clip."""


class CatalogueError(VidexploreError):
    """Something about the library's catalogue."""


class CatalogueMissingError(CatalogueError):
    """There is no library in this folder."""


class CatalogueTooNewError(CatalogueError):
    """The library was made by a newer version of the program; it is left untouched."""


class CatalogueBusyError(CatalogueError):
    """Another program is writing to this library."""


class CatalogueReadOnlyError(CatalogueError):
    """The library cannot be written to."""


class CatalogueDamagedError(CatalogueError):
    """The catalogue file is not a sound database."""


class LibraryRefusedError(CatalogueError):
    """The folder is not a library, or holds what was not made by this program and must stay untouched."""


class DiskFullError(CatalogueError):
    """There is no room left where the library lives."""


class SearchError(VidexploreError):
    """Something about a query or an index."""


class UnknownError(SearchError):
    """What was named is not, or no longer, in the library."""


class UnknownVideoError(UnknownError):
    """The library has no such video, or several that the name could mean."""


class UnknownMomentError(UnknownError):
    """The video has no such time, or the scene is no longer there."""


class UnknownLabelError(UnknownError):
    """No action with this label was taught."""


class UnknownSearchError(UnknownError):
    """The search is not, or no longer, in the history."""


class UnknownBinError(UnknownError):
    """No bin has this name, or it was deleted."""


class NotIndexedError(UnknownError):
    """The answer needs an analysis that the library does not hold; indexing makes it."""


class UnreadableImageError(SearchError):
    """The file is not an image that can be read."""


class UnsupportedQueryError(SearchError):
    """The models here, or those the library was indexed with, cannot answer such a query."""


class IndexUnavailableError(SearchError):
    """The vector index cannot be opened or reached."""


class UnknownIndexError(IndexUnavailableError, UsageError):
    """No vector index has this name."""


class ExportError(VidexploreError):
    """The export cannot be written as asked."""


class ExistingFileError(ExportError):
    """The export would replace a file that the user did not agree to replace."""


class ExportFormatError(ExportError, UsageError):
    """The name of the file to write has no known ending."""


class UnreadableTimelineError(VidexploreError):
    """A timeline or table from which moments are to be read is not there, or not of its kind."""


class ImportFormatError(UsageError):
    """The name of the file to read has no known ending."""


class UnreadableAnalysisError(VidexploreError):
    """A file with the analysis of a video is not there, not of its kind, or damaged."""


class FileWriteError(VidexploreError):
    """A file of the program, such as weights or a calibration, cannot be written."""


class MissingPackageError(VidexploreError):
    """A package that is needed for this is not installed."""


class ProcessError(VidexploreError):
    """A process of the program cannot be started, or ended before its work was done."""


class SettingsError(VidexploreError):
    """The settings file cannot be read or written."""


class DisplayUnavailableError(VidexploreError):
    """There is no screen, or a system library the window needs is missing."""


def extra_sentence(what: str, extra: str, *, is_frozen: bool | None = None) -> str:
    """How to get an extra.

    Args:
        what: What it is needed for, as the beginning of a sentence, such as ``"Recognising speech"``.
        extra: Its name in ``pyproject.toml``.
        is_frozen: Whether the program is a package that brings its own Python, to which nothing can be added;
            found out by default.
    """
    if getattr(sys, "frozen", False) if is_frozen is None else is_frozen:
        return (
            f"{what} needs the extra `{extra}`, which this package of videxplore does not contain and which "
            f"cannot be added to it; a videxplore that is installed by pip can have it: "
            f"pip install 'videxplore[{extra}]'."
        )
    return f"{what} needs the extra `{extra}`: pip install 'videxplore[{extra}]'."
