"""What files say of their recording, in the window: shown, sorted by, and limited to."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu

from tests.analyses import analysis, unit
from tests.ui.exploring import Exploring
from tests.ui.steps import answers, search_scene
from videxplore.core.metadata import Place, SoundTrack, VideoMetadata
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.types import Video
from videxplore.core.video_listing import VideoFilter
from videxplore.ui.details_panel import DetailsPanel
from videxplore.ui.library.video_filter_menus import RecordedDatesDialog
from videxplore.ui.searching.search_options import SearchOptions

PHONE = VideoMetadata(
    recorded="2024-05-01T14:03:22+02:00",
    camera_make="Apple",
    camera_model="iPhone 12",
    place=Place(48.1372, -11.5755),
    bit_depth=10,
    dynamic_range="HLG",
    colour_primaries="bt709",
    colour_transfer="bt709",
    colour_matrix="smpte170m",
    colour_range="limited",
    start_timecode="10:00:00:00",
    field_order="top field first",
    sound=(SoundTrack("aac", 2, "stereo", 48000, "ger"), SoundTrack("aac", 1, "mono", 44100, "xyz")),
)
CAMCORDER = VideoMetadata(recorded="2019-12-28", camera_make="Sony & Co")


def describe(exploring: Exploring, name: str, metadata: VideoMetadata) -> Video:
    """Let a video of the library have these metadata."""
    [video] = [one for one in exploring.window.parts.videos.videos if one.path.stem == name]
    catalogue = exploring.library.catalogue
    catalogue.set_metadata(video.id, metadata)
    changed = catalogue.video(video.id)
    exploring.window.parts.videos.update_video(changed)
    return changed


@pytest.fixture
def described(exploring: Exploring) -> Exploring:
    describe(exploring, "beach", PHONE)
    describe(exploring, "hills", CAMCORDER)
    describe(exploring, "night", VideoMetadata())
    return exploring


def names(exploring: Exploring) -> list[str]:
    return [video.path.stem for video in exploring.window.parts.videos.shown]


def fill(menu: QMenu) -> QMenu:
    """A menu as it is when it is opened."""
    menu.aboutToShow.emit()
    return menu


def entry(menu: QMenu, *words: str) -> QAction:
    """An entry of a menu, or of a menu in it."""
    [action] = [action for action in menu.actions() if action.text() == words[0]]
    if len(words) == 1:
        return action
    inner = action.menu()
    assert isinstance(inner, QMenu)
    return entry(inner, *words[1:])


def details(exploring: Exploring, video: Video) -> list[str]:
    exploring.window.parts.session.open_video(video)
    [panel] = exploring.window.findChildren(DetailsPanel)
    return [label.text() for label in panel.findChildren(QLabel)]


def test_details_show_what_is_known_in_groups(lasting: Exploring) -> None:
    texts = details(lasting, describe(lasting, "beach", PHONE))
    known = dict(pairwise(texts))
    assert known["Recorded"] == "1 May 2024, 14:03:22 (UTC+02:00)"
    assert known["Camera"] == "Apple iPhone 12"
    assert known["Place"] == "48.1372° N · 11.5755° W"
    assert known["Timecode"] == "10:00:00:00"
    assert known["Dynamic range"] == "HLG"
    assert known["Fields"] == "interlaced, top field first"
    assert known["Track 1"] == "AAC · stereo · 48 kHz · Deutsch"
    assert known["Track 2"] == "AAC · mono · 44.1 kHz · xyz"
    assert {"File", "Recording", "Video", "Sound"} <= set(texts)
    [panel] = lasting.window.findChildren(DetailsPanel)
    codes = {label.text(): label.toolTip() for label in panel.findChildren(QLabel)}
    assert known["Colour"] == "BT.709 \u00b7 BT.601 (NTSC) \u00b7 limited range"
    assert codes[known["Colour"]] == "bt709 \u00b7 smpte170m \u00b7 limited"
    assert codes[known["Track 1"]] == "aac"


def test_details_show_what_was_measured_of_the_chosen_scene(lasting: Exploring) -> None:
    video = describe(lasting, "beach", PHONE)
    catalogue, session = lasting.library.catalogue, lasting.window.parts.session
    first, second, *_ = catalogue.shots(video.id)
    catalogue.add_facts(video.id, [(second.id, SceneFacts(light=0.5, camera="pan left", loudness=-23.4))])
    details(lasting, video)
    [panel] = lasting.window.findChildren(DetailsPanel)
    session.select_shot(second)
    lasting.qtbot.waitUntil(
        lambda: "Pan to the left" in [label.text() for label in panel.findChildren(QLabel)]
    )
    texts = [label.text() for label in panel.findChildren(QLabel)]
    known = dict(pairwise(texts))
    assert (known["Light"], known["Loudness"]) == ("50\N{NO-BREAK SPACE}%", "-23.4 LUFS")
    assert "Blur" not in known
    session.select_shot(first)
    lasting.qtbot.waitUntil(lambda: "Scene" not in [label.text() for label in panel.findChildren(QLabel)])


def test_details_leave_out_what_is_unknown(lasting: Exploring) -> None:
    texts = details(lasting, describe(lasting, "night", VideoMetadata()))
    assert not {"Recording", "Recorded", "Camera", "Place", "Timecode", "Fields", "Colour"} & set(texts)


def test_details_say_what_could_not_be_read(described: Exploring) -> None:
    video = describe(described, "night", VideoMetadata())
    stored = replace(analysis([[unit(7)]]), warnings=("A part is damaged.",))
    described.library.catalogue.store_analysis(video.id, stored)
    details(described, video)
    [panel] = described.window.findChildren(DetailsPanel)
    described.qtbot.waitUntil(
        lambda: (
            [label.text() for label in panel.findChildren(QLabel)][-2:] == ["Warning", "A part is damaged."]
        )
    )


def test_a_date_without_a_time_has_none(lasting: Exploring) -> None:
    texts = details(lasting, describe(lasting, "hills", CAMCORDER))
    assert texts[texts.index("Recorded") + 1] == "28 Dec 2019"


def test_markup_in_the_name_of_a_camera_is_text(lasting: Exploring) -> None:
    video = describe(lasting, "night", VideoMetadata(camera_model="<b>A</b>"))
    lasting.window.parts.session.open_video(video)
    [panel] = lasting.window.findChildren(DetailsPanel)
    [label] = [label for label in panel.findChildren(QLabel) if label.text() == "<b>A</b>"]
    assert label.textFormat().name == "PlainText"


def test_videos_are_sorted_by_their_date_with_the_unknown_last(described: Exploring) -> None:
    panel = described.window.parts.library_panel
    entry(fill(panel.sort_button.menu()), "Date recorded").trigger()
    assert names(described) == ["hills", "beach", "night"]
    assert panel.sort_button.toolTip() == "Sorted by: Date recorded"
    entry(fill(panel.sort_button.menu()), "Reverse order").trigger()
    assert names(described) == ["night", "beach", "hills"]
    # One that comes to be known meanwhile finds its place.
    describe(described, "night", replace(PHONE, recorded="2020-01-01"))
    assert names(described) == ["beach", "night", "hills"]


def test_only_videos_of_a_camera_are_shown(described: Exploring) -> None:
    panel = described.window.parts.library_panel
    menu = panel.filter_button.menu()
    entry(fill(menu), "Camera", "Sony && Co  (1)").trigger()
    assert names(described) == ["hills"]
    assert panel.filter_button.toolTip() == "Only some videos are shown"
    entry(fill(menu), "Show all").trigger()
    assert names(described) == ["beach", "hills", "night"]


def test_only_videos_of_a_shape_length_and_sound_are_shown(described: Exploring) -> None:
    panel = described.window.parts.library_panel
    menu = panel.filter_button.menu()
    titles = [action.text() for action in fill(menu).actions()]
    assert {"Orientation", "Frame rate", "Length", "Sound"} <= set(titles)
    entry(fill(menu), "Orientation", "Landscape  (3)").trigger()
    assert names(described) == ["beach", "hills", "night"]
    [title] = {action.text() for action in fill(menu).actions() if action.text().startswith("Orientation")}
    assert title == "Orientation: Landscape"
    entry(fill(menu), "Length", "Under 10 s  (3)").trigger()
    assert described.window.parts.videos.limits == VideoFilter(orientation="landscape", length="10s")


def test_only_videos_of_a_year_or_of_chosen_days_are_shown(described: Exploring) -> None:
    panel = described.window.parts.library_panel
    menu = panel.filter_button.menu()
    entry(fill(menu), "Date recorded", "2019  (1)").trigger()
    assert names(described) == ["hills"]
    entry(fill(menu), "Date recorded: 2019", "Choose dates…").trigger()
    [dialog] = panel.findChildren(RecordedDatesDialog)
    assert (dialog.recorded_from, dialog.recorded_to) == ("2019-01-01", "2019-12-31")
    dialog.last_edit.setDate(dialog.last_edit.date().addYears(5))
    dialog.accept()
    assert described.window.parts.videos.limits == VideoFilter(
        recorded_from="2019-01-01", recorded_to="2024-12-31"
    )
    assert names(described) == ["beach", "hills"]


def test_a_search_is_limited_to_a_dynamic_range(described: Exploring) -> None:
    search_scene(described, "beach", 0)
    before = answers(described)
    assert {name for name, _ in before} == {"beach", "hills", "night"}
    [options] = described.window.findChildren(SearchOptions)
    entry(fill(options.filters_button.menu()), "Dynamic range", "SDR  (2)").trigger()
    described.settle()
    assert {name for name, _ in answers(described)} == {"hills", "night"}
    assert options.filters_button.text() == "Filters · 1"
