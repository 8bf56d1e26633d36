"""Both files of a pair: their frames in step, and what there is to know and to do about each."""

from PySide6.QtCore import QCoreApplication, QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from videxplore.core.file_names import one_line
from videxplore.core.types import Video
from videxplore.services.searching.duplicates.better_copy import Comparison, bit_rate_hz, is_protected
from videxplore.services.searching.duplicates.duplicates import Duplicate
from videxplore.ui.duplicates.duplicates_work import DuplicatesWork
from videxplore.ui.duplicates.pair_view import CopyFrames, PairView
from videxplore.ui.look import theme
from videxplore.ui.look.format_names import codec_name
from videxplore.ui.look.icons import icon
from videxplore.ui.look.texts import (
    clock_text,
    frame_size_words,
    joined,
    length_words,
    number_words,
    position_words,
    rate_words,
    size_words,
)
from videxplore.ui.look.widgets import (
    MOVING_KEYS,
    ElidedLabel,
    ReservedKeys,
    flush,
    quiet_button,
    word_button,
)
from videxplore.ui.work.jobs import Lane

_SAME_TIME_S = 0.005


def file_words(video: Video) -> str:
    """What a file is: ``1920 x 1080 · 25 fps · H.264 · 8.2 Mbit/s · 0:20 · 12 MB``."""
    if video.properties is None:
        return size_words(video.size_bytes)
    return joined(
        frame_size_words(video),
        rate_words(video),
        codec_name(video.properties.codec),
        _bit_rate(video),
        length_words(video.duration_s),
        size_words(video.size_bytes),
    )


def reasons(compared: Comparison) -> list[str]:
    """Why the better copy is the better one; empty where none is."""
    translate = QCoreApplication.translate
    better, pair = compared.better, compared.duplicate
    if better is None:
        return []
    is_first = better.id == pair.first.id
    other = pair.second if is_first else pair.first
    instead = translate("Duplicates", "%1 instead of %2")
    words = {
        "present": translate("Duplicates", "the other file is missing"),
        "protected": translate("Duplicates", "in a folder that is never suggested"),
        "resolution": _filled(instead, frame_size_words(better), frame_size_words(other)),
        "bit rate": _filled(instead, _bit_rate(better), _bit_rate(other)),
        "codec": _filled(instead, _codec(better), _codec(other)),
        "length": _filled(
            translate("Duplicates", "%1 long instead of %2"),
            clock_text(better.duration_s, 1),
            clock_text(other.duration_s, 1),
        ),
    }
    return [words[one.criterion] for one in compared.differences if one.is_first_better == is_first]


def offset_words(pair: Duplicate) -> str:
    """How much later the footage comes in the second file: ``+4.25 s``; ``0`` where it does not."""
    if abs(pair.offset_s) < _SAME_TIME_S:
        return "0"
    sign = "+" if pair.offset_s > 0 else "\N{MINUS SIGN}"
    return f"{sign}{number_words(abs(pair.offset_s), 2)} s"


def _filled(words: str, first: str, second: str) -> str:
    return words.replace("%1", first).replace("%2", second)


def _bit_rate(video: Video) -> str:
    rate_hz = bit_rate_hz(video)
    if rate_hz < 1e6:
        return f"{number_words(rate_hz / 1e3, 0)} kbit/s"
    return f"{number_words(rate_hz / 1e6, 1)} Mbit/s"


def _codec(video: Video) -> str:
    return codec_name(video.properties.codec) if video.properties else ""


