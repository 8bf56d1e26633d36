"""Tables that migrations added: of text, of duplicates, replaced files and sidecars."""

from collections.abc import Sequence

TEXT_TABLES: Sequence[str] = (
    """
    CREATE TABLE text_reading (
        video_id INTEGER NOT NULL REFERENCES video ON DELETE CASCADE
            CHECK (video_id BETWEEN 1 AND 9007199254740992),
        text_kind TEXT NOT NULL CHECK (text_kind IN ('subtitle', 'speech', 'screen')),
        read_from TEXT NOT NULL CHECK (length(read_from) <= 1048576),
        PRIMARY KEY (video_id, text_kind)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE text_track (
        id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 9007199254740992),
        video_id INTEGER NOT NULL REFERENCES video ON DELETE CASCADE
            CHECK (video_id BETWEEN 1 AND 9007199254740992),
        text_kind TEXT NOT NULL CHECK (text_kind IN ('subtitle', 'speech', 'screen')),
        language TEXT NOT NULL CHECK (length(language) <= 1048576),
        name TEXT NOT NULL CHECK (length(name) <= 1048576)
    ) STRICT
    """,
    "CREATE INDEX text_track_by_video ON text_track (video_id, text_kind)",
    """
    CREATE TABLE text_line (
        id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 9007199254740992),
        track_id INTEGER NOT NULL REFERENCES text_track ON DELETE CASCADE
            CHECK (track_id BETWEEN 1 AND 9007199254740992),
        start_s REAL NOT NULL CHECK (start_s BETWEEN -1e6 AND 1e15),
        end_s REAL NOT NULL CHECK (end_s BETWEEN -1e6 AND 1e15),
        text TEXT NOT NULL CHECK (length(text) <= 1048576),
        word_times BLOB NOT NULL DEFAULT x'' CHECK (length(word_times) <= 1048576),
        box BLOB NOT NULL DEFAULT x'' CHECK (length(box) IN (0, 16)),
        CHECK (end_s >= start_s)
    ) STRICT
    """,
    "CREATE INDEX text_line_by_track ON text_line (track_id, start_s)",
    # The text is stored once: the index holds only where each word stands.
    """
    CREATE VIRTUAL TABLE text_line_words USING fts5 (
        text, content = 'text_line', content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 2', prefix = '3'
    )
    """,
    """
    CREATE TRIGGER text_line_is_new AFTER INSERT ON text_line BEGIN
        INSERT INTO text_line_words (rowid, text) VALUES (new.id, new.text);
    END
    """,
    """
    CREATE TRIGGER text_line_is_removed AFTER DELETE ON text_line BEGIN
        INSERT INTO text_line_words (text_line_words, rowid, text) VALUES ('delete', old.id, old.text);
    END
    """,
)


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


# A video that gets another path has its file again, or is replaced once more.
REPLACED_TABLES: Sequence[str] = (
    """
    CREATE TABLE replaced (
        video_id INTEGER PRIMARY KEY REFERENCES video ON DELETE CASCADE
            CHECK (video_id BETWEEN 1 AND 9007199254740992),
        path BLOB NOT NULL CHECK (length(path) BETWEEN 1 AND 1048576 AND instr(path, x'00') = 0),
        compared_id INTEGER CHECK (compared_id IS NULL OR compared_id BETWEEN 1 AND 9007199254740992)
    ) STRICT
    """,
    """
    CREATE TRIGGER replaced_video_has_a_path AFTER UPDATE OF path ON video WHEN old.path <> new.path BEGIN
        DELETE FROM replaced WHERE video_id = new.id;
    END
    """,
)

# Of videos that had sidecars when their metadata were read.
SIDECAR_TABLES: Sequence[str] = (
    """
    CREATE TABLE sidecar_reading (
        video_id INTEGER PRIMARY KEY REFERENCES video ON DELETE CASCADE
            CHECK (video_id BETWEEN 1 AND 9007199254740992),
        read_from TEXT NOT NULL CHECK (length(read_from) <= 1048576)
    ) STRICT
    """,
)
