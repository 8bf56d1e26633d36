"""Storyboards and contact sheets: where pictures go, what is written, and what is refused."""

import itertools
import math
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.analyses import KnownShot, add_video, jpeg
from videxplore.core.errors import ExportError
from videxplore.core.summaries import Summary
from videxplore.core.types import Thumbnail
from videxplore.paths import resources_folder
from videxplore.services.library import Library
from videxplore.services.summarising.board_layout import (
    MAX_CROP,
    MAX_IN_A_ROW,
    MAX_SHARE,
    MIN_SHARE,
    Box,
    layout_boxes,
)
from videxplore.services.summarising.contact_sheet import ContactSheetStyle, write_contact_sheet
from videxplore.services.summarising.storyboard import StoryboardStyle, storyboard_picture, write_storyboard
from videxplore.services.summarising.summary import SummaryService

STYLE = StoryboardStyle(resources_folder() / "fonts")
SHEET_STYLE = ContactSheetStyle(resources_folder() / "fonts", tile_width_px=160)
SHOTS = [
    KnownShot(1, 6),
    KnownShot(2, 2, object="a very long label of an object"),
    KnownShot(1, 4),
    KnownShot(3, 8),
]
weights = st.lists(st.floats(0.001, 1), min_size=1, max_size=40)


def with_pictures(library: Library, video_id: int) -> int:
    """Give every keyframe the picture of its place."""
    keyframes = library.catalogue.keyframes(video_id)
    pictures = [Thumbnail(keyframe.time_s, jpeg(place)) for place, keyframe in enumerate(keyframes)]
    library.write_caches(video_id, pictures, pictures)
    return video_id


def summary_of(library: Library) -> Summary:
    video_id = with_pictures(library, add_video(library, Path("/videos/holiday.mp4"), SHOTS))
    return SummaryService(library).summarize(video_id)


@given(weights, st.floats(0.75, 2.4))
def test_boxes_follow_each_other_in_rows_that_fill_the_width(shares: list[float], aspect: float) -> None:
    boxes = layout_boxes(shares, 1500, aspect, 10, 1500 * 1500 / len(shares))
    assert len(boxes) == len(shares)
    rows = [list(row) for _, row in itertools.groupby(boxes, key=lambda box: box.top_px)]
    for row in rows:
        assert row[0].left_px == 0
        assert row[-1].left_px + row[-1].width_px == 1500
        assert len({box.height_px for box in row}) == 1
        for left, right in itertools.pairwise(row):
            assert right.left_px == left.left_px + left.width_px + 10
    for upper, lower in itertools.pairwise(rows):
        assert lower[0].top_px == upper[0].top_px + upper[0].height_px + 10


@given(weights, st.floats(0.75, 2.4))
def test_no_picture_is_cropped_too_far(shares: list[float], aspect: float) -> None:
    for box in layout_boxes(shares, 1500, aspect, 10, 1500 * 1500 / len(shares)):
        slack = 1 / min(box.width_px, box.height_px)
        assert (
            aspect / MAX_CROP * (1 - 2 * slack)
            <= box.width_px / box.height_px
            <= aspect * MAX_CROP * (1 + 2 * slack)
        )


def row_cost(row: Sequence[float], width_px: int, aspect: float) -> float:
    """How far the boxes of a row are from what is wanted, image by image."""
    height_px = sum(row) / width_px
    shapes = [min(max(area / height_px**2, aspect / MAX_CROP), aspect * MAX_CROP) for area in row]
    height_px = width_px / sum(shapes)
    return sum(
        math.log(shape * height_px**2 / area) ** 2 + 2 * math.log(shape / aspect) ** 2
        for shape, area in zip(shapes, row, strict=True)
    )


def least_cost(areas: Sequence[float], width_px: int, aspect: float) -> float:
    """The cost of the best rows, every row compared with every other."""
    best = [0.0]
    for last in range(1, len(areas) + 1):
        best.append(
            min(
                best[first] + row_cost(areas[first:last], width_px, aspect)
                for first in range(max(last - MAX_IN_A_ROW, 0), last)
            )
        )
    return best[-1]


@given(weights, st.floats(0.75, 2.4), st.integers(300, 3000))
@settings(max_examples=30)
def test_no_other_rows_are_nearer_to_what_is_wanted(
    shares: list[float], aspect: float, width_px: int
) -> None:
    boxes = layout_boxes(shares, width_px, aspect, 0, 40_000)
    mean = sum(shares) / len(shares)
    parts = [min(max(share / mean, MIN_SHARE), MAX_SHARE) if mean > 0 else 1.0 for share in shares]
    areas = [40_000 * part * len(parts) / sum(parts) for part in parts]
    rows = [[area for area, _ in row] for _, row in itertools.groupby(
        zip(areas, boxes, strict=True), key=lambda pair: pair[1].top_px
    )]  # fmt: skip
    cost = sum(row_cost(row, width_px, aspect) for row in rows)
    assert cost == pytest.approx(least_cost(areas, width_px, aspect), rel=1e-9, abs=1e-9)


