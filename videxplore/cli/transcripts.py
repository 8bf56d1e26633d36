"""``videxplore transcript``: the text of a video, listed or written."""

from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, ReplaceOption
from videxplore.cli.output import clock, json_path, plain, print_json, results, table
from videxplore.composition import Configuration
from videxplore.core.texts import TEXT_KINDS, TextTrack
from videxplore.core.types import Video
from videxplore.services.exporting.protection import export_rules
from videxplore.services.exporting.transcript_files import export_transcript
from videxplore.services.searching.query.query_text import find_video
from videxplore.services.transcripts import chosen_transcript, transcripts_of


def transcript(
    video: Annotated[str, typer.Argument(metavar="VIDEO", help="A video of the library.")],
    target: Annotated[
        Path | None,
        typer.Argument(metavar="[TARGET]", help=".srt or .vtt: with times; .txt: one line below the other."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="|".join(TEXT_KINDS), help="Only text of this kind.")
    ] = None,
    language: Annotated[str, typer.Option(metavar="LANGUAGE", help="Only text in this language.")] = "",
    replace: ReplaceOption = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Show the text of a video, or write it to a file."""
    if kind is not None and kind not in TEXT_KINDS:
        raise typer.BadParameter(f"{kind!r} is not one of {', '.join(TEXT_KINDS)}.", param_hint="--kind")
    with Configuration.load(library, data_dir).open_library() as opened:
        found = find_video(video, opened.catalogue)
        track = chosen_transcript(transcripts_of(opened, found.id), kind, language)
        if target is not None:
            export_transcript(track.lines, target, export_rules(opened, [target] if replace else []))
    if json:
        print_json(_document(found, track) | ({} if target is None else {"file": json_path(target)}))
    elif target is None:
        _print(track)
    else:
        results().print(plain(str(target)))


def _document(video: Video, track: TextTrack) -> dict[str, object]:
    lines = [
        {
            "start_s": line.start_s,
            "end_s": line.end_s,
            "text": line.text,
            "word_times_s": line.word_times_s,
            "box": line.box,
        }
        for line in track.lines
    ]
    return {
        "video": json_path(video.path),
        "kind": track.kind,
        "language": track.language,
        "name": track.name,
        "lines": lines,
    }


def _print(track: TextTrack) -> None:
    listing = table("#from", "#to", "text")
    for line in track.lines:
        listing.add_row(clock(line.start_s), clock(line.end_s), plain(line.text))
    results().print(listing)
