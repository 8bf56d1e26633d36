"""Scores, order and reasons of scenes found by words are those of a plain computation."""

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from tests.analyses import APPEARANCE, MOTION, SHOT_S, clip, keyframe, properties, unit
from videxplore.core.types import Depth, Prediction, ShotAnalysis, VideoAnalysis, WordReason
from videxplore.services.library import Library
from videxplore.services.searching.ranking.word_search import WordSearch
from videxplore.services.searching.words.known_words import KnownWord
from videxplore.services.searching.words.library_words import LibraryWords

DOGS = ("golden retriever", "pug", "beagle", "borzoi", "chow", "Great Dane")
OTHERS = ("minivan", "tub", "barbell")
HALF = 0.002


@dataclass
class Known:
    """The best that a scene was given by one keyframe or clip and model."""

    is_sure: bool
    score: float
    time_s: float
    reason: WordReason

    @property
    def rank(self) -> tuple[bool, float]:
        return self.is_sure, self.score


def objects(generator: np.random.Generator, model: str) -> list[Prediction]:
    """Some objects, with probabilities from nearly none to nearly one."""
    some = generator.choice([*DOGS, *OTHERS], 5, replace=False)
    return [
        Prediction(str(label), float(np.float32(10 ** generator.uniform(-4, -0.05))), "object", model)
        for label in some
    ]


def plain(predictions: list[Prediction], time_s: float) -> list[Known]:
    """What the predictions of one keyframe or clip say of *dog*, model by model."""
    models: dict[tuple[str, str], list[Prediction]] = defaultdict(list)
    for one in predictions:
        if one.label in DOGS or "dog" in one.label:
            models[one.source, one.model].append(one)
    found = []
    for (source, _), own in sorted(models.items()):
        total = sum(one.score for one in own)
        if total >= (0.0012 if source == "object" else 0.01):
            evidence = sum(one.score / (one.score + HALF) for one in own) if source == "object" else 0.0
            score = max(min(1.0, total), 0.5 * evidence / (evidence + 4))
            is_taught = source == "taught"
            largest = max(own, key=lambda one: one.score)
            reason = WordReason("dog", "taught" if is_taught else "label", largest.label)
            found.append(Known(is_taught and score >= 0.5, score, time_s, reason))
    return found


def scene(generator: np.random.Generator, start_s: float) -> tuple[ShotAnalysis, list[Known]]:
    """A scene of two keyframes and a clip, and what it is known to score."""
    frames, known = [], []
    for time_s in (start_s + 0.1, start_s + 1 / 3):
        predictions = [*objects(generator, "net"), *objects(generator, "other net")]
        if generator.random() < 0.3:
            predictions.append(Prediction("dog show", float(generator.random()), "taught", "dog show"))
        frame = keyframe(time_s, unit(int(generator.integers(1 << 30))))
        frames.append(replace(frame, predictions=tuple(predictions)))
        known += plain(predictions, time_s)
    action = Prediction("walking the dog", float(generator.random() ** 4), "pretrained", "moves")
    moving = replace(clip(start_s, start_s + SHOT_S, unit(1, MOTION.dim)), predictions=(action,))
    known += plain([action], start_s + SHOT_S / 2)
    return ShotAnalysis(start_s, start_s + SHOT_S, tuple(frames), (moving,)), known


def test_random_predictions_are_ranked_as_by_a_plain_computation(library: Library) -> None:
    generator = np.random.default_rng(3)
    best: dict[int, Known] = {}
    for number in range(12):
        scenes = [scene(generator, place * SHOT_S) for place in range(10)]
        video = library.catalogue.add_video(Path(f"/{number}.mp4"), str(number), 1, 2)
        made = VideoAnalysis(
            properties(10 * SHOT_S), Depth.FULL, tuple(shot for shot, _ in scenes), (APPEARANCE, MOTION)
        )
        library.catalogue.store_analysis(video.id, made)
        for shot, (_, known) in zip(library.catalogue.shots(video.id), scenes, strict=True):
            if known:
                best[shot.id] = max(known, key=lambda one: one.rank)
    found = WordSearch(library.catalogue, LibraryWords(library.catalogue)).scenes("dog")
    order = sorted(best, key=lambda shot_id: (not best[shot_id].is_sure, -best[shot_id].score, shot_id))
    assert len({one.reason.text for one in best.values()}) > 5, "the predictions are of many kinds"
    assert found.scores.shot_ids.tolist() == order
    assert found.scores.similarities.tolist() == pytest.approx([best[one].score for one in order])
    assert found.scores.times_s.tolist() == [best[one].time_s for one in order]
    assert found.reasons(order) == {shot_id: (known.reason,) for shot_id, known in best.items()}


def test_completions_and_words_of_a_library_with_many_files(library: Library) -> None:
    for name in ("Dune walk.mp4", "my dune.mp4", "dune_3.mp4", "other.mp4"):
        library.catalogue.add_video(Path("/Trips 2024") / name, name, 1, 2)
    words = LibraryWords(library.catalogue)
    assert [one.text for one in words.completions("dun", 9)] == ["Dune walk.mp4", "dune_3.mp4", "my dune.mp4"]
    assert words.completions("dun", 1) == [KnownWord("Dune walk.mp4", "file", 1)]
    assert [one.text for one in words.completions("trip", 9)] == ["Trips 2024"]
    assert words.vocabulary() >= {"dune", "walk", "trips", "2024", "mp4", "my", "3"}
