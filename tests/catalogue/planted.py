"""Files that somebody put beside a catalogue, as SQLite would obey them."""

import struct
from pathlib import Path

from tests.analyses import analysis, unit
from videxplore.catalogue.catalogue import Catalogue

JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")


def fill(file: Path, videos: int = 1) -> None:
    """Make a catalogue of some videos, closed properly."""
    with Catalogue.open(file) as catalogue:
        for number in range(videos):
            video = catalogue.add_video(Path(f"/videos/{number}.mp4"), "f", 1, 2)
            catalogue.store_analysis(video.id, analysis([[unit(number)]]))


def hot_journal(database: Path, super_journal: Path | None = None) -> Path:
    """A journal that SQLite rolls back; then it deletes the super-journal that is named in it.

    The layout is that of ``pager.c``: a header of one sector, no pages, and the name's record at the end.
    """
    header = database.read_bytes()[:100] if database.exists() else b""
    page_size, pages = struct.unpack_from(">H10xI", header, 16) if header else (4096, 0)
    journal = JOURNAL_MAGIC + struct.pack(">IIIII", 0, 0, pages, 512, page_size)
    journal = journal.ljust(512, b"\0")
    if super_journal is not None:
        name = str(super_journal).encode()
        journal += struct.pack(">I", 0x40000000 // page_size + 1) + name
        journal += struct.pack(">II", len(name), sum(name)) + JOURNAL_MAGIC
    file = database.with_name(database.name + "-journal")
    file.write_bytes(journal)
    return file


def everything(folder: Path) -> dict[str, bytes]:
    """All files of a folder by name, links followed."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
