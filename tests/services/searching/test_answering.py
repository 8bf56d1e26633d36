"""Which of several spaces answers while another model is still looking at the videos."""

from pathlib import Path

import pytest

from tests.analyses import SHOT_S, keyframe, properties, unit
from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.types import Depth, KeyframeAnalysis, ShotAnalysis, Space, VideoAnalysis
from videxplore.services.library import Library
from videxplore.services.searching.index.answering import AnsweringSpaces

OLD = Space("old@1", "appearance", 8, "old")
NEW = Space("new@1", "appearance", 8, "new")
COPIES = Space("sscd@1", "appearance", 8, "sscd")
DESCRIBED = Space("clip@1", "appearance", 8, "clip-vit-b-32")


def add(catalogue: Catalogue, name: str, *spaces: Space) -> None:
    """A video that some models have seen."""
    video = catalogue.add_video(Path("/films", name), name, 1, 1)
    seen = {space.name: unit(len(name)) for space in spaces}
    frame = KeyframeAnalysis(1.0, 12.5, b"jpeg", seen, keyframe(1.0, unit(1)).predictions)
    shot = ShotAnalysis(0.0, SHOT_S, (frame,))
    catalogue.store_analysis(video.id, VideoAnalysis(properties(SHOT_S), Depth.FULL, (shot,), spaces))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library")


def test_a_new_model_answers_once_it_knows_as_many_videos(library: Library) -> None:
    with library:
        catalogue, answering = library.catalogue, AnsweringSpaces(library.catalogue)
        assert answering.of_kind("appearance") == []
        add(catalogue, "one", OLD)
        add(catalogue, "two", OLD)
        assert answering.of_kind("appearance") == [OLD]
        [first, second] = catalogue.videos()
        add_space(catalogue, first.id, NEW)
        assert answering.of_kind("appearance") == [OLD, NEW]
        add_space(catalogue, second.id, NEW)
        assert answering.of_kind("appearance") == [NEW, OLD]
        assert answering.of_kind("motion") == []
        catalogue.forget_model("new")
        assert answering.of_kind("appearance") == [OLD]
        assert catalogue.videos_in_space(OLD.name) == {first.id, second.id}


def test_fingerprints_of_copies_do_not_answer(library: Library) -> None:
    with library:
        add(library.catalogue, "one", OLD, COPIES)
        add(library.catalogue, "other", COPIES)
        assert AnsweringSpaces(library.catalogue).of_kind("appearance") == [OLD, COPIES]


def test_a_space_of_descriptions_answers_those_only(library: Library) -> None:
    with library:
        catalogue, answering = library.catalogue, AnsweringSpaces(library.catalogue)
        add(catalogue, "one", OLD, DESCRIBED)
        add(catalogue, "other", DESCRIBED)
        assert answering.of_kind("appearance") == [OLD, DESCRIBED]
        assert answering.described() == [DESCRIBED]
        catalogue.forget_model("old")
        assert answering.of_kind("appearance") == [DESCRIBED]


def add_space(catalogue: Catalogue, video_id: int, space: Space) -> None:
    frames = catalogue.keyframes(video_id)
    catalogue.add_space(
        video_id,
        space,
        keyframes=[
            (one.id, KeyframeAnalysis(one.time_s, 1.0, b"", {space.name: unit(one.id)})) for one in frames
        ],
    )
