"""Take the pictures of docs/images from the real window; no screen is needed.

    python packaging/guide_pictures.py [--clips FOLDER] [--data FOLDER] [--to FOLDER] [NAME ...]

The library holds the demo clips, one of them with subtitles beside it, and once more cut short, so that it
cannot be read. ``--clips`` adds the videos of a folder. With ``--data`` the library is kept there, and used
again by the next call.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from videxplore.app import offscreen_window
from videxplore.core.spans import SelectedSpan
from videxplore.core.types import Moment, Shot, Video
from videxplore.paths import AppPaths, demo_clips
from videxplore.services.moments import moment_at
from videxplore.services.searching.query.query import Query
from videxplore.settings import Settings
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.dialogs.keys import KeysOverlay
from videxplore.ui.dialogs.teach_dialog import TeachDialog
from videxplore.ui.duplicates.duplicates_dialog import DuplicatesDialog
from videxplore.ui.look.theme import ThemeController, apply_theme
from videxplore.ui.searching.match_groups import strong
from videxplore.ui.searching.moment_tiles import example_of
from videxplore.ui.searching.result_views import GRID_PAGE, ROWS_PAGE
from videxplore.ui.searching.search_work import FIRST_MOMENTS
from videxplore.ui.window.main_window import MainWindow
from videxplore.ui.window.screenshot import is_idle, wait_until
from videxplore.ui.window.settings_controller import SettingsController

ROOT = Path(__file__).resolve().parents[1]
SIZE_PX = (1280, 800)
COLOURS = 256
"""Of a picture: a third of the bytes."""

FITTING_ROUNDS = 4
"""Of k-means: without it the few pixels of a badge lose their colour."""

SETTLE_S = 0.6
INDEXING_S = 900.0
STREET = "bikes"
"""The demo clip that is shown: six scenes of a street."""

STREET_S = 5.0
BROKEN = "broken download"
SUBTITLES = (
    (0.0, 1.1, "The shop opens at nine."),
    (1.3, 2.9, "By then the street is full of cars,"),
    (3.1, 5.3, "and whoever is late takes the bicycle."),
    (5.6, 7.4, "There is always a place to leave it:"),
    (7.6, 9.8, "at the railing beside the road."),
)
LESSONS = (
    ("sign language", (("signing book", 1.0), ("signing walk", 1.0))),
    ("street", ((STREET, 4.0), (STREET, 8.0))),
)
"""Labels and examples of them, of which the first is taught whose videos are there."""


class Guide:
    """The window, and what saves pictures of it."""

    def __init__(self, window: MainWindow, target: Path, data: Path) -> None:
        """Save pictures in ``target``; settings are written in ``data``."""
        self.window = window
        self.parts = window.parts
        self._target = target
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.application = application
        self.settings = SettingsController(
            window, Settings(), AppPaths.under(data / "guide"), ThemeController(application, "dark")
        )
        window.resize(*SIZE_PX)
        window.show()

    def settle(self, is_done: Callable[[], bool] = lambda: True) -> None:
        """Wait until ``is_done``, then until the window stands still."""
        wait_until(is_done, timeout_s=INDEXING_S)
        lanes = self.parts.models.lanes
        wait_until(
            lambda: is_idle(self.window) and all(lane.is_idle for lane in lanes),
            settle_s=SETTLE_S,
            timeout_s=INDEXING_S,
        )

    def save(self, name: str, widget: QWidget | None = None) -> None:
        """Save the picture of the window, or of one part of it."""
        content = QBuffer()
        (widget or self.window).grab().save(content, "PNG")
        image = Image.open(BytesIO(bytes(content.data().data()))).convert("RGB")
        few = image.quantize(COLOURS, kmeans=FITTING_ROUNDS, dither=Image.Dither.NONE)
        few.save(self._target / f"{name}.png", optimize=True)

    def save_dialog(
        self, name: str, kind: type[QDialog], is_ready: Callable[[], bool] = lambda: True
    ) -> None:
        """Save the picture of the dialog that is open, and close it."""
        dialog = next(one for one in self.window.findChildren(kind) if one.isVisible())
        self.settle(is_ready)
        self.save(name, dialog)
        dialog.reject()
        self.settle()

    def video(self, stem: str) -> Video:
        """A video of the library by its name."""
        return next(one for one in self.parts.videos.videos if one.path.stem == stem)

    def shots(self, stem: str) -> list[Shot]:
        """The scenes of a video."""
        return list(self.parts.library.catalogue.shots(self.video(stem).id))

    def moment(self, stem: str, time_s: float) -> Moment:
        """The moment of a video at a time."""
        return moment_at(self.parts.library, self.video(stem), time_s)

    def open_scene(self, stem: str = STREET, time_s: float = STREET_S, *, nearest: bool = True) -> None:
        """Show a scene and what resembles it, with the views at the sides as they are at first."""
        self.window.open_scene(self.video(stem).id, time_s)
        self.parts.tabs.show_page(0)
        self.parts.explore.show_page(0)
        self.settle(lambda: self.parts.session.ranking is not None)
        self.parts.similar.groups.buttons["nearest"].setChecked(nearest)
        self.settle()

    def press(self, command: str) -> None:
        """Do what a key of the window or of the player does."""
        self.window.all_actions()[command].trigger()


def take_window(guide: Guide) -> None:
    """A clicked scene with similar moments."""
    guide.open_scene()
    guide.save("window")


def take_light(guide: Guide) -> None:
    """The same in the light theme."""
    guide.open_scene()
    apply_theme(guide.application, "light")
    guide.settle()
    guide.save("light")
    apply_theme(guide.application, "dark")


def take_results(guide: Guide) -> None:
    """The scene with the most strong matches."""
    find = guide.parts.services.similarity().find
    strongest, best = -1, ("", 0.0)
    for video in guide.parts.videos.videos:
        for shot in guide.shots(video.path.stem)[:3]:
            time_s = (shot.start_s + shot.end_s) / 2
            count = len(strong(find(Query.scene(video.id, time_s), FIRST_MOMENTS).moments))
            if count > strongest:
                strongest, best = count, (video.path.stem, time_s)
    guide.open_scene(*best, nearest=False)
    guide.save("results")


def take_feedback(guide: Guide) -> None:
    """A search with a scene that is wanted and one that is not."""
    guide.open_scene()
    ranking = guide.parts.session.ranking
    assert ranking is not None
    others = [one for one in ranking.moments if one.video.path.stem != STREET]
    guide.parts.search.like(example_of(others[0]))
    guide.parts.search.unlike(example_of(others[1]))
    guide.settle(lambda: guide.parts.session.ranking is not ranking)
    guide.save("feedback")


def take_context(guide: Guide) -> None:
    """Results between their neighbours."""
    guide.open_scene()
    guide.parts.similar.views.buttons[ROWS_PAGE].click()
    guide.settle()
    guide.save("context")
    guide.parts.similar.views.buttons[GRID_PAGE].click()


def take_region(guide: Guide) -> None:
    """A box that is being dragged."""
    guide.open_scene()
    guide.press("region")
    frame = guide.parts.player.frame_view
    area = frame.frame_area
    start = QPoint(round(area.left() + 0.58 * area.width()), round(area.top() + 0.04 * area.height()))
    end = QPoint(round(area.left() + 0.92 * area.width()), round(area.top() + 0.97 * area.height()))
    QTest.mousePress(frame, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(frame, end)
    guide.settle()
    guide.save("region")
    QTest.mouseRelease(frame, Qt.MouseButton.LeftButton, pos=end)
    guide.settle()


def take_map(guide: Guide) -> None:
    """Every scene as a point."""
    guide.open_scene()
    guide.press("tab 3")
    guide.settle(lambda: guide.parts.map.view.points is not None)
    guide.save("map")


def take_storyboard(guide: Guide) -> None:
    """All pictures that a video is summarised by."""
    guide.open_scene()
    guide.press("tab 2")
    guide.settle()
    slider = guide.parts.storyboard.slider
    slider.setValue(slider.maximum())
    guide.settle()
    guide.save("storyboard")


def take_transcript(guide: Guide) -> None:
    """Subtitles that follow the playhead."""
    guide.open_scene()
    explore = guide.parts.explore
    explore.show_page(explore.index_of(guide.parts.transcript))
    guide.settle()
    guide.save("transcript")


def take_heat(guide: Guide) -> None:
    """Regions of the frame that match."""
    guide.open_scene()
    guide.press("heat")
    guide.settle(lambda: not guide.parts.player.frame_view.heat.isNull())
    guide.save("heat")
    guide.press("heat")


def take_teach(guide: Guide) -> None:
    """Doubtful scenes of a new label."""
    names = {video.path.stem for video in guide.parts.videos.videos}
    label, examples = next(one for one in LESSONS if {stem for stem, _ in one[1]} <= names)
    guide.window.dialogs.teach([guide.moment(stem, time_s) for stem, time_s in examples])
    dialog = next(one for one in guide.window.findChildren(TeachDialog) if one.isVisible())
    dialog.label_edit.setText(label)
    dialog.teach_button.click()
    guide.save_dialog("teach", TeachDialog, dialog.done_button.isVisible)
    guide.press("undo")
    guide.settle()


def take_selects(guide: Guide) -> None:
    """A bin with items."""
    guide.open_scene()
    chosen = [(STREET, shot) for shot in guide.shots(STREET)[1:4]]
    chosen += [(stem, guide.shots(stem)[0]) for stem in ("bigbuckbunny", "carphone_pristine")]
    spans = [SelectedSpan.of_shot(guide.video(stem), shot) for stem, shot in chosen]
    guide.parts.selects_work.add(spans)
    guide.press("tab 6")
    guide.settle()
    guide.parts.selects.grid.select_rows([1])
    guide.settle()
    guide.save("selects")
    guide.press("undo")
    guide.settle()


def take_export(guide: Guide) -> None:
    """What can be exported, and as what."""
    guide.open_scene()
    grid = guide.parts.similar.grid
    for row in range(3):
        flag = QItemSelectionModel.SelectionFlag.Select
        grid.selectionModel().select(grid.model().index(row, 0), flag)
    guide.settle()
    guide.press("export")
    guide.save_dialog("export", ExportDialog)


def take_duplicates(guide: Guide) -> None:
    """Two files with the same footage, in step."""
    guide.press("duplicates")
    dialog = next(one for one in guide.window.findChildren(DuplicatesDialog) if one.isVisible())
    guide.save_dialog("duplicates", DuplicatesDialog, lambda: dialog.list.topLevelItemCount() > 0)


def take_keys(guide: Guide) -> None:
    """All keys, above the window."""
    guide.open_scene()
    guide.window.show_keys()
    guide.settle()
    guide.save("keys")
    overlay = guide.window.findChild(KeysOverlay)
    assert overlay is not None
    QTest.keyClick(overlay, Qt.Key.Key_Escape)
    guide.settle()


def take_understanding(guide: Guide) -> None:
    """The models, with what they take on this computer."""
    dialog = guide.settings.show_dialog()
    dialog.show_understanding()
    guide.save_dialog("understanding", type(dialog))


def take_machines(guide: Guide) -> None:
    """The page about other machines."""
    dialog = guide.settings.show_dialog()
    page = dialog.machines.parentWidget()
    assert page is not None
    dialog.pages.go_to(page)
    dialog.machines.address_edit.setText("tls://192.168.1.20:8786")
    dialog.machines.add_root("/mnt/Footage")
    guide.save_dialog("machines", type(dialog))


def take_error(guide: Guide) -> None:
    """A video that cannot be read."""
    guide.parts.search.clear()
    guide.parts.session.open_video(guide.video(BROKEN))
    guide.parts.tabs.show_page(0)
    guide.parts.work.retry([guide.video(BROKEN).path])
    guide.settle(lambda: not guide.parts.work.is_running)
    guide.window.toggle_failures()
    guide.settle()
    guide.save("error")
    guide.window.toggle_failures()


PICTURES = {
    "window": take_window,
    "light": take_light,
    "results": take_results,
    "feedback": take_feedback,
    "context": take_context,
    "region": take_region,
    "map": take_map,
    "storyboard": take_storyboard,
    "transcript": take_transcript,
    "heat": take_heat,
    "teach": take_teach,
    "selects": take_selects,
    "export": take_export,
    "duplicates": take_duplicates,
    "keys": take_keys,
    "understanding": take_understanding,
    "machines": take_machines,
    "error": take_error,
}
WHILE_INDEXING = ("empty", "indexing")
"""Taken while the library is made."""


def gather_clips(folder: Path, more: Path | None) -> None:
    """Copy the clips to ``folder``: those of the demonstration, and those below ``more``."""
    if more is not None:
        shutil.copytree(more, folder)
    street = folder / "Street"
    street.mkdir(parents=True, exist_ok=True)
    for clip in demo_clips():
        shutil.copyfile(clip, street / clip.name)
    whole = (street / f"{STREET}.mp4").read_bytes()
    (street / f"{BROKEN}.mp4").write_bytes(whole[: len(whole) // 20])
    lines = [
        f"{number}\n{_stamp(start_s)} --> {_stamp(end_s)}\n{text}\n"
        for number, (start_s, end_s, text) in enumerate(SUBTITLES, 1)
    ]
    (street / f"{STREET}.en.srt").write_text("\n".join(lines), encoding="utf-8")


def _stamp(time_s: float) -> str:
    return f"00:00:{int(time_s):02},{round(time_s % 1 * 1000):03}"


def index_clips(guide: Guide, clips: Path) -> None:
    """Add the clips to the empty library as if they were dropped, with pictures of what is seen meanwhile."""
    guide.settle()
    guide.save("empty")
    guide.window.start([clips])
    videos, work = guide.parts.videos, guide.parts.work

    def is_halfway() -> bool:
        searchable = sum(one.depth is not None for one in videos.videos)
        return 0 < len(videos.videos) <= 2 * searchable

    wait_until(is_halfway, settle_s=SETTLE_S, timeout_s=INDEXING_S)
    guide.save("indexing")
    guide.settle(lambda: bool(videos.videos) and not work.is_running)


def take_pictures(data: Path, target: Path, clips: Path | None, names: set[str]) -> None:
    """Make the library in ``data`` if there is none, and save the pictures in ``target``."""
    paths = AppPaths.under(data)
    if not paths.library.exists():
        gather_clips(data / "Footage", clips)
        with offscreen_window(paths) as window:
            index_clips(Guide(window, target, data), data / "Footage")
    with offscreen_window(paths) as window:
        guide = Guide(window, target, data)
        guide.settle(lambda: bool(guide.parts.videos.videos))
        for name in [one for one in PICTURES if one in names]:
            PICTURES[name](guide)
            print(name, flush=True)


def main() -> None:
    """Take the pictures that are named, or all."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("names", nargs="*", metavar="NAME", help="by default all of them")
    options.add_argument("--clips", type=Path, help="a folder with more videos")
    options.add_argument("--data", type=Path, help="where the library is kept")
    options.add_argument("--to", type=Path, default=ROOT / "docs" / "images")
    chosen = options.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    names = set(chosen.names or PICTURES)
    with tempfile.TemporaryDirectory() as scratch:
        take_pictures(chosen.data or Path(scratch), chosen.to, chosen.clips, names)


if __name__ == "__main__":
    main()
