"""An analysis as a file: what was written is read again, and whatever else a file holds is refused."""

import io
import json
import pickle
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analyses import KNOWN_APPEARANCE, KnownShot, known_analysis
from videxplore.core.errors import UnreadableAnalysisError
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.texts import TextLine, TextReading, TextTrack
from videxplore.core.types import ClipAnalysis, KeyframeAnalysis, RegionGrid, ShotAnalysis, VideoAnalysis
from videxplore.services.indexing.messages import Analysed
from videxplore.services.indexing.results.analysis_file import (
    AnalysisResult,
    read_result,
    result_from_bytes,
    result_to_bytes,
)
from videxplore.services.statistics import RuntimeInfo


def with_region(shot: ShotAnalysis) -> ShotAnalysis:
    grid = RegionGrid(2, 3, np.arange(24, dtype=np.int8).tobytes())
    keyframes = tuple(replace(one, regions={KNOWN_APPEARANCE.name: grid}) for one in shot.keyframes)
    return replace(shot, keyframes=keyframes)


def known_result() -> AnalysisResult:
    shots = [
        KnownShot(1, 2.0, object="dog", motion=1, action="jumping"),
        KnownShot(2, 1.5, facts=SceneFacts(light=0.5, camera="zoom in", loudness=-23.0)),
        KnownShot(3, 3.0, object="dog", motion=2),
    ]
    analysis = known_analysis(shots, strip_per_shot=2)
    analysis = replace(
        analysis, shots=(with_region(analysis.shots[0]), *analysis.shots[1:]), warnings=("The end is cut.",)
    )
    line = TextLine(0.5, 1.5, "Good morning", (0.5, 1.0), (0.1, 0.8, 0.5, 0.1))
    track = TextTrack("screen", "en", "reader", (line, TextLine(2.0, 3.0, "Tea?")))
    analysis = replace(
        analysis, texts=(TextReading("screen", "reader 1", (track,), ("Two lines are blurred.",)),)
    )
    engine = RuntimeInfo("cpu", "It is asked for.")
    return AnalysisResult(
        Path("/films/\udcff one.mp4"), "f" * 32, 1 << 40, Analysed(0, analysis, 1.5, "decode", engine)
    )


CONTENT = result_to_bytes(known_result())


def arrays() -> dict[str, Any]:
    return dict(np.load(io.BytesIO(CONTENT)))


def packed(**changed: Any) -> bytes:
    """The known file with other arrays."""
    content = io.BytesIO()
    np.savez(content, **{**arrays(), **changed})
    return content.getvalue()


def with_document(**changed: Any) -> bytes:
    document = {**json.loads(arrays()["document"].tobytes()), **changed}
    return packed(document=np.frombuffer(json.dumps(document).encode(), np.uint8))


def test_what_was_written_is_read_again() -> None:
    known, read = known_result(), result_from_bytes(CONTENT, "one.vxa")
    assert (read.path, read.fingerprint, read.size_bytes) == (known.path, known.fingerprint, known.size_bytes)
    assert (read.analysed.wall_s, read.analysed.limited_by) == (1.5, "decode")
    assert read.analysed.engine == known.analysed.engine
    assert read.analysis.properties == known.analysis.properties
    assert read.analysis.spaces == known.analysis.spaces
    assert read.analysis.warnings == known.analysis.warnings
    assert read.analysis.texts == known.analysis.texts
    assert [(one.time_s, one.picture_jpeg) for one in read.analysis.strip] == [
        (one.time_s, one.picture_jpeg) for one in known.analysis.strip
    ]
    for shot, expected in zip(read.analysis.shots, known.analysis.shots, strict=True):
        assert (shot.start_s, shot.end_s, shot.facts) == (expected.start_s, expected.end_s, expected.facts)
        for keyframe, wanted in zip(shot.keyframes, expected.keyframes, strict=True):
            assert (keyframe.time_s, keyframe.sharpness) == (wanted.time_s, wanted.sharpness)
            assert keyframe.picture_jpeg == wanted.picture_jpeg
            assert keyframe.predictions == wanted.predictions
            assert {name: bytes(grid.cells) for name, grid in keyframe.regions.items()} == {
                name: grid.cells for name, grid in wanted.regions.items()
            }
            np.testing.assert_array_equal(
                keyframe.embeddings[KNOWN_APPEARANCE.name], wanted.embeddings[KNOWN_APPEARANCE.name]
            )
        for clip, action in zip(shot.clips, expected.clips, strict=True):
            assert (clip.start_s, clip.end_s, clip.predictions) == (
                action.start_s,
                action.end_s,
                action.predictions,
            )
            assert clip.embeddings.keys() == action.embeddings.keys()


