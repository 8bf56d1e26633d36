"""Text in any script on storyboards and contact sheets: each part in a font that has its letters."""

import shutil
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from PIL import ImageDraw, ImageFont, features

from videxplore.core.file_names import composed

Colour = tuple[int, int, int]

_FALLBACKS = (
    "NotoSansArabic-Subset.ttf",
    "NotoSansHebrew-Subset.ttf",
    "NotoSansThai-Subset.ttf",
    "NotoSansDevanagari-Subset.ttf",
    "NotoSansCJK-Subset.otf",
    "NotoEmoji-Subset.ttf",
)
"""In the folder ``fallback`` of the fonts; Pillow joins and orders their letters by HarfBuzz and FriBidi."""

_SYSTEM_FONTS = {
    "win32": tuple(
        f"C:/Windows/Fonts/{name}"
        for name in ("segoeui.ttf", "msyh.ttc", "Nirmala.ttf", "malgun.ttf", "gadugi.ttf")
    ),
    "darwin": ("/System/Library/Fonts/Supplemental/Arial Unicode.ttf", "/Library/Fonts/Arial Unicode.ttf"),
}
"""Fonts of many scripts that a system has, where there is no fontconfig to ask."""

_FONTCONFIG_S = 5
_PROBE_PX = 24
_NO_LETTER = "\uffff"
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


class SheetText:
    """Measures and draws lines of text in one weight and size. Used by one thread at a time."""

    def __init__(self, fonts: Path, weight: str, size_px: int) -> None:
        """Use the fonts of a folder.

        Args:
            fonts: The folder of ``Inter-Regular.otf`` and ``Inter-SemiBold.otf``.
            weight: ``Regular`` or ``SemiBold``; of letters that Inter lacks, always regular.
            size_px: Height of a line's letters.
        """
        self._size_px = size_px
        self._files = [
            fonts / f"Inter-{weight}.otf",
            *(fonts / "fallback" / name for name in _FALLBACKS),
        ]

    @property
    def ascent_px(self) -> int:
        """How far the letters rise above the base line."""
        return _font(self._files[0], self._size_px).getmetrics()[0]

    def width_px(self, text: str) -> float:
        """How wide a text is."""
        return sum(part.width_px for part in self._parts(text))

    def fitted(self, text: str, width_px: float) -> str:
        """The text, ended by an ellipsis where it is too wide; empty where not even a few letters fit."""
        text = composed(text)
        if self.width_px(text) <= width_px:
            return text
        for length in range(len(text) - 1, 2, -1):
            shortened = text[:length].rstrip() + "…"
            if self.width_px(shortened) <= width_px:
                return shortened
        return ""

    def draw(
        self, drawing: ImageDraw.ImageDraw, left_px: float, base_px: float, text: str, colour: Colour
    ) -> None:
        """Draw a text on a base line."""
        for part in self._parts(text):
            part.draw(drawing, left_px, base_px, colour)
            left_px += part.width_px

    def _parts(self, text: str) -> list["_Part"]:
        """The text in parts of one font and direction, from left to right."""
        of_line: list[tuple[bool, list[_Part]]] = []
        for letter, file, is_rtl in zip(text, self._files_of(text), _right_to_left(text), strict=True):
            font = _font(file, self._size_px)
            if not of_line or of_line[-1][0] != is_rtl:
                of_line.append((is_rtl, []))
            parts = of_line[-1][1]
            if parts and parts[-1].font is font:
                parts[-1] = _Part(parts[-1].text + letter, font, is_rtl)
            else:
                parts.append(_Part(letter, font, is_rtl))
        return [part for is_rtl, parts in of_line for part in (parts[::-1] if is_rtl else parts)]

    def _files_of(self, text: str) -> list[Path]:
        """The font of each letter. Blanks and signs between two words of a script stay with them."""
        files: list[Path] = []
        for place, letter in enumerate(text):
            before = files[-1] if files else None
            if before is not None and _belongs_to_letter_before(letter):
                files.append(before)
            elif letter.isalpha():
                files.append(self._file_with(letter))
            else:
                after = next((self._file_with(later) for later in text[place + 1 :] if later.isalpha()), None)
                stays = before is not None and before == after and _has(before, letter)
                files.append(before if before is not None and stays else self._file_with(letter))
        return files

    def _file_with(self, letter: str) -> Path:
        """The first font with a letter; Inter where none has it."""
        bundled = next((file for file in self._files if _has(file, letter)), None)
        return bundled or _system_file(letter) or self._files[0]


