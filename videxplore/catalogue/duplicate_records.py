"""What the user says of duplicates: pairs that are none, and folders whose files are never to be removed."""

import os
from pathlib import Path

from videxplore.catalogue.connections import Connections

ContentPair = tuple[str, str]
"""The fingerprints of two contents, in their order."""


def content_pair(first: str, second: str) -> ContentPair:
    """Two fingerprints as they are stored."""
    return (first, second) if first <= second else (second, first)


class DuplicateRecords:
    """Pairs of contents that are not duplicates, and protected folders."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def dismissed(self) -> frozenset[ContentPair]:
        """The pairs that are not duplicates."""
        found = self._connections.rows("SELECT first_fingerprint, second_fingerprint FROM not_duplicate")
        return frozenset((first, second) for first, second in found)

    def dismiss(self, first: str, second: str) -> None:
        """Remember that two contents are not duplicates."""
        with self._connections.writing() as connection:
            pair = content_pair(first, second)
            connection.execute("INSERT OR IGNORE INTO not_duplicate VALUES (?, ?)", pair)

    def take_back(self, first: str, second: str) -> None:
        """Two contents may be duplicates again."""
        with self._connections.writing() as connection:
            connection.execute(
                "DELETE FROM not_duplicate WHERE first_fingerprint = ? AND second_fingerprint = ?",
                content_pair(first, second),
            )

    def protected_folders(self) -> list[Path]:
        """The protected folders, in the order of their paths."""
        found = self._connections.rows("SELECT path FROM protected_folder ORDER BY path")
        return [Path(os.fsdecode(path)) for (path,) in found]

    def protect(self, folder: Path) -> None:
        """Protect a folder, and all below it."""
        with self._connections.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO protected_folder VALUES (?)", (os.fsencode(folder),))

    def unprotect(self, folder: Path) -> None:
        """Protect a folder no longer."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM protected_folder WHERE path = ?", (os.fsencode(folder),))
