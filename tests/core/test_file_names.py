"""Names of files in sentences: any bytes may be one."""

import os
from pathlib import Path

from videxplore.core.file_names import one_line, shown_name


def test_what_cannot_be_shown_is_replaced_in_a_sentence() -> None:
    assert (
        shown_name(Path("films") / os.fsdecode(b"caf\xe9.mp4"))
        == "\u201ccaf\N{REPLACEMENT CHARACTER}.mp4\u201d"
    )
    assert shown_name(Path("a\nb.mp4")) == "\u201ca\N{REPLACEMENT CHARACTER}b.mp4\u201d"


def test_any_name_becomes_one_line() -> None:
    assert one_line("two\nlines\t and  spaces") == "two lines and spaces"
