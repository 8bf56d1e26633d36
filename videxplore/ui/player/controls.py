"""The row of controls below the frame, and the menu of the frame, its angle and its sound track."""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from videxplore.ui.commands import is_key, with_keys
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import round_words
from videxplore.ui.look.theme import CONTROLS_PX, GAP_PX, PANEL_PADDING_PX, figures_font
from videxplore.ui.look.widgets import MOVING_KEYS, ElidedLabel, ReservedKeys, lay_ground
from videxplore.ui.player.playback import RATES
from videxplore.ui.player.transport import PlayerTransport
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane

if TYPE_CHECKING:  # PyAV is loaded by the thread that first decodes.
    from videxplore.services.playback.sound import Track, Tracks


_ICON_BUTTON_PX = 34
_SLIDER_PX = 48


class PlayerControls(QWidget):
    """Buttons that trigger the player's actions, the time, the speed and the volume.

    Signals:
        volumeChanged: The requested volume in [0, 1].
        rateSelected: The requested speed.
        timeRequested: What the user typed as the time to go to.
    """

    volumeChanged = Signal(float)
    rateSelected = Signal(float)
    timeRequested = Signal(str)

    def __init__(self, actions: dict[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("playerControls")
        self.setFixedHeight(CONTROLS_PX)
        lay_ground(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(PANEL_PADDING_PX - 6, 0, PANEL_PADDING_PX - 6, 0)
        row.setSpacing(2)
        for name in ("step back", "play", "step forward"):
            row.addWidget(_button(actions[name], width_px=_ICON_BUTTON_PX))
        row.addSpacing(GAP_PX)
        for widget in self._make_time(actions["go to time"]):
            row.addWidget(widget)
        self.name_label = ElidedLabel("")
        self.name_label.setProperty("dim", True)
        self.name_label.setAccessibleName(self.tr("Name of the video"))
        self.name_label.setContentsMargins(GAP_PX, 0, 0, 0)
        # It takes the room that is left, which may be none.
        self.name_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.name_label, 1)
        self.marks_label = ElidedLabel("")
        self.marks_label.setFont(figures_font(12))
        self.marks_label.setProperty("dim", True)
        self.marks_label.setAccessibleName(self.tr("In, out and length"))
        self.marks_label.setContentsMargins(GAP_PX, 0, 0, 0)
        self.marks_label.hide()
        row.addWidget(self.marks_label, 1)
        row.addWidget(self._make_rate_button([actions[name] for name in ("slower", "pause", "faster")]))
        row.addSpacing(4)
        mute_button = _button(actions["mute"], width_px=_ICON_BUTTON_PX)
        row.addWidget(mute_button)
        row.addWidget(self._make_volume())
        self._making_way = (self.rate_button, mute_button, self.volume_slider)
        row.addSpacing(GAP_PX)
        self._worded = [_button(actions[name]) for name in ("region", "heat", "export")]
        for button in self._worded:
            row.addWidget(button)

    @qt_override
    def event(self, event: QEvent) -> bool:
        """Give the words of the buttons up where there is no room for them."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return super().event(event)

    @qt_override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if not self._has_words else QSize(hint.width() - self._words_px, hint.height())

    @property
    def _has_words(self) -> bool:
        return self._worded[0].toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon

    @functools.cached_property
    def _words_px(self) -> int:
        """What the words of the buttons take; asked for while they have them."""
        sizes = []
        for style in (Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextBesideIcon):
            for button in self._worded:
                button.setToolButtonStyle(style)
            sizes.append(sum(button.sizeHint().width() for button in self._worded))
        return sizes[1] - sizes[0]

    def _fit(self) -> None:
        least_px = super().minimumSizeHint().width() + (0 if self._has_words else self._words_px)
        if self.advice_label.isVisible():
            least_px += self.advice_label.sizeHint().width() - self.advice_label.minimumSizeHint().width()
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if self.width() < least_px:
            style = Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._worded:
            if button.toolButtonStyle() != style:
                button.setToolButtonStyle(style)

    def show_time(self, time_text: str, duration_text: str) -> None:
        """Write where the player is."""
        self.time_label.setText(time_text)
        self.duration_label.setText(f" / {duration_text}" if duration_text else "")

    def show_name(self, name: str) -> None:
        """Write which video it is."""
        self.name_label.setText(name)

    def show_marks(self, words: str) -> None:
        """Write in and out point and the length between them; nothing where none is set."""
        self.marks_label.setText(words)
        self.marks_label.setVisible(bool(words))

    def ask_time(self) -> None:
        """Turn the time into a field, to type where to go."""
        self.time_label.hide()
        self.time_field.setText(self.time_label.text())
        self.time_field.show()
        self.time_field.setFocus()
        self.time_field.selectAll()

    def end_asking(self, *, understood: bool) -> None:
        """Turn the field back into the time, or let the user correct what was typed."""
        if understood:
            owner = self.parentWidget()
            if self.time_field.hasFocus() and owner is not None:
                # Hiding it would hand the focus, and with it the arrow keys, to the next control.
                owner.setFocus()
            self.time_field.hide()
            self.time_label.show()
        else:
            self.time_field.selectAll()
        self.duration_label.setVisible(understood)
        self.advice_label.setVisible(not understood)
        for widget in self._making_way:
            widget.setVisible(understood)

    @qt_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape, or going elsewhere, closes the time field; a click on the time opens it."""
        if watched is self.time_label and event.type() == QEvent.Type.MouseButtonRelease:
            self.ask_time()
        elif watched is self.time_field:
            if is_key(event, QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape):
                # Escape belongs to the field before it belongs to the window.
                event.accept()
                return True
            if _is_leaving(event):
                self.end_asking(understood=True)
                return event.type() != QEvent.Type.FocusOut
        return super().eventFilter(watched, event)

    def show_rate(self, rate: float) -> None:
        """Write the speed; negative plays backwards."""
        self.rate_button.setText(_rate_text(rate))
        for known, action in self._rates.items():
            action.setChecked(known == rate)

    def show_volume(self, volume: float) -> None:
        """Move the slider without asking for the volume again."""
        self.volume_slider.blockSignals(True)
        self.volume_slider.setValue(round(volume * 100))
        self.volume_slider.blockSignals(False)

    def _make_time(self, go_to_time: QAction) -> tuple[QWidget, ...]:
        self.time_label = QLabel()
        self.time_label.setFont(figures_font(13))
        self.time_label.setAccessibleName(self.tr("Time"))
        _follow([go_to_time], lambda: self.time_label.setToolTip(go_to_time.toolTip()))
        self.time_label.setCursor(Qt.CursorShape.IBeamCursor)
        self.time_label.installEventFilter(self)
        self.time_field = QLineEdit()
        self.time_field.setFont(figures_font(13))
        self.time_field.setFixedWidth(104)
        self.time_field.setAccessibleName(self.tr("Go to time"))
        self.time_field.setToolTip(self.tr("Seconds, 1:15.5, 00:01:15:12 or f433 for a frame"))
        self.time_field.installEventFilter(self)
        self.time_field.returnPressed.connect(lambda: self.timeRequested.emit(self.time_field.text()))
        self.time_field.hide()
        self.duration_label = QLabel()
        self.duration_label.setFont(figures_font(13))
        self.duration_label.setProperty("dim", True)
        # It may become short: a window must not grow for it.
        self.advice_label = ElidedLabel("")
        self.advice_label.setText("  " + self.tr("is not a time: try 75.5, 1:15.5 or f433 for a frame"))
        self.advice_label.setProperty("bad", True)
        self.advice_label.hide()
        return self.time_label, self.time_field, self.duration_label, self.advice_label

    def _make_rate_button(self, actions: Sequence[QAction]) -> QToolButton:
        self.rate_button = QToolButton()
        self.rate_button.setProperty("quiet", True)
        self.rate_button.setProperty("tight", True)
        self.rate_button.setFont(figures_font(12))
        words = self.tr("Speed")
        _follow(actions, lambda: self.rate_button.setToolTip(with_keys(words, *actions)))
        self.rate_button.setAccessibleName(words)
        self.rate_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.rate_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self.rate_button)
        self._rates = {rate: menu.addAction(_rate_text(rate)) for rate in RATES}
        for rate, action in self._rates.items():
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, rate=rate: self.rateSelected.emit(rate))
        self.rate_button.setMenu(menu)
        self.show_rate(1)
        return self.rate_button

    def _make_volume(self) -> QSlider:
        self.volume_slider = QSlider(Qt.Orientation.Horizontal)
        self.volume_slider.setRange(0, 100)
        self.volume_slider.setValue(100)
        self.volume_slider.setFixedWidth(_SLIDER_PX)
        self.volume_slider.setToolTip(self.tr("Volume"))
        self.volume_slider.setAccessibleName(self.tr("Volume"))
        self.volume_slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        ReservedKeys(self.volume_slider, MOVING_KEYS)
        self.volume_slider.valueChanged.connect(lambda value: self.volumeChanged.emit(value / 100))
        return self.volume_slider


