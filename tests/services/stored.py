"""Real videos, stored as indexing stores them, without a model."""

from pathlib import Path

import numpy as np

from videxplore.core.types import Depth, KeyframeAnalysis, ShotAnalysis, Space, VideoAnalysis
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.analysis.keyframes import rebuild_thumbnails
from videxplore.services.library import Library
from videxplore.video.reading.reader import probe

SPACE = Space("test@1", "appearance", 4, "test")


def add(
    library: Library,
    path: Path,
    *,
    spans_s: tuple[tuple[float, float], ...] = ((0, 1), (1, 2)),
    length: float = 1.0,
) -> int:
    """Store a video with one keyframe in the middle of each scene."""
    status = path.stat()
    video = library.catalogue.add_video(
        path, fingerprint(path, status.st_size), status.st_size, status.st_mtime_ns
    )
    vector = np.array([length, 0, 0, 0], np.float32)
    shots = tuple(
        ShotAnalysis(start, end, (KeyframeAnalysis((start + end) / 2, 1.0, b"", {SPACE.name: vector}),))
        for start, end in spans_s
    )
    library.catalogue.store_analysis(video.id, VideoAnalysis(probe(path), Depth.FULL, shots, (SPACE,)))
    strip, pictures = rebuild_thumbnails(path, [(start + end) / 2 for start, end in spans_s])
    library.write_caches(video.id, strip, pictures)
    return video.id
