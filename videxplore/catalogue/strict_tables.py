"""The migration that gives every table types and constraints that SQLite enforces.

Each table is rebuilt, and its rows are copied. Rows that break a constraint, or belong to no other row, are
set aside in the table ``damaged_row`` and not lost silently. What a column may hold is also said in
:mod:`videxplore.catalogue.integrity.kinds`; a test compares the two.

Source: https://www.sqlite.org/lang_altertable.html ("Making Other Kinds Of Table Schema Changes"),
https://www.sqlite.org/stricttables.html.
"""

from dataclasses import dataclass

_ID = "BETWEEN 1 AND 9007199254740992"
_COUNT = "BETWEEN 0 AND 9007199254740992"
_TIME = "BETWEEN -1e6 AND 1e15"
_SHARE = "BETWEEN -0.001 AND 1.001"
_FINITE = "BETWEEN -1e300 AND 1e300"
_TEXT = 1 << 20
_VALUE = 1 << 26


@dataclass(frozen=True, slots=True)
class _Table:
    """A table to be rebuilt.

    Attributes:
        columns: Name, type with what follows it, and constraint of each.
        rest: Constraints of the table, keys above all.
        options: After ``STRICT``.
        valid: Further conditions of a row to be copied.
        indexes: Statements after it.
    """

    name: str
    columns: tuple[tuple[str, str, str], ...]
    rest: tuple[str, ...] = ()
    options: str = ""
    valid: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()


def _own_id() -> tuple[str, str, str]:
    return "id", "INTEGER PRIMARY KEY AUTOINCREMENT", f"id {_ID}"


def _reference(name: str, table: str, then: str = " ON DELETE CASCADE") -> tuple[str, str, str]:
    return name, f"INTEGER NOT NULL REFERENCES {table}{then}", f"{name} {_ID}"


def _column(name: str, kind: str, constraint: str) -> tuple[str, str, str]:
    return name, f"{kind} NOT NULL", f"{name} {constraint}"


def _optional(name: str, kind: str, constraint: str) -> tuple[str, str, str]:
    return name, kind, f"{name} IS NULL OR {name} {constraint}"


def _text(name: str, most: int = _TEXT) -> tuple[str, str, str]:
    return name, "TEXT NOT NULL", f"length({name}) <= {most}"


def _optional_text(name: str, most: int = _TEXT) -> tuple[str, str, str]:
    return name, "TEXT", f"{name} IS NULL OR length({name}) <= {most}"


def _blob(name: str, least: int, most: int, default: str = "") -> tuple[str, str, str]:
    return name, f"BLOB NOT NULL{default}", f"length({name}) BETWEEN {least} AND {most}"


def _flag(name: str, default: str = "") -> tuple[str, str, str]:
    return name, f"INTEGER NOT NULL{default}", f"{name} IN (0, 1)"


def _exists(column: str, table: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE {table}.id = {column})"  # noqa: S608


_KNOWN_TOGETHER = (
    "frame_rate_numerator", "frame_rate_denominator", "width_px", "height_px", "rotation_deg", "codec",
    "pixel_format", "has_audio",
)  # fmt: skip

_VIDEO = _Table(
    "video",
    (
        _own_id(),
        ("path", "BLOB NOT NULL UNIQUE", "length(path) BETWEEN 1 AND 1048576 AND instr(path, x'00') = 0"),
        _text("fingerprint"),
        _column("size_bytes", "INTEGER", ">= 0"),
        ("modified_ns", "INTEGER NOT NULL", "modified_ns >= -9223372036854775807"),
        _column("state", "TEXT", "IN ('waiting', 'searchable', 'complete', 'failed', 'offline', 'gone')"),
        _blob("error", 0, _TEXT, " DEFAULT x''"),
        _optional("depth", "TEXT", "IN ('quick', 'full')"),
        _optional("duration_s", "REAL", "BETWEEN 0 AND 1e15"),
        _optional("frame_rate_numerator", "INTEGER", ">= 1"),
        _optional("frame_rate_denominator", "INTEGER", ">= 1"),
        _optional("width_px", "INTEGER", "BETWEEN 1 AND 2147483648"),
        _optional("height_px", "INTEGER", "BETWEEN 1 AND 2147483648"),
        _optional("rotation_deg", "INTEGER", "IN (0, 90, 180, 270)"),
        _optional_text("codec"),
        _optional_text("pixel_format"),
        _optional("has_audio", "INTEGER", "IN (0, 1)"),
        _blob("warnings", 0, _TEXT, " DEFAULT x''"),
        _optional_text("metadata", _VALUE),
        _optional_text("recorded"),
        _optional_text("camera"),
        _optional_text("dynamic_range"),
    ),
    rest=(
        "CHECK (duration_s IS NULL OR ("
        + " AND ".join(f"{name} IS NOT NULL" for name in _KNOWN_TOGETHER)
        + "))",
    ),
    valid=(
        "duration_s IS NULL OR (" + " AND ".join(f"{name} IS NOT NULL" for name in _KNOWN_TOGETHER) + ")",
    ),
    indexes=("CREATE INDEX video_by_fingerprint ON video (fingerprint)",),
)

