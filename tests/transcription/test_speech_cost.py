"""What speech costs is measured by a network of the true shape, before its weights are here."""

import pytest

from videxplore.transcription import speech_cost
from videxplore.transcription.speech_cost import SHAPES, SpeechShape, speech_cost_s
from videxplore.transcription.speech_models import SPEECH_MODELS

TINIEST = SpeechShape(width=64, heads=2, encoder_layers=40, decoder_layers=1, bands=80, measured_layers=1)


def test_every_published_model_can_be_measured() -> None:
    assert SHAPES.keys() == SPEECH_MODELS.keys()
    assert all(one.width % one.heads == 0 for one in SHAPES.values())
    assert all(1 <= one.measured_layers <= one.encoder_layers for one in SHAPES.values())


@pytest.mark.slow
def test_a_network_without_its_weights_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("faster_whisper")
    monkeypatch.setitem(speech_cost.SHAPES, "tiniest", TINIEST)
    assert 0 < speech_cost_s("tiniest", "cpu") < 1
