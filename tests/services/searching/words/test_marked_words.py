"""Words of marks: found by tag and note, and read again after a change."""

from pathlib import Path

from videxplore.core.selects import MomentMark
from videxplore.services.library import Library
from videxplore.services.searching.words.library_words import MarkedWords


def test_marks_are_found_by_their_words_as_they_are_now(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        video = library.catalogue.add_video(Path("/pier.mp4"), "pier", 1, 2)
        knock = MomentMark(video.id, 0.1, 0.1, note="Knocks at the door", tags=("dusk", "door"))
        wave = MomentMark(video.id, 0.3, 0.4, note="a wave")
        marks, words = library.catalogue.marks, MarkedWords(library.catalogue)
        assert list(words.marks_with({"door"})) == []
        marks.replace(video.id, [wave, knock])
        assert list(words.marks_with({"door", "wave"})) == [(knock, "door"), (wave, "a wave")]
        assert list(words.marks_with({"knocks"})) == [(knock, "Knocks at the door")]
        marks.replace(video.id, [wave])
        assert list(words.marks_with({"door", "wave"})) == [(wave, "a wave")]
