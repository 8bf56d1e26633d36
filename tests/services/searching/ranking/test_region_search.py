"""Finding a small thing in large pictures, with a network that knows colours only."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.analyses import APPEARANCE, properties
from tests.conftest import MakeVideo
from tests.videos import texture
from videxplore.core.errors import (
    NotIndexedError,
    UnreadableVideoError,
    UnsupportedQueryError,
)
from videxplore.core.types import (
    Depth,
    KeyframeAnalysis,
    Pixels,
    RegionGrid,
    ShotAnalysis,
    Thumbnail,
    Vector,
    VideoAnalysis,
)
from videxplore.core.vectors import CELL_DEPTH, cells_of_map
from videxplore.services.library import Library
from videxplore.services.searching.query.query import (
    Filters,
    ImageExample,
    Query,
    Ranking,
    Region,
    SceneExample,
)
from videxplore.services.searching.ranking.region_search import (
    RegionForm,
    best_windows,
    cut_out,
    pooled,
)
from videxplore.services.searching.ranking.similarity import SimilarityService
from videxplore.video.thumbnails import encode_jpeg

GRID = 14
SHAPE = (GRID, GRID, CELL_DEPTH)
WHOLE = Region(0, 0, 1, 1)


class ColourMaps:
    """Each cell of its maps is the mean colour there, in eight shades."""

    space = APPEARANCE

    def map_images(self, pictures: Sequence[Pixels]) -> npt.NDArray[np.float32]:
        return np.stack([self._map(picture) for picture in pictures])

    def embed_images(self, pictures: Sequence[Pixels]) -> Vector:
        means = self.map_images(pictures).mean(axis=(1, 2))
        vectors: Vector = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        raise NotImplementedError

    def _map(self, picture: Pixels) -> npt.NDArray[np.float32]:
        rows = np.array_split(picture.astype(np.float32) / 255, GRID)
        cells = np.stack(
            [[part.mean(axis=(0, 1)) for part in np.array_split(row, GRID, axis=1)] for row in rows]
        )
        shades = np.concatenate([cells, 1 - cells, cells[..., :2] * cells[..., 1:]], axis=-1)
        centred: npt.NDArray[np.float32] = (shades - 0.4).astype(np.float32)
        return centred


def with_block(picture: Pixels) -> Pixels:
    """The picture with a strange magenta block on a sixteenth of it."""
    changed = picture.copy()
    height_px, width_px = picture.shape[:2]
    y, x = height_px // 2, width_px // 4
    changed[y : y + height_px // 4, x : x + width_px // 4] = (255, 0, 255)
    return changed


def grid_of(feature_map: npt.NDArray[np.float32]) -> RegionGrid:
    cells = cells_of_map(feature_map)
    return RegionGrid(cells.shape[0], cells.shape[1], cells.tobytes())


def add(
    library: Library,
    path: Path,
    pictures: Sequence[Pixels],
    with_regions: bool = True,
    *,
    is_one_shot: bool = False,
) -> int:
    network = ColourMaps()
    maps, vectors = network.map_images(pictures), network.embed_images(pictures)
    shots = tuple(
        ShotAnalysis(
            number * 2.0,
            number * 2.0 + 2,
            (
                KeyframeAnalysis(
                    number * 2.0 + 1,
                    1.0,
                    b"",
                    {APPEARANCE.name: vectors[number]},
                    (),
                    {APPEARANCE.name: grid_of(maps[number])} if with_regions else {},
                ),
            ),
        )
        for number in range(len(pictures))
    )
    if is_one_shot:
        every = tuple(keyframe for shot in shots for keyframe in shot.keyframes)
        shots = (ShotAnalysis(0.0, 2.0 * len(pictures), every),)
    video = library.catalogue.add_video(path, path.name, 1, 2)
    made = VideoAnalysis(properties(2.0 * len(pictures)), Depth.FULL, shots, (APPEARANCE,))
    library.catalogue.store_analysis(video.id, made)
    return video.id


def found(ranking: Ranking) -> list[tuple[str, float]]:
    return [(moment.video.path.name, moment.start_s) for moment in ranking.moments]


def block() -> ImageExample:
    return ImageExample(np.full((40, 60, 3), (255, 0, 255), np.uint8))


def test_a_small_thing_in_a_large_picture(library: Library) -> None:
    plain = [texture(seed) for seed in range(60)]
    pictures = [with_block(picture) if number in {7, 41} else picture for number, picture in enumerate(plain)]
    add(library, Path("/videos/many"), pictures)
    service = SimilarityService(library, ColourMaps())
    ranking = service.find(Query((block(),), region=WHOLE), k=5)
    assert set(found(ranking)[:2]) == {("many", 14.0), ("many", 82.0)}
    assert ranking.moments[1].confidence > ranking.moments[2].confidence
    few = service.find(Query((block(),), region=WHOLE, filters=Filters(folder=Path("/elsewhere"))), k=5)
    assert few.moments == ()


def test_a_region_of_a_frame_of_the_library(library: Library, make_video: MakeVideo) -> None:
    shown = with_block(texture(1))
    file = make_video("shown.mp4", pictures=[shown] * 50)
    asked = add(library, file, [shown])
    add(library, Path("/videos/many"), [with_block(texture(5)), *(texture(seed) for seed in range(20, 40))])
    service = SimilarityService(library, ColourMaps())
    query = Query((SceneExample(asked, 1.0),), region=Region(0.25, 0.5, 0.25, 0.25))
    assert found(service.find(query, k=1)) == [("many", 0.0)]
    file.unlink()
    keyframe = library.catalogue.keyframes(asked)[0]
    library.write_caches(asked, [], [Thumbnail(keyframe.time_s, encode_jpeg(shown))])
    assert found(service.find(query, k=1)) == [("many", 0.0)]
    library.keyframes_file(asked).unlink()
    library.write_caches(asked, [], [])
    with pytest.raises(UnreadableVideoError, match=r"No frame of shown\.mp4 can be read"):
        service.find(query)


def with_spot(picture: Pixels, cells: int, colour: tuple[int, int, int]) -> Pixels:
    """The picture with a spot that fills a number of cells in both directions."""
    changed = picture.copy()
    height_px, width_px = picture.shape[:2]
    rows, columns = (
        slice(first * side // GRID, -(-(first + cells) * side // GRID))
        for first, side in ((6, height_px), (5, width_px))
    )
    changed[rows, columns] = colour
    return changed


def test_a_thing_as_small_as_a_cell(library: Library, make_video: MakeVideo) -> None:
    shown = with_spot(texture(1), 1, (255, 0, 255))
    asked = add(library, make_video("shown.mp4", pictures=[shown] * 50), [shown])
    larger = [with_spot(texture(seed), 3, (255, 60, 200)) for seed in range(10, 15)]
    others = [texture(seed) for seed in range(20, 60)]
    add(library, Path("/videos/many"), [with_spot(texture(5), 1, (255, 0, 255)), *larger, *others])
    query = Query((SceneExample(asked, 1.0),), region=Region(5 / GRID, 6 / GRID, 1 / GRID, 1 / GRID))
    assert found(SimilarityService(library, ColourMaps()).find(query, k=1)) == [("many", 0.0)]


def test_only_the_very_moment_of_a_region_is_no_result(library: Library, make_video: MakeVideo) -> None:
    shown = with_block(texture(1))
    file = make_video("shown.mp4", pictures=[shown] * 50)
    asked = add(library, file, [shown, with_block(texture(2))], is_one_shot=True)
    add(library, Path("/videos/many"), [texture(seed) for seed in range(20, 40)])
    first, second = library.catalogue.keyframes(asked)
    query = Query((SceneExample(asked, first.time_s),), region=Region(0.25, 0.5, 0.25, 0.25))
    best = SimilarityService(library, ColourMaps()).find(query, k=1).moments[0]
    assert (best.video.id, best.time_s) == (asked, second.time_s)


def test_what_cannot_be_asked_is_a_sentence(library: Library) -> None:
    add(library, Path("/videos/many"), [texture(1)], with_regions=False)
    with pytest.raises(NotIndexedError, match="index it again"):
        SimilarityService(library, ColourMaps()).find(Query((block(),), region=WHOLE))
    with pytest.raises(UnsupportedQueryError, match="without a backbone"):
        SimilarityService(library).find(Query((block(),), region=WHOLE))


def test_a_copied_analysis_keeps_its_regions(library: Library) -> None:
    original = add(library, Path("/videos/a"), [texture(1), texture(2)])
    twin = library.catalogue.add_video(Path("/videos/b"), "b", 1, 2)
    library.catalogue.copy_analysis(original, twin.id)
    (table,) = library.catalogue.regions(APPEARANCE.name, SHAPE)
    assert table.cells.shape == (4, GRID, GRID, CELL_DEPTH)
    np.testing.assert_array_equal(table.cells[:2], table.cells[2:])
    assert [len(one) for one in library.catalogue.regions(APPEARANCE.name, SHAPE, batch=3)] == [3, 1]
    assert not list(library.catalogue.regions(APPEARANCE.name, (7, 7, CELL_DEPTH)))
    library.catalogue.remove_video(twin.id)
    assert sum(len(one) for one in library.catalogue.regions(APPEARANCE.name, SHAPE)) == 2


def test_cells_keep_the_cosines_of_the_maps() -> None:
    generator = np.random.default_rng(1)
    maps = np.maximum(generator.standard_normal((2, GRID, GRID, 1280)), 0).astype(np.float32)
    whole = [pooled(one, WHOLE) for one in maps]
    true = np.array([one.mean(axis=(0, 1)) for one in maps])
    true /= np.linalg.norm(true, axis=1, keepdims=True)
    assert whole[0] @ whole[1] == pytest.approx(float(true[0] @ true[1]), abs=0.1)
    # A network's earlier maps are signed, and what all pictures have in common is small in them.
    maps -= maps.mean()
    cells = np.stack([cells_of_map(one) for one in maps])
    corner = pooled(maps[1], Region(0, 0, 3 / GRID, 3 / GRID))
    windows = best_windows(cells, [RegionForm(corner, (3 / GRID, 3 / GRID))])[:, 0]
    assert windows[1] == pytest.approx(1, abs=0.01)
    assert windows[0] < 0.8


def test_cutting_out() -> None:
    picture = texture(1)
    np.testing.assert_array_equal(cut_out(picture, Region(0, 0, 0.5, 0.5)), picture[:90, :160])
    assert cut_out(picture, Region(0.999, 0.999, 0.0001, 0.0001)).shape == (1, 1, 3)
    assert max(cut_out(np.zeros((4000, 1000, 3), np.uint8), WHOLE).shape) == 224
