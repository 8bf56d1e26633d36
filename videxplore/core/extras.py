"""What to say where an extra of the distribution is not installed."""

import sys


def extra_sentence(what: str, extra: str, *, is_frozen: bool | None = None) -> str:
    """How to get an extra.

    Args:
        what: What it is needed for, as the beginning of a sentence, such as ``"Recognising speech"``.
        extra: Its name in ``pyproject.toml``.
        is_frozen: Whether the program is a package that brings its own Python, to which nothing can be added;
            found out by default.
    """
    if getattr(sys, "frozen", False) if is_frozen is None else is_frozen:
        return (
            f"{what} needs the extra `{extra}`, which this package of videxplore does not contain and which "
            f"cannot be added to it; a videxplore that is installed by pip can have it: "
            f"pip install 'videxplore[{extra}]'."
        )
    return f"{what} needs the extra `{extra}`: pip install 'videxplore[{extra}]'."
