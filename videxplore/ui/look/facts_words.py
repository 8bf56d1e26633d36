"""What was measured of a scene, in words of the window's language."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from videxplore.core.scene_facts import CameraMove, SceneFacts

translate = QCoreApplication.translate


def facts_rows(facts: SceneFacts) -> Iterator[tuple[str, str]]:
    """Names and values; what was not measured has no value."""
    yield translate("SceneFacts", "Camera"), camera_words(facts.camera)
    yield translate("SceneFacts", "Movement"), _percent(facts.movement)
    yield translate("SceneFacts", "Still"), _percent(facts.still)
    yield translate("SceneFacts", "Black"), _percent(facts.black) if facts.black else ""
    yield translate("SceneFacts", "Light"), _percent(facts.light)
    yield translate("SceneFacts", "Blur"), _percent(facts.blur)
    loudness = "" if facts.loudness is None else f"{facts.loudness:.1f} LUFS"
    yield translate("SceneFacts", "Loudness"), loudness
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


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
