"""Every error of the environment, in one tree.

A :class:`VidexploreError` is a failure of the environment: a file is broken, a disk is full, weights are
missing. Its text is one sentence for the user, and says what to do where something can be done. Any other
exception is a bug of the program.

    VidexploreError
    ├── VideoError        UnreadableVideoError, SeekError
    ├── BackboneError     UnknownBackboneError, WeightsUnavailableError, DeviceUnavailableError,
    │                     DeviceMemoryError
    ├── CatalogueError    CatalogueMissingError, CatalogueTooNewError, CatalogueBusyError,
    │                     CatalogueReadOnlyError, CatalogueDamagedError, LibraryRefusedError,
    │                     DiskFullError
    ├── SearchError       UnknownMomentError, IndexUnavailableError
    ├── ExportError       ExistingFileError
    ├── SettingsError
    └── DisplayUnavailableError
"""


class VidexploreError(Exception):
    """A failure of the environment, not a bug; the text is one sentence for the user."""


class VideoError(VidexploreError):
    """Something about one video file."""


class UnreadableVideoError(VideoError):
    """The file holds no video that can be decoded."""


class SeekError(VideoError):
    """The video has no frame at the asked time."""


class BackboneError(VidexploreError):
    """Something about a model, its weights or its device."""


class UnknownBackboneError(BackboneError):
    """No backbone has this name."""


class WeightsUnavailableError(BackboneError):
    """The weights are not on this machine and could not be fetched, or are not what they should be."""


class DeviceUnavailableError(BackboneError):
    """The asked-for device does not exist on this machine."""


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


class UnknownMomentError(SearchError):
    """The query names a moment, image or video that is not there."""


class IndexUnavailableError(SearchError):
    """The vector index cannot be opened or reached."""


class ExportError(VidexploreError):
    """The export cannot be written as asked."""


class ExistingFileError(ExportError):
    """The export would replace a file that the user did not agree to replace."""


class SettingsError(VidexploreError):
    """The settings file cannot be read or written."""


class DisplayUnavailableError(VidexploreError):
    """There is no screen, or a system library the window needs is missing."""
