"""The tables of what the user says of duplicates."""

from collections.abc import Sequence

# Pairs are of contents, not of videos: what the user said of them outlives a removal and a move.
DUPLICATE_TABLES: Sequence[str] = (
    """
    CREATE TABLE not_duplicate (
        first_fingerprint TEXT NOT NULL CHECK (length(first_fingerprint) > 0),
        second_fingerprint TEXT NOT NULL CHECK (second_fingerprint >= first_fingerprint),
        PRIMARY KEY (first_fingerprint, second_fingerprint)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE protected_folder (
        path BLOB PRIMARY KEY NOT NULL CHECK (length(path) > 0)
    ) STRICT, WITHOUT ROWID
    """,
)
