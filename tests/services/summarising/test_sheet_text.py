"""Names in every script on storyboards and sheets: letters instead of boxes, joined and in their order."""

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, features

from videxplore.paths import resources_folder
from videxplore.services.summarising.sheet_text import SheetText

TEXT = SheetText(resources_folder() / "fonts", "Regular", 40)

needs_order = pytest.mark.skipif(not features.check("raqm"), reason="Pillow finds no FriBidi here")


def drawn(text: str) -> npt.NDArray[np.uint8]:
    """A text, white on black, as uint8 (60, width)."""
    image = Image.new("RGB", (max(1, round(TEXT.width_px(text))), 60))
    TEXT.draw(ImageDraw.Draw(image), 0, 45, text, (255, 255, 255))
    return np.asarray(image.convert("L"))


SCRIPTS = {
    "Japanese": "日本語動画のァ鑑賞",
    "Chinese": "视频文件繁體檔案",
    "Korean": "한국어동영상",
    "Arabic": "فيلمعائة",
    "Hebrew": "סרטמשפחה",
    "Thai": "ภาพยนตร",
    "Hindi": "हनदफलमकर",
    "emoji": "😀🎬❤🐱🌍🚗",
    "Greek": "ελην",
    "Cyrillic": "кирлц",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_letter_looks_different(script: str) -> None:
    letters = [drawn(letter) for letter in SCRIPTS[script]]
    missing = drawn("\uffff")
    for number, letter in enumerate(letters):
        assert letter.max() > 128
        for other in (missing, *letters[:number]):
            assert letter.shape != other.shape or not np.array_equal(letter, other), SCRIPTS[script][number]


@needs_order
def test_arabic_letters_are_joined() -> None:
    assert TEXT.width_px("ببب") < 0.8 * 3 * TEXT.width_px("ب")
    # Joined letters leave no empty column between them.
    columns = drawn("ببب").max(axis=0) > 60
    inked = np.flatnonzero(columns)
    assert columns[inked[0] : inked[-1] + 1].all()


@needs_order
def test_hindi_letters_are_joined() -> None:
    assert TEXT.width_px("क्ष") < TEXT.width_px("क") + TEXT.width_px("ष") - 5
    # The vowel sign i stands left of the letter it is written after.
    assert not np.array_equal(drawn("कि"), np.hstack([drawn("क"), drawn("ि")]))


def ends_alike(picture: npt.NDArray[np.uint8], part: npt.NDArray[np.uint8], *, right: bool) -> bool:
    """Whether a picture ends, or begins, with about the same letters as another one."""
    width_px = part.shape[1] - 4
    whole, end = (picture[:, ::-1], part[:, ::-1]) if right else (picture, part)
    # Letters may begin at a part of a pixel.
    wanted = end[:, 1 : 1 + width_px].astype(int)
    return min(float(np.abs(whole[:, at : at + width_px] - wanted).mean()) for at in range(3)) < 12


@needs_order
@pytest.mark.parametrize("name", ["שלום עולם", "שלום (חלק 2) עולם", "סרט 2020 - שלום", "فيلم العائلة - مكة"])
def test_right_to_left_names_begin_at_the_right(name: str) -> None:
    words = name.split()
    assert ends_alike(drawn(name), drawn(words[0]), right=True)
    assert ends_alike(drawn(name), drawn(words[-1]), right=False)


@needs_order
def test_mixed_names_keep_the_order_of_their_parts() -> None:
    picture = drawn("film שלום עולם end")
    assert ends_alike(picture, drawn("film "), right=False)
    assert ends_alike(picture, drawn(" end"), right=True)
    assert ends_alike(picture, np.hstack([drawn("film "), drawn("עולם")]), right=False)
    brackets = drawn("שלום (2)")
    assert ends_alike(brackets, drawn("(2"), right=False)


def test_accents_written_apart_are_joined() -> None:
    assert TEXT.fitted("カ\u3099e\u0301", 1000) == "ガé"


@pytest.mark.parametrize("name", ["日本語の動画", "فيلم العائلة الطويل", "a plain long name"])
def test_long_names_are_shortened(name: str) -> None:
    width_px = TEXT.width_px(name) * 0.7
    shortened = TEXT.fitted(name, width_px)
    assert shortened.endswith("…")
    assert TEXT.width_px(shortened) <= width_px
    assert TEXT.fitted(name, 5) == ""