class CopyCard(QWidget):
    """Name, folder and facts of a file, whether it is the better copy, and its buttons.

    Signals:
        openRequested: Show this :class:`Video` in the player.
        protectRequested: Never suggest to remove files of the folder of this :class:`Video`.
        trashRequested: Move the file of this :class:`Video` to the trash.
    """

    openRequested = Signal(object)
    protectRequested = Signal(object)
    trashRequested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._video: Video | None = None
        self.name = ElidedLabel()
        self.name.setFont(theme.text_font(13, QFont.Weight.DemiBold))
        self.verdict = QLabel()
        self.verdict.setFont(theme.text_font(12, QFont.Weight.DemiBold))
        self.folder, self.facts, self.why = ElidedLabel(), ElidedLabel(), QLabel(wordWrap=True)
        for label in (self.folder, self.facts, self.why):
            label.setFont(theme.text_font(12))
            label.setProperty("dim", True)
        self.open_button = word_button(self.tr("Open"))
        self.protect_button = word_button(self.tr("Never suggest this folder"))
        self.trash_button = word_button(self.tr("Move to trash…"))
        self._lay_out()
        for button, signal in (
            (self.open_button, self.openRequested),
            (self.protect_button, self.protectRequested),
            (self.trash_button, self.trashRequested),
        ):
            button.clicked.connect(lambda _on=False, signal=signal: signal.emit(self._video))

    def _lay_out(self) -> None:
        head = flush(QHBoxLayout(), theme.GAP_PX)
        head.addWidget(self.name, 1)
        head.addWidget(self.verdict)
        buttons = flush(QHBoxLayout(), theme.GAP_PX)
        for button in (self.open_button, self.protect_button, self.trash_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = flush(QVBoxLayout(self), 4)
        column.addLayout(head)
        for label in (self.folder, self.facts, self.why):
            column.addWidget(label)
        column.addStretch(1)
        column.addLayout(buttons)

    def show_copy(self, video: Video, compared: Comparison, *, is_protected: bool) -> None:
        """Show one of the two files of a comparison."""
        self._video = video
        is_better = compared.better is not None and compared.better.id == video.id
        is_removable = compared.removable is not None and compared.removable.id == video.id
        self.name.setText(one_line(video.path.name))
        self.folder.setText(str(video.path.parent))
        self.facts.setText(file_words(video))
        self.verdict.setText(self.tr("Better copy") if is_better else "")
        self.verdict.setStyleSheet(f"color: {theme.colours().like.name()}" if is_better else "")
        self.why.setText(self._why(compared, is_better=is_better, is_removable=is_removable))
        self.protect_button.setEnabled(not is_protected)
        self.trash_button.setProperty("primary", is_removable)
        self.trash_button.style().unpolish(self.trash_button)
        self.trash_button.style().polish(self.trash_button)

    def _why(self, compared: Comparison, *, is_better: bool, is_removable: bool) -> str:
        if is_better:
            return joined(*reasons(compared))
        pair = compared.duplicate
        if is_removable and pair.first.fingerprint == pair.second.fingerprint:
            return self.tr("The same content: one of the two is enough.")
        return self.tr("All of it is in the other file.") if is_removable else ""


_USUAL_RATE_HZ = 25.0
SPLIT_STEPS = 1000
TICK_MS = 10


class ComparedPair(QWidget):
    """Compares two files.

    Signals:
        openRequested: (:class:`Video`, time in seconds) to show in the player.
        trashRequested: (:class:`Video`, :class:`Comparison`) whose file is to be moved to the trash.
    """

    openRequested = Signal(object, float)
    trashRequested = Signal(object, object)

    def __init__(self, work: DuplicatesWork, lanes: tuple[Lane, Lane]) -> None:
        """Settle with ``work``; decode each file on a lane of its own."""
        super().__init__()
        self._work = work
        self._compared: Comparison | None = None
        self.nudge_frames = 0
        self.frames = (CopyFrames(lanes[0], self), CopyFrames(lanes[1], self))
        self.view = PairView(*self.frames)
        self.cards = (CopyCard(), CopyCard())
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Position in the shared footage"))
        self.split_slider = QSlider(Qt.Orientation.Horizontal)
        self.split_slider.setAccessibleName(self.tr("Where the picture is split"))
        self.split_slider.setRange(0, SPLIT_STEPS)
        self.split_slider.setValue(SPLIT_STEPS // 2)
        self.split_slider.setFixedWidth(140)
        for slider in (self.slider, self.split_slider):
            ReservedKeys(slider, MOVING_KEYS)
        self.split_button = self._checkable(self.tr("Split"), self.tr("One picture behind the other"))
        self.earlier_button = word_button("\N{MINUS SIGN}1")
        self.later_button = word_button("+1")
        self.earlier_button.setToolTip(self.tr("Show the second file a frame earlier"))
        self.later_button.setToolTip(self.tr("Show the second file a frame later"))
        self.play_button = quiet_button("play", self.tr("Play both in step"), checkable=True)
        self._timer = QTimer(self, interval=TICK_MS)
        self._clock = QElapsedTimer()
        self._played_from = self._played_to = 0
        self.back_button = quiet_button("step-back", self.tr("Previous frame"))
        self.on_button = quiet_button("step-forward", self.tr("Next frame"))
        self.times = QLabel()
        self.times.setFont(theme.figures_font(12))
        self.nudge = QLabel()
        self.nudge.setFont(theme.figures_font(12))
        self.dismiss_button = word_button(self.tr("Not a duplicate"))
        self._lay_out()
        self._connect()

    def show_pair(self, compared: Comparison | None) -> None:
        """Show the middle of what two files share; nothing for None."""
        before, self._compared = self._compared, compared
        if compared is None:
            self.close_files()
            return
        pair, folders = compared.duplicate, self._work.protected_folders
        videos = (pair.first, pair.second)
        for card, video in zip(self.cards, videos, strict=True):
            card.show_copy(video, compared, is_protected=is_protected(video, folders))
        if before is not None and before.duplicate == pair:
            return
        self.nudge_frames = 0
        self.play_button.setChecked(False)
        self.view.is_mirrored = pair.is_mirrored
        for frames, video in zip(self.frames, videos, strict=True):
            frames.open(video.path)
        self.slider.setRange(0, max(0, round(pair.length_s * self._rate_hz) - 1))
        self.slider.setPageStep(round(self._rate_hz))
        # Many a film begins with black.
        self.slider.setValue(self.slider.maximum() // 2)
        self._request()

    def close_files(self) -> None:
        """Close both files."""
        self.play_button.setChecked(False)
        self._compared = None
        self.release_files()

    def release_files(self) -> None:
        """Close both files until the next frame is asked for."""
        for frames in self.frames:
            frames.close()

    @property
    def times_s(self) -> tuple[float, float]:
        """The times that are compared, in seconds in each file."""
        if self._compared is None:
            return 0.0, 0.0
        pair = self._compared.duplicate
        # In the middle of a frame, which no rounding of times makes its neighbour.
        into_s = (self.slider.value() + 0.5) / self._rate_hz
        nudge_s = self.nudge_frames / _rate_of(pair.second)
        return pair.first_start_s + into_s, pair.second_start_s + pair.speed * into_s + nudge_s

    @property
    def _rate_hz(self) -> float:
        return _rate_of(self._compared.duplicate.first) if self._compared else _USUAL_RATE_HZ

    def _checkable(self, words: str, tip: str) -> QToolButton:
        button = word_button(words)
        button.setCheckable(True)
        button.setToolTip(tip)
        return button

    def _lay_out(self) -> None:
        steps = flush(QHBoxLayout(), theme.GAP_PX)
        for widget, stretch in (
            (self.play_button, 0),
            (self.back_button, 0),
            (self.slider, 1),
            (self.on_button, 0),
            (self.times, 0),
        ):
            steps.addWidget(widget, stretch)
        tools = flush(QHBoxLayout(), theme.GAP_PX)
        for widget in (self.split_button, self.split_slider):
            tools.addWidget(widget)
        tools.addStretch(1)
        for widget in (self.earlier_button, self.nudge, self.later_button, self.dismiss_button):
            tools.addWidget(widget)
        cards = flush(QHBoxLayout(), 16)
        for card in self.cards:
            cards.addWidget(card, 1)
        column = flush(QVBoxLayout(self), theme.PANEL_PADDING_PX)
        column.addWidget(self.view, 1)
        column.addLayout(steps)
        column.addLayout(tools)
        column.addLayout(cards)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._request)
        self.play_button.toggled.connect(self._play)
        self._timer.timeout.connect(self._go_on)
        self.view.resized.connect(self._request)
        self.back_button.clicked.connect(lambda: self.slider.setValue(self.slider.value() - 1))
        self.on_button.clicked.connect(lambda: self.slider.setValue(self.slider.value() + 1))
        self.earlier_button.clicked.connect(lambda: self._nudge(-1))
        self.later_button.clicked.connect(lambda: self._nudge(1))
        self.split_button.toggled.connect(lambda on: self.view.show_split(is_split=on))
        self.split_button.toggled.connect(self.split_slider.setEnabled)
        self.split_slider.setEnabled(False)
        self.split_slider.valueChanged.connect(lambda value: self.view.set_split(value / SPLIT_STEPS))
        self.view.splitChanged.connect(lambda share: self.split_slider.setValue(round(share * SPLIT_STEPS)))
        self.dismiss_button.clicked.connect(self._dismiss)
        for number, card in enumerate(self.cards):
            card.openRequested.connect(
                lambda video, number=number: self.openRequested.emit(video, self.times_s[number])
            )
            card.protectRequested.connect(lambda video: self._work.protect(video.path.parent))
            card.trashRequested.connect(self._trash)

    def _play(self, wanted: bool) -> None:
        self.play_button.setIcon(icon("pause" if wanted else "play"))
        if not wanted:
            self._timer.stop()
            return
        if self.slider.value() == self.slider.maximum():
            self.slider.setValue(0)
        self._start_clock()
        self._timer.start()

    def _start_clock(self) -> None:
        self._played_from = self._played_to = self.slider.value()
        self._clock.start()

    def _go_on(self) -> None:
        """Show the frames of this moment, once both of the last one are shown: the files stay in step."""
        if any(frames.is_busy for frames in self.frames):
            return
        if self.slider.value() != self._played_to:
            # Somebody moved it meanwhile.
            self._start_clock()
        passed = round(self._clock.elapsed() / 1000 * self._rate_hz)
        self._played_to = min(self._played_from + passed, self.slider.maximum())
        self.slider.setValue(self._played_to)
        if self._played_to == self.slider.maximum():
            self.play_button.setChecked(False)

    def _nudge(self, frames: int) -> None:
        self.nudge_frames += frames
        self._request()

    def _request(self) -> None:
        """Ask for both frames, and say which they are."""
        if self._compared is None:
            return
        for frames, time_s in zip(self.frames, self.times_s, strict=True):
            frames.want(time_s)
        first_s, second_s = self.times_s
        pair = self._compared.duplicate
        positions = position_words(first_s, pair.first), position_words(max(0.0, second_s), pair.second)
        self.times.setText(" · ".join(positions))
        self.nudge.setText(self.tr("%n frame(s)", "", self.nudge_frames))

    def _dismiss(self) -> None:
        if self._compared is not None:
            self._work.dismiss(self._compared.duplicate)

    def _trash(self, video: Video) -> None:
        if self._compared is not None:
            self.trashRequested.emit(video, self._compared)


def _rate_of(video: Video) -> float:
    rate_hz = float(video.properties.frame_rate_hz) if video.properties is not None else 0.0
    return rate_hz or _USUAL_RATE_HZ
