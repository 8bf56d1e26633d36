"""Menus that limit videos by their metadata: what a library has of each, with how many videos."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from PySide6.QtCore import QDate, QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QDateEdit, QDialog, QDialogButtonBox, QFormLayout, QMenu, QWidget

from videxplore.core.types import Video, VideoState
from videxplore.core.video_listing import (
    LENGTH_CLASSES,
    ORIENTATIONS,
    RESOLUTIONS,
    SOUND_CHOICES,
    VideoFacets,
    VideoFilter,
    resolution_of,
)
from videxplore.ui.look.format_names import codec_name
from videxplore.ui.look.texts import state_words

_NO_WORDS: Mapping[str, str] = MappingProxyType({})
MOST_CHOICES = 30
"""Years, cameras or codecs in a menu; the rarest are left out."""


class VideoFilterMenus(QObject):
    """Adds one menu for each kind of metadata to another menu.

    Signals:
        chosen: The new :class:`VideoFilter`.
    """

    chosen = Signal(object)

    def __init__(self, videos: Callable[[], Sequence[Video]], parent: QWidget) -> None:
        """Offer what ``videos`` have; ``parent`` owns the menus and the dialog."""
        super().__init__(parent)
        self._videos = videos
        self._window = parent
        self._limits = VideoFilter()
        self._menus: list[QMenu] = []

    def add_to(self, menu: QMenu, limits: VideoFilter) -> None:
        """Add the menus, with ``limits`` checked."""
        self._limits = limits
        # Clearing a menu leaves those inside it.
        for old in self._menus:
            old.deleteLater()
        self._menus = []
        facets = [VideoFacets.of_video(video) for video in self._videos()]
        self._add_dates(menu, facets)
        cameras = _counted(one.camera for one in facets)
        self._add(menu, "camera", self.tr("Camera"), self.tr("Any camera"), cameras)
        codecs = _counted(one.codec for one in facets)
        names = {codec: codec_name(codec) for codec, _ in codecs}
        self._add(menu, "codec", self.tr("Codec"), self.tr("Any codec"), codecs, names)
        ranges = Counter(one.dynamic_range for one in facets if one.dynamic_range)
        hdr_count = sum(count for name, count in ranges.items() if name != "SDR")
        choices = [(name, ranges[name]) for name in ("SDR", "HDR10", "HLG") if ranges[name]]
        if len(ranges) > 2:
            choices.insert(1, ("HDR", hdr_count))
        self._add(menu, "dynamic_range", self.tr("Dynamic range"), self.tr("SDR and HDR"), choices)
        sizes = Counter(resolution_of(one.width_px, one.height_px) for one in facets if one.width_px)
        self._add(
            menu,
            "resolution",
            self.tr("Frame size"),
            self.tr("Any frame size"),
            [(name, sizes[name]) for name in reversed(RESOLUTIONS) if sizes[name]],
        )

        self._add_shapes(menu, facets)

    def _add_shapes(self, menu: QMenu, facets: Sequence[VideoFacets]) -> None:
        """What the frames, the sound and the length are like."""
        words = self._words_of_values()
        fields = (
            ("orientation", self.tr("Orientation"), self.tr("Any orientation"), ORIENTATIONS),
            ("rate", self.tr("Frame rate"), self.tr("Any frame rate"), ()),
            ("length", self.tr("Length"), self.tr("Any length"), LENGTH_CLASSES),
            ("sound", self.tr("Sound"), self.tr("With or without sound"), SOUND_CHOICES),
            ("state", self.tr("State"), self.tr("Any state"), tuple(VideoState)),
        )
        for name, title, any_words, order in fields:
            counts = Counter(filter(None, (str(getattr(one, name)) for one in facets)))
            values = order or sorted(dict(counts.most_common(MOST_CHOICES)), key=float)
            choices = [(value, counts[value]) for value in values if counts[value]]
            self._add(menu, name, title, any_words, choices, words)

    def _words_of_values(self) -> dict[str, str]:
        return {
            "landscape": self.tr("Landscape"),
            "portrait": self.tr("Portrait"),
            "square": self.tr("Square"),
            "with": self.tr("With sound"),
            "without": self.tr("Without sound"),
            "10s": self.tr("Under 10 s"),
            "1min": self.tr("10 s to 1 min"),
            "10min": self.tr("1 to 10 min"),
            "longer": self.tr("Over 10 min"),
            **{state.value: state_words(state) for state in VideoState},
        }

    def _add_dates(self, menu: QMenu, facets: Sequence[VideoFacets]) -> None:
        dates = sorted(one.recorded for one in facets if one.recorded)
        limits = self._limits
        has_limit = bool(limits.recorded_from or limits.recorded_to)
        if not dates and not has_limit:
            return
        words = self.tr("Date recorded")
        span = " … ".join(dict.fromkeys((limits.recorded_from, limits.recorded_to)))
        inner, group = self._inner(menu, words, span if has_limit else "")
        self._choice(inner, group, self.tr("Any date"), replace(limits, recorded_from="", recorded_to=""))
        for year, count in sorted(_counted(recorded[:4] for recorded in dates), reverse=True):
            year_only = replace(limits, recorded_from=year, recorded_to=year)
            self._choice(inner, group, f"{year}  ({count})", year_only)
        inner.addSeparator()
        first, last = (dates[0], dates[-1]) if dates else ("", "")
        inner.addAction(self.tr("Choose dates…"), lambda: self._ask_dates(limits, first, last))

    def _ask_dates(self, limits: VideoFilter, first: str, last: str) -> None:
        dialog = RecordedDatesDialog(limits.recorded_from or first, limits.recorded_to or last, self._window)
        dialog.accepted.connect(
            lambda: self.chosen.emit(
                replace(limits, recorded_from=dialog.recorded_from, recorded_to=dialog.recorded_to)
            )
        )
        dialog.open()

    def _add(
        self,
        menu: QMenu,
        name: str,
        title: str,
        any_words: str,
        choices: Sequence[tuple[str, int]],
        words: Mapping[str, str] = _NO_WORDS,
    ) -> None:
        """A menu of the values of one field of the filter; none where there is nothing to choose.

        Values are shown as they are, but those that have ``words``.
        """
        current = str(getattr(self._limits, name))
        if not choices and not current:
            return
        inner, group = self._inner(menu, title, words.get(current, current))
        self._choice(inner, group, any_words, _with(self._limits, name, ""))
        for value, count in choices:
            self._choice(
                inner, group, f"{words.get(value, value)}  ({count})", _with(self._limits, name, value)
            )

    def _inner(self, menu: QMenu, title: str, current: str) -> tuple[QMenu, QActionGroup]:
        inner = menu.addMenu((f"{title}: {current}" if current else title).replace("&", "&&"))
        self._menus.append(inner)
        return inner, QActionGroup(inner)

    def _choice(self, menu: QMenu, group: QActionGroup, words: str, limits: VideoFilter) -> None:
        action = group.addAction(menu.addAction(words.replace("&", "&&")))
        action.setCheckable(True)
        action.setChecked(limits == self._limits)
        action.triggered.connect(lambda: self.chosen.emit(limits))


def _with(limits: VideoFilter, name: str, value: str) -> VideoFilter:
    return replace(limits, **{name: value})  # type: ignore[arg-type]


def _counted(values: Iterable[str]) -> list[tuple[str, int]]:
    """The commonest values that are known, in the order of their names."""
    return sorted(Counter(filter(None, values)).most_common(MOST_CHOICES))


_DAY = "yyyy-MM-dd"


class RecordedDatesDialog(QDialog):
    """Two days, the second not before the first."""

    def __init__(self, first: str, last: str, parent: QWidget) -> None:
        """Start with the days of two dates in ISO 8601; today where one is empty."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Date recorded"))
        self.first_edit, self.last_edit = _day_edit(_day(first)), _day_edit(_day(last, is_last=True))
        self.first_edit.dateChanged.connect(self.last_edit.setMinimumDate)
        self.last_edit.setMinimumDate(self.first_edit.date())
        form = QFormLayout(self)
        form.addRow(self.tr("First day"), self.first_edit)
        form.addRow(self.tr("Last day"), self.last_edit)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    @property
    def recorded_from(self) -> str:
        """The first day in ISO 8601."""
        return self.first_edit.date().toString(_DAY)

    @property
    def recorded_to(self) -> str:
        """The last day in ISO 8601."""
        return self.last_edit.date().toString(_DAY)


def _day(text: str, *, is_last: bool = False) -> QDate:
    """The day of a date, a month or a year; of the latter the first, or the last."""
    if len(text) >= len("2024-05-01"):
        return QDate.fromString(text[:10], _DAY)
    if not text:
        today = date.today()  # noqa: DTZ011 - a day of the user's calendar.
        return QDate(today.year, today.month, today.day)
    year, _, month = text.partition("-")
    begin = QDate(int(year), int(month or (12 if is_last else 1)), 1)
    return QDate(begin.year(), begin.month(), begin.daysInMonth()) if is_last else begin


def _day_edit(day: QDate) -> QDateEdit:
    edit = QDateEdit(day)
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("d MMM yyyy")
    return edit
