"""JSON that every parser reads."""

import json
import math
from typing import Any

import numpy as np
import pytest

from videxplore.core.json_text import json_text


def refuse(constant: str) -> Any:
    raise AssertionError(f"{constant} is no JSON")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.bool_(True), True),
        (np.float32(0.5), 0.5),
        (np.float64(0.25), 0.25),
        (np.int64(7), 7),
        (np.array([1.0, math.nan]), [1.0, None]),
        (math.nan, None),
        (math.inf, None),
        (-math.inf, None),
        (np.float32("nan"), None),
        ((1, {"a": [math.inf]}), [1, {"a": [None]}]),
        ("caf\u00e9 \udcff", "caf\u00e9 \udcff"),
    ],
)
def test_values(value: object, expected: object) -> None:
    text = json_text({"value": value}, indent=2)
    assert text.isascii()
    assert json.loads(text, parse_constant=refuse) == {"value": expected}


def test_other_objects_are_refused() -> None:
    with pytest.raises(TypeError):
        json_text({"value": object()})
