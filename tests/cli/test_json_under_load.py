"""Every answer is one valid JSON document while the library is being written."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from tests.services.indexed import quick_indexer
from tests.videos import texture
from videxplore.cli.application import main
from videxplore.core.task import Cancelled, Task
from videxplore.services.library import Library


@contextmanager
def indexing(library: Library, folder: Path) -> Iterator[None]:
    """Within the block the videos of a folder are indexed and all but one deleted again, in a thread."""
    indexer, task = quick_indexer(library), Task()
    first_run = threading.Event()

    def work() -> None:
        with suppress(Cancelled):
            while not task.is_cancelled:
                indexer.run([folder], task)
                first_run.set()
                for video in library.catalogue.videos()[1:]:
                    library.delete_video(video.id)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert first_run.wait(60)
        yield
    finally:
        task.cancel()
        thread.join()


@pytest.mark.slow
def test_answers_are_whole_while_videos_come_and_go(
    make_video: MakeVideo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    videos = tmp_path / "videos"
    videos.mkdir()
    for number in range(4):
        pictures = [texture(seed, 72, 96) for seed in (number, number + 1) for _ in range(15)]
        make_video(f"videos/{number}.mp4", pictures=pictures)
    scene = f"{videos / '0.mp4'}@0.3"
    commands = [
        ["status"],
        ["videos"],
        ["shots", str(videos / "0.mp4")],
        ["similar", scene],
        ["similar", scene, "--region", "0,0,1,0.5"],
        ["find", "0"],
        ["duplicates"],
        ["recurring"],
        ["actions", str(videos / "0.mp4")],
        ["summarize", str(videos / "0.mp4")],
        ["summarize", scene],
        ["map"],
        ["bookmarks", str(videos / "0.mp4")],
        ["searches"],
        ["check"],
        ["export", str(tmp_path / "out.csv"), scene, "--replace"],
    ]
    with Library.open(tmp_path / "library") as library, indexing(library, videos):
        for command in commands * 2:
            with pytest.raises(SystemExit) as ended:
                main([*command, "--json", "--library", str(tmp_path / "library")])
            printed = capsys.readouterr()
            assert ended.value.code in (0, None), (command, printed.err)
            json.loads(printed.out)