def _rate_text(rate: float) -> str:
    """A speed with the signs of typography: minus and times."""
    sign = "\N{MINUS SIGN}" if rate < 0 else ""
    return f"{sign}{round_words(abs(rate))}\N{MULTIPLICATION SIGN}"


def _is_leaving(event: QEvent) -> bool:
    return event.type() == QEvent.Type.FocusOut or is_key(event, QEvent.Type.KeyPress, Qt.Key.Key_Escape)


def _follow(actions: Sequence[QAction], describe: Callable[[], None]) -> None:
    """Describe a control now, and whenever the words or the keys of its actions change."""
    describe()
    for action in actions:
        action.changed.connect(describe)


def _button(action: QAction, width_px: int = 0) -> QToolButton:
    """A button for an action: its icon alone where a width is given, else icon and text."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setProperty("quiet", True)
    button.setIconSize(QSize(18, 18))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    _follow([action], lambda: button.setAccessibleName(action.text()))
    if width_px:
        button.setFixedWidth(width_px)
    else:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("tight", True)
    return button


class TrackMenu(QObject):
    """Opens on a right click. The choice holds until another video is opened; nothing is stored."""

    def __init__(
        self,
        owner: QWidget,
        session: Session,
        transport: PlayerTransport,
        lane: Lane,
        actions: Sequence[QAction],
    ) -> None:
        """Open over ``owner`` with ``actions`` first; read on ``lane`` what a file holds."""
        super().__init__(owner)
        self._owner = owner
        self._session = session
        self._transport = transport
        self._lane = lane
        self.menu = QMenu(owner)
        self._actions = actions
        owner.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        owner.customContextMenuRequested.connect(self._on_requested)

    def _on_requested(self, place: QPoint) -> None:
        video = self._session.video
        if video is None:
            return
        path = video.path
        job = self._lane.submit(lambda _: _read(path))
        job.succeeded.connect(lambda tracks: self._show(path, tracks, place))
        job.failed.connect(self._session.notice_failure)

    def _show(self, path: Path, tracks: "Tracks", place: QPoint) -> None:
        video = self._session.video
        if video is None or video.path != path:
            return
        transport = self._transport
        for submenu in self.menu.findChildren(QMenu):
            submenu.deleteLater()
        self.menu.clear()
        self.menu.addActions(self._actions)
        self.menu.addSeparator()
        self._add(self.tr("Picture"), tracks.films, transport.film_track, transport.choose_film)
        self._add(self.tr("Sound"), tracks.sounds, transport.sound_track, transport.choose_sound)
        self.menu.popup(self._owner.mapToGlobal(place))

    def _add(
        self, title: str, tracks: "Sequence[Track]", chosen: int | None, choose: Callable[[int], None]
    ) -> None:
        """A submenu of the tracks of one kind; the one that is used has a mark."""
        submenu = self.menu.addMenu(title)
        submenu.setEnabled(len(tracks) > 1)
        group = QActionGroup(submenu)
        used = chosen if chosen is not None else next((one.index for one in tracks if one.is_best), None)
        for number, track in enumerate(tracks, start=1):
            action = submenu.addAction(self._words(number, track))
            action.setCheckable(True)
            action.setChecked(track.index == used)
            action.triggered.connect(lambda _=False, index=track.index: choose(index))
            group.addAction(action)

    def _words(self, number: int, track: "Track") -> str:
        size = f"{track.width_px} × {track.height_px}" if track.width_px else ""  # noqa: RUF001
        channels = self.tr("%n channel(s)", "", track.channels) if track.channels else ""
        known = [track.title, track.language, size, channels]
        return " · ".join([str(number), *(one for one in known if one)]).replace("&", "&&")


def _read(path: Path) -> "Tracks":
    from videxplore.services.playback.sound import read_tracks

    return read_tracks(path)