def test_no_pictures_take_no_boxes() -> None:
    assert layout_boxes([], 1500, 16 / 9, 10, 200_000) == []


def test_a_heavier_picture_is_larger() -> None:
    def area(box: Box) -> int:
        return box.width_px * box.height_px

    boxes = layout_boxes([0.5, 0.1, 0.1, 0.1, 0.1, 0.1], 1500, 16 / 9, 10, 200_000)
    assert area(boxes[0]) > 2 * area(boxes[-1])


def test_pictures_stand_in_time_order_unless_asked_otherwise(library: Library) -> None:
    summary = summary_of(library)
    in_time = np.asarray(storyboard_picture(summary, library, STYLE))
    by_weight = np.asarray(storyboard_picture(summary, library, replace(STYLE, in_time_order=False)))
    assert in_time.shape[1] == by_weight.shape[1] == STYLE.width_px
    assert in_time.shape != by_weight.shape or (in_time != by_weight).any()


def test_a_lost_picture_leaves_an_empty_box(library: Library) -> None:
    video_id = add_video(library, Path("/videos/\udcff new\nline.mp4"), SHOTS)
    drawn = np.asarray(storyboard_picture(SummaryService(library).summarize(video_id), library, STYLE))
    assert (drawn == (30, 36, 44)).all(axis=2).mean() > 0.2


@pytest.mark.parametrize("name", ["board.png", "board.JPG", "board.webp"])
def test_a_storyboard_opens_as_a_picture(library: Library, tmp_path: Path, name: str) -> None:
    write_storyboard(summary_of(library), library, tmp_path / name, STYLE)
    with Image.open(tmp_path / name) as opened:
        assert opened.width == STYLE.width_px


def test_a_contact_sheet_has_one_picture_a_scene(library: Library, tmp_path: Path) -> None:
    video_id = with_pictures(library, add_video(library, Path("/videos/a.mp4"), SHOTS))
    style = replace(SHEET_STYLE, columns=2, header=False)
    write_contact_sheet(library.catalogue.video(video_id), library, tmp_path / "sheet.png", style)
    with Image.open(tmp_path / "sheet.png") as opened:
        assert opened.size == (2 * 36 + 2 * 160 + 12, 2 * 36 + 2 * 90 + 12)


def test_a_contact_sheet_as_pdf_has_pages(library: Library, tmp_path: Path) -> None:
    video_id = with_pictures(library, add_video(library, Path("/videos/a.mp4"), SHOTS))
    style = replace(SHEET_STYLE, columns=1, rows_a_page=2)
    write_contact_sheet(library.catalogue.video(video_id), library, tmp_path / "sheet.pdf", style)
    content = (tmp_path / "sheet.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == 2


def test_pages_are_of_one_size_and_few_pictures_make_a_narrow_sheet(library: Library, tmp_path: Path) -> None:
    video = library.catalogue.video(with_pictures(library, add_video(library, Path("/videos/a.mp4"), SHOTS)))
    style = replace(SHEET_STYLE, columns=3, rows_a_page=1)
    write_contact_sheet(video, library, tmp_path / "sheet.pdf", style)
    boxes = re.findall(rb"/MediaBox \[ ([\d. ]+) \]", (tmp_path / "sheet.pdf").read_bytes())
    assert len(boxes) == 2
    assert len(set(boxes)) == 1
    write_contact_sheet(video, library, tmp_path / "sheet.png", replace(SHEET_STYLE, columns=9))
    with Image.open(tmp_path / "sheet.png") as opened:
        assert opened.width == 2 * 36 + 4 * 160 + 3 * 12


def test_a_name_of_no_picture_format_is_refused(library: Library, tmp_path: Path) -> None:
    summary = summary_of(library)
    with pytest.raises(ExportError, match=r"should end in \.png"):
        write_storyboard(summary, library, tmp_path / "board.xyz", STYLE)
    with pytest.raises(ExportError, match="cannot be written"):
        write_storyboard(summary, library, tmp_path / "no" / "board.png", STYLE)


def test_a_sheet_too_large_for_one_picture_is_refused(library: Library, tmp_path: Path) -> None:
    video_id = with_pictures(library, add_video(library, Path("/videos/a.mp4"), SHOTS))
    style = replace(SHEET_STYLE, tile_width_px=20_000, columns=2)
    with pytest.raises(ExportError, match="write a PDF"):
        write_contact_sheet(library.catalogue.video(video_id), library, tmp_path / "sheet.png", style)
    assert not (tmp_path / "sheet.png").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_gets_a_sentence_and_leaves_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = summary_of(library)

    def full(descriptor: int) -> None:
        with Path("/dev/full").open("wb", buffering=0) as device:
            device.write(b"x")

    monkeypatch.setattr(os, "fsync", full)
    target = tmp_path / "out" / "board.png"
    target.parent.mkdir()
    with pytest.raises(ExportError, match="no room"):
        write_storyboard(summary, library, target, STYLE)
    assert list(target.parent.iterdir()) == []
