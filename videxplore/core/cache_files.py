"""Reading caches: files that can be made again, so that whatever is wrong with one means no more than that.

A cache may come from somebody else, with the library that it lies in.
"""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from videxplore.core.files import open_regular
from videxplore.core.limits import MOST_CACHE_BYTES
from videxplore.core.task import Cancelled


class DamagedCacheError(ValueError):
    """The cache cannot be used and is to be made again."""


@contextmanager
def opened_cache(file: Path, most_bytes: int = MOST_CACHE_BYTES) -> Iterator[BinaryIO]:
    """Open a cache and read it in the block; any exception there means that it is damaged.

    Args:
        file: A regular file; links are not followed, pipes not waited for.
        most_bytes: A larger one is damaged.

    Raises:
        FileNotFoundError: If there is none.
        DamagedCacheError: If it cannot be read, or is not what the block takes it for.
        Cancelled: If the task of the block was cancelled.
    """
    with read_of_cache(file), open_regular(file) as stream:
        if os.fstat(stream.fileno()).st_size > most_bytes:
            raise DamagedCacheError(f"{file} is too large")
        yield stream


@contextmanager
def read_of_cache(file: Path) -> Iterator[None]:
    """Read more of a cache that is open already; see :func:`opened_cache`.

    Raises:
        DamagedCacheError: If the block raises an exception.
    """
    try:
        yield
    except (FileNotFoundError, DamagedCacheError, Cancelled):
        raise
    except Exception as error:
        raise DamagedCacheError(f"{file} is damaged") from error


def read_arrays(stream: BinaryIO) -> dict[str, Any]:
    """The arrays of a file from ``numpy.savez``, numbers only.

    Raises:
        DamagedCacheError: If it holds anything else, or claims more than it holds.
    """
    size_bytes = stream.seek(0, os.SEEK_END)
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
    is_stored = all(member.compress_type == zipfile.ZIP_STORED for member in members)
    if not is_stored or sum(member.file_size for member in members) > size_bytes:
        raise DamagedCacheError("the arrays claim more than the file holds")
    stream.seek(0)
    arrays = {}
    with np.load(stream, allow_pickle=False) as stored:
        for name in stored.files:
            _require_fitting(stored, name, size_bytes)
            arrays[name] = stored[name]
    return arrays


def _require_fitting(stored: Any, name: str, size_bytes: int) -> None:
    """Read the header of an array, before as much memory is taken as it claims."""
    with stored.zip.open(f"{name}.npy") as member:
        version = np.lib.format.read_magic(member)
        read_header = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }[version]
        shape, _, dtype = read_header(member)
    if dtype.kind not in "iuf" or int(np.prod(shape, dtype=object)) * dtype.itemsize > size_bytes:
        raise DamagedCacheError(f"the array {name} claims more than the file holds")
