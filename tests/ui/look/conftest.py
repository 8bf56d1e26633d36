"""The language of the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from videxplore.ui.look.texts import apply_language


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """German while the test runs."""
    apply_language(qapp, "de")
    yield
    apply_language(qapp, "en")
