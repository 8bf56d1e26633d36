"""What there is to know about the open video's file."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QSizePolicy, QVBoxLayout

from videxplore.core.types import Video
from videxplore.ui.look import theme
from videxplore.ui.look.texts import length_words, round_words, state_words
from videxplore.ui.look.widgets import Heading
from videxplore.ui.session import Session
from videxplore.ui.video_panel import VideoPanel
from videxplore.ui.work.jobs import Lane

SI_UNITS = QLocale.DataSizeFormat.DataSizeSIFormat


class DetailsPanel(VideoPanel):
    """Name, place, size and format of the open video."""

    def __init__(self, session: Session, lane: Lane) -> None:
        super().__init__(session, lane)
        self._heading = Heading(self.tr("No video is open"), is_name=True)
        self._form = QFormLayout()
        self._form.setContentsMargins(theme.PANEL_PADDING_PX, 0, theme.PANEL_PADDING_PX, 0)
        self._form.setHorizontalSpacing(theme.PANEL_PADDING_PX)
        self._form.setVerticalSpacing(theme.GAP_PX)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addLayout(self._form)
        column.addStretch(1)
        self.load_video(session.video)

    def load_video(self, video: Video | None) -> None:
        """Show what is known of the file."""
        while self._form.rowCount():
            self._form.removeRow(0)
        self._heading.set_words(video.path.stem if video else self.tr("No video is open"))
        if video is None:
            return
        self._add(self.tr("Folder"), str(video.path.parent))
        self._add(self.tr("File"), video.path.name)
        self._add(self.tr("Size"), QLocale().formattedDataSize(video.size_bytes, 1, SI_UNITS))
        self._add(self.tr("Status"), video.error or state_words(video.state))
        properties = video.properties
        if properties is None:
            return
        self._add(self.tr("Length"), length_words(properties.duration_s))
        self._add(
            self.tr("Resolution"), f"{properties.width_px} \N{MULTIPLICATION SIGN} {properties.height_px}"
        )
        self._add(self.tr("Frame rate"), f"{round_words(float(properties.frame_rate_hz))} fps")
        self._add(self.tr("Codec"), f"{properties.codec}, {properties.pixel_format}")
        self._add(self.tr("Audio"), self.tr("yes") if properties.has_audio else self.tr("none"))
        if properties.rotation_deg:
            self._add(self.tr("Rotated by"), f"{properties.rotation_deg}\N{DEGREE SIGN}")

    def _add(self, name: str, value: str) -> None:
        label, words = QLabel(name), QLabel(value)
        label.setProperty("dim", True)
        label.setFont(theme.text_font(12))
        words.setFont(theme.figures_font(12))
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._form.addRow(label, words)
