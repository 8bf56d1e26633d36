"""The metadata of videos are kept as a document, and understood as far as they make sense."""

import json
import sqlite3
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analyses import analysis, unit
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.metadata_text import metadata_from_text, metadata_to_text
from videxplore.catalogue.migrations import MIGRATIONS, migrate
from videxplore.core.metadata import Place, SoundTrack, VideoMetadata
from videxplore.core.types import Video, VideoAnalysis

BEFORE_METADATA = 6

FULL = VideoMetadata(
    recorded="2024-05-01T14:03:22+02:00",
    camera_make="Canon",
    camera_model="Canon EOS R5",
    place=Place(48.1, -11.5, 519.0),
    codec_profile="Main 10",
    bit_depth=10,
    colour_primaries="bt2020",
    colour_transfer="arib-std-b67",
    colour_matrix="bt2020nc",
    colour_range="limited",
    dynamic_range="HLG",
    field_order="top field first",
    nominal_rate_hz=Fraction(30000, 1001),
    stored_width_px=1440,
    stored_height_px=1080,
    pixel_aspect=Fraction(4, 3),
    start_timecode="10:00:00;02",
    sound=(SoundTrack("aac", 2, "stereo", 48000, "ger"), SoundTrack("pcm_s16le", 1, "mono", 48000)),
)


def described(metadata: VideoMetadata) -> VideoAnalysis:
    bare = analysis([[unit(1)]])
    return replace(bare, properties=replace(bare.properties, metadata=metadata))


@pytest.fixture
def video(catalogue: Catalogue) -> Video:
    return catalogue.add_video(Path("/videos/fox.mp4"), "f", 5, 7)


def test_metadata_are_stored_with_an_analysis(catalogue: Catalogue, video: Video) -> None:
    assert catalogue.video(video.id).metadata == VideoMetadata()
    catalogue.store_analysis(video.id, described(FULL))
    assert catalogue.video(video.id).metadata == FULL


def test_a_copied_analysis_brings_its_metadata(catalogue: Catalogue, video: Video) -> None:
    other = catalogue.add_video(Path("/videos/copy.mp4"), "f", 5, 7)
    catalogue.store_analysis(video.id, described(FULL))
    catalogue.copy_analysis(video.id, other.id)
    assert catalogue.video(other.id).metadata == FULL


def test_removing_and_restoring_a_video_keeps_its_metadata(catalogue: Catalogue, video: Video) -> None:
    catalogue.store_analysis(video.id, described(FULL))
    catalogue.put_back_video(catalogue.take_out_video(video.id))
    assert catalogue.video(video.id).metadata == FULL


def test_an_older_catalogue_gets_metadata_without_losing_anything(file: Path) -> None:
    file.parent.mkdir()
    connection = sqlite3.connect(file, isolation_level=None)
    migrate(connection, MIGRATIONS[:BEFORE_METADATA])
    connection.execute(
        "INSERT INTO video (path, fingerprint, size_bytes, modified_ns, state, duration_s, codec, width_px, "
        "height_px, rotation_deg, pixel_format, has_audio, frame_rate_numerator, frame_rate_denominator) "
        "VALUES (?, 'f', 5, 7, 'complete', 4.5, 'h264', 320, 180, 0, 'yuv420p', 1, 25, 1)",
        (b"/videos/fox.mp4",),
    )
    connection.close()
    with Catalogue.open(file) as catalogue:
        [video] = catalogue.videos()
        assert video.properties is not None
        assert (video.duration_s, video.properties.metadata) == (4.5, None)
        before = catalogue.version()
        catalogue.set_metadata(video.id, FULL)
        assert catalogue.video(video.id).metadata == FULL
        assert catalogue.changes(before).updated == (video.id,)
    assert file.with_name(f"{file.name}.version-{BEFORE_METADATA}.backup").exists()


def test_unknown_metadata_take_no_room() -> None:
    assert metadata_to_text(VideoMetadata()) == "{}"
    assert metadata_from_text("{}") == VideoMetadata()


@pytest.mark.parametrize("text", [None, "", "nonsense", "[]", "3", "[" * 100_000])
def test_what_is_no_document_counts_as_not_read(text: str | None) -> None:
    assert metadata_from_text(text) is None


def test_a_newer_document_is_understood_as_far_as_possible() -> None:
    newer = {
        **json.loads(metadata_to_text(FULL)),
        "lens": "50 mm",
        "sound": [{"codec": "aac", "loudness": 3}],
    }
    assert metadata_from_text(json.dumps(newer)) == replace(FULL, sound=(SoundTrack("aac"),))


words = st.text("0123456789-+:T/. ab", max_size=12)
plain = st.none() | st.booleans() | st.integers() | st.floats() | words
fields = st.sampled_from([*VideoMetadata.__dataclass_fields__, "latitude_deg", "codec"])


anything = plain | st.lists(plain | st.dictionaries(fields, plain)) | st.dictionaries(fields, plain)


@given(st.dictionaries(fields, anything))
def test_a_tampered_document_does_no_harm(document: dict[str, object]) -> None:
    found = metadata_from_text(json.dumps(document))
    assert found is not None
    assert metadata_from_text(metadata_to_text(found)) == found
    assert found.recorded_s is None or found.recorded
