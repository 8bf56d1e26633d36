"""Which regions of a frame contribute to a match or a label."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_sample_image

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
from tests.videos import Encoding, texture, write_video
from videxplore.backbones.registry import backbone_spec
from videxplore.composition import Configuration, Services
from videxplore.core.errors import BackboneError, WeightsUnavailableError
from videxplore.core.export_files import NUMBERED_FILES
from videxplore.core.task import Task
from videxplore.core.types import (
    Depth,
    KeyframeAnalysis,
    ShotAnalysis,
    Space,
    Vector,
    VideoAnalysis,
    VideoProperties,
)
from videxplore.paths import AppPaths
from videxplore.services.heat_maps import ActionClip, ExplainedFrame, clip_frames, over_frame
from videxplore.services.heat_picture import MomentToExplain, write_heat_picture
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query
from videxplore.services.searching.query.query_embedding import Embedder
from videxplore.settings import Settings


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


def known_video(space: Space, vector: Vector) -> VideoAnalysis:
    properties = VideoProperties(2.0, Fraction(25), 320, 180, 0, "h264", "yuv420p", False)
    keyframe = KeyframeAnalysis(1.0, 1.0, b"", {space.name: vector})
    return VideoAnalysis(properties, Depth.FULL, (ShotAnalysis(0.0, 2.0, (keyframe,)),), (space,))


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
            explained = explaining.explain(ExplainedFrame(picture), query, "", Task())
            assert explained.label == ""
            middle = explained.heat.shape[1] // 2
            shares.append(float(explained.heat[:, :middle].sum() / explained.heat.sum()))
        frame = ExplainedFrame(picture)
        likeliest = explaining.explain(frame, None, "", Task()).label
        assert explaining.explain(frame, None, "no class of the network", Task()).label == likeliest
        assert explaining.explain(frame, None, "toaster", Task()).label == "toaster"
        return shares, likeliest


def test_the_heat_of_a_search_lies_on_what_resembles_it(tmp_path: Path) -> None:
    shares, label = heat_shares(tmp_path)
    assert shares[0] > 0.6
    assert shares[1] < 0.4
    assert label


def test_the_heat_of_a_search_by_another_network_is_refused(tmp_path: Path) -> None:
    space = Space("other@1/8", "appearance", 8, "other")
    with Library.open(tmp_path / "library") as library:
        video = library.catalogue.add_video(tmp_path / "a.mp4", "a", 1, 1)
        library.catalogue.store_analysis(video.id, known_video(space, np.full(8, 8**-0.5, np.float32)))
        explaining = services_of(library, tmp_path).explaining()
        with pytest.raises(BackboneError, match="another model"):
            explaining.explain(ExplainedFrame(texture(3)), Query.scene(video.id, 1.0), "", Task())


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
