"""Heat over the picture: asked for by a key, laid where it belongs."""

import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sklearn.datasets import load_sample_image

from tests.ui.exploring import Exploring
from tests.videos import texture
from videxplore.composition import Configuration, Services
from videxplore.core.errors import BackboneError
from videxplore.core.task import Task
from videxplore.core.types import (
    Depth,
    KeyframeAnalysis,
    Pixels,
    ShotAnalysis,
    Space,
    Vector,
    VideoAnalysis,
    VideoProperties,
)
from videxplore.paths import AppPaths
from videxplore.services.explaining import Explanation, over_frame
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query
from videxplore.services.searching.query.query_embedding import Embedder
from videxplore.settings import Settings
from videxplore.ui.work.jobs import Lane


def test_heat_lies_where_the_network_looked() -> None:
    values = np.zeros((4, 4), np.float32)
    values[1, 2] = 1.0
    whole = over_frame(values, (0.25, 0.0, 0.5, 1.0))
    rows, columns = whole.shape
    hottest = np.unravel_index(int(whole.argmax()), whole.shape)
    assert hottest[0] / rows == pytest.approx(1.5 / 4, abs=0.02)
    assert hottest[1] / columns == pytest.approx(0.25 + 0.5 * 2.5 / 4, abs=0.02)
    assert not whole[:, : columns // 4 - 1].any()
    assert not whole[:, 3 * columns // 4 + 1 :].any()
    assert whole.max() == pytest.approx(1.0, abs=0.05)


def test_even_heat_stays_even() -> None:
    whole = over_frame(np.full((7, 7), 0.5, np.float32), (0.0, 0.0, 1.0, 1.0))
    assert np.allclose(whole, 0.5, atol=1e-6)


def test_h_asks_and_says_what_is_missing(exploring: Exploring) -> None:
    exploring.open("beach")
    heard: list[str] = []
    exploring.window.parts.session.noticed.connect(heard.append)
    exploring.key(Qt.Key.Key_H)
    exploring.qtbot.waitUntil(lambda: bool(heard), timeout=120_000)
    assert "not-here" in heard[0]
    exploring.key(Qt.Key.Key_H)
    assert not exploring.window.parts.session.is_heat_shown


def known_video(space: Space, vector: Vector) -> VideoAnalysis:
    properties = VideoProperties(2.0, Fraction(25), 320, 180, 0, "h264", "yuv420p", False)
    keyframe = KeyframeAnalysis(1.0, 1.0, b"", {space.name: vector})
    return VideoAnalysis(properties, Depth.FULL, (ShotAnalysis(0.0, 2.0, (keyframe,)),), (space,))


def services_of(library: Library, folder: Path) -> Services:
    return Services(library, Configuration(AppPaths.under(folder), Settings()))


def heat_shares(folder: Path) -> tuple[list[float], str]:
    """The share of the heat that lies on a flower beside a palace, when either is looked for."""
    flower, palace = load_sample_image("flower.jpg"), load_sample_image("china.jpg")
    picture = np.concatenate([flower[100:400, 150:350], palace[100:400, 150:350]], axis=1)
    embedder = Embedder(folder / "weights")
    with Library.open(folder / "library") as library:
        video = library.catalogue.add_video(folder / "a.mp4", "a", 1, 1)
        vector = embedder.embed_images([flower])[0]
        library.catalogue.store_analysis(video.id, known_video(embedder.space, vector))
        explaining = services_of(library, folder).explaining()
        shares = []
        for query in (Query.scene(video.id, 1.0), Query.image(palace)):
            explained = explaining.explain(picture, query, "", Task())
            assert explained.label == ""
            middle = explained.heat.shape[1] // 2
            shares.append(float(explained.heat[:, :middle].sum() / explained.heat.sum()))
        likeliest = explaining.explain(picture, None, "", Task()).label
        assert explaining.explain(picture, None, "no class of the network", Task()).label == likeliest
        assert explaining.explain(picture, None, "toaster", Task()).label == "toaster"
        return shares, likeliest


def test_the_heat_of_a_search_lies_on_what_resembles_it(qtbot: QtBot, tmp_path: Path) -> None:
    lane = Lane("heat")
    found: list[tuple[list[float], str]] = []
    lane.submit(lambda _task: heat_shares(tmp_path)).succeeded.connect(found.append)
    qtbot.waitUntil(lambda: lane.is_idle, timeout=120_000)
    lane.close()
    [(shares, label)] = found
    assert shares[0] > 0.6
    assert shares[1] < 0.4
    assert label


def test_the_heat_of_a_search_by_another_network_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    space = Space("other@1/8", "appearance", 8, "other")
    lane = Lane("heat")
    heard: list[Exception] = []
    with Library.open(tmp_path / "library") as library:
        video = library.catalogue.add_video(tmp_path / "a.mp4", "a", 1, 1)
        library.catalogue.store_analysis(video.id, known_video(space, np.full(8, 8**-0.5, np.float32)))
        explaining = services_of(library, tmp_path).explaining()
        query = Query.scene(video.id, 1.0)
        job = lane.submit(lambda task: explaining.explain(texture(3), query, "", task))
        job.failed.connect(heard.append)
        qtbot.waitUntil(lambda: lane.is_idle, timeout=120_000)
        lane.close()
    [error] = heard
    assert isinstance(error, BackboneError)
    assert "another network" in str(error)


class HeldExplanations:
    """Explains nothing until it is let; the first answer may come long after it was asked for."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.gate = threading.Semaphore(0)
        self._count = 0
        self.shown = ""

    def __call__(self, _pixels: Pixels, _query: Query | None, shown: str, _task: Task) -> Explanation:
        self.shown = shown
        self._count += 1
        label = f"answer {self._count}"
        self.asked.release()
        self.gate.acquire(timeout=10)
        return Explanation(np.ones((9, 16), np.float32), label)


@pytest.fixture
def held(exploring: Exploring) -> HeldExplanations:
    held = HeldExplanations()
    exploring.window.parts.heat._explain = held
    exploring.open("beach")
    exploring.key(Qt.Key.Key_H)
    exploring.until(lambda: held.asked.acquire(blocking=False))
    return held


def shown_heat(exploring: Exploring) -> str:
    picture = exploring.window.parts.player.picture
    return "" if picture.heat.isNull() else picture.heat_words


def answer_both(exploring: Exploring, held: HeldExplanations) -> None:
    """Let what was asked for first be answered, and then what is asked for now; only that is shown."""
    held.gate.release()
    exploring.until(lambda: held.asked.acquire(blocking=False))
    assert shown_heat(exploring) == ""
    held.gate.release()
    exploring.until(lambda: "answer 2" in shown_heat(exploring))
    exploring.settle()


def test_the_heat_of_one_video_is_not_laid_over_another(exploring: Exploring, held: HeldExplanations) -> None:
    assert exploring.window.parts.session.time_s == 0.0
    exploring.click_video("night")
    answer_both(exploring, held)
    assert exploring.window.parts.session.time_s == 0.0


def test_the_heat_of_one_search_is_not_laid_over_the_next(
    exploring: Exploring, held: HeldExplanations
) -> None:
    session = exploring.window.parts.session
    exploring.key(Qt.Key.Key_S)
    exploring.until(lambda: session.ranking is not None)
    answer_both(exploring, held)
    exploring.key(Qt.Key.Key_Escape)
    assert shown_heat(exploring) == "", "what resembles a search goes with it"
    held.gate.release()
    exploring.settle()


def test_what_is_explained_is_the_label_on_screen(exploring: Exploring, held: HeldExplanations) -> None:
    held.gate.release()
    exploring.settle()
    assert held.shown == "thing1"
    assert exploring.window.parts.player.picture.label.startswith("thing1")
