"""Names of files in sentences: any bytes may be one."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videxplore.core.file_names import fitted_name, one_line, shortened, shown_name


def test_what_cannot_be_shown_is_replaced_in_a_sentence() -> None:
    assert (
        shown_name(Path("films") / os.fsdecode(b"caf\xe9.mp4"))
        == "\u201ccaf\N{REPLACEMENT CHARACTER}.mp4\u201d"
    )
    assert shown_name(Path("a\nb.mp4")) == "\u201ca\N{REPLACEMENT CHARACTER}b.mp4\u201d"


def test_any_name_becomes_one_line() -> None:
    assert one_line("two\nlines\t and  spaces") == "two lines and spaces"


@given(st.text(), st.integers(0, 300))
def test_a_text_is_cut_between_characters(text: str, most_bytes: int) -> None:
    cut = shortened(text, most_bytes)
    assert text.startswith(cut)
    assert len(cut.encode("utf-8", "surrogatepass")) <= most_bytes
    rest = text[len(cut) : len(cut) + 1]
    assert not rest or len((cut + rest).encode("utf-8", "surrogatepass")) > most_bytes


@pytest.mark.parametrize("stem", ["x" * 251, "\u5f71" * 83, "\U0001f600" * 62, "a"])
def test_a_long_name_is_cut_before_its_ending(tmp_path: Path, stem: str) -> None:
    name = fitted_name(stem, "-2.skim.mp4")
    assert name.endswith("-2.skim.mp4")
    (tmp_path / name).touch()
