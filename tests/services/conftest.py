"""A library for the tests of services."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from videxplore.services.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library, opened for writing."""
    with Library.open(tmp_path / "library") as opened:
        yield opened
