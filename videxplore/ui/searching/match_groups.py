"""Results by how strong a match they are: the same shot, very similar, and the nearest of all others."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from videxplore.core.types import MatchGroup, Moment, Shot
from videxplore.services.labels import LEAST_SCORES, Certainty
from videxplore.services.searching.query.query import Ranking, rows_by_video
from videxplore.ui.look import theme
from videxplore.ui.look.widgets import word_button

LEAST_CONFIDENCE = 0.01
LEAST_TILES = 24
GROUPS: tuple[MatchGroup, ...] = ("same", "similar", "nearest")


def group_words(group: MatchGroup) -> str:
    """What a group is called."""
    translate = QCoreApplication.translate
    words = {
        "same": translate("MatchGroups", "Same shot"),
        "similar": translate("MatchGroups", "Very similar"),
        "nearest": translate("MatchGroups", "Nearest others"),
    }
    return words[group]


def is_doubtful(moment: Moment) -> bool:
    """Whether words find it by labels alone, and those are less certain than labels that are shown."""
    if moment.group is not None or not moment.reasons:
        return False
    least = LEAST_SCORES[Certainty.LIKELY]
    return moment.similarity < least and all(reason.place == "label" for reason in moment.reasons)


def strong(moments: Iterable[Moment]) -> list[Moment]:
    """The moments that count as matches: neither far from the query nor doubtful."""
    return [moment for moment in moments if moment.group != "nearest" and not is_doubtful(moment)]


def by_video(moments: Sequence[Moment]) -> list[Moment]:
    """The moments of each video together, the video with the best moment first."""
    return [moments[row] for row in rows_by_video(moments)]


def worth_showing(moments: Sequence[Moment]) -> Sequence[Moment]:
    """Without the long tail that resembles the query no more than chance does; never fewer than a page."""
    count = sum(1 for moment in moments if moment.confidence >= LEAST_CONFIDENCE)
    return moments[: max(count, LEAST_TILES)]


def how_often(ranking: Ranking) -> dict[int, int]:
    """By scene, how many more of its video look nearly the same and are not shown."""
    pairs = zip(ranking.moments, ranking.alike, strict=False)
    return {moment.shot.id: len(others) for moment, others in pairs if others}


def followers_of(ranking: Ranking) -> dict[int, Shot]:
    """What follows each moment, by its scene, where the query asks for one scene after another."""
    pairs = zip(ranking.moments, ranking.followers, strict=False)
    return {moment.shot.id: follower for moment, follower in pairs}


class MatchGroups(QWidget):
    """A line above the results that counts the groups.

    Signals:
        groupPicked: The group whose first result is to be shown.
        nearestToggled: Whether the nearest others are to be shown.
    """

    groupPicked = Signal(str)
    nearestToggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.PANEL_PADDING_PX - 4, 0)
        row.setSpacing(2)
        # The results below do not move when there are groups to count.
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.buttons: dict[MatchGroup, QToolButton] = {}
        for group in GROUPS:
            button = word_button("")
            button.setProperty("quiet", True)
            button.setProperty("tight", True)
            self.buttons[group] = button
            row.addWidget(button)
        row.addStretch(1)
        for group in ("same", "similar"):
            self.buttons[group].clicked.connect(lambda _on=False, group=group: self.groupPicked.emit(group))
        self.buttons["nearest"].setCheckable(True)
        self.buttons["nearest"].toggled.connect(self._toggle)
        self._counts: dict[MatchGroup, int] = dict.fromkeys(GROUPS, 0)
        self._weak_words = ""
        self._doubtful = 0
        self.show_counts(())

    @property
    def shows_nearest(self) -> bool:
        """Whether the user wants to see the nearest others, too."""
        return self.buttons["nearest"].isChecked()

    def show_counts(self, moments: Sequence[Moment]) -> None:
        """Count the groups of these results; nothing is shown where they have none."""
        self._counts = {group: sum(moment.group == group for moment in moments) for group in GROUPS}
        self._doubtful = sum(map(is_doubtful, moments))
        self._weak_words = self.tr("Uncertain") if self._doubtful else group_words("nearest")
        self._counts["nearest"] += self._doubtful
        for group, count in self._counts.items():
            self.buttons[group].setVisible(count > 0)
            self.buttons[group].setText(f"{group_words(group)} {count}")
        self.buttons["nearest"].setEnabled(self._counts["nearest"] < len(moments))
        self._say_nearest()
        self.setVisible(any(self._counts.values()))

    def _toggle(self, shown: bool) -> None:
        self._say_nearest()
        self.nearestToggled.emit(shown)

    def _say_nearest(self) -> None:
        count = self._counts["nearest"]
        words = self.tr("%n more", "", count)
        if not self.buttons["nearest"].isEnabled():
            words = f"{self._weak_words} {count}"
        elif self.shows_nearest:
            words = self.tr("Hide %n", "", count)
        self.buttons["nearest"].setText(words)
        self.buttons["nearest"].setAccessibleName(f"{self._weak_words}: {words}")
        tip = self._weak_words
        if self._doubtful:
            tip = self.tr("Found only by labels that are less certain than those that are shown.")
        self.buttons["nearest"].setToolTip(tip)
