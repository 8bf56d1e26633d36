"""Single files and models, without a library."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import videxplore as vx
from tests.conftest import MakeVideo
from tests.videos import Encoding
from videxplore.core.errors import SeekError, UnknownBackboneError, UnreadableVideoError
from videxplore.video.reading.reader import VideoReader

NTSC = Encoding(frame_rate_hz=Fraction(24000, 1001))


def test_detected_shots(make_video: MakeVideo) -> None:
    file = make_video(seeds=(1, 2, 3))
    found = vx.detect_shots(file)
    assert [(shot.start_s, shot.end_s) for shot in found] == [(0, 1), (1, 2), (2, 3)]
    assert found.to_arrow().column_names == ["start_s", "end_s"]
    assert found._repr_html_().count("<img") == 3
    file.unlink()
    assert found._repr_html_().count("<img") == 0


def test_every_frame_with_its_exact_time(make_video: MakeVideo) -> None:
    file = make_video(seeds=(1, 2), encoding=NTSC)
    found = list(vx.frames(file))
    assert [frame.time_s for frame in found] == pytest.approx([n * 1001 / 24000 for n in range(50)], abs=1e-9)
    assert {frame.pixels.shape for frame in found} == {(180, 320, 3)}
    with VideoReader(file) as reader:
        assert np.array_equal(found[30].pixels, reader.frame_at(found[30].time_s).to_rgb())


@pytest.mark.parametrize(
    ("options", "times_s"),
    [
        ({"every_s": 0.5}, [0, 0.48, 1, 1.48]),
        ({"every_s": 0.5, "start_s": 1}, [1, 1.48]),
        ({"every_s": 0.5, "end_s": 1.0}, [0, 0.48]),
        ({"every_s": 1.2}, [0, 1.2]),
        ({"every_s": 0.02, "end_s": 0.1}, [0, 0.04, 0.08]),
        ({"every_s": 100}, [0]),
        ({"start_s": 1.9}, [1.88, 1.92, 1.96]),
        ({"start_s": 0.5, "end_s": 0.6}, [0.48, 0.52, 0.56]),
        ({"start_s": 1.0, "end_s": 1.0}, []),
        ({"every_s": 0.5, "start_s": 1.0, "end_s": 0.5}, []),
    ],
)
def test_some_frames(make_video: MakeVideo, options: dict[str, float], times_s: list[float]) -> None:
    file = make_video(seeds=(1, 2))
    assert [frame.time_s for frame in vx.frames(file, **options)] == pytest.approx(times_s, abs=1e-9)


@pytest.mark.parametrize("options", [{}, {"every_s": 0.5}])
@pytest.mark.parametrize("start_s", [-1, 2.1, 100])
def test_a_start_outside_the_video(make_video: MakeVideo, options: dict[str, float], start_s: float) -> None:
    with pytest.raises(SeekError, match=r"2\.000 s long"):
        next(vx.frames(make_video(seeds=(1, 2)), start_s=start_s, **options))


@pytest.mark.parametrize("every_s", [0, -1, float("nan"), 1e-300])
def test_no_step_at_all(make_video: MakeVideo, every_s: float) -> None:
    with pytest.raises(ValueError, match="at least"):
        next(vx.frames(make_video(seeds=(1,)), every_s=every_s))


def test_what_is_no_video_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no video")
    for name in ("text.mp4", "nosuch.mp4", ""):
        with pytest.raises(UnreadableVideoError) as told:
            vx.detect_shots(tmp_path / name)
        with pytest.raises(UnreadableVideoError):
            next(vx.frames(tmp_path / name))
        assert str(told.value).endswith(".")
    with pytest.raises(UnknownBackboneError, match="no backbone named 'nothing'"):
        vx.load_backbone("nothing")


def test_models_embed_and_label(make_video: MakeVideo) -> None:
    file = make_video(seeds=(1, 2))
    model = vx.load_backbone(device="cpu")
    vectors = model.embed(vx.frames(file))
    assert vectors.shape == (50, model.space.dim)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    pixels = [frame.pixels for frame in vx.frames(file, every_s=1)]
    assert np.allclose(model.embed(pixels), vectors[[0, 25]], atol=1e-4)
    assert model.embed([]).shape == (0, model.space.dim)
    [best, _] = model.predict(pixels, top=3)
    assert len(best) == 3
    assert best[0].label in model.classes
    assert best[0].score >= best[1].score
    for wrong in (pixels[0][..., 0], pixels[0].astype(float)):
        with pytest.raises(ValueError, match=r"takes uint8 \(H, W, 3\)"):
            model.embed([wrong])


def test_a_video_model_embeds_clips(make_video: MakeVideo) -> None:
    motion = vx.load_backbone("lite0-motion", device="cpu")
    clip = list(vx.frames(make_video(seeds=(1,)), end_s=0.64))
    vectors = motion.embed([clip, np.stack([frame.pixels for frame in clip])])
    assert vectors.shape == (2, motion.space.dim)
    assert np.allclose(vectors[0], vectors[1], atol=1e-5)
    with pytest.raises(ValueError, match=r"takes uint8 \(H, W, 3\)"):
        vx.load_backbone(device="cpu").embed([clip])
