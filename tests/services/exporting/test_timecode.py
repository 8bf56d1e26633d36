"""Timecode against counting one by one, and against OpenTimelineIO."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import count, islice

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from videxplore.services.exporting.timecode import STANDARD_RATES_HZ, Timecode

NTSC_RATES_HZ = [Fraction(30000, 1001), Fraction(60000, 1001)]
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
    return islice(texts, 21 * 60 * frames_per_count)


@pytest.mark.parametrize("rate_hz", NTSC_RATES_HZ)
def test_drop_frame_leaves_out_the_numbers_that_smpte_crosses_out(rate_hz: Fraction) -> None:
    timecode = Timecode(rate_hz)
    for frame, text in enumerate(numbers_by_counting(timecode.frames_per_count)):
        assert timecode.text(frame) == text


@pytest.mark.parametrize("rate_hz", NTSC_RATES_HZ)
def test_an_hour_of_drop_frame_is_an_hour_of_time(rate_hz: Fraction) -> None:
    timecode = Timecode(rate_hz)
    hour = timecode.frame_of("01:00:00;00")
    assert abs(timecode.time_of(hour) - 3600) < Fraction(1, 250)


def test_only_29_97_and_59_94_drop_numbers() -> None:
    assert [rate for rate in STANDARD_RATES_HZ if Timecode(rate).drops_frames] == NTSC_RATES_HZ


@given(rates, frames)
def test_a_frame_survives_being_written_and_read(rate_hz: Fraction, frame: int) -> None:
    timecode = Timecode(rate_hz)
    assert timecode.frame_of(timecode.text(frame)) == frame
    assert timecode.frame_at(timecode.time_of(frame)) == frame
    assert timecode.frame_at(float(timecode.time_of(frame))) == frame


@given(rates, st.integers(0, 24 * 3600 * 23))
def test_opentimelineio_writes_the_same(rate_hz: Fraction, frame: int) -> None:
    theirs = otio.opentime.to_timecode(otio.opentime.RationalTime(frame, float(rate_hz)), float(rate_hz))
    assert Timecode(rate_hz).text(frame) == theirs


@pytest.mark.parametrize("text", ["00:01:00;00", "00:01:00;01", "00:00:00;30", "1:2:3", "00:61:00:00", ""])
def test_what_is_no_timecode_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no frame|not a timecode"):
        Timecode(Fraction(30000, 1001)).frame_of(text)


def test_a_frame_before_the_first_has_no_timecode() -> None:
    with pytest.raises(ValueError, match="counted from 0"):
        Timecode(Fraction(25)).text(-1)


@pytest.mark.parametrize(
    ("frame_rate_hz", "rate_hz"),
    [
        (Fraction(24000, 1001), Fraction(24000, 1001)),
        (Fraction(24), Fraction(24)),
        (Fraction(2997, 100), Fraction(30000, 1001)),
        (Fraction(10), Fraction(30)),
        (Fraction(25, 2), Fraction(25)),
        (Fraction(15000, 1001), Fraction(30000, 1001)),
        (Fraction(1962, 100), Fraction(24000, 1001)),
        (Fraction(120), Fraction(60)),
        (Fraction(0), Fraction(25)),
    ],
)
def test_the_clock_has_a_frame_for_each_frame_of_the_video(
    frame_rate_hz: Fraction, rate_hz: Fraction
) -> None:
    assert Timecode.of_video(frame_rate_hz).rate_hz == rate_hz
