"""Whether the very picture is told from others that a network finds as much alike."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.analyses import analysis, unit
from tests.services.searching.embedders import ColourEmbedder
from tests.videos import texture
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Pixels, Thumbnail
from videxplore.services.library import Library
from videxplore.services.searching.index.space_contents import SpaceHits
from videxplore.services.searching.query.query import Query
from videxplore.services.searching.ranking.near_duplicates import (
    CANDIDATES,
    NEAR_BEST,
    SAME,
    overlap,
    rerank_exact_matches,
)
from videxplore.services.searching.ranking.similarity import SimilarityService
from videxplore.video.thumbnails import decode_jpeg, encode_jpeg

WIDTH_PX, HEIGHT_PX = 320, 180


def picture(seed: int) -> Pixels:
    """Something that no other seed shows."""
    return np.array(Image.fromarray(texture(seed)).resize((WIDTH_PX, HEIGHT_PX)))


def cropped(whole: Pixels) -> Pixels:
    return np.ascontiguousarray(whole[9:-18, 16:-24])


CHANGES: dict[str, Callable[[Pixels], Pixels]] = {
    "as it is": lambda whole: whole,
    "compressed": lambda whole: decode_jpeg(encode_jpeg(whole, 20)),
    "half": lambda whole: np.ascontiguousarray(whole[::2, ::2]),
    "cropped": cropped,
    "brighter": lambda whole: np.clip(whole * 0.9 + 25, 0, 255).astype(np.uint8),
    "a line taller": lambda whole: np.pad(whole, ((0, 3), (0, 0), (0, 0)), mode="edge"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_copy_aligns_with_its_original_only(change: str) -> None:
    assert overlap(CHANGES[change](picture(1)), picture(1)) >= SAME
    assert overlap(CHANGES[change](picture(1)), picture(2)) < SAME


def test_what_is_even_tells_nothing() -> None:
    grey = np.full((HEIGHT_PX, WIDTH_PX, 3), 90, np.uint8)
    assert overlap(grey, grey) == 0
    assert overlap(picture(1), grey) == 0
    assert overlap(grey, picture(1)) == 0


def test_what_is_taller_than_a_picture_is_no_part_of_it() -> None:
    assert overlap(np.ascontiguousarray(picture(1).transpose(1, 0, 2)), picture(1)) == 0


def hits(*similarities: float) -> SpaceHits:
    count = len(similarities)
    numbers = np.arange(1, count + 1)
    return SpaceHits(
        numbers, numbers, numbers, numbers.astype(np.float64), np.array(similarities, np.float32)
    )


def test_the_very_picture_comes_first_with_its_correlation() -> None:
    looked = rerank_exact_matches(hits(0.90, 0.89, 0.86), [cropped(picture(3))], picture, Task())
    assert looked.owner_ids.tolist() == [3, 1, 2]
    assert looked.shot_ids.tolist() == [3, 1, 2]
    assert looked.similarities[0] >= SAME
    assert looked.similarities[1:].tolist() == pytest.approx([0.90, 0.89])


def test_only_what_is_nearly_the_best_is_looked_at() -> None:
    asked: list[int] = []

    def picture_of(number: int) -> None:
        asked.append(number)

    alike = hits(0.9, *([0.85] * 30))
    assert (
        rerank_exact_matches(alike, [picture(1)], picture_of, Task()).owner_ids.tolist()
        == alike.owner_ids.tolist()
    )
    assert asked == list(range(1, CANDIDATES + 1)), "a picture that is not there changes nothing"
    asked.clear()
    rerank_exact_matches(hits(0.9, 0.9 - NEAR_BEST - 0.01), [picture(1)], picture_of, Task())
    assert asked == [1]
    assert not len(rerank_exact_matches(hits(), [picture(1)], picture_of, Task()).owner_ids)


def test_a_look_ends_at_the_next_picture_when_it_is_cancelled() -> None:
    task = Task()
    looked: list[int] = []

    def picture_of(keyframe_id: int) -> Pixels:
        looked.append(keyframe_id)
        task.cancel()
        return picture(keyframe_id)

    with pytest.raises(Cancelled):
        rerank_exact_matches(hits(0.90, 0.89, 0.88), [picture(1)], picture_of, task)
    assert looked == [1]


def test_a_search_finds_the_moment_a_picture_was_taken_from(tmp_path: Path) -> None:
    """To the network of this test, which knows colours only, all of the pictures are the same."""
    shown = [picture(5)[:, ::step] for step in (1, -1)]
    (vector,) = ColourEmbedder().embed_images([shown[0]])
    with Library.open(tmp_path / "library") as library:
        video = library.catalogue.add_video(Path("/videos/a.mp4"), "a", 1, 2)
        library.catalogue.store_analysis(video.id, analysis([[vector, vector], [unit(9)]]))
        keyframes = library.catalogue.keyframes(video.id)
        pictures = [
            Thumbnail(keyframe.time_s, encode_jpeg(np.ascontiguousarray(one), 90))
            for keyframe, one in zip(keyframes, shown, strict=False)
        ]
        library.write_caches(video.id, [], pictures)
        service = SimilarityService(library, ColourEmbedder())
        for keyframe, one in zip(keyframes, shown, strict=False):
            moment = service.find(Query.image(cropped(np.ascontiguousarray(one))), 1).moments[0]
            assert moment.time_s == keyframe.time_s
            assert moment.similarity >= SAME


def test_a_picture_that_is_a_line_takes_little_memory() -> None:
    line = np.random.default_rng(1).integers(0, 255, (60_000, 1, 3), np.uint8)
    tracemalloc.start()
    assert overlap(line, texture(1)) < 1
    assert overlap(texture(1), line) < 1
    most_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most_bytes < 50e6
