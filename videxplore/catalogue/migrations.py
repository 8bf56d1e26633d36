"""The catalogue's schema, as the steps that lead to it.

The file's ``user_version`` is the number of steps it has been through. A step, once released, is never
edited: a change of the schema is one more step.

Paths and error sentences are stored as bytes in the file system's encoding, because a path need not be text.
Ids are ``AUTOINCREMENT``, so that an id a window or an index still holds never comes to mean something else.
Each video has one row in ``change``; its versions come from one counter, so that the log never outgrows the
number of videos ever seen.
"""

import sqlite3
from collections.abc import Sequence

from videxplore.catalogue.added_tables import (
    DUPLICATE_TABLES,
    REPLACED_TABLES,
    SIDECAR_TABLES,
    TEXT_TABLES,
)
from videxplore.catalogue.strict_tables import STRICT_TABLES

APPLICATION_ID = 0x76785031
"""Marks the file as a videxplore catalogue in its SQLite header ("vxP1")."""

PAGE_SIZE = 8192
"""Bytes a page: three float16 vectors of 1280 numbers fit; the default page holds one and wastes a third."""

_FIRST = (
    """
    CREATE TABLE video (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        path BLOB NOT NULL UNIQUE,
        fingerprint TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL,
        state TEXT NOT NULL,
        error BLOB NOT NULL DEFAULT x'',
        depth TEXT,
        duration_s REAL,
        frame_rate_numerator INTEGER,
        frame_rate_denominator INTEGER,
        width_px INTEGER,
        height_px INTEGER,
        rotation_deg INTEGER,
        codec TEXT,
        pixel_format TEXT,
        has_audio INTEGER,
        warnings BLOB NOT NULL DEFAULT x''
    )
    """,
    "CREATE INDEX video_by_fingerprint ON video (fingerprint)",
    """
    CREATE TABLE shot (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        video_id INTEGER NOT NULL REFERENCES video ON DELETE CASCADE,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL CHECK (end_s >= start_s)
    )
    """,
    "CREATE INDEX shot_by_video ON shot (video_id, start_s)",
    """
    CREATE TABLE keyframe (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        shot_id INTEGER NOT NULL REFERENCES shot ON DELETE CASCADE,
        time_s REAL NOT NULL,
        sharpness REAL NOT NULL
    )
    """,
    "CREATE INDEX keyframe_by_shot ON keyframe (shot_id, time_s)",
    """
    CREATE TABLE clip (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        shot_id INTEGER NOT NULL REFERENCES shot ON DELETE CASCADE,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL CHECK (end_s >= start_s)
    )
    """,
    "CREATE INDEX clip_by_shot ON clip (shot_id, start_s)",
    """
    CREATE TABLE space (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        dim INTEGER NOT NULL CHECK (dim > 0),
        backbone TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE keyframe_embedding (
        keyframe_id INTEGER NOT NULL REFERENCES keyframe ON DELETE CASCADE,
        space_id INTEGER NOT NULL REFERENCES space ON DELETE CASCADE,
        vector BLOB NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX keyframe_embedding_by_owner ON keyframe_embedding (keyframe_id, space_id)",
    "CREATE INDEX keyframe_embedding_by_space ON keyframe_embedding (space_id, keyframe_id)",
    """
    CREATE TABLE clip_embedding (
        clip_id INTEGER NOT NULL REFERENCES clip ON DELETE CASCADE,
        space_id INTEGER NOT NULL REFERENCES space ON DELETE CASCADE,
        vector BLOB NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX clip_embedding_by_owner ON clip_embedding (clip_id, space_id)",
    "CREATE INDEX clip_embedding_by_space ON clip_embedding (space_id, clip_id)",
    """
    CREATE TABLE label (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label TEXT NOT NULL,
        source TEXT NOT NULL,
        model TEXT NOT NULL,
        UNIQUE (label, source, model)
    )
    """,
    """
    CREATE TABLE keyframe_prediction (
        keyframe_id INTEGER NOT NULL REFERENCES keyframe ON DELETE CASCADE,
        label_id INTEGER NOT NULL REFERENCES label,
        score REAL NOT NULL,
        PRIMARY KEY (keyframe_id, label_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX keyframe_prediction_by_label ON keyframe_prediction (label_id)",
    """
    CREATE TABLE clip_prediction (
        clip_id INTEGER NOT NULL REFERENCES clip ON DELETE CASCADE,
        label_id INTEGER NOT NULL REFERENCES label,
        score REAL NOT NULL,
        PRIMARY KEY (clip_id, label_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX clip_prediction_by_label ON clip_prediction (label_id)",
    """
    CREATE TABLE change (
        video_id INTEGER PRIMARY KEY,
        version INTEGER NOT NULL UNIQUE,
        analysed_version INTEGER NOT NULL DEFAULT 0,
        removed INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO counter VALUES ('version', 0)",
)

_WORDS_REGIONS_HISTORY = (
    # Words of labels, and of file and folder names; what comes and goes is followed by triggers.
    "CREATE VIRTUAL TABLE label_words USING fts5 (label, tokenize = 'porter unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE video_words USING fts5 (path, tokenize = 'porter unicode61 remove_diacritics 2')",
    "INSERT INTO label_words (rowid, label) SELECT id, label FROM label",
    "INSERT INTO video_words (rowid, path) SELECT id, CAST(path AS TEXT) FROM video",
    """
    CREATE TRIGGER label_is_new AFTER INSERT ON label BEGIN
        INSERT INTO label_words (rowid, label) VALUES (new.id, new.label);
    END
    """,
    """
    CREATE TRIGGER video_is_new AFTER INSERT ON video BEGIN
        INSERT INTO video_words (rowid, path) VALUES (new.id, CAST(new.path AS TEXT));
    END
    """,
    """
    CREATE TRIGGER video_is_moved AFTER UPDATE OF path ON video WHEN old.path <> new.path BEGIN
        UPDATE video_words SET path = CAST(new.path AS TEXT) WHERE rowid = new.id;
    END
    """,
    """
    CREATE TRIGGER video_is_removed AFTER DELETE ON video BEGIN
        DELETE FROM video_words WHERE rowid = old.id;
    END
    """,
    """
    CREATE TABLE keyframe_region (
        keyframe_id INTEGER NOT NULL REFERENCES keyframe ON DELETE CASCADE,
        space_id INTEGER NOT NULL REFERENCES space ON DELETE CASCADE,
        height INTEGER NOT NULL,
        width INTEGER NOT NULL,
        cells BLOB NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX keyframe_region_by_owner ON keyframe_region (keyframe_id, space_id)",
    "CREATE INDEX keyframe_region_by_space ON keyframe_region (space_id, keyframe_id)",
    """
    CREATE TABLE history (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        parent_id INTEGER REFERENCES history ON DELETE SET NULL,
        created_ns INTEGER NOT NULL,
        name TEXT NOT NULL DEFAULT '',
        query TEXT NOT NULL
    )
    """,
    "CREATE INDEX history_by_parent ON history (parent_id)",
)

_TAUGHT_ACTIONS = (
    """
    CREATE TABLE taught_action (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label TEXT NOT NULL UNIQUE,
        created_ns INTEGER NOT NULL,
        owner TEXT NOT NULL,
        spaces TEXT NOT NULL,
        weights BLOB NOT NULL,
        bias REAL NOT NULL,
        held_out_accuracy REAL
    )
    """,
    """
    CREATE TABLE taught_example (
        action_id INTEGER NOT NULL REFERENCES taught_action ON DELETE CASCADE,
        video_id INTEGER NOT NULL REFERENCES video ON DELETE CASCADE,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        is_counter INTEGER NOT NULL
    )
    """,
    "CREATE INDEX taught_example_by_action ON taught_example (action_id)",
    "CREATE INDEX taught_example_by_video ON taught_example (video_id)",
)

_BOOKMARKS = (
    """
    CREATE TABLE bookmark (
        video_id INTEGER NOT NULL REFERENCES video ON DELETE CASCADE,
        time_s REAL NOT NULL,
        PRIMARY KEY (video_id, time_s)
    ) WITHOUT ROWID
    """,
)

_EXCLUSIONS = (
    """
    CREATE TABLE exclusion (
        path BLOB PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    # The user wants a video that is there: it was added again, or its removal was undone.
    """
    CREATE TRIGGER excluded_video_is_back AFTER INSERT ON video BEGIN
        DELETE FROM exclusion WHERE path = new.path;
    END
    """,
    """
    CREATE TRIGGER excluded_path_is_taken AFTER UPDATE OF path ON video WHEN old.path <> new.path BEGIN
        DELETE FROM exclusion WHERE path = new.path;
    END
    """,
)

_GONE = (
    """
    CREATE TABLE gone (
        video_id INTEGER PRIMARY KEY REFERENCES video ON DELETE CASCADE,
        since_s INTEGER NOT NULL
    )
    """,
    """
    CREATE TRIGGER video_is_gone AFTER UPDATE OF state ON video
    WHEN new.state = 'gone' AND old.state <> 'gone' BEGIN
        INSERT OR REPLACE INTO gone (video_id, since_s) VALUES (new.id, strftime('%s', 'now'));
    END
    """,
    """
    CREATE TRIGGER gone_video_is_back AFTER UPDATE OF state ON video
    WHEN new.state <> 'gone' AND old.state = 'gone' BEGIN
        DELETE FROM gone WHERE video_id = new.id;
    END
    """,
    "INSERT INTO gone (video_id, since_s) SELECT id, strftime('%s', 'now') FROM video WHERE state = 'gone'",
)

# ``metadata`` is a JSON document, so that what is read later needs no step; it is NULL until a file was read.
# The columns beside it are what searches are limited by.
_METADATA = (
    "ALTER TABLE video ADD COLUMN metadata TEXT",
    "ALTER TABLE video ADD COLUMN recorded TEXT",
    "ALTER TABLE video ADD COLUMN camera TEXT",
    "ALTER TABLE video ADD COLUMN dynamic_range TEXT",
)

# A bookmark is a mark that says nothing more.
_SELECTS = (
    """
    CREATE TABLE bin (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
        created_ns INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE bin_item (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        bin_id INTEGER NOT NULL REFERENCES bin ON DELETE CASCADE,
        position INTEGER NOT NULL CHECK (position >= 0),
        video_id INTEGER NOT NULL REFERENCES video ON DELETE CASCADE,
        start_s REAL NOT NULL CHECK (start_s >= 0),
        end_s REAL NOT NULL CHECK (end_s > start_s),
        note TEXT NOT NULL DEFAULT '',
        rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
        is_rejected INTEGER NOT NULL DEFAULT 0 CHECK (is_rejected IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX bin_item_by_bin ON bin_item (bin_id, position)",
    "CREATE INDEX bin_item_by_video ON bin_item (video_id)",
    """
    CREATE TABLE mark (
        video_id INTEGER NOT NULL REFERENCES video ON DELETE CASCADE,
        start_s REAL NOT NULL CHECK (start_s >= 0),
        end_s REAL NOT NULL CHECK (end_s >= start_s),
        verdict TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'favourite', 'rejected')),
        note TEXT NOT NULL DEFAULT '',
        tags TEXT NOT NULL DEFAULT '[]' CHECK (json_type(tags) = 'array'),
        rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
        PRIMARY KEY (video_id, start_s, end_s)
    ) STRICT, WITHOUT ROWID
    """,
    """
    INSERT INTO mark (video_id, start_s, end_s)
    SELECT video_id, max(time_s, 0.0), max(time_s, 0.0) FROM bookmark WHERE true ON CONFLICT DO NOTHING
    """,
    "DROP TABLE bookmark",
)

_RESUME = (
    "CREATE TABLE stopped (video_id INTEGER PRIMARY KEY REFERENCES video ON DELETE CASCADE) STRICT",
    """
    CREATE TABLE place (
        video_id INTEGER PRIMARY KEY REFERENCES video ON DELETE CASCADE,
        time_s REAL NOT NULL CHECK (time_s >= 0),
        in_s REAL CHECK (in_s >= 0),
        out_s REAL CHECK (out_s > coalesce(in_s, 0))
    ) STRICT
    """,
)

_CHANGES_OF_PRESENT_VIDEOS = (
    # A row for each video that was ever removed would make the file grow for ever.
    "DELETE FROM change WHERE removed",
    "ALTER TABLE change DROP COLUMN removed",
    "INSERT INTO counter SELECT 'last_removal', value FROM counter WHERE name = 'version'",
)

# What other workers do: one row for each attempt.
_LEASES = (
    """
    CREATE TABLE lease (
        video_id INTEGER NOT NULL REFERENCES video ON DELETE CASCADE
            CHECK (video_id BETWEEN 1 AND 9007199254740992),
        job TEXT NOT NULL CHECK (job IN ('quick', 'full')),
        attempt INTEGER NOT NULL CHECK (attempt BETWEEN 1 AND 9007199254740992),
        worker TEXT NOT NULL CHECK (length(worker) <= 1048576),
        heartbeat_s INTEGER NOT NULL CHECK (heartbeat_s BETWEEN 0 AND 1099511627776),
        error BLOB NOT NULL DEFAULT x'' CHECK (length(error) <= 1048576),
        PRIMARY KEY (video_id, job, attempt)
    ) STRICT, WITHOUT ROWID
    """,
)

_SCENE_FACTS = (
    """
    CREATE TABLE scene_facts (
        shot_id INTEGER PRIMARY KEY REFERENCES shot ON DELETE CASCADE,
        black REAL NOT NULL CHECK (black BETWEEN -0.001 AND 1.001),
        still REAL NOT NULL CHECK (still BETWEEN -0.001 AND 1.001),
        movement REAL NOT NULL CHECK (movement BETWEEN -0.001 AND 1.001),
        light REAL NOT NULL CHECK (light BETWEEN -0.001 AND 1.001),
        blur REAL CHECK (blur IS NULL OR blur BETWEEN -0.001 AND 1.001),
        shake REAL NOT NULL CHECK (shake BETWEEN -0.001 AND 1.001),
        camera_move TEXT NOT NULL CHECK (camera_move IN ('static', 'pan left', 'pan right', 'tilt up',
            'tilt down', 'zoom in', 'zoom out', 'mixed', 'unknown')),
        loudness_lufs REAL CHECK (loudness_lufs IS NULL OR loudness_lufs BETWEEN -100 AND 100),
        silence REAL CHECK (silence IS NULL OR silence BETWEEN -0.001 AND 1.001),
        speech REAL CHECK (speech IS NULL OR speech BETWEEN -0.001 AND 1.001),
        music REAL CHECK (music IS NULL OR music BETWEEN -0.001 AND 1.001),
        CHECK (shot_id BETWEEN 1 AND 9007199254740992)
    ) STRICT
    """,
)

_SCORES_BY_LABEL = (
    # The primary key is part of each index: a label's predictions are read from it alone, best last.
    "DROP INDEX keyframe_prediction_by_label",
    "CREATE INDEX keyframe_prediction_by_label ON keyframe_prediction (label_id, score)",
    "DROP INDEX clip_prediction_by_label",
    "CREATE INDEX clip_prediction_by_label ON clip_prediction (label_id, score)",
)

MIGRATIONS: Sequence[Sequence[str]] = (
    _FIRST, _WORDS_REGIONS_HISTORY, _TAUGHT_ACTIONS, _BOOKMARKS, _EXCLUSIONS, _GONE, _METADATA, _SELECTS,
    _RESUME, STRICT_TABLES, _CHANGES_OF_PRESENT_VIDEOS, TEXT_TABLES, _LEASES, _SCENE_FACTS,
    DUPLICATE_TABLES, _SCORES_BY_LABEL, REPLACED_TABLES, SIDECAR_TABLES,
)  # fmt: skip
"""Step i leads from version i to version i + 1; each is a list of statements."""


def migrate(connection: sqlite3.Connection, steps: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Bring an open catalogue to the version of ``steps`` in one transaction.

    A table that others refer to may be rebuilt, so that foreign keys are off meanwhile. ``executescript``
    would commit half way, so the statements run one by one.

    Args:
        connection: In autocommit mode, with the right to write.
        steps: The migrations, oldest first.
    """
    (had_foreign_keys,) = connection.execute("PRAGMA foreign_keys").fetchone()
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for step in steps[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    else:
        connection.execute("COMMIT")
    finally:
        connection.execute(f"PRAGMA foreign_keys = {had_foreign_keys}")
