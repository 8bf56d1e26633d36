"""Which image model compares frames best: the default one beside others, on the tasks of the program.

    python -m benchmarks.appearance --library LIBRARY --region FOLDER

LIBRARY holds the example clips; ``--region`` is the folder of ``benchmarks.region`` after it was run. Only
models whose weights are here can be measured; of the others the published accuracy is given.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from benchmarks import lite2, region, search_copies
from benchmarks.results import Row, Table, print_table
from benchmarks.teach import seen_actions
from videxplore.backbones.registry import BACKBONES, DEFAULT_BACKBONE
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo import torchvision_operators  # noqa: F401 - must come before torchvision.
from videxplore.core.types import Ids, Pixels, Vector
from videxplore.core.vectors import CELL_DEPTH, cells_of_map
from videxplore.services.library import Library
from videxplore.services.searching.query.query_embedding import Embedder, ImageEmbedder
from videxplore.services.searching.ranking.region_search import best_per_shot, best_windows, region_forms
from videxplore.video.reading.reader import VideoReader

from torchvision import models  # isort: skip

MODELS = (DEFAULT_BACKBONE, lite2.NAME)
AT_ONCE = 16
EVERY = 4
"""Changed copies are made of every fourth keyframe."""


@dataclass(frozen=True)
class Footage:
    """Keyframes of clips.

    Attributes:
        images: uint8 (H, W, 3) each.
        videos: The video of each, int64 (N,).
        recordings: The recording of each, int64 (N,); several videos may be of one.
    """

    images: Sequence[Pixels]
    videos: Ids
    recordings: Ids


def footage(library: Library) -> Footage:
    """The keyframes of a library of the example clips."""
    ids = {video.path.name: video.id for video in library.catalogue.videos()}
    recording_of = dict(zip(ids.values(), ids.values(), strict=True))
    first: dict[str, int] = {}
    for seen in (one for own in seen_actions(ids).values() for one in own):
        recording_of[seen.video_id] = first.setdefault(seen.recording, seen.video_id)
    chosen = search_copies.keyframes(library, 1)
    videos = np.array([video_id for video_id, _, _ in chosen])
    recordings = np.array([recording_of[video_id] for video_id in videos.tolist()])
    return Footage([image for _, _, image in chosen], videos, recordings)


def embedded(embedder: ImageEmbedder, images: Sequence[Pixels]) -> Vector:
    """Unit vectors float32 (N, D)."""
    parts = [
        embedder.embed_images(images[start : start + AT_ONCE]) for start in range(0, len(images), AT_ONCE)
    ]
    return np.concatenate(parts)


def copies_found(embedder: ImageEmbedder, shown: Footage, vectors: Vector) -> float:
    """The share of changed copies of keyframes whose nearest keyframe is of the same recording."""
    right = []
    for change in search_copies.CHANGES.values():
        nearest = (embedded(embedder, [change(one) for one in shown.images[::EVERY]]) @ vectors.T).argmax(
            axis=1
        )
        right.append(shown.recordings[nearest] == shown.recordings[::EVERY])
    return float(np.mean(np.concatenate(right)))


def precision(vectors: Vector, wanted: npt.NDArray[np.bool_], left_out: npt.NDArray[np.bool_]) -> float:
    """The mean average precision of finding what is wanted, bool (N, N), for each row that wants anything."""
    cosines = vectors @ vectors.T
    found = []
    for row in np.flatnonzero(wanted.any(axis=1)):
        among = np.flatnonzero(~left_out[row])
        hits = wanted[row, among[np.argsort(-cosines[row, among], kind="stable")]]
        places = np.flatnonzero(hits) + 1
        found.append(np.mean(np.arange(1, len(places) + 1) / places))
    return float(np.mean(found))


def regions_found(embedder: ImageEmbedder, folder: Path) -> tuple[float, float]:
    """Recall among the first and the first five of ``benchmarks.region``, with the model's own grids."""
    order = region.spread(region.boxed_things())
    ranks: list[int] = []
    with Library.open(folder / "library", writable=False) as library:
        paths = {video.id: video.path for video in library.catalogue.videos()}
        chosen = search_copies.keyframes(library, 1)
    cells = np.stack(
        [
            cells_of_map(one)
            for start in range(0, len(chosen), AT_ONCE)
            for one in embedder.map_images([image for _, _, image in chosen[start : start + AT_ONCE]])
        ]
    )
    shot_ids = np.array([keyframe.shot_id for _, keyframe, _ in chosen])
    video_ids = np.array([video_id for video_id, _, _ in chosen])
    times_s = np.array([keyframe.time_s for _, keyframe, _ in chosen])
    moments = shot_ids, video_ids, times_s
    by_name = {path.name: path for path in paths.values()}
    for thing in order:
        with VideoReader(by_name[thing.file]) as reader:
            image = reader.frame_at(thing.time_s).to_rgb()
        forms, _ = region_forms(image, thing.region, embedder.map_images)
        handicaps = [form.handicap for form in forms]
        own = frozenset(number for number, path in paths.items() if path.name == thing.file)
        scores = best_per_shot(moments, best_windows(cells, forms), handicaps, own)
        videos = (paths[video_id] for video_id in scores.video_ids.tolist())
        places = zip(videos, scores.times_s.tolist(), strict=True)
        ranks += region.ranks(places, thing, order).values()
    first, first_five = (float(np.mean(np.array(ranks) <= most)) for most in (1, 5))
    return first, first_five


