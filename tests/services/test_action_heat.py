"""Where and when an action is seen: a red square in one corner, in one half of a clip, is found there."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.red_action import (
    MODEL,
    OTHER_ACTION,
    RED_ACTION,
    RED_FROM_S,
    RED_UNTIL_S,
    add_flag,
    flag_analysis,
    write_red_weights,
)
from tests.videos import Encoding, write_video
from videxplore.backbones.registry import backbone_spec
from videxplore.composition import Configuration, Services
from videxplore.core.errors import BackboneError, WeightsUnavailableError
from videxplore.core.export_files import NUMBERED_FILES
from videxplore.core.task import Task
from videxplore.paths import AppPaths
from videxplore.services.action_heat import ActionClip, clip_frames
from videxplore.services.heat_maps import ExplainedFrame
from videxplore.services.heat_picture import MomentToExplain, write_heat_picture
from videxplore.services.library import Library
from videxplore.settings import Settings


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    paths = AppPaths.under(tmp_path)
    write_red_weights(paths.weights)
    with Library.open(paths.library, writable=True) as library:
        add_flag(library, tmp_path)
        yield library


def services_of(library: Library, folder: Path) -> Services:
    return Services(library, Configuration(AppPaths.under(folder), Settings(device="cpu")))


def test_the_heat_lies_on_the_action_while_it_goes_on(library: Library, tmp_path: Path) -> None:
    [video] = library.catalogue.videos()
    explaining = services_of(library, tmp_path).explaining()
    blank = np.zeros((180, 320, 3), np.uint8)
    during = explaining.explain(ExplainedFrame(blank, video.id, 3.6), None, RED_ACTION, Task())
    before = explaining.explain(ExplainedFrame(blank, video.id, 2.3), None, RED_ACTION, Task())
    assert during.label == before.label == RED_ACTION
    rows, columns = during.heat.shape
    row, column = np.unravel_index(int(during.heat.argmax()), during.heat.shape)
    assert 110 / 180 < row / rows < 170 / 180
    assert 220 / 320 < column / columns < 300 / 320
    assert during.heat.max() > 0.9
    assert before.heat.max() < 0.1
    assert during.strongest_s is not None
    assert RED_FROM_S <= during.strongest_s <= RED_UNTIL_S


def test_an_action_that_is_nowhere_has_no_heat_and_no_time(library: Library, tmp_path: Path) -> None:
    [video] = library.catalogue.videos()
    library.catalogue.store_analysis(video.id, flag_analysis(OTHER_ACTION))
    frame = ExplainedFrame(np.zeros((180, 320, 3), np.uint8), video.id, 3.6)
    explained = services_of(library, tmp_path).explaining().explain(frame, None, OTHER_ACTION, Task())
    assert not explained.heat.any()
    assert explained.strongest_s is None


def test_other_weights_or_none_are_a_sentence(library: Library, tmp_path: Path) -> None:
    [video] = library.catalogue.videos()
    library.catalogue.store_analysis(video.id, flag_analysis("an action of before"))
    frame = ExplainedFrame(np.zeros((180, 320, 3), np.uint8), video.id, 3.6)
    services = services_of(library, tmp_path)
    with pytest.raises(BackboneError, match="does not know the action"):
        services.explaining().explain(frame, None, "an action of before", Task())
    (AppPaths.under(tmp_path).weights / f"{MODEL}.safetensors").unlink()
    with pytest.raises(WeightsUnavailableError, match="missing"):
        services_of(library, tmp_path).explaining().explain(frame, None, "an action of before", Task())


def test_the_picture_of_an_action_says_when_it_is_seen_most(library: Library, tmp_path: Path) -> None:
    service = services_of(library, tmp_path).explaining()
    asked = MomentToExplain(f"{tmp_path / 'flag.mp4'}@3.6", label=RED_ACTION)
    written = write_heat_picture(library, service, asked, tmp_path / "why.png", NUMBERED_FILES)
    assert written.label == RED_ACTION
    assert written.strongest_s == pytest.approx(3.5, abs=0.5)
    assert (tmp_path / "why.png").is_file()


def test_a_clip_holds_the_frames_that_begin_at_its_times(tmp_path: Path) -> None:
    greys = [np.full((48, 64, 3), 2 * number, np.uint8) for number in range(80)]
    path = write_video(tmp_path / "greys.mp4", greys, Encoding(frame_rate_hz=Fraction(25)))
    spec = backbone_spec(MODEL)
    for first in range(0, 80 - 2 * spec.frames, 5):
        clip = ActionClip(path, first / 25, (first + 2 * spec.frames) / 25, MODEL)
        shown = clip_frames(clip, spec, Task()).mean((1, 2, 3))
        assert np.abs(shown - [2 * (first + 2 * n + 1) for n in range(spec.frames)]).max() < 1.5
