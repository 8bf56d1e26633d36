"""What many times the scenes would cost: prints one table.

    python -m benchmarks.search_slope --folder /var/tmp/large/1000000 --times 10

Takes the library and the index that :mod:`benchmarks.search` made, and repeats the index's codes under new
ids, so that ten million are held, filtered and looked through as ten million are; only making that many
vectors and their library is spared. Ten copies of each vector are no library of ten times the scenes, so that
the share of the nearest that is found must be told from the lists: it is measured with as few of them looked
through.
"""

import argparse
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss as typed_faiss
import numpy as np

from benchmarks.made_up_scenes import SCENES_PER_VIDEO, vectors_of_video
from benchmarks.results import Table
from benchmarks.search import SPACE, K, known_answers, made_up_queries
from videxplore.core.types import Ids, Vector
from videxplore.search.faiss_index import CompactIndex
from videxplore.services.library import Library
from videxplore.services.searching.index.space_contents import exact_vectors, read_compact
from videxplore.services.searching.ranking.scene_scores import is_among

faiss: Any = typed_faiss
_HITS = 300
"""What a search for fifty moments asks an index for."""


def repeat(file: Path, repeated: Path, times: int, step: int) -> None:
    """Write an index that holds every code of another so many times, each time under ids ``step`` further."""
    index = faiss.read_index(str(file))
    lists = faiss.downcast_index(index.index)
    inverted = lists.invlists
    for number in range(lists.nlist):
        count = inverted.list_size(number)
        if count:
            ids = faiss.rev_swig_ptr(inverted.get_ids(number), count).copy()
            codes = faiss.rev_swig_ptr(inverted.get_codes(number), count * lists.code_size).copy()
            for copy in range(1, times):
                further = ids + copy * step
                inverted.add_entries(number, count, faiss.swig_ptr(further), faiss.swig_ptr(codes))
    lists.ntotal *= times
    index.ntotal = lists.ntotal
    faiss.write_index(index, str(repeated))


def measure(folder: Path, times: int, queries: int) -> dict[str, float]:
    """Milliseconds of searches, gigabytes, seconds to open."""
    figures: dict[str, float] = {}
    with Library.open(folder, writable=False) as library:
        contents = read_compact(library.indexes_folder, library.catalogue, SPACE)
        table = contents.table
        step = int(table.owner_ids[-1]) + 1
        owner_ids = np.concatenate([table.owner_ids + copy * step for copy in range(times)])
        videos = int(table.video_ids.max()) + 1
        video_ids = np.concatenate([table.video_ids + copy * videos for copy in range(times)])
        # The columns of scenes and times, which a table holds beside these two.
        beside = np.tile(table.times_s, times), np.tile(table.shot_ids, times)
        del contents, table
        (file,) = library.indexes_folder.glob("*.compact")
        repeated = file.with_suffix(".repeated")
        repeat(file, repeated, times, step)
        read = exact_vectors(library.catalogue, SPACE)

        def vectors_of(ids: Ids) -> tuple[Ids, Vector]:
            found, vectors = read(np.unique(ids % step))
            rows = np.minimum(np.searchsorted(found, ids % step), len(found) - 1)
            return ids, vectors[rows]

        begun = time.perf_counter()
        index = CompactIndex.open(repeated, vectors_of)
        figures["open, s"] = time.perf_counter() - begun
        repeated.unlink()
        figures["vectors"] = len(index)
        sought = [vectors_of_video(video)[scene] for video, scene, _ in made_up_queries(videos - 1, queries)]
        for name, share in (("no filter", 1), ("one folder of twenty", 20)):
            wall_ms = [search_once(index, owner_ids, video_ids, vector, share) for vector in sought]
            figures[f"{name}: p50, ms"] = float(np.median(wall_ms))
            figures[f"{name}: p95, ms"] = float(np.quantile(wall_ms, 0.95))
        figures["memory, GB"] = current_gb()
        del beside
    return figures


def search_once(index: CompactIndex, owner_ids: Ids, video_ids: Ids, vector: Vector, share: int) -> float:
    """Milliseconds of one search, its filter included."""
    begun = time.perf_counter()
    allowed = None
    if share > 1:
        allowed = owner_ids[is_among(video_ids, np.arange(1, int(video_ids[-1]), share))]
    index.search(vector[None], _HITS, allowed)
    return (time.perf_counter() - begun) * 1000


def current_gb() -> float:
    """Memory of this process now: at its peak, two copies of the index were made one after the other."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e9


def recall_by_share(folder: Path, shares: list[float], queries: int) -> dict[str, float]:
    """Recall in the library itself when only these shares of its lists are looked through."""
    with Library.open(folder, writable=False) as library:
        (file,) = library.indexes_folder.glob("*.compact")
        videos = len(library.catalogue.videos())
        first = library.catalogue.keyframes(library.catalogue.videos()[0].id)[0].id
        index = faiss.read_index(str(file))
        lists = faiss.downcast_index(index.index)
        read = exact_vectors(library.catalogue, SPACE)
        asked = made_up_queries(videos, queries)
        answers = known_answers(folder, videos, asked)
        figures = {}
        for share in shares:
            chosen = faiss.SearchParametersIVF(nprobe=max(1, round(share * lists.nlist)))
            recalls = []
            for (video, scene, inside), answer in zip(asked, answers, strict=True):
                if inside is not None:
                    continue
                vector = vectors_of_video(video)[scene][None]
                parameters = faiss.SearchParametersPreTransform(index_params=chosen)
                _, found = index.search(vector, 192, params=parameters)
                ids, vectors = read(np.unique(found[found >= 0]))
                own = first + video * SCENES_PER_VIDEO + scene
                order = [one for one in ids[np.argsort(-(vectors @ vector[0]))].tolist() if one != own]
                recalls.append(len({one - first for one in order[:K]} & answer) / K)
            figures[f"recall@{K} with {share:.2f} of the lists"] = float(np.mean(recalls))
    return figures


def main(arguments: Sequence[str] | None = None) -> Table:
    """Measure, print, and return what was printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args(arguments)
    figures = recall_by_share(options.folder, [0.35, 0.25, 0.13, 0.08], 2 * options.queries)
    for times in (1, options.times):
        for name, value in measure(options.folder, times, options.queries).items():
            figures[f"x {times}: {name}"] = value
    for name, value in figures.items():
        print(f"{name:40s} {value:12.3f}")
    return Table(("figure", "measured"), tuple((name, f"{value:.3f}") for name, value in figures.items()))


if __name__ == "__main__":
    main()
