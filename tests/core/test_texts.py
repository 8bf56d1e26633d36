"""Texts folded for comparison."""

import pytest

from videxplore.core.texts import folded


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("TRIPS", "trips"),
        ("M\u00fcnchen", "munchen"),
        ("Mu\u0308nchen", "munchen"),
        ("Stra\u00dfe \u0141\u00f3d\u017a \u0130stanbul", "strasse lodz istanbul"),
        ("\ufb01lm \uff26\uff55\uff4a\uff49 \uff11", "film fuji 1"),
        ("O\u2019Brien, T\u2011Shirt", "o'brien, t-shirt"),
        (
            "\u039d\u03b1\u03cc\u03c2 \u0401\u043b\u043a\u0430",
            "\u03bd\u03b1\u03bf\u03c3 \u0435\u043b\u043a\u0430",
        ),
        ("\u304c \uc11c\uc6b8 \U0001f600", "\u304c \uc11c\uc6b8 \U0001f600"),
    ],
)
def test_folding(text: str, plain: str) -> None:
    assert folded(text) == folded(plain) == plain
