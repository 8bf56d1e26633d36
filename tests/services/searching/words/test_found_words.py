"""Where the words that were searched for stand in a line, whatever its script and accents."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.analyses import KnownShot, known_analysis, store
from tests.videos import write_video
from videxplore.composition import Configuration, Services
from videxplore.core.errors import UnknownMomentError
from videxplore.core.export_files import NUMBERED_FILES
from videxplore.core.texts import TextLine, TextReading, TextTrack
from videxplore.core.types import Space
from videxplore.paths import AppPaths
from videxplore.services.heat_maps import HEAT_RGB
from videxplore.services.heat_picture import MomentToExplain, write_heat_picture
from videxplore.services.library import Library
from videxplore.services.searching.words.found_words import found_lines
from videxplore.settings import Settings
from videxplore.video.reading.reader import probe


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("dog", "Dogs, dog and hotdog.", ["Dogs", "dog"]),
        ("zoe", "Zoë's ZOË", ["Zoë", "ZOË"]),
        ("strasse", "In der Straße, STRASSE", ["Straße", "STRASSE"]),
        ('"fish market"', "The fish-market, the market fish", ["fish-market"]),
        ("foto*", "Fotografie und Foto", ["Fotografie", "Foto"]),
        ("fish market", "A market of fish", ["market", "fish"]),
        ("東京", "私は東京に行く", ["東京"]),
        ("cat", "Dogs only", []),
        ("the", "…", []),
    ],
)
def test_words_are_found_where_they_stand(words: str, text: str, found: list[str]) -> None:
    track = TextTrack("speech", "", "x", (TextLine(0.0, 1.0, text),))
    lines = found_lines([track], [words])
    assert [text[start:end] for line in lines for start, end in line.places] == found


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A grey video with a sign, and what is said beside it."""
    space = Space("test@1/8", "appearance", 8, "efficientnet-lite0")
    path = write_video(tmp_path / "sign.mp4", [np.full((270, 480, 3), 128, np.uint8)] * 50)
    with Library.open(AppPaths.under(tmp_path).library, writable=True) as library:
        video = store(library, path, known_analysis([KnownShot(1, 2.0, (1.0,))], (space,), like=probe(path)))
        sign = TextLine(0.5, 1.5, "Fish market", box=(0.25, 0.5, 0.25, 0.1))
        said = TextLine(0.0, 2.0, "the market is open")
        library.catalogue.texts.store(
            video.id,
            (
                TextReading("screen", "x", (TextTrack("screen", "", "x", (sign,)),)),
                TextReading("speech", "y", (TextTrack("speech", "en", "y", (said,)),)),
            ),
        )
        yield library


def test_a_picture_of_words_frames_the_text_and_names_the_lines(library: Library, tmp_path: Path) -> None:
    service = Services(library, Configuration(AppPaths.under(tmp_path), Settings())).explaining()
    sign = tmp_path / "sign.mp4"
    asked = MomentToExplain(f"{sign}@1", words="market")
    written = write_heat_picture(library, service, asked, tmp_path / "why.png", NUMBERED_FILES)
    assert [line.kind for line in written.lines] == ["speech", "screen"]
    pixels = np.asarray(Image.open(tmp_path / "why.png").convert("RGB"))
    framed = np.argwhere((pixels == HEAT_RGB[1]).all(2))
    top, left = framed.min(0)
    bottom, right = framed.max(0)
    assert (left, top, right, bottom) == pytest.approx((120, 135, 240, 162), abs=4)
    with pytest.raises(UnknownMomentError, match="holds 'fish'"):
        write_heat_picture(
            library, service, MomentToExplain(f"{sign}@0.2", words="fish"), tmp_path / "b.png", NUMBERED_FILES
        )
