"""What was measured of a scene, in words of the window's language."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication

from videxplore.core.scene_facts import CameraMove, Measure, SceneFacts

translate = QCoreApplication.translate


def measure_columns() -> tuple[tuple[Measure, str, Callable[[SceneFacts], str]], ...]:
    """Each measure with its head and its words, for a table."""
    return (
        ("movement", translate("SceneFacts", "Movement"), lambda facts: _percent(facts.movement)),
        ("still", translate("SceneFacts", "Still"), lambda facts: _percent(facts.still)),
        ("black", translate("SceneFacts", "Black"), lambda facts: _percent(facts.black)),
        ("light", translate("SceneFacts", "Light"), lambda facts: _percent(facts.light)),
        ("blur", translate("SceneFacts", "Blur"), lambda facts: _percent(facts.blur)),
        ("loudness", translate("SceneFacts", "Loudness"), _loudness),
        ("silence", translate("SceneFacts", "Silence"), lambda facts: _percent(facts.silence)),
        ("speech", translate("SceneFacts", "Probably speech"), lambda facts: _percent(facts.speech)),
        ("music", translate("SceneFacts", "Probably music"), lambda facts: _percent(facts.music)),
    )


def facts_rows(facts: SceneFacts) -> Iterator[tuple[str, str]]:
    """Names and values; what was not measured has no value."""
    yield translate("SceneFacts", "Camera"), camera_words(facts.camera)
    yield translate("SceneFacts", "Movement"), _percent(facts.movement)
    yield translate("SceneFacts", "Still"), _percent(facts.still)
    yield translate("SceneFacts", "Black"), _percent(facts.black) if facts.black else ""
    yield translate("SceneFacts", "Light"), _percent(facts.light)
    yield translate("SceneFacts", "Blur"), _percent(facts.blur)
    yield translate("SceneFacts", "Loudness"), _loudness(facts)
    yield translate("SceneFacts", "Silence"), _percent(facts.silence)
    yield translate("SceneFacts", "Probably speech"), _percent(facts.speech)
    yield translate("SceneFacts", "Probably music"), _percent(facts.music)


def camera_words(move: CameraMove) -> str:
    """A camera move; empty where it is unknown."""
    words = {
        "static": translate("SceneFacts", "Static"),
        "pan left": translate("SceneFacts", "Pan to the left"),
        "pan right": translate("SceneFacts", "Pan to the right"),
        "tilt up": translate("SceneFacts", "Tilt up"),
        "tilt down": translate("SceneFacts", "Tilt down"),
        "zoom in": translate("SceneFacts", "Zoom in"),
        "zoom out": translate("SceneFacts", "Zoom out"),
        "mixed": translate("SceneFacts", "Moves"),
    }
    return words.get(move, "")


def _loudness(facts: SceneFacts) -> str:
    return "" if facts.loudness is None else f"{facts.loudness:.1f} LUFS"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
