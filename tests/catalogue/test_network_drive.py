"""A catalogue on a network drive is read and never written."""

import sys
from pathlib import Path

import pytest

from tests.catalogue.planted import everything, fill
from videxplore.catalogue.catalogue import Catalogue
from videxplore.core import file_names
from videxplore.core.errors import CatalogueMissingError, CatalogueReadOnlyError


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a catalogue that then turns out to be on a network drive."""
    if sys.platform != "linux":
        pytest.skip("the table of mounted file systems is that of Linux")
    folder = tmp_path / "share"
    folder.mkdir()
    fill(folder / "catalogue.sqlite3", 2)
    table = tmp_path / "mountinfo"
    table.write_text(f"1 1 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:5 / {folder} rw - nfs4 nas:/footage rw\n")
    monkeypatch.setattr(file_names, "MOUNT_TABLE", table)
    return folder


def test_network_drive_is_refused_for_writing(share: Path) -> None:
    before = everything(share)
    for name in ("catalogue.sqlite3", "new/catalogue.sqlite3"):
        with pytest.raises(CatalogueReadOnlyError, match=r"is on a network drive \(nfs4\)"):
            Catalogue.open(share / name)
    assert everything(share) == before


def test_network_drive_is_read(share: Path) -> None:
    before = everything(share)
    with Catalogue.open(share / "catalogue.sqlite3", writable=False) as catalogue:
        assert len(catalogue.videos()) == 2
        with pytest.raises(CatalogueReadOnlyError):
            catalogue.remove_video(1)
    assert everything(share) == before
    with pytest.raises(CatalogueMissingError):
        Catalogue.open(share / "other.sqlite3", writable=False)