_SHOT = _Table(
    "shot",
    (
        _own_id(),
        _reference("video_id", "video"),
        _column("start_s", "REAL", _TIME),
        _column("end_s", "REAL", _TIME),
    ),
    rest=("CHECK (end_s >= start_s)",),
    valid=("end_s >= start_s", _exists("video_id", "video")),
    indexes=("CREATE INDEX shot_by_video ON shot (video_id, start_s)",),
)

_KEYFRAME = _Table(
    "keyframe",
    (
        _own_id(),
        _reference("shot_id", "shot"),
        _column("time_s", "REAL", _TIME),
        _column("sharpness", "REAL", _FINITE),
    ),
    valid=(_exists("shot_id", "shot"),),
    indexes=("CREATE INDEX keyframe_by_shot ON keyframe (shot_id, time_s)",),
)

_CLIP = _Table(
    "clip",
    (
        _own_id(),
        _reference("shot_id", "shot"),
        _column("start_s", "REAL", _TIME),
        _column("end_s", "REAL", _TIME),
    ),
    rest=("CHECK (end_s >= start_s)",),
    valid=("end_s >= start_s", _exists("shot_id", "shot")),
    indexes=("CREATE INDEX clip_by_shot ON clip (shot_id, start_s)",),
)

_SPACE = _Table(
    "space",
    (
        _own_id(),
        ("name", "TEXT NOT NULL UNIQUE", f"length(name) <= {_TEXT}"),
        _column("kind", "TEXT", "IN ('appearance', 'motion')"),
        _column("dim", "INTEGER", "BETWEEN 1 AND 65536"),
        _text("backbone"),
    ),
)

_LABEL = _Table(
    "label",
    (
        _own_id(),
        _text("label"),
        _column("source", "TEXT", "IN ('pretrained', 'taught', 'object')"),
        _text("model"),
    ),
    rest=("UNIQUE (label, source, model)",),
)


def _embedding(owner: str) -> _Table:
    name = f"{owner}_embedding"
    return _Table(
        name,
        (
            _reference(f"{owner}_id", owner),
            _reference("space_id", "space"),
            _blob("vector", 2, 131072),
        ),
        valid=(
            _exists(f"{owner}_id", owner),
            "length(vector) = 2 * (SELECT dim FROM space WHERE space.id = space_id)",
        ),
        indexes=(
            f"CREATE UNIQUE INDEX {name}_by_owner ON {name} ({owner}_id, space_id)",
            f"CREATE INDEX {name}_by_space ON {name} (space_id, {owner}_id)",
        ),
    )


def _prediction(owner: str) -> _Table:
    name = f"{owner}_prediction"
    return _Table(
        name,
        (
            _reference(f"{owner}_id", owner),
            _reference("label_id", "label", ""),
            _column("score", "REAL", _SHARE),
        ),
        rest=(f"PRIMARY KEY ({owner}_id, label_id)",),
        options=", WITHOUT ROWID",
        valid=(_exists(f"{owner}_id", owner), _exists("label_id", "label")),
        indexes=(f"CREATE INDEX {name}_by_label ON {name} (label_id)",),
    )


_REGION = _Table(
    "keyframe_region",
    (
        _reference("keyframe_id", "keyframe"),
        _reference("space_id", "space"),
        _column("height", "INTEGER", "BETWEEN 1 AND 4096"),
        _column("width", "INTEGER", "BETWEEN 1 AND 4096"),
        _blob("cells", 0, _VALUE),
    ),
    valid=(_exists("keyframe_id", "keyframe"), _exists("space_id", "space")),
    indexes=(
        "CREATE UNIQUE INDEX keyframe_region_by_owner ON keyframe_region (keyframe_id, space_id)",
        "CREATE INDEX keyframe_region_by_space ON keyframe_region (space_id, keyframe_id)",
    ),
)

_CHANGE = _Table(
    "change",
    (
        ("video_id", "INTEGER PRIMARY KEY", f"video_id {_ID}"),
        ("version", "INTEGER NOT NULL UNIQUE", f"version {_COUNT}"),
        ("analysed_version", "INTEGER NOT NULL DEFAULT 0", f"analysed_version {_COUNT}"),
        _flag("removed", " DEFAULT 0"),
    ),
)

_COUNTER = _Table(
    "counter",
    (("name", "TEXT PRIMARY KEY", f"length(name) <= {_TEXT}"), _column("value", "INTEGER", _COUNT)),
    options=", WITHOUT ROWID",
)

