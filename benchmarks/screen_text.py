"""How many captions on footage are found by their words: prints one table.

    python -m benchmarks.screen_text CLIP [CLIP ...]

Twenty captions, four sizes, Latin and Chinese script, are drawn on the frames of the clips, at places that
differ; each is shown for four seconds. The videos are written, read as the last pass of indexing reads them,
and each caption is searched for by all its words. It counts where the hit lies in its four seconds.
"""

import argparse
import itertools
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.results import Row, Table, print_table
from tests.captions import captioned
from tests.videos import Picture, write_video
from videxplore.catalogue.texts import all_of
from videxplore.core.task import Task
from videxplore.core.texts import TextReading, TextTrack
from videxplore.core.types import Depth, KeyframeAnalysis, ShotAnalysis, VideoAnalysis
from videxplore.services.indexing.analysis.text_recognition import screen_lines
from videxplore.services.indexing.messages import StoredShot
from videxplore.services.library import Library
from videxplore.services.searching.words.found_words import text_expression
from videxplore.services.searching.words.word_forms import terms_of
from videxplore.transcription.screen_text import ScreenTextReader
from videxplore.video.reading.reader import VideoReader

SIZES_PX = (18, 26, 38, 56)
"""Of the letters, in a picture of 720 rows."""

LATIN = (
    "Quarterly budget", "Breaking news", "Platform 9", "Grüße aus München", "Harbour museum", "No entry",
    "Dr. Anna Schmidt", "Sunday market", "Chapter two", "Café de la Paix",
)  # fmt: skip
CHINESE = (
    "今日新闻", "天气预报", "北京火车站", "禁止吸烟", "开放时间",
    "第二章", "欢迎光临", "城市公园", "出口", "电影历史",
)  # fmt: skip
SHOWN_S, PAUSE_S = 4, 2
RATE_HZ = 25
HEIGHT_PX, WIDTH_PX = 720, 1280


def footage(clips: Sequence[Path]) -> Iterator[Picture]:
    """The frames of the clips at 1280 x 720, over and over."""
    for clip in itertools.cycle(clips):
        with VideoReader(clip) as reader:
            for frame in reader.frames():
                yield frame.to_rgb(WIDTH_PX, HEIGHT_PX)


def pictures(captions: Sequence[str], clips: Sequence[Path]) -> Iterator[Picture]:
    """The footage with the captions, one after another."""
    frames = footage(clips)
    for number, caption in enumerate(captions):
        place = (0.06 + 0.05 * (number % 5), 0.08 + 0.2 * (number % 4))
        size_px = SIZES_PX[number % len(SIZES_PX)]
        for _ in range(PAUSE_S * RATE_HZ):
            yield next(frames)
        for _ in range(SHOWN_S * RATE_HZ):
            yield captioned(next(frames), caption, size_px, place)


def measured(clips: Sequence[Path], folder: Path) -> Iterator[Row]:
    """A row for each script, and one for all."""
    read = ScreenTextReader().read
    total = 0
    for script, captions in (("Latin", LATIN), ("Chinese", CHINESE)):
        video = write_video(folder / f"{script}.mp4", pictures(captions, clips))
        started_s = time.perf_counter()
        with VideoReader(video) as reader:
            length_s = reader.properties.duration_s
            lines = screen_lines(reader, [StoredShot(1, 0.0, length_s, ())], read, Task())
            properties = reader.properties
        wall_s = time.perf_counter() - started_s
        with Library.open(folder / f"{script} library") as library:
            stored = library.catalogue.add_video(video, script, 1, 2)
            shot = ShotAnalysis(0.0, length_s, (KeyframeAnalysis(0.0, 1.0, b"", {}),))
            texts = (TextReading("screen", "", (TextTrack("screen", "", "", lines),)),)
            library.catalogue.store_analysis(
                stored.id, VideoAnalysis(properties, Depth.FULL, (shot,), (), texts=texts)
            )
            missed = [
                caption for number, caption in enumerate(captions) if not _is_found(library, number, caption)
            ]
        total += len(captions) - len(missed)
        found = f"{len(captions) - len(missed)} of {len(captions)}"
        yield script, found, ", ".join(missed), f"{length_s / wall_s:.1f}"
    yield "both", f"{total} of {len(LATIN) + len(CHINESE)}", "", ""


def _is_found(library: Library, number: int, caption: str) -> bool:
    start_s = number * (PAUSE_S + SHOWN_S) + PAUSE_S
    expression = all_of([text_expression(term) for term in terms_of(caption)])
    hits = library.catalogue.texts.matching(expression, 100)
    return any(start_s <= hit.line.start_s < start_s + SHOWN_S for hit in hits)


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("clips", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        return print_table(
            ("script", "found", "missed", "times real time"), measured(options.clips, Path(folder))
        )


if __name__ == "__main__":
    main()
