"""What there is to know about the open video's file."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from videxplore.core.scene_facts import SceneFacts
from videxplore.core.types import Shot, Video, VideoProperties
from videxplore.core.video_listing import resolution_of
from videxplore.services.library import Library
from videxplore.ui.look import theme
from videxplore.ui.look.format_names import codec_name
from videxplore.ui.look.format_words import colour_codes, colour_words, pixel_words, sound_words
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.texts import (
    facts_rows,
    field_order_words,
    joined,
    length_words,
    place_words,
    rate_words,
    recorded_words,
    size_words,
    state_words,
)
from videxplore.ui.look.widgets import Heading
from videxplore.ui.session import Session
from videxplore.ui.video_panel import VideoPanel
from videxplore.ui.work.jobs import Lane


class Row(NamedTuple):
    """A name and a value; what has no value is not shown.

    Attributes:
        code: The value as FFmpeg names it.
    """

    name: str
    value: str
    code: str = ""


class DetailsPanel(VideoPanel):
    """File, recording, video and sound of the open video, each a group; what is unknown is left out.

    What could not be read of the file is said below them.
    """

    def __init__(self, session: Session, library: Library, lane: Lane) -> None:
        super().__init__(session, lane)
        self._library = library
        self._heading = Heading(self.tr("No video is open"), is_name=True)
        content = QWidget()
        forms = QVBoxLayout(content)
        forms.setContentsMargins(0, 0, 0, 0)
        forms.setSpacing(0)
        self._scene_form, self._form = _empty_form(), _empty_form()
        forms.addLayout(self._scene_form)
        forms.addLayout(self._form)
        forms.addStretch(1)
        area = QScrollArea()
        area.setWidget(content)
        area.setAccessibleName(self.tr("Details"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(area, 1)
        session.shotSelected.connect(self.load_scene)
        self.load_video(session.video)

    def load_scene(self, shot: Shot | None) -> None:
        """Show what was measured of a scene of the open video."""
        if shot is None:
            _clear(self._scene_form)
            return
        shot_id = shot.id
        job = self._lane.submit_latest(
            lambda _task: self._library.catalogue.facts_by_shot([shot_id]).get(shot_id),
            f"{self._subject} scene",
        )
        job.succeeded.connect(self._show_scene)
        job.failed.connect(self._session.notice_failure)

    def _show_scene(self, facts: SceneFacts | None) -> None:
        _clear(self._scene_form)
        if facts is not None:
            self._add_group(self._scene_form, self.tr("Scene"), starmap(Row, facts_rows(facts)))
            self._align()

    def load_video(self, video: Video | None) -> None:
        """Show what is known of the file."""
        _clear(self._form)
        self._heading.set_words(video.path.stem if video else self.tr("No video is open"))
        if video is None:
            self.cancel_reading()
            return
        video_id = video.id
        self.read(lambda _task: self._library.catalogue.warnings(video_id), self._show_warnings)
        self._add_group(self._form, self.tr("File"), self._file_rows(video))
        self._add_group(self._form, self.tr("Recording"), self._recording_rows(video))
        if video.properties is not None:
            self._add_group(self._form, self.tr("Video"), self._video_rows(video, video.properties))
            self._add_group(self._form, self.tr("Sound"), self._sound_rows(video, video.properties))
        self._align()

    def _show_warnings(self, sentences: Sequence[str]) -> None:
        for sentence in sentences:
            _add(self._form, Row(self.tr("Warning"), translated(sentence)))

    def _file_rows(self, video: Video) -> Iterator[Row]:
        yield Row(self.tr("Folder"), str(video.path.parent))
        yield Row(self.tr("File"), video.path.name)
        yield Row(self.tr("Size"), size_words(video.size_bytes))
        yield Row(self.tr("Status"), translated(video.error) or state_words(video.state))

    def _recording_rows(self, video: Video) -> Iterator[Row]:
        said = video.metadata
        yield Row(self.tr("Recorded"), recorded_words(said))
        yield Row(self.tr("Camera"), said.camera)
        yield Row(self.tr("Place"), place_words(said.place) if said.place else "")
        yield Row(self.tr("Timecode"), said.start_timecode)

    def _video_rows(self, video: Video, known: VideoProperties) -> Iterator[Row]:
        said = video.metadata
        yield Row(self.tr("Length"), length_words(known.duration_s))
        size = f"{known.width_px} \N{MULTIPLICATION SIGN} {known.height_px}"
        yield Row(self.tr("Resolution"), joined(size, resolution_of(known.width_px, known.height_px)))
        yield Row(self.tr("Frame rate"), rate_words(video))
        codec = joined(codec_name(known.codec), said.codec_profile)
        yield Row(self.tr("Codec"), codec, joined(known.codec, said.codec_profile))
        yield Row(self.tr("Format"), pixel_words(known.pixel_format, said.bit_depth), known.pixel_format)
        if known.metadata is not None:
            yield Row(self.tr("Dynamic range"), said.dynamic_range)
        yield Row(self.tr("Colour"), colour_words(said), colour_codes(said))
        yield Row(self.tr("Fields"), field_order_words(said))
        if known.rotation_deg:
            yield Row(self.tr("Rotated by"), f"{known.rotation_deg}\N{DEGREE SIGN}")

    def _sound_rows(self, video: Video, known: VideoProperties) -> Iterator[Row]:
        tracks = video.metadata.sound
        if not tracks:
            yield Row(self.tr("Audio"), self.tr("yes") if known.has_audio else self.tr("none"))
        for number, track in enumerate(tracks, start=1):
            name = self.tr("Track %1").replace("%1", str(number)) if len(tracks) > 1 else self.tr("Audio")
            yield Row(name, sound_words(track), track.codec)

    def _align(self) -> None:
        """All values stand under each other, whichever form they are in."""
        names = [name for form in (self._scene_form, self._form) for name in _names(form)]
        width_px = max((name.sizeHint().width() for name in names), default=0)
        for name in names:
            name.setMinimumWidth(width_px)

    def _add_group(self, form: QFormLayout, title: str, rows: Iterable[Row]) -> None:
        known = [row for row in rows if row.value]
        if not known:
            return
        heading = QLabel(title)
        heading.setFont(theme.text_font(12, QFont.Weight.DemiBold))
        heading.setContentsMargins(0, theme.GAP_PX, 0, 0)
        form.addRow(heading)
        for row in known:
            _add(form, row)


def _empty_form() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(theme.PANEL_PADDING_PX, 0, theme.PANEL_PADDING_PX, theme.GAP_PX)
    form.setHorizontalSpacing(theme.PANEL_PADDING_PX)
    form.setVerticalSpacing(theme.GAP_PX)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return form


def _names(form: QFormLayout) -> list[QWidget]:
    items = (form.itemAt(row, QFormLayout.ItemRole.LabelRole) for row in range(form.rowCount()))
    return [widget for item in items if item is not None and (widget := item.widget()) is not None]


def _clear(form: QFormLayout) -> None:
    while form.rowCount():
        form.removeRow(0)


def _add(form: QFormLayout, row: Row) -> None:
    label, words = QLabel(row.name), QLabel()
    label.setProperty("dim", True)
    label.setFont(theme.text_font(12))
    words.setFont(theme.figures_font(12))
    # A file may name its camera with markup.
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setText(row.value)
    if row.code != row.value:
        words.setToolTip(row.code)
    words.setWordWrap(True)
    words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    words.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    form.addRow(label, words)
