"""How well changed copies of real pictures find their originals: prints one table.

    python -m benchmarks.search_copies --library DIR --weights DIR [--every 2]

Every keyframe of an indexed library is compressed hard, scaled to half, cropped by 15%, brightened or put in
letterbox bars, and searched for as a picture from outside. A hit counts when it is the original's scene, or
one that looks the same because the library holds that footage twice. Then a part of a keyframe is pasted on a
sixteenth of another video's keyframe, and searched for as a region and, beside it, as a whole picture.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from videxplore.core.types import Keyframe, Pixels
from videxplore.core.vectors import cells_of_map
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Filters, Query, Region
from videxplore.services.searching.query.query_embedding import Embedder
from videxplore.services.searching.ranking.region_search import (
    best_per_shot,
    best_windows,
    region_forms,
)
from videxplore.services.searching.ranking.similarity import SimilarityService
from videxplore.video.thumbnails import decode_jpeg, encode_jpeg

SAME_FOOTAGE = 0.95
LIKELY = 0.5
LEAST_PX, LEAST_CONTRAST = 50, 25
"""What is smaller or more even than this shows no thing."""


def half(picture: Pixels) -> Pixels:
    """Scaled to half."""
    height_px, width_px = picture.shape[:2]
    return np.array(Image.fromarray(picture).resize((max(1, width_px // 2), max(1, height_px // 2))))


def cropped(picture: Pixels) -> Pixels:
    """15% of both sides cut off."""
    height_px, width_px = picture.shape[:2]
    y, x = round(height_px * 0.075), round(width_px * 0.075)
    return np.ascontiguousarray(picture[y : height_px - y, x : width_px - x])


def brighter(picture: Pixels) -> Pixels:
    """A third brighter."""
    changed: Pixels = np.clip(picture.astype(np.float32) * 1.2 + 20, 0, 255).astype(np.uint8)
    return changed


def letterboxed(picture: Pixels) -> Pixels:
    """Black bars above and below, an eighth of the height each."""
    bar = picture.shape[0] // 8
    return np.pad(picture, ((bar, bar), (0, 0), (0, 0)))


CHANGES: dict[str, Callable[[Pixels], Pixels]] = {
    "compressed hard": lambda picture: decode_jpeg(encode_jpeg(picture, 20)),
    "half the size": half,
    "cropped 15%": cropped,
    "brighter": brighter,
    "letterboxed": letterboxed,
}


def keyframes(library: Library, every: int) -> list[tuple[int, Keyframe, Pixels]]:
    """Video id, keyframe and picture of every n-th keyframe."""
    found = []
    for video in library.catalogue.videos():
        for keyframe in library.catalogue.keyframes(video.id):
            jpeg = library.keyframe_picture(keyframe.id)
            if jpeg is not None:
                found.append((video.id, keyframe, decode_jpeg(jpeg)))
    return found[::every]


def copies(
    library: Library, embedder: Embedder, chosen: list[tuple[int, Keyframe, Pixels]]
) -> dict[str, tuple[float, float, float]]:
    """By change: percentage found first, of those within half a second, and median confidence."""
    service = SimilarityService(library, embedder)
    service.warm()
    table = library.catalogue.embeddings(embedder.space.name)
    row_of = {owner_id: row for row, owner_id in enumerate(table.owner_ids.tolist())}
    figures = {}
    for name, change in CHANGES.items():
        first, near, confidences = 0, 0, []
        for _, keyframe, picture in chosen:
            hit = service.find(Query.image(change(picture)), 1).moments[0]
            likeness = float(table.vectors[row_of[hit.keyframe_id]] @ table.vectors[row_of[keyframe.id]])
            is_right = hit.shot.id == keyframe.shot_id or likeness >= SAME_FOOTAGE
            first += is_right
            near += is_right and (hit.shot.id != keyframe.shot_id or abs(hit.time_s - keyframe.time_s) <= 0.5)
            confidences.append(hit.confidence)
        share = 100 / len(chosen)
        figures[name] = (first * share, near * share, float(np.median(confidences)))
    return figures


def absent(library: Library, embedder: Embedder, chosen: list[tuple[int, Keyframe, Pixels]]) -> list[float]:
    """Confidence of the best answer where the footage is not in the library: all its copies left out."""
    service = SimilarityService(library, embedder)
    table = library.catalogue.embeddings(embedder.space.name)
    confidences = []
    for _, keyframe, picture in chosen:
        own = table.vectors[np.searchsorted(table.owner_ids, keyframe.id)]
        same = set(table.video_ids[table.vectors @ own >= SAME_FOOTAGE].tolist())
        others = frozenset(set(table.video_ids.tolist()) - same)
        ranking = service.find(replace(Query.image(picture), filters=Filters(video_ids=others)), 1)
        confidences.append(ranking.moments[0].confidence)
    return confidences


def pasted(picture: Pixels, thing: Pixels, generator: np.random.Generator) -> Pixels:
    """A picture with something on a sixteenth of it, anywhere."""
    host = picture.copy()
    tall, wide = host.shape[0] // 4, host.shape[1] // 4
    top, left = generator.integers(host.shape[0] - tall), generator.integers(host.shape[1] - wide)
    host[top : top + tall, left : left + wide] = np.array(Image.fromarray(thing).resize((wide, tall)))
    return host


def regions(embedder: Embedder, chosen: list[tuple[int, Keyframe, Pixels]]) -> tuple[int, dict[str, float]]:
    """How many things were pasted on a sixteenth of a picture, and the percentage among the first five."""
    generator = np.random.default_rng(0)
    cells = np.stack([cells_of_map(embedder.map_images([picture])[0]) for _, _, picture in chosen])
    wholes = embedder.embed_images([picture for _, _, picture in chosen])
    video_ids = np.array([video_id for video_id, _, _ in chosen])
    ranks: dict[str, list[int]] = {"as a region": [], "as a whole picture": []}
    for video_id, _, picture in chosen:
        height_px, width_px = picture.shape[:2]
        part = Region(float(generator.uniform(0.1, 0.4)), float(generator.uniform(0.1, 0.4)), 0.5, 0.5)
        y, x = (int(share * side) for share, side in ((part.y, height_px), (part.x, width_px)))
        thing = np.ascontiguousarray(picture[y : y + height_px // 2, x : x + width_px // 2])
        if min(thing.shape[:2]) < LEAST_PX or thing.std() < LEAST_CONTRAST:
            continue
        host_row = int(generator.choice(np.flatnonzero(video_ids != video_id)))
        host = pasted(chosen[host_row][2], thing, generator)
        forms, _ = region_forms(picture, part, embedder.map_images)
        others = np.flatnonzero((video_ids != video_id) & (np.arange(len(chosen)) != host_row))
        grids = np.concatenate([cells_of_map(embedder.map_images([host])[0])[None], cells[others]])
        numbers = np.arange(len(grids))
        handicaps = [form.handicap for form in forms]
        moments = numbers, numbers, numbers.astype(np.float64)
        ranked = best_per_shot(moments, best_windows(grids, forms), handicaps).shot_ids
        ranks["as a region"].append(int(np.flatnonzero(ranked == 0)[0]))
        seen = embedder.embed_images([thing, host])
        ranks["as a whole picture"].append(int((wholes[others] @ seen[0] > seen[1] @ seen[0]).sum()))
    count = len(ranks["as a region"])
    return count, {name: 100 * float(np.mean(np.array(found) < 5)) for name, found in ranks.items()}


def main() -> None:
    """Search and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--every", type=int, default=2, help="use every n-th keyframe")
    options = parser.parse_args()
    embedder = Embedder(options.weights)
    with Library.open(options.library, writable=False) as library:
        chosen = keyframes(library, options.every)
        print(f"{'change':18s} {'first hit':>10s} {'within 0.5 s':>13s} {'median confidence':>18s}")
        for name, (first, near, confidence) in copies(library, embedder, chosen).items():
            print(f"{name:18s} {first:9.1f}% {near:12.1f}% {confidence:18.3f}")
        confidences = np.array(absent(library, embedder, chosen))
        certain = np.mean(confidences > LIKELY)
        print(f"footage absent: median confidence {np.median(confidences):.3f}, over {LIKELY}: {certain:.1%}")
        count, found = regions(embedder, chosen)
        for name, share in found.items():
            print(f"pasted on 1/16, {name:18s} among the first five {share:5.1f}% of {count}")


if __name__ == "__main__":
    main()
