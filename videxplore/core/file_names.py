"""Names of files in sentences and in other files: they may hold newlines, and bytes that are no text."""

from pathlib import Path


def shown_name(path: Path) -> str:
    """The file's name in quotes for a sentence: characters that cannot be shown are replaced."""
    shown = "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in path.name)
    return f"\u201c{shown}\u201d"


def one_line(text: str) -> str:
    """A file's name as one line of printable text."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
