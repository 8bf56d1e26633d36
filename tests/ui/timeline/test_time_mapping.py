"""Between seconds and pixels: held to what must always be true."""

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from videxplore.core.timecode import SourceTimecode
from videxplore.ui.look.texts import clock_text, parse_time
from videxplore.ui.timeline.time_mapping import FRAME_CELL_PX, TICK_GAP_PX, TimeMapping, tick_step_s, ticks

RATES_HZ = [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(50), Fraction(60)]
durations_s = st.floats(0.05, 40_000)
widths_px = st.floats(100, 4000)
rates_hz = st.sampled_from(RATES_HZ)


@st.composite
def mappings(draw: st.DrawFn) -> TimeMapping:
    """A mapping after some zooming and panning."""
    whole = TimeMapping.whole(draw(durations_s), float(1 / draw(rates_hz)), 14, draw(widths_px))
    share = draw(st.floats(0, 1))
    zoomed = whole.zoomed(draw(st.floats(1, 10_000)), 14 + share * whole.width_px)
    return zoomed.panned(draw(st.floats(-5000, 5000)))


def inside(mapping: TimeMapping) -> bool:
    slack_s = 1e-6 * mapping.duration_s
    return mapping.start_s >= 0 and mapping.end_s <= mapping.duration_s + slack_s


@given(mappings(), st.floats(0, 1))
def test_pixels_and_seconds_are_each_others_inverse(mapping: TimeMapping, share: float) -> None:
    x_px = mapping.left_px + share * mapping.width_px
    assert mapping.x_px(mapping.time_s(x_px)) == pytest.approx(x_px, abs=1e-3)


@given(mappings(), st.floats(0.01, 100), st.floats(0, 1))
def test_zooming_keeps_the_pointers_moment_unless_an_end_is_in_the_way(
    mapping: TimeMapping, factor: float, share: float
) -> None:
    x_px = mapping.left_px + share * mapping.width_px
    zoomed = mapping.zoomed(factor, x_px)
    assert inside(zoomed)
    assert zoomed.span_s <= mapping.duration_s
    assert zoomed.span_s >= min(mapping.least_span_s, mapping.duration_s) - 1e-12
    at_an_end = zoomed.start_s == 0 or zoomed.end_s >= mapping.duration_s * (1 - 1e-9)
    if not at_an_end:
        assert zoomed.time_s(x_px) == pytest.approx(mapping.time_s(x_px), abs=1e-6 * mapping.duration_s)


@given(mappings(), st.floats(-1e5, 1e5), st.floats(50, 3000))
def test_panning_and_resizing_stay_within_the_video(
    mapping: TimeMapping, by_px: float, width_px: float
) -> None:
    panned = mapping.panned(by_px)
    assert panned.span_s == mapping.span_s
    assert inside(panned)
    assert inside(mapping.resized(14, width_px))


@given(mappings(), st.floats(0, 1))
def test_a_moment_asked_for_comes_into_sight(mapping: TimeMapping, share: float) -> None:
    time_s = share * mapping.duration_s
    shown = mapping.showing(time_s)
    slack_s = 1e-9 * mapping.duration_s
    assert shown.start_s - slack_s <= time_s <= shown.end_s + slack_s


@given(durations_s, rates_hz, widths_px)
def test_the_deepest_zoom_gives_each_frame_a_cell(
    duration_s: float, rate_hz: Fraction, width_px: float
) -> None:
    assume(duration_s > width_px / FRAME_CELL_PX / rate_hz)
    mapping = TimeMapping.whole(duration_s, float(1 / rate_hz), 14, width_px).zoomed(1e9, 100)
    assert mapping.px_per_s * mapping.frame_s == pytest.approx(min(FRAME_CELL_PX, width_px), rel=1e-6)


@given(mappings())
def test_ticks_are_apart_and_their_labels_differ(mapping: TimeMapping) -> None:
    step_s, decimals = tick_step_s(mapping)
    assert step_s * mapping.px_per_s >= TICK_GAP_PX * 0.999
    shown = list(ticks(mapping))
    assert len(shown) <= mapping.width_px / TICK_GAP_PX + 2
    labels = [clock_text(tick.time_s, decimals) for tick in shown]
    assert len(set(labels)) == len(labels)


def test_ticks_of_a_slow_video_are_at_round_times() -> None:
    """Five frames at 10.5 Hz are 0.476 s."""
    mapping = TimeMapping.whole(10.0, 1 / 10.5, 14, round(TICK_GAP_PX * 10 / 0.42))
    assert tick_step_s(mapping) == (0.5, 1)


@given(st.floats(0, 90_000))
def test_what_the_clock_writes_is_what_the_field_reads(time_s: float) -> None:
    read_s = parse_time(clock_text(time_s), Fraction(25), SourceTimecode(Fraction(25)))
    assert read_s is not None
    assert read_s == pytest.approx(time_s, abs=0.0005001)


@given(st.integers(0, 200_000), rates_hz)
def test_timecodes_and_frame_numbers_name_the_same_frame(number: int, rate_hz: Fraction) -> None:
    time_s = float(number / rate_hz)
    timecode = SourceTimecode(rate_hz)
    for text in (timecode.text_at(time_s), f"f{number}"):
        read_s = parse_time(text, rate_hz, timecode)
        assert read_s is not None
        assert math.floor(read_s * rate_hz + 1e-6) == number


@pytest.mark.parametrize(
    "text", ["", "soon", "-3", "1:2:3:4:5", "nan", "inf", "f", "f-3", "1:-5", "00:00:00:77", "f" + "9" * 400]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    assert parse_time(text, Fraction(25), SourceTimecode(Fraction(25))) is None


@pytest.mark.parametrize(
    ("text", "time_s"),
    [
        ("10:00:02:00", 2.0),
        ("10:00:00:24", 0.96),
        ("00:00:03:00", 3.0),
        ("09:00:00:00", 32_400.0),
        ("0:05", 5.0),
    ],
)
def test_a_recorded_timecode_is_understood_and_so_is_the_place_in_the_file(text: str, time_s: float) -> None:
    timecode = SourceTimecode(Fraction(25), "10:00:00:00")
    assert parse_time(text, Fraction(25), timecode, duration_s=8.0) == time_s
