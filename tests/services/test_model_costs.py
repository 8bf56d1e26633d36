"""What models cost on this machine is measured once, until the program or torch changes."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.analyses import KnownShot, known_analysis, store
from tests.videos import shots, write_video
from videxplore.backbones.registry import DEFAULT_BACKBONE
from videxplore.core.task import Task
from videxplore.core.types import Space
from videxplore.services.library import Library
from videxplore.services.models.cost import KeptCosts, ModelCost
from videxplore.services.models.offers import SCREEN_ROW
from videxplore.services.models.service import ModelsService
from videxplore.video.reading.reader import probe


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "costs.json"


def cost(library: Library, file: Path) -> ModelCost:
    """Of the packaged model, asked by a program that has just started."""
    service = ModelsService(library, library.folder / "weights", "", "cpu", file)
    return service.cost(DEFAULT_BACKBONE, Task())


def test_cost_is_measured_once(library: Library, file: Path, tmp_path: Path) -> None:
    space = Space("test@1/8", "appearance", 8, DEFAULT_BACKBONE)
    path = write_video(tmp_path / "one.mp4", shots([1, 2], 12))
    shown = [KnownShot(seed, 0.48, (0.24,)) for seed in (1, 2)]
    store(library, path, known_analysis(shown, (space,), like=probe(path)))
    measured = cost(library, file)
    assert measured.library_s
    # What is kept now would not be measured.
    KeptCosts(file).keep(DEFAULT_BACKBONE, "cpu", (measured.parameters, 1000.0))
    keyframes = library.catalogue.counts().keyframes
    assert cost(library, file) == ModelCost(measured.parameters, 1000.0 * keyframes)


def add_one(library: Library, folder: Path, *, is_heard: bool) -> float:
    """Store a video of a second; its length."""
    path = write_video(folder / f"heard {is_heard}.mp4", shots([1], 25))
    space = Space("test@1/8", "appearance", 8, DEFAULT_BACKBONE)
    like = replace(probe(path), has_audio=is_heard)
    return store(library, path, known_analysis([KnownShot(1, 1.0, (0.5,))], (space,), like=like)).duration_s


def recognition_cost(library: Library, name: str, file: Path) -> ModelCost:
    return ModelsService(library, library.folder / "weights", "", "cpu", file).cost(name, Task())


def test_recognition_costs_its_share_of_what_is_seen_or_heard(
    library: Library, file: Path, tmp_path: Path
) -> None:
    heard_s = add_one(library, tmp_path, is_heard=True)
    silent_s = add_one(library, tmp_path, is_heard=False)
    kept = KeptCosts(file)
    kept.keep("speech base", "cpu", (7, 0.5))
    kept.keep("screen", "cpu", (7, 0.25))
    assert recognition_cost(library, "whisper-base", file).library_s == pytest.approx(0.5 * heard_s)
    seen = recognition_cost(library, SCREEN_ROW, file)
    assert seen.library_s == pytest.approx(0.25 * (heard_s + silent_s))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "package"), [("whisper-tiny", "faster_whisper"), (SCREEN_ROW, "rapidocr")])
def test_recognition_is_measured_before_anything_is_downloaded(
    library: Library, file: Path, tmp_path: Path, name: str, package: str
) -> None:
    pytest.importorskip(package)
    assert recognition_cost(library, SCREEN_ROW, file).library_s is None, "there is nothing to measure on"
    length_s = add_one(library, tmp_path, is_heard=True)
    measured = recognition_cost(library, name, file).library_s
    assert measured is not None
    assert 0.001 < measured / length_s < 10
    assert recognition_cost(library, name, file).library_s == measured


def test_costs_of_models_and_devices_are_kept_apart(file: Path) -> None:
    kept = KeptCosts(file)
    for number, (name, device) in enumerate([("one", "cpu"), ("one", "cuda"), ("two", "cpu")], 1):
        kept.keep(name, device, (number, float(number)))
    again = KeptCosts(file)
    assert again.find("one", "cpu") == (1, 1.0)
    assert again.find("one", "cuda") == (2, 2.0)
    assert again.find("two", "cpu") == (3, 3.0)
    assert again.find("two", "cuda") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("versions", "version"),
        lambda text: text.replace("[5, 0.5]", "[5, -1]"),
        lambda text: text.replace("[5, 0.5]", "5"),
        lambda text: text.replace("0.5", "NaN"),
        lambda text: text[:-3],
        lambda text: json.dumps({**json.loads(text), "versions": ["0.0.1", "1.0"]}),
        lambda _text: "[]",
    ],
)
def test_damaged_or_outdated_costs_are_measured_again(file: Path, damage: Callable[[str], str]) -> None:
    kept = KeptCosts(file)
    kept.keep("one", "cpu", (5, 0.5))
    file.write_text(damage(file.read_text()))
    assert kept.find("one", "cpu") is None
    kept.keep("one", "cpu", (5, 0.5))
    assert kept.find("one", "cpu") == (5, 0.5)
