"""JSON as the standard has it, which knows neither NaN and infinity nor numpy's numbers."""

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np


def json_text(document: object, indent: int | None = None) -> str:
    """The document as JSON in ASCII; a number that is not finite becomes ``null``.

    Args:
        document: Plain values, mappings and sequences; numpy's scalars and arrays become plain values.
        indent: Spaces for each level; one line when None.

    Raises:
        TypeError: If it holds anything else.
    """
    return json.dumps(_plain(document), indent=indent, allow_nan=False)


def seconds(time_s: float) -> float:
    """A time as JSON and tables hold it: exact to the microsecond."""
    return round(time_s, 6)


def _plain(value: object) -> Any:
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
