"""Five stars that give a rating."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from videxplore.core.selects import HIGHEST_RATING
from videxplore.ui.look.icons import icon
from videxplore.ui.look.widgets import flush, quiet_button


class RatingStars(QWidget):
    """A row of stars; the same star again takes the rating away.

    Signals:
        rated: The rating that was given; 0 for none.

    Attributes:
        rating: 1 to 5; 0 for none.
    """

    rated = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.rating = 0
        self.buttons = [
            quiet_button("star", self.tr("Rating %1").replace("%1", str(rating)))
            for rating in range(1, HIGHEST_RATING + 1)
        ]
        row = flush(QHBoxLayout(self), 2)
        for rating, button in enumerate(self.buttons, start=1):
            button.clicked.connect(lambda _checked=False, rating=rating: self._take(rating))
            row.addWidget(button)
        row.addStretch(1)
        self.show_rating(0)

    def show_rating(self, rating: int) -> None:
        """Show a rating."""
        self.rating = rating
        for number, button in enumerate(self.buttons, start=1):
            button.setIcon(icon("star", "accent" if number <= rating else "faint"))

    def _take(self, rating: int) -> None:
        self.show_rating(0 if rating == self.rating else rating)
        self.rated.emit(self.rating)
