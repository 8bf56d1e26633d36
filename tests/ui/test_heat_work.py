"""Heat over the picture: asked for by a key, laid where it belongs."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.ui.exploring import Exploring
from videxplore.ui.heat_work import over_picture


def test_heat_lies_where_the_network_looked() -> None:
    values = np.zeros((4, 4), np.float32)
    values[1, 2] = 1.0
    whole = over_picture(values, (0.25, 0.0, 0.5, 1.0))
    rows, columns = whole.shape
    hottest = np.unravel_index(int(whole.argmax()), whole.shape)
    assert hottest[0] / rows == pytest.approx(1.5 / 4, abs=0.02)
    assert hottest[1] / columns == pytest.approx(0.25 + 0.5 * 2.5 / 4, abs=0.02)
    assert not whole[:, : columns // 4 - 1].any()
    assert not whole[:, 3 * columns // 4 + 1 :].any()
    assert whole.max() == pytest.approx(1.0, abs=0.05)


def test_even_heat_stays_even() -> None:
    whole = over_picture(np.full((7, 7), 0.5, np.float32), (0.0, 0.0, 1.0, 1.0))
    assert np.allclose(whole, 0.5, atol=1e-6)


def test_h_asks_and_says_what_is_missing(exploring: Exploring) -> None:
    exploring.open("beach")
    heard: list[str] = []
    exploring.window.parts.session.noticed.connect(heard.append)
    exploring.key(Qt.Key.Key_H)
    exploring.qtbot.waitUntil(lambda: bool(heard), timeout=120_000)
    assert "not-here" in heard[0]
    exploring.key(Qt.Key.Key_H)
    assert not exploring.window.parts.session.is_heat_shown
