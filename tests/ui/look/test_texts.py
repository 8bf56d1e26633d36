"""Numbers as the language of the window writes them."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from videxplore.ui.look.texts import apply_language, hours_words, number_words, round_words


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    apply_language(qapp, "de")
    yield
    apply_language(qapp, "en")


@pytest.mark.usefixtures("german")
def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert number_words(0.114, 2) == "0,11"
    assert round_words(1.5) == "1,5"
    assert hours_words(9000) == "2,5 h"


def test_a_round_number_has_no_decimals(qapp: QApplication) -> None:
    apply_language(qapp, "en")
    rates = (24.0, 24000 / 1001, 12.5)
    assert [round_words(rate) for rate in rates] == ["24", "23.976", "12.5"]