_HISTORY = _Table(
    "history",
    (
        _own_id(),
        (
            "parent_id",
            "INTEGER REFERENCES history ON DELETE SET NULL",
            f"parent_id IS NULL OR parent_id {_ID}",
        ),
        ("created_ns", "INTEGER NOT NULL", "created_ns >= -9223372036854775807"),
        ("name", "TEXT NOT NULL DEFAULT ''", f"length(name) <= {_TEXT}"),
        _text("query", _VALUE),
    ),
    indexes=("CREATE INDEX history_by_parent ON history (parent_id)",),
)

_TAUGHT_ACTION = _Table(
    "taught_action",
    (
        _own_id(),
        ("label", "TEXT NOT NULL UNIQUE", f"length(label) <= {_TEXT}"),
        ("created_ns", "INTEGER NOT NULL", "created_ns >= -9223372036854775807"),
        _column("owner", "TEXT", "IN ('keyframe', 'clip')"),
        _text("spaces"),
        _blob("weights", 0, 64 * 65536),
        _column("bias", "REAL", _FINITE),
        _optional("held_out_accuracy", "REAL", _SHARE),
    ),
)

_TAUGHT_EXAMPLE = _Table(
    "taught_example",
    (
        _reference("action_id", "taught_action"),
        _reference("video_id", "video"),
        _column("start_s", "REAL", _TIME),
        _column("end_s", "REAL", _TIME),
        _flag("is_counter"),
    ),
    rest=("CHECK (end_s >= start_s)",),
    valid=("end_s >= start_s", _exists("action_id", "taught_action"), _exists("video_id", "video")),
    indexes=(
        "CREATE INDEX taught_example_by_action ON taught_example (action_id)",
        "CREATE INDEX taught_example_by_video ON taught_example (video_id)",
    ),
)

_MARK = _Table(
    "mark",
    (
        _reference("video_id", "video"),
        _column("start_s", "REAL", "BETWEEN 0 AND 1e15"),
        _column("end_s", "REAL", "BETWEEN 0 AND 1e15"),
        ("verdict", "TEXT NOT NULL DEFAULT ''", "verdict IN ('', 'favourite', 'rejected')"),
        ("note", "TEXT NOT NULL DEFAULT ''", f"length(note) <= {_VALUE}"),
        # SQLite does not take its functions of JSON for safe where a schema is not trusted.
        ("tags", "TEXT NOT NULL DEFAULT '[]'", f"length(tags) <= {_TEXT}"),
        ("rating", "INTEGER NOT NULL DEFAULT 0", "rating BETWEEN 0 AND 5"),
    ),
    rest=("CHECK (end_s >= start_s)", "PRIMARY KEY (video_id, start_s, end_s)"),
    options=", WITHOUT ROWID",
    valid=("end_s >= start_s", _exists("video_id", "video")),
)

_EXCLUSION = _Table(
    "exclusion",
    (
        ("path", "BLOB PRIMARY KEY", "length(path) BETWEEN 1 AND 1048576 AND instr(path, x'00') = 0"),
        _text("fingerprint"),
        _column("size_bytes", "INTEGER", ">= 0"),
        ("modified_ns", "INTEGER NOT NULL", "modified_ns >= -9223372036854775807"),
    ),
    options=", WITHOUT ROWID",
)

_GONE = _Table(
    "gone",
    (
        ("video_id", "INTEGER PRIMARY KEY REFERENCES video ON DELETE CASCADE", f"video_id {_ID}"),
        _column("since_s", "INTEGER", "BETWEEN 0 AND 1099511627776"),
    ),
    valid=(_exists("video_id", "video"),),
)

_TABLES = (
    _VIDEO, _SHOT, _KEYFRAME, _CLIP, _SPACE, _LABEL, _embedding("keyframe"), _embedding("clip"),
    _prediction("keyframe"), _prediction("clip"), _REGION, _CHANGE, _COUNTER, _HISTORY, _TAUGHT_ACTION,
    _TAUGHT_EXAMPLE, _MARK, _EXCLUSION, _GONE,
)  # fmt: skip
"""Those that others refer to come first."""

_DAMAGED_ROW = """
    CREATE TABLE damaged_row (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        noted_s INTEGER NOT NULL,
        from_table TEXT NOT NULL,
        content TEXT NOT NULL
    ) STRICT
    """