@dataclass(frozen=True, slots=True)
class _Part:
    """Letters of one font and direction."""

    text: str
    font: ImageFont.FreeTypeFont
    is_rtl: bool

    @property
    def width_px(self) -> float:
        return self.font.getlength(self._ordered, direction=self._direction)

    def draw(self, drawing: ImageDraw.ImageDraw, left_px: float, base_px: float, colour: Colour) -> None:
        drawing.text(
            (left_px, base_px), self._ordered, colour, self.font, anchor="ls", direction=self._direction
        )

    @property
    def _ordered(self) -> str:
        """The letters as Pillow wants them: where it cannot order them, it gets them from left to right."""
        return self.text[::-1] if self.is_rtl and not _can_order() else self.text

    @property
    def _direction(self) -> Literal["rtl", "ltr"] | None:
        if not _can_order():
            return None
        return "rtl" if self.is_rtl else "ltr"


@cache
def _can_order() -> bool:
    """Whether Pillow finds the libraries that join letters and order them from right to left."""
    return bool(features.check("raqm"))


def _right_to_left(text: str) -> list[bool]:
    """Which letters of a line that runs from left to right stand in parts that run from right to left.

    Source: Unicode Standard Annex 9, rules W1, W2, W7 and N0 to N2, for a line of one level of embedding.
    """
    directions = _strong_directions(text)
    for start, end in _brackets(text):
        inside = set(directions[start:end]) - {""}
        before = next((one for one in reversed(directions[:start]) if one), "L")
        if inside:
            directions[start] = directions[end] = "R" if inside == {"R"} and before == "R" else "L"
    for place, direction in enumerate(directions):
        if not direction:
            before = directions[place - 1] if place else "L"
            after = next((one for one in directions[place:] if one), "L")
            directions[place] = before if before == after else "L"
    return [direction == "R" for direction in directions]


def _strong_directions(text: str) -> list[str]:
    """``L`` or ``R`` of each letter, digit and mark; empty for blanks and signs."""
    directions: list[str] = []
    strong = "L"
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            strong = "L" if kind == "L" else "R"
        if kind == "NSM":
            directions.append(directions[-1] if directions else "")
        else:
            directions.append(strong if kind in ("L", "R", "AL", "EN", "AN") else "")
    return directions


def _brackets(text: str) -> list[tuple[int, int]]:
    """Where brackets open and close, in the order in which they open."""
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for place, letter in enumerate(text):
        if letter in _BRACKETS:
            waiting.append((_BRACKETS[letter], place))
        elif any(closing == letter for closing, _ in waiting):
            while waiting:
                closing, start = waiting.pop()
                if closing == letter:
                    pairs.append((start, place))
                    break
    return sorted(pairs)


def _belongs_to_letter_before(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) in ("Mn", "Mc", "Me", "Sk")


@cache
def _font(file: Path, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), size_px)


@cache
def _has(file: Path, letter: str) -> bool:
    """Whether a font draws something else for a letter than for one that no font has."""
    try:
        font = _font(file, _PROBE_PX)
        drawn, missing = font.getmask(letter), font.getmask(_NO_LETTER)
    except (OSError, ValueError):
        # Fonts of coloured images come in one size only.
        return False
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


@cache
def _system_file(letter: str) -> Path | None:
    """A font of this computer that has a letter; None where none is known."""
    candidates = [Path(name) for name in _SYSTEM_FONTS.get(sys.platform, ())]
    program = shutil.which("fc-match")
    if program is not None:
        pattern = f"sans:charset={ord(letter):x}"
        try:
            found = subprocess.run(
                [program, "-s", "-f", "%{file}\n", pattern],
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_FONTCONFIG_S,
                check=False,
            )
            candidates += [Path(name) for name in found.stdout.splitlines()[:5]]
        except (OSError, subprocess.SubprocessError):
            pass
    return next((file for file in candidates if _has(file, letter)), None)
