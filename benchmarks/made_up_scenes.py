"""Vectors of made-up scenes with the statistics of real ones, and how both compare.

    python -m benchmarks.made_up_scenes --library DIR

What is taken from EfficientNet-Lite0 over 62 real films (the table this prints says how near it comes):

- a part that all pictures have in common, 0.30 of the energy (measured: 0.30);
- a subject that films share, some more of them than others; the film, the camera's set-up, the scene itself.
  Films differ in how much holds them together, so that scenes of one film have cosines from 0.3 to 0.99;
- one scene in ten is nearly its neighbour again, and one film in fifty is another one compressed again;
- the energy falls along the principal directions as (i + 1.5)^-1.08. The films give bounds for that: measured
  on the films that the directions were learned from, the first 16 hold 0.51, on other films 0.18; here 0.39.

Vectors drawn evenly over the sphere would be harder than any real space, and unlike it: nothing there is near
anything.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.results import Table
from videxplore.core.types import Ids, Vector
from videxplore.services.library import Library

DIM = 1280
SCENES_PER_VIDEO = 50

_COMMON, _SUBJECT, _FILM, _SETUP, _SCENE = 0.30, 0.13, 0.23, 0.27, 0.07
"""Shares of a vector's energy."""

_SUBJECTS = 400
_SETUPS = 9
_REPEATED_SHARE, _REPEATED_ENERGY = 0.1, 0.02
_COPY_EVERY, _COPY_OF, _COPY_ENERGY = 50, 7, 0.03
_QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)


def _spread() -> Vector:
    """Standard deviation of each direction, float32 (DIM,): the squares add up to one."""
    energies = (np.arange(DIM) + 1.5) ** -1.08
    # The first direction is what all have in common.
    energies[0] = 0
    spread: Vector = np.sqrt(energies / energies.sum()).astype(np.float32)
    return spread


_SPREAD = _spread()


def vectors_of_video(number: int) -> Vector:
    """The unit vectors of a video's scenes, float32 (SCENES_PER_VIDEO, DIM); the same whenever asked."""
    if number % _COPY_EVERY == _COPY_EVERY - 1:
        noise = _normal(np.random.default_rng([number, 1]), SCENES_PER_VIDEO, _COPY_ENERGY)
        return _unit(vectors_of_video(number - _COPY_OF) + noise)
    generator = np.random.default_rng([number, 0])
    subject = int(_SUBJECTS * generator.random() ** 2)
    vectors = np.repeat(_normal(np.random.default_rng([subject, 2]), 1, _SUBJECT), SCENES_PER_VIDEO, axis=0)
    together = generator.uniform(0, 2.0)
    vectors += _normal(generator, 1, _FILM * together)
    setups = _normal(generator, _SETUPS, _SETUP + _FILM * (1 - together))
    vectors += setups[(_SETUPS * generator.random(SCENES_PER_VIDEO) ** 2).astype(int)]
    vectors += _normal(generator, SCENES_PER_VIDEO, _SCENE)
    vectors[:, 0] += np.float32(np.sqrt(_COMMON))
    again = 1 + np.flatnonzero(generator.random(SCENES_PER_VIDEO - 1) < _REPEATED_SHARE)
    vectors[again] = vectors[again - 1] + _normal(generator, len(again), _REPEATED_ENERGY)
    return _unit(vectors)


def _normal(generator: np.random.Generator, count: int, energy: float) -> Vector:
    drawn: Vector = generator.standard_normal((count, DIM), np.float32) * (
        _SPREAD * np.float32(np.sqrt(max(energy, 0)))
    )
    return drawn


def _unit(vectors: Vector) -> Vector:
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def statistics(vectors: Vector, video_ids: Ids) -> dict[str, list[float]]:
    """Quantiles of cosines within a video and between videos, and the energy in the first directions.

    Args:
        vectors: Unit vectors float32 (N, D).
        video_ids: The video of each, int64 (N,).
    """
    rows, columns = np.triu_indices(len(vectors), 1)
    cosines = (vectors @ vectors.T)[rows, columns]
    same = video_ids[rows] == video_ids[columns]
    centred = vectors - vectors.mean(axis=0)
    energies = np.linalg.svd(centred, compute_uv=False) ** 2
    shares = np.cumsum(energies) / energies.sum()
    return {
        "cosines within a video": np.quantile(cosines[same], _QUANTILES).tolist(),
        "cosines between videos": np.quantile(cosines[~same], _QUANTILES).tolist(),
        "energy in 1, 4, 16, 64 directions": shares[[0, 3, 15, 63]].tolist(),
    }


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print both statistics, and return them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True, help="an indexed library of real films")
    options = parser.parse_args(arguments)
    with Library.open(options.library, writable=False) as library:
        (space,) = (one for one in library.catalogue.spaces() if one.kind == "appearance")
        real = library.catalogue.embeddings(space.name)
    counts = np.unique(real.video_ids, return_counts=True)[1]
    # As many films, with as many scenes each: what is measured on few must be compared with few.
    drawn = [vectors_of_video(97 * number)[:count] for number, count in enumerate(counts.tolist())]
    made_up = np.concatenate(drawn), np.repeat(np.arange(len(counts)), [len(one) for one in drawn])
    print(f"{'quantiles ' + ', '.join(str(share) for share in _QUANTILES):56s}")
    rows = []
    drawn_values = statistics(*made_up)
    for name, values in statistics(real.vectors, real.video_ids).items():
        both = [" ".join(f"{value:.2f}" for value in some) for some in (values, drawn_values[name])]
        print(f"{name:36s} real    {both[0]}\n{'':36s} made up {both[1]}")
        rows.append((name, *both))
    return Table(("statistic", "real", "synthetic"), tuple(rows))


if __name__ == "__main__":
    main()
