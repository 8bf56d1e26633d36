"""The player: the open video's frame, playing or standing, and everything one does to it."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QImage, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from videxplore.core.file_names import one_line
from videxplore.core.timecode import SourceTimecode, nominal_rate_hz
from videxplore.core.types import Video, VideoProperties
from videxplore.services.library import Library
from videxplore.ui.commands import explain_keys, make_actions, player_commands
from videxplore.ui.look.icons import icon
from videxplore.ui.look.images import Heat, copy_to_clipboard, heat_image
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.texts import frame_number, number_words, parse_time
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import flush
from videxplore.ui.player.controls import PlayerControls, TrackMenu
from videxplore.ui.player.frame_view import FrameView
from videxplore.ui.player.sound_output import Sound, SystemSound
from videxplore.ui.player.transport import PlayerTransport, Shown
from videxplore.ui.session import Marks, Session
from videxplore.ui.timeline.timeline_feed import TimelineFeed
from videxplore.ui.work.jobs import Lane

FAR_S = 10.0

VARIABLE_RATE = 0.002
"""An average frame rate that is further from the nominal one, as its share, is that of a variable rate."""


class Player(QWidget):
    """Frame and controls.

    Signals:
        exportRequested: The user wants to export something.
        saveRequested: The user wants the frame on screen as a file.
        searchRequested: The user wants moments like the frame on screen.
        fullScreenRequested: The user wants to see nothing but the player, or everything again.
    """

    exportRequested = Signal()
    saveRequested = Signal()
    searchRequested = Signal()
    fullScreenRequested = Signal()

    def __init__(
        self,
        session: Session,
        library: Library,
        lane: Lane,
        *,
        sound: Sound | None = None,
    ) -> None:
        """Find exact frames on ``lane``; play with ``sound``, the system's where it is None."""
        super().__init__()
        self.setObjectName("player")
        self.setAccessibleName(self.tr("Player"))
        self._session = session
        self.transport = PlayerTransport(lane, sound or SystemSound(), self)
        self.actions_by_name = make_actions(self, player_commands(), self._handlers())
        self.frame_view = FrameView()
        self.controls = PlayerControls(self.actions_by_name)
        column = flush(QVBoxLayout(self))
        column.addWidget(self.frame_view, 1)
        column.addWidget(self.controls)
        self._feed = TimelineFeed(session, library, lane, self, with_waveform=False)
        named = self.actions_by_name
        search, full = QAction(self.tr("Search for this frame"), self), QAction(self.tr("Full screen"), self)
        search.triggered.connect(self.searchRequested)
        full.triggered.connect(self.fullScreenRequested)
        offered = [named[name] for name in ("region", "copy picture", "save picture", "heat", "loop")]
        TrackMenu(self.frame_view, session, self.transport, lane, [search, *offered, full])
        self._shown_s = 0.0
        self._volume_before_mute = 1.0
        self._connect()
        self._open(session.video)

    def shut_down(self) -> None:
        """Close files and threads; the window calls this when it closes, before it closes the lane."""
        self.transport.close()
        self._feed.close()

    @property
    def label_shown(self) -> str:
        """What the frame on screen is said to show; empty where nothing is likely enough."""
        span = self._feed.content.label_at(self._shown_s)
        return "" if span is None else span.label

    @property
    def scene_start_s(self) -> float:
        """Start of the scene on screen; the playhead where the scenes are not known."""
        shot = self._feed.content.shot_at(self._shown_s)
        return self._shown_s if shot is None else shot.start_s

    def show_heat(self, heat: Heat | None, words: str = "") -> None:
        """Lay a map of heat over the frame that is shown now, until another one is.

        Args:
            heat: float32 (H, W) in [0, 1], of any size; None takes it away.
            words: What it is evidence for.
        """
        self.frame_view.show_heat(QImage() if heat is None else heat_image(heat), words)

    # Wiring

    def _connect(self) -> None:
        session, transport = self._session, self.transport
        session.videoChanged.connect(self._open)
        session.openVideoStateChanged.connect(self._follow)
        session.seekRequested.connect(self._on_seek)
        session.scrubRequested.connect(self._on_scrub)
        session.marksChanged.connect(self._show_marks)
        session.heatToggled.connect(self.actions_by_name["heat"].setChecked)
        transport.shown.connect(self._on_shown)
        transport.opened.connect(self._on_opened)
        transport.playingChanged.connect(self._on_playing)
        transport.rateChanged.connect(self.controls.show_rate)
        transport.failed.connect(self._on_failed)
        self._feed.changed.connect(self._show_labels)
        self.frame_view.resized.connect(self._on_resized)
        self.frame_view.regionSelected.connect(self._on_region)
        self.frame_view.clicked.connect(transport.toggle)
        self.frame_view.fullScreenRequested.connect(self.fullScreenRequested)
        self.controls.volumeChanged.connect(self.set_volume)
        self.controls.rateSelected.connect(transport.choose_rate)
        self.controls.timeRequested.connect(self._go_to)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        transport, session = self.transport, self._session
        return {
            "step back": lambda: transport.step(-1),
            "play": transport.toggle,
            "step forward": lambda: transport.step(1),
            "slower": transport.slower,
            "pause": transport.halt,
            "faster": transport.faster,
            "back": lambda: self._move(-1.0),
            "forward": lambda: self._move(1.0),
            "back far": lambda: self._move(-FAR_S),
            "forward far": lambda: self._move(FAR_S),
            "scene back": lambda: self._to_scene(-1),
            "scene forward": lambda: self._to_scene(1),
            "start": lambda: session.seek(0.0),
            "end": lambda: session.seek(self._feed.content.duration_s),
            "in": lambda: session.set_in(self._shown_s),
            "out": lambda: session.set_out(self._shown_s),
            "go to in": lambda: self._to_mark(session.marks.in_s),
            "go to out": self._to_out,
            "loop": lambda: None,
            "save picture": self.saveRequested.emit,
            "bookmark": lambda: session.toggle_bookmark(self._shown_s),
            "go to time": self._ask_time,
            "copy picture": self._copy_frame,
            "mute": self._toggle_mute,
            "region": self._toggle_region,
            "heat": lambda: session.show_heat(shown=not session.is_heat_shown),
            "labels": self._show_labels,
            "export": self.exportRequested.emit,
        }

    # What the session asks for

    def _open(self, video: Video | None) -> None:
        self.frame_view.take_region(wanted=False)
        self.frame_view.show_image(QImage())
        self._shown_s = 0.0
        if video is not None and video.properties is not None:
            self.frame_view.set_content_size(video.properties.width_px, video.properties.height_px)
        self._on_resized()
        self.transport.open(video.path if video is not None else None)
        self.controls.show_name(one_line(video.path.stem) if video is not None else "")
        if video is None:
            self.frame_view.show_message(self.tr("Select a video, or search for words or a picture."))
        self._show_labels()

    def _follow(self, video: Video) -> None:
        """The file of the open video was moved: go on with it where it is now."""
        if video.path != self.transport.path:
            self.transport.open(video.path)
            self._session.seek(self._session.time_s)

    def _on_seek(self, time_s: float) -> None:
        if not self.transport.is_playing:
            self._show_strip(time_s)
        self.transport.seek(time_s)

    def _on_scrub(self, time_s: float) -> None:
        self.transport.scrub(time_s)
        self._show_strip(time_s)

    def _show_strip(self, time_s: float) -> None:
        """The quickest frame there is, until the exact one comes."""
        self.show_heat(None)
        self._shown_s = time_s
        strip = self._feed.strip
        if strip is not None:
            self.frame_view.show_image(strip.image_at(time_s))
        self._show_labels()

    # Signals of the transport

    def _on_opened(self, properties: VideoProperties) -> None:
        self.frame_view.set_content_size(properties.width_px, properties.height_px)
        self._on_resized()
        video = self._session.video
        if video is not None and video.properties is None:
            # A video that still waits to be indexed can be scrubbed as soon as it was opened.
            self._session.update_video(replace(video, properties=properties))

    def _on_shown(self, shown: Shown) -> None:
        if shown.time_s != self._shown_s:
            self.show_heat(None)
        self._shown_s = shown.time_s
        self._session.is_playable = True
        self.frame_view.show_image(shown.image)
        if shown.is_settled or self.transport.is_playing:
            self._session.set_time(shown.time_s)
        self._show_labels()
        if self.transport.is_playing and self._is_past_out(shown.time_s):
            self._session.seek(self._session.marks.in_s or 0.0)

    def _on_failed(self, error: Exception) -> None:
        self.frame_view.show_message(translated(str(error)))
        self._session.fail_playback()

    def _on_playing(self, is_playing: bool) -> None:
        action = self.actions_by_name["play"]
        action.setIcon(icon("pause" if is_playing else "play", "text"))
        action.setText(self.tr("Pause") if is_playing else self.tr("Play"))
        explain_keys(action)
        if is_playing:
            self.frame_view.take_region(wanted=False)
            self.actions_by_name["region"].setChecked(False)
        self._session.set_playing(is_playing=is_playing)

    def _on_resized(self) -> None:
        self.transport.set_box(self.frame_view.size() * self.frame_view.devicePixelRatioF())

    def _show_labels(self) -> None:
        content, palette = self._feed.content, colours()
        properties = self.transport.properties
        rate_hz = properties.frame_rate_hz if properties else content.frame_rate_hz
        duration_s = properties.duration_s if properties else content.duration_s
        if self._session.video is None or not duration_s:
            self.frame_view.show_labels("", palette.accent, "")
            self.controls.show_time("", "")
            return
        self.frame_view.shows_time = self.actions_by_name["labels"].isChecked()
        label = self.label_shown if self.frame_view.shows_time else ""
        self.frame_view.show_labels(label, palette.label_colour(label), self._time_words(rate_hz))
        timecode = self._timecode(rate_hz)
        length = timecode.timecode.frame_at(duration_s)
        self.controls.show_time(timecode.text_at(self._shown_s), timecode.timecode.text(length))

    def _time_words(self, rate_hz: Fraction) -> str:
        """The time and the number of the frame; only the time where frames follow at no constant rate."""
        timecode = self._timecode(rate_hz)
        words = timecode.text_at(self._shown_s)
        is_variable = abs(timecode.rate_hz / rate_hz - 1) > VARIABLE_RATE
        return words if is_variable else f"{words}    f {frame_number(self._shown_s, rate_hz)}"

    def _timecode(self, rate_hz: Fraction) -> SourceTimecode:
        """How the frames of the open video are numbered; by its rate alone until more is known."""
        return self._feed.content.timecode or SourceTimecode(nominal_rate_hz(rate_hz))

    # User actions

    def set_volume(self, volume: float) -> None:
        """Set the loudness in [0, 1]."""
        self.transport.playback.sound.set_volume(volume)
        self.controls.show_volume(volume)
        mute = self.actions_by_name["mute"]
        mute.setChecked(volume == 0)
        mute.setIcon(icon("sound" if volume else "mute"))

    def _toggle_mute(self) -> None:
        volume = self.transport.playback.sound.volume
        if volume:
            self._volume_before_mute = volume
        self.set_volume(0.0 if volume else self._volume_before_mute)

    def _move(self, by_s: float) -> None:
        self._session.seek(self._shown_s + by_s)

    def _show_marks(self, marks: Marks) -> None:
        """Write in and out point, and the length between them."""
        words = ""
        duration_s = self._feed.content.duration_s
        if marks != Marks():
            in_s = marks.in_s or 0.0
            out_s = duration_s if marks.out_s is None else marks.out_s
            # The out point is the end of its frame; what is written is the time of that frame.
            last_s = out_s if marks.out_s is None else self._session.last_frame_s(out_s)
            length = number_words(max(0.0, out_s - in_s), 1)
            first, last = map(self._feed.content.position_words, (in_s, last_s))
            # What is cut off where room is short can be seen on the timeline.
            words = f"{length} s \u00b7 {first}\u2013{last}"
        self.controls.show_marks(words)

    def _is_past_out(self, time_s: float) -> bool:
        """Whether playing in a loop begins again: with the frame of the out point, or the last one."""
        session = self._session
        if not self.actions_by_name["loop"].isChecked() or session.marks == Marks():
            return False
        out_s = session.marks.out_s or self._feed.content.duration_s
        return self.transport.playback.rate > 0 and time_s >= session.last_frame_s(out_s) - 1e-3

    def _to_mark(self, time_s: float | None) -> None:
        if time_s is not None:
            self._session.seek(time_s)

    def _to_out(self) -> None:
        out_s = self._session.marks.out_s
        self._to_mark(None if out_s is None else self._session.last_frame_s(out_s))

    def _to_scene(self, direction: int) -> None:
        starts_s = self._feed.content.shot_starts_s
        if direction > 0:
            number = bisect_right(starts_s, self._shown_s + 1e-3)
        else:
            # Just after a cut, the scene before is meant, not the start of this one.
            number = bisect_left(starts_s, self._shown_s - 1e-3) - 1
        if 0 <= number < len(starts_s):
            self._session.seek(starts_s[number])

    def _ask_time(self) -> None:
        if self._session.video is not None:
            self.controls.ask_time()

    def _go_to(self, text: str) -> None:
        content = self._feed.content
        timecode = self._timecode(content.frame_rate_hz)
        time_s = parse_time(text, content.frame_rate_hz, timecode, content.duration_s or math.inf)
        if time_s is not None:
            self._session.seek(time_s)
        self.controls.end_asking(understood=time_s is not None)

    def _copy_frame(self) -> None:
        job = self.transport.exact.crop(self._shown_s, QRectF(0, 0, 1, 1))
        if job is not None:
            job.failed.connect(self._session.notice_failure)
            job.succeeded.connect(copy_to_clipboard)
            job.succeeded.connect(lambda _: self._session.inform(self.tr("Frame copied.")))

    def _toggle_region(self) -> None:
        wanted = not self.frame_view.takes_region and not self.frame_view.image.isNull()
        if wanted:
            self.transport.pause()
        self.frame_view.take_region(wanted=wanted)
        if wanted:
            self.frame_view.setFocus()
        self.actions_by_name["region"].setChecked(wanted)

    def _on_region(self, left: float, top: float, width: float, height: float) -> None:
        self.actions_by_name["region"].setChecked(False)
        job = self.transport.exact.crop(self._shown_s, QRectF(left, top, width, height))
        if job is not None:
            job.failed.connect(self._session.notice_failure)
            job.succeeded.connect(self._session.regionPicked)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.frame_view.takes_region:
            self._toggle_region()
        else:
            super().keyPressEvent(event)