_TRIGGERS = {
    "label_is_new": (
        "AFTER INSERT ON label BEGIN INSERT INTO label_words (rowid, label) VALUES (new.id, new.label); END"
    ),
    "video_is_new": (
        "AFTER INSERT ON video BEGIN "
        "INSERT INTO video_words (rowid, path) VALUES (new.id, CAST(new.path AS TEXT)); END"
    ),
    "video_is_moved": (
        "AFTER UPDATE OF path ON video WHEN old.path <> new.path BEGIN "
        "UPDATE video_words SET path = CAST(new.path AS TEXT) WHERE rowid = new.id; END"
    ),
    "video_is_removed": "AFTER DELETE ON video BEGIN DELETE FROM video_words WHERE rowid = old.id; END",
    "excluded_video_is_back": (
        "AFTER INSERT ON video BEGIN DELETE FROM exclusion WHERE path = new.path; END"
    ),
    "excluded_path_is_taken": (
        "AFTER UPDATE OF path ON video WHEN old.path <> new.path BEGIN "
        "DELETE FROM exclusion WHERE path = new.path; END"
    ),
    "video_is_gone": (
        "AFTER UPDATE OF state ON video WHEN new.state = 'gone' AND old.state <> 'gone' BEGIN INSERT OR "
        "REPLACE INTO gone (video_id, since_s) VALUES (new.id, CAST(strftime('%s', 'now') AS INTEGER)); END"
    ),
    "gone_video_is_back": (
        "AFTER UPDATE OF state ON video WHEN new.state <> 'gone' AND old.state = 'gone' BEGIN "
        "DELETE FROM gone WHERE video_id = new.id; END"
    ),
}

_SEQUENCES = "sqlite_sequence"
_STORED_TYPES = {
    "INTEGER": "('integer')",
    "REAL": "('real', 'integer')",
    "TEXT": "('text')",
    "BLOB": "('blob')",
}


def as_literals(columns: tuple[str, ...]) -> str:
    """An expression that gives a row as SQL literals; long values are cut."""
    return " || ', ' || ".join(
        f"CASE WHEN typeof({name}) IN ('text', 'blob') THEN quote(substr({name}, 1, 65536)) "
        f"ELSE quote({name}) END"
        for name in columns
    )


def _statements(table: _Table) -> list[str]:
    name, new = table.name, f"{table.name}_new"
    names = tuple(column[0] for column in table.columns)
    declared = [f"{column} {kind} CHECK ({constraint})" for column, kind, constraint in table.columns]
    valid = " AND ".join(
        [
            *(_has_type(column, kind) for column, kind, _ in table.columns),
            *(f"({constraint})" for _, _, constraint in table.columns),
            *(f"({condition})" for condition in table.valid),
        ]
    )
    listed = ", ".join(names)
    create = f"CREATE TABLE {new} ({', '.join((*declared, *table.rest))}) STRICT{table.options}"
    set_aside = (
        "INSERT INTO damaged_row (noted_s, from_table, content) "  # noqa: S608
        f"SELECT CAST(strftime('%s', 'now') AS INTEGER), '{name}', {as_literals(names)} "
        f"FROM {name} WHERE ({valid}) IS NOT TRUE"
    )
    copy = f"INSERT INTO {new} ({listed}) SELECT {listed} FROM {name} WHERE ({valid}) IS TRUE"  # noqa: S608
    sequence = _keep_sequence(name, new) if "AUTOINCREMENT" in table.columns[0][1] else ()
    rename = (f"DROP TABLE {name}", f"ALTER TABLE {new} RENAME TO {name}")
    return [create, set_aside, copy, *sequence, *rename, *table.indexes]


def _keep_sequence(name: str, new: str) -> tuple[str, str]:
    """Statements by which no id that was ever given is given again."""
    of_new = f"{_SEQUENCES} WHERE name = '{new}'"
    kept = f"SELECT seq FROM {_SEQUENCES} WHERE name = '{name}' AND typeof(seq) = 'integer' AND seq {_COUNT}"  # noqa: S608
    insert = (
        f"INSERT INTO {_SEQUENCES} (name, seq) SELECT '{new}', 0 WHERE NOT EXISTS (SELECT 1 FROM {of_new})"  # noqa: S608
    )
    raise_it = f"UPDATE {_SEQUENCES} SET seq = max(seq, coalesce(({kept}), 0)) WHERE name = '{new}'"  # noqa: S608
    return insert, raise_it


def _has_type(column: str, kind: str) -> str:
    is_type = f"typeof({column}) IN {_STORED_TYPES[kind.split(maxsplit=1)[0]]}"
    return is_type if "NOT NULL" in kind or "PRIMARY KEY" in kind else f"({column} IS NULL OR {is_type})"


STRICT_TABLES: tuple[str, ...] = (
    *(f"DROP TRIGGER {name}" for name in _TRIGGERS),
    _DAMAGED_ROW,
    *(statement for table in _TABLES for statement in _statements(table)),
    *(f"CREATE TRIGGER {name} {rest}" for name, rest in _TRIGGERS.items()),
)
"""The statements, to be run with foreign keys off."""
