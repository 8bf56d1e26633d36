"""Limits on videos in the catalogue are those on what is read from it."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.analyses import analysis, properties, unit
from videxplore.core.video_listing import VideoFacets, VideoFilter
from videxplore.services.library import Library


@pytest.mark.parametrize(
    "limits",
    [
        VideoFilter(orientation="portrait"),
        VideoFilter(orientation="square"),
        VideoFilter(sound="without"),
        VideoFilter(rate="29.97"),
        VideoFilter(rate="50", length="10min"),
        VideoFilter(length="10s"),
    ],
)
def test_the_catalogue_and_its_videos_pass_the_same_limits(tmp_path: Path, limits: VideoFilter) -> None:
    made = (
        (90, 160, True, 3.0, Fraction(30000, 1001)),
        (160, 90, False, 70.0, Fraction(50)),
        (100, 100, False, 9.0, Fraction(25)),
    )
    with Library.open(tmp_path / "library") as library:
        for number, (width_px, height_px, has_audio, duration_s, rate_hz) in enumerate(made):
            video = library.catalogue.add_video(Path(f"/{number}.mp4"), str(number), 1, 1)
            known = replace(
                properties(duration_s),
                width_px=width_px,
                height_px=height_px,
                has_audio=has_audio,
                frame_rate_hz=rate_hz,
            )
            library.catalogue.store_analysis(video.id, replace(analysis([[unit(1)]]), properties=known))
        # Nothing was analysed of the last one.
        library.catalogue.add_video(Path("/waiting.mp4"), "waiting", 1, 1)
        videos = library.catalogue.videos()
        expected = [video.id for video in videos if limits.matches(VideoFacets.of_video(video))]
        assert expected
        assert library.catalogue.video_ids_matching(limits).tolist() == expected
