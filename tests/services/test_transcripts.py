"""Transcripts as files: read back, they are what was written."""

from pathlib import Path

import pytest

from videxplore.core.errors import ExistingFileError, ExportError, ExportFormatError
from videxplore.core.texts import TextLine
from videxplore.services.transcripts import export_transcript, transcript_text
from videxplore.video.subtitles.subtitle_files import SubtitleFolders, read_subtitle_file

LINES = (
    TextLine(0.5, 1.25, "Guten Morgen, Zoë."),
    TextLine(3600.0, 3601.5, "one --> two {and} <three> & four"),
    TextLine(3700.0, 3700.0, "今日新闻"),
)


@pytest.mark.parametrize("suffix", [".srt", ".vtt"])
def test_what_is_written_comes_back(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"a{suffix}"
    export_transcript(LINES, target)
    (file,) = SubtitleFolders().beside(tmp_path / "a.mp4")
    read = read_subtitle_file(file).lines
    assert [one.start_s for one in read] == [one.start_s for one in LINES]
    assert [one.end_s for one in read[:2]] == [one.end_s for one in LINES[:2]]
    assert read[0].text == LINES[0].text
    assert read[2].text == LINES[2].text
    assert "one" in read[1].text
    assert "four" in read[1].text


def test_text_is_one_line_below_the_other() -> None:
    assert transcript_text(LINES, ".txt").splitlines() == [line.text for line in LINES]


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportFormatError, match="srt"):
        export_transcript(LINES, tmp_path / "a.doc")
    with pytest.raises(ExportError, match="no lines"):
        export_transcript((), tmp_path / "a.srt")
    (tmp_path / "a.srt").touch()
    with pytest.raises(ExistingFileError):
        export_transcript(LINES, tmp_path / "a.srt")
