"""Timecode against counting one by one, and against OpenTimelineIO."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import count, islice

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from videxplore.core.timecode import (
    STANDARD_RATES_HZ,
    SourceTimecode,
    Timecode,
    countable_rate_hz,
    nominal_rate_hz,
)

NTSC_RATES_HZ = [Fraction(30000, 1001), Fraction(60000, 1001)]
OTIO_RATES_HZ = [rate for rate in STANDARD_RATES_HZ if rate <= 60]
frames = st.integers(0, 24 * 3600 * 60)
rates = st.sampled_from(STANDARD_RATES_HZ)


def numbers_by_counting(frames_per_count: int) -> Iterator[str]:
    """Drop-frame timecodes in order, by writing down all numbers and crossing out the dropped ones."""

    dropped = 2 if frames_per_count == 30 else 4
    texts = (
        f"{n // (3600 * frames_per_count):02}:{minute % 60:02}:{second % 60:02};{frame:02}"
        for n in count()
        for second, frame in [divmod(n, frames_per_count)]
        for minute in [second // 60]
        if not (minute % 10 and second % 60 == 0 and frame < dropped)
    )
    return islice(texts, 11 * 60 * frames_per_count)


@pytest.mark.parametrize("rate_hz", NTSC_RATES_HZ)
def test_drop_frame_leaves_out_the_numbers_that_smpte_crosses_out(rate_hz: Fraction) -> None:
    timecode = Timecode.of_rate(rate_hz)
    for frame, text in enumerate(numbers_by_counting(timecode.frames_per_count)):
        assert timecode.text(frame) == text


@pytest.mark.parametrize("rate_hz", NTSC_RATES_HZ)
def test_an_hour_of_drop_frame_is_an_hour_of_time(rate_hz: Fraction) -> None:
    timecode = Timecode.of_rate(rate_hz)
    hour = timecode.frame_of("01:00:00;00")
    assert abs(timecode.time_of(hour) - 3600) < Fraction(1, 250)


def test_only_29_97_and_59_94_drop_numbers() -> None:
    assert [rate for rate in STANDARD_RATES_HZ if Timecode.of_rate(rate).drops_frames] == NTSC_RATES_HZ


@given(rates, frames)
def test_a_frame_survives_being_written_and_read(rate_hz: Fraction, frame: int) -> None:
    timecode = Timecode.of_rate(rate_hz)
    assert timecode.frame_of(timecode.text(frame)) == frame
    assert timecode.frame_at(timecode.time_of(frame)) == frame
    assert timecode.frame_at(float(timecode.time_of(frame))) == frame


@given(st.sampled_from(OTIO_RATES_HZ), st.integers(0, 24 * 3600 * 23))
def test_opentimelineio_writes_the_same(rate_hz: Fraction, frame: int) -> None:
    theirs = otio.opentime.to_timecode(otio.opentime.RationalTime(frame, float(rate_hz)), float(rate_hz))
    assert Timecode.of_rate(rate_hz).text(frame) == theirs


@pytest.mark.parametrize("text", ["00:01:00;00", "00:01:00;01", "00:00:00;30", "1:2:3", "00:61:00:00", ""])
def test_what_is_no_timecode_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no frame|not a timecode"):
        Timecode.of_rate(Fraction(30000, 1001)).frame_of(text)


def test_a_frame_before_the_first_has_no_timecode() -> None:
    with pytest.raises(ValueError, match="counted from 0"):
        Timecode.of_rate(Fraction(25)).text(-1)


@pytest.mark.parametrize(
    ("measured_hz", "rate_hz"),
    [
        ([Fraction(24000, 1001)], Fraction(24000, 1001)),
        ([Fraction(2997, 100)], Fraction(30000, 1001)),
        # Stamps in whole milliseconds.
        ([Fraction(19001, 317), Fraction(19001, 317)], Fraction(60000, 1001)),
        # Cameras on a network, telephones.
        ([Fraction(2503, 100), Fraction(25)], Fraction(25)),
        ([Fraction(2503, 100), Fraction(2503, 100)], Fraction(25)),
        ([Fraction(3002, 100), Fraction(45000, 1499)], Fraction(30)),
        ([Fraction(29593, 1000), Fraction(90000)], Fraction(30000, 1001)),
        # Recordings with pauses.
        ([Fraction(23, 1000), Fraction(25)], Fraction(25)),
        ([Fraction(25, 3), Fraction(25)], Fraction(25)),
        ([Fraction(12), Fraction(60)], Fraction(60)),
        # Slow and fast motion, and whatever else comes at a constant rate.
        *[([rate, rate], rate) for rate in map(Fraction, (10, 15, 17, 72, 90, 100, 120, 144, 240))],
        ([Fraction(120000, 1001)], Fraction(120000, 1001)),
        ([Fraction(47952, 1000)], Fraction(48000, 1001)),
        ([Fraction(23976, 100)], Fraction(240000, 1001)),
        ([Fraction(25, 2), Fraction(25, 2)], Fraction(25, 2)),
        ([Fraction(1000, 33), Fraction(1000, 33)], Fraction(1000, 33)),
        # Containers that give their clock, or count fields.
        ([Fraction(60000), Fraction(25)], Fraction(25)),
        ([Fraction(50), Fraction(25)], Fraction(25)),
        ([Fraction(25), Fraction(50)], Fraction(25)),
        ([Fraction(1, 5), Fraction(1, 5)], Fraction(25)),
        ([None, None], Fraction(25)),
        ([Fraction(0)], Fraction(25)),
    ],
)
def test_the_nominal_rate_is_the_one_recorded_at(
    measured_hz: list[Fraction | None], rate_hz: Fraction
) -> None:
    assert nominal_rate_hz(*measured_hz) == rate_hz


@pytest.mark.parametrize(
    ("rate_hz", "counted_hz", "slow_hz"),
    [
        (Fraction(25), Fraction(25), Fraction(25)),
        (Fraction(120), Fraction(120), Fraction(60)),
        (Fraction(100), Fraction(100), Fraction(50)),
        (Fraction(120000, 1001), Fraction(120000, 1001), Fraction(60000, 1001)),
        (Fraction(240), Fraction(240), Fraction(60)),
        (Fraction(144), Fraction(48), Fraction(48)),
        (Fraction(25, 2), Fraction(25), Fraction(25)),
        (Fraction(15000, 1001), Fraction(30000, 1001), Fraction(30000, 1001)),
        (Fraction(10), Fraction(30), Fraction(30)),
        (Fraction(1000, 33), Fraction(30), Fraction(30)),
        (Fraction(33), Fraction(48), Fraction(48)),
        (Fraction(77), Fraction(100), Fraction(60)),
        (Fraction(500), Fraction(100), Fraction(50)),
    ],
)
def test_other_rates_are_counted_in_one_that_has_a_frame_for_each(
    rate_hz: Fraction, counted_hz: Fraction, slow_hz: Fraction
) -> None:
    assert countable_rate_hz(rate_hz) == counted_hz
    assert countable_rate_hz(rate_hz, tuple(OTIO_RATES_HZ)) == slow_hz


def test_a_rate_without_whole_frames_a_second_keeps_its_frames() -> None:
    timecode = Timecode.of_rate(Fraction(25, 2))
    assert [timecode.text(frame) for frame in (0, 1, 12, 13, 25)] == [
        "00:00:00:00",
        "00:00:00:02",
        "00:00:00:24",
        "00:00:01:01",
        "00:00:02:00",
    ]
    assert all(timecode.frame_of(timecode.text(frame)) == frame for frame in range(0, 10_000, 37))


def test_a_hundred_and_twenty_frames_a_second_have_numbers_of_three_digits() -> None:
    timecode = Timecode.of_rate(Fraction(120))
    assert timecode.text(239) == "00:00:01:119"
    assert timecode.text(125) == "00:00:01:005"
    assert timecode.frame_of("00:00:01:119") == 239


@pytest.mark.parametrize(
    ("rate_hz", "text", "counted", "start", "frame"),
    [
        (Fraction(25), "10:00:00:00", 25, "10:00:00:00", 900_000),
        (Fraction(24000, 1001), "01:00:00:12", 0, "01:00:00:12", 86_412),
        (NTSC_RATES_HZ[0], "10:00:00;00", 30, "10:00:00;00", 1_078_920),
        (NTSC_RATES_HZ[0], "10:00:00.00", 30, "10:00:00;00", 1_078_920),
        (NTSC_RATES_HZ[0], "10:00:00:00", 30, "10:00:00:00", 1_080_000),
        (NTSC_RATES_HZ[1], "00:01:00;02", 30, "00:01:00;04", 3600),
        # Cameras count 25 where they record 50.
        (Fraction(50), "10:00:00:24", 25, "10:00:00:48", 1_800_048),
        (Fraction(25), "10:00:00:49", 50, "10:00:00:24", 900_024),
        (Fraction(25), "10:00:00:29", 0, "10:00:00:24", 900_024),
        (Fraction(25), "25:00:00:00", 25, "01:00:00:00", 90_000),
        (Fraction(25), "-00:00:01:00", 25, "23:59:59:00", 2_159_975),
        # No numbers are dropped at such rates.
        (Fraction(25), "10:00:00;00", 25, "10:00:00:00", 900_000),
        (Fraction(30), "10:00:00;00", 30, "10:00:00:00", 1_080_000),
        # Numbers that drop-frame leaves out name the frame that follows the last minute.
        (NTSC_RATES_HZ[0], "00:01:00;00", 30, "00:00:59;28", 1798),
        (Fraction(25), "later", 25, "", 0),
        (Fraction(25), "", 0, "", 0),
    ],
)
def test_a_recorded_timecode_names_the_first_frame(
    rate_hz: Fraction, text: str, counted: int, start: str, frame: int
) -> None:
    source = SourceTimecode.of_recorded(rate_hz, text, counted)
    assert source == SourceTimecode(rate_hz, start)
    assert source.start_frame == frame


def test_timecode_begins_again_at_midnight() -> None:
    source = SourceTimecode(Fraction(25), "23:59:58:00")
    assert source.text_at(1.96) == "23:59:59:24"
    assert source.text_at(2.0) == "00:00:00:00"
    assert source.time_of("00:00:01:00") == 3.0


@given(rates, st.integers(0, 24 * 3600 * 24), st.integers(0, 24 * 3600 * 20), st.booleans())
def test_a_time_survives_as_source_timecode(rate_hz: Fraction, start: int, frame: int, drops: bool) -> None:
    timecode = Timecode.of_rate(rate_hz)
    start_text = replace(timecode, drops_frames=timecode.drops_frames and drops).text(start)
    source = SourceTimecode(rate_hz, start_text)
    assert source.start_frame == start
    assert source.time_of(source.text_of(frame)) == float(source.timecode.time_of(frame))


def test_without_timecode_a_file_is_counted_from_zero() -> None:
    source = SourceTimecode(NTSC_RATES_HZ[0])
    assert source.text_at(0) == "00:00:00;00"
    assert source.text_at(600) == "00:10:00;00"
    assert source.text_at(25 * 3600) == "25:00:00;03"