def frame_ms(embedder: ImageEmbedder, image: Pixels) -> float:
    """CPU time of one frame in one thread, in ms: the least of three batches."""
    torch.set_num_threads(1)
    taken_s = []
    for _ in range(3):
        started_s = time.process_time()
        embedder.embed_images([image] * AT_ONCE)
        taken_s.append(time.process_time() - started_s)
    return min(taken_s) / AT_ONCE * 1000


PUBLISHED = {"efficientnet-lite0": 75.1, "efficientnet-lite2": 77.6}
"""Top-1 accuracy on ImageNet, in percent, where torchvision does not state it.

Source: the authors' page of EfficientNet-Lite (tensorflow/tpu, models/official/efficientnet/lite).
"""


def published(spec: BackboneSpec) -> str:
    """The published top-1 accuracy on ImageNet, in percent; nothing where there is none."""
    if spec.name in PUBLISHED:
        return f"{PUBLISHED[spec.name]:.1f}"
    addresses = {source.address for source in spec.weights}
    for name in models.list_models():
        for weights in models.get_model_weights(name):
            if weights.url in addresses and "ImageNet-1K" in weights.meta["_metrics"]:
                return f"{weights.meta['_metrics']['ImageNet-1K']['acc@1']:.1f}"
    return ""


def measured(options: argparse.Namespace) -> Iterator[Row]:
    """A row for each image model that has classes; figures of those that are measured."""
    with Library.open(options.library, writable=False) as library:
        shown = footage(library)
    for spec in (*BACKBONES.values(), lite2.SPEC):
        if spec.kind != "image" or spec.labels != "imagenet":
            continue
        figures = _figures(spec, shown, options) if spec.name in options.models else ("",) * 6
        yield spec.name, published(spec), *figures


def _figures(spec: BackboneSpec, shown: Footage, options: argparse.Namespace) -> Row:
    embedder = lite2.Lite2Embedder() if spec is lite2.SPEC else Embedder(options.region, spec.name)
    vectors = embedded(embedder, shown.images)
    height, width = embedder.map_images(shown.images[:1]).shape[1:3]
    stored_bytes = spec.dim * vectors.itemsize + height * width * CELL_DEPTH
    same_video = shown.videos[:, None] == shown.videos
    same_recording = shown.recordings[:, None] == shown.recordings
    itself = np.eye(len(vectors), dtype=np.bool_)
    first, first_five = regions_found(embedder, options.region)
    return (
        f"{frame_ms(embedder, shown.images[0]):.0f}",
        f"{stored_bytes / 1000:.1f}",
        f"{copies_found(embedder, shown, vectors):.3f}",
        f"{precision(vectors, same_video & ~itself, itself):.3f}",
        f"{precision(vectors, same_recording & ~same_video, same_video):.3f}",
        f"{first:.3f}, {first_five:.3f}",
    )


COLUMNS: Row = (
    "model", "ImageNet top-1, published", "CPU ms a frame", "kB a keyframe", "changed copies", "same video",
    "other take", "region: first, first five",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--region", type=Path, required=True)
    parser.add_argument("--models", nargs="*", default=MODELS)
    return print_table(COLUMNS, measured(parser.parse_args(arguments)))


if __name__ == "__main__":
    main()
