"""A missing extra is named, with what can be done about it."""

from videxplore.core.errors import extra_sentence


def test_pip_adds_an_extra() -> None:
    told = extra_sentence("Recognising speech", "speech", is_frozen=False)
    assert told == "Recognising speech needs the extra `speech`: pip install 'videxplore[speech]'."


def test_nothing_can_be_added_to_a_frozen_program() -> None:
    told = extra_sentence("Recognising speech", "speech", is_frozen=True)
    assert told.startswith(
        "Recognising speech needs the extra `speech`, which this package of videxplore does not"
    )
    assert "cannot be added" in told
    assert "installed by pip" in told
