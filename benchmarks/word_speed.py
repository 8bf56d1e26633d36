"""What searching by words costs where words name many scenes of a large library: prints one table.

    python -m benchmarks.word_speed REAL --keyframes 300000 --folder /var/tmp/many

Makes a library (kept in the folder, and used again the next time) of the scenes of a real one, again and
again under other paths, so that classes are as frequent as there, and as probable. With ``--dense`` half of
the classes of each keyframe are replaced at random, so that most words are found in more scenes. Measured is
the CPU time, the least of several runs.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.results import Row, Table, print_table
from videxplore.core.types import Depth, KeyframeAnalysis, Prediction, ShotAnalysis, VideoAnalysis
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query
from videxplore.services.searching.ranking.similarity import SimilarityService
from videxplore.services.searching.words.library_words import LibraryWords

WORDS = ("dog", "woman", "person", "vehicle", "kitchen", "clock", "keyboard", "helmet", "chair", "bottle")
TYPED = ("d", "do", "per", "bott")
_RUNS, _RESULTS, _COMPLETIONS = 3, 32, 8
_VIDEOS_AT_ONCE = 500
_OTHER = Query.text("guitar")


def analyses_of(real: Library) -> list[VideoAnalysis]:
    """The scenes of a library with the predictions of their keyframes, without vectors and pictures."""
    catalogue, found = real.catalogue, []
    for video in catalogue.videos():
        predicted: dict[int, list[Prediction]] = {}
        times_s: dict[int, tuple[int, float]] = {}
        for one in catalogue.predictions(video.id):
            if one.owner == "keyframe":
                predicted.setdefault(one.owner_id, []).append(one.prediction)
                times_s[one.owner_id] = one.shot_id, one.start_s
        shots = tuple(
            ShotAnalysis(
                shot.start_s,
                shot.end_s,
                tuple(
                    KeyframeAnalysis(time_s, 1.0, b"", {}, tuple(predicted[keyframe_id]))
                    for keyframe_id, (shot_id, time_s) in times_s.items()
                    if shot_id == shot.id
                ),
            )
            for shot in catalogue.shots(video.id)
        )
        if video.properties is not None and predicted:
            found.append(VideoAnalysis(video.properties, Depth.QUICK, shots, ()))
    return found


def with_other_classes(
    analysis: VideoAnalysis, generator: np.random.Generator, labels: Sequence[str]
) -> VideoAnalysis:
    """A video of which half of the classes are others, each with the probability of the one before."""

    def drawn(frame: KeyframeAnalysis) -> KeyframeAnalysis:
        others = generator.choice(labels, len(frame.predictions))
        classes = {
            str(other) if generator.random() < 0.5 else one.label: one
            for one, other in zip(frame.predictions, others, strict=True)
        }
        predictions = tuple(replace(one, label=label) for label, one in classes.items())
        return replace(frame, predictions=predictions)

    shots = (replace(shot, keyframes=tuple(map(drawn, shot.keyframes))) for shot in analysis.shots)
    return replace(analysis, shots=tuple(shots))


def make(library: Library, real: Sequence[VideoAnalysis], keyframes: int, *, is_dense: bool) -> None:
    """Store the videos again and again until there are so many keyframes."""
    generator = np.random.default_rng(0)
    frames = [frame for video in real for shot in video.shots for frame in shot.keyframes]
    labels = sorted({one.label for frame in frames for one in frame.predictions})
    stored = library.catalogue.counts().keyframes
    copy, waiting = 0, list[tuple[int, VideoAnalysis]]()
    while stored < keyframes:
        for number, analysis in enumerate(real):
            path = Path(f"/copies/{copy}/{number}.mp4")
            video = library.catalogue.add_video(path, str(path), 1, 2)
            made = with_other_classes(analysis, generator, labels) if is_dense else analysis
            waiting.append((video.id, made))
            stored += sum(len(shot.keyframes) for shot in made.shots)
        if len(waiting) >= _VIDEOS_AT_ONCE or stored >= keyframes:
            library.catalogue.store_analyses(waiting)
            waiting = []
        copy += 1


def cpu_ms(asked: Callable[[], object], between: Callable[[], object]) -> float:
    """The least CPU time of several runs, with something else asked in between."""
    times_s = []
    for _ in range(_RUNS):
        between()
        started_s = time.process_time()
        asked()
        times_s.append(time.process_time() - started_s)
    return min(times_s) * 1000


def measured(library: Library) -> Iterator[Row]:
    """The rows of the table."""
    known = LibraryWords(library.catalogue)
    started_s = time.process_time()
    known.completions("a", _COMPLETIONS)
    yield "what can be completed, read once", "", f"{(time.process_time() - started_s) * 1000:.0f}"
    for typed in TYPED:
        spent_ms = cpu_ms(partial(known.completions, typed, _COMPLETIONS), lambda: None)
        yield f"completions of *{typed}*", "", f"{spent_ms:.1f}"
    service = SimilarityService(library, words=known)
    for word in WORDS:
        # The last word is remembered.
        spent_ms = cpu_ms(partial(service.find, Query.text(word), _RESULTS), partial(service.find, _OTHER))
        yield f"*{word}*", f"{service.find(Query.text(word), _RESULTS).compared:,}", f"{spent_ms:.0f}"


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("real", type=Path, help="an indexed library of real films")
    parser.add_argument("--keyframes", type=int, default=300_000)
    parser.add_argument("--folder", type=Path, required=True, help="of the library that is made")
    parser.add_argument("--dense", action="store_true", help="every word is found in far more scenes")
    options = parser.parse_args(arguments)
    with Library.open(options.folder) as library:
        with Library.open(options.real, writable=False) as real:
            make(library, analyses_of(real), options.keyframes, is_dense=options.dense)
        return print_table(("asked", "scenes found", "CPU, ms"), measured(library))


if __name__ == "__main__":
    main()