def test_every_field_of_an_analysis_is_written() -> None:
    # One that is added to these has to be added to the file as well, or it is lost between machines.
    names = {
        kind: {field.name for field in fields(kind)}
        for kind in (VideoAnalysis, ShotAnalysis, KeyframeAnalysis, ClipAnalysis)
    }
    assert names == {
        VideoAnalysis: {"properties", "depth", "shots", "spaces", "strip", "warnings", "texts"},
        ShotAnalysis: {"start_s", "end_s", "keyframes", "clips", "facts"},
        KeyframeAnalysis: {
            "time_s",
            "sharpness",
            "picture_jpeg",
            "embeddings",
            "predictions",
            "regions",
        },
        ClipAnalysis: {"start_s", "end_s", "embeddings", "predictions"},
    }


IMPOSSIBLE = {
    "no file at all": b"",
    "a pickle": pickle.dumps([1, 2]),
    "an array of objects": packed(shots=np.array([[{}, None]], dtype=object)),
    "a scene lighter than white": with_document(facts=[None, asdict(SceneFacts(light=2.0)), None]),
    "measures of fewer scenes": with_document(facts=[None]),
    "a shot that ends before it starts": packed(shots=np.array([[0, 2], [2, 1], [3.5, 6.5]], float)),
    "a time that is not a number": packed(shots=np.array([[0, 2], [2, np.nan], [3.5, 6.5]])),
    "a keyframe of no shot": packed(keyframes=np.array([[9, 1.0]] * 6)),
    "a keyframe of a shot below zero": packed(keyframes=np.array([[-1, 1.0]] * 6)),
    "a shot without keyframes": packed(keyframes=np.array([[0, 1.0]] * 6)),
    "vectors of another dimension": packed(keyframe_vectors_0=np.ones((6, 3), np.float32)),
    "vectors that are not finite": packed(keyframe_vectors_0=np.full((6, 64), np.inf, np.float32)),
    "vectors that are too long": packed(keyframe_vectors_0=np.ones((6, 64), np.float32)),
    "a score above one": packed(keyframe_predictions=np.array([[0, 0, 1.5]])),
    "a label that is not there": packed(keyframe_predictions=np.array([[0, 99, 0.5]])),
    "images that are none": packed(keyframe_jpeg=np.zeros_like(arrays()["keyframe_jpeg"])),
    "sizes below zero": packed(strip_sizes=-arrays()["strip_sizes"]),
    "cells that do not fill the grid": packed(region_shapes_0=np.array([[0, 2, 5, 48]])),
    "a depth that is unknown": with_document(depth="deep"),
    "a space twice": with_document(spaces=[{"name": "a", "kind": "motion", "dim": 4, "backbone": "a"}] * 2),
    "a space of no kind": with_document(spaces=[{"name": "a", "kind": "sound", "dim": 4, "backbone": "a"}]),
    "another format": with_document(format="something else"),
    "no properties": with_document(properties={}),
    "texts of no kind": with_document(
        texts=[{"kind": "smell", "read_from": "", "tracks": [], "warnings": []}]
    ),
    "a label that is no text": with_document(labels=[["\udc80", "object", "still"]] * 3),
    "a list instead of a document": packed(document=np.frombuffer(b"[]", np.uint8)),
}


@pytest.mark.parametrize("content", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_what_no_analysis_can_be_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableAnalysisError, match=r"one\.vxa”? is not a file that"):
        result_from_bytes(content, "one.vxa")


def test_a_file_of_another_version_says_so() -> None:
    with pytest.raises(UnreadableAnalysisError, match="another version of videxplore"):
        result_from_bytes(with_document(version=2), "one.vxa")


@given(st.integers(0, len(CONTENT) - 1), st.integers(0, 255))
def test_a_changed_byte_is_refused_or_harmless(place: int, value: int) -> None:
    changed = bytearray(CONTENT)
    changed[place] = value
    try:
        read = result_from_bytes(bytes(changed), "one.vxa")
    except UnreadableAnalysisError:
        return
    assert len(read.analysis.shots) == 3


@given(st.integers(0, len(CONTENT) - 1))
def test_a_file_cut_short_is_refused(size: int) -> None:
    with pytest.raises(UnreadableAnalysisError):
        result_from_bytes(CONTENT[:size], "one.vxa")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableAnalysisError, match=r"There is no file “one\.vxa”"):
        read_result(tmp_path / "one.vxa")
    with pytest.raises(UnreadableAnalysisError, match="is not a file that"):
        read_result(tmp_path)
