"""A fresh catalogue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from videxplore.catalogue.catalogue import Catalogue


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "library" / "catalogue.sqlite3"


@pytest.fixture
def catalogue(file: Path) -> Iterator[Catalogue]:
    with Catalogue.open(file) as opened:
        yield opened
