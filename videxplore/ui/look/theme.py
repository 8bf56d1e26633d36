"""Colours, type and spacing of the window, from one table of tokens per theme.

Widgets that paint themselves ask :func:`colours` while painting; Qt repaints everything when the theme
changes. Everything else is styled by one stylesheet made from the same tokens.
"""

import functools
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from string import Template

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from videxplore.paths import resources_folder
from videxplore.services.heat_maps import HEAT_RGB
from videxplore.settings import Theme

PANEL_PADDING_PX = 14
GAP_PX = 8
THUMBNAIL_RADIUS_PX = 5
TILE_RADIUS_PX = 7
TOP_BAR_PX = 56
SECTION_HEAD_PX = 38
TAB_BAR_PX = 36
CONTROLS_PX = 42
STATUS_PX = 32


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme.

    Attributes:
        selection: Background of the selected row: the accent mixed with the panel.
        on_accent: Text on the accent colour.
        warm: Work in progress.
        heat: Low and high end of similarity along time.
        actions: Categorical colours, safe for colour-blind eyes.
    """

    name: str
    background: QColor
    panel: QColor
    raised: QColor
    line: QColor
    text: QColor
    dim: QColor
    faint: QColor
    accent: QColor
    selection: QColor
    on_accent: QColor
    like: QColor
    unlike: QColor
    failed: QColor
    warm: QColor
    heat: tuple[QColor, QColor]
    actions: tuple[QColor, ...]

    def group_colour(self, number: int) -> QColor:
        """The colour of the group with this number; colours repeat after the last."""
        return self.actions[number % len(self.actions)]

    def label_colour(self, label: str) -> QColor:
        """The colour of a label: the same in every video and view, whatever other labels there are."""
        shade, hue = divmod(
            zlib.crc32(label.encode()) % (len(self.actions) * len(_SHADES)), len(self.actions)
        )
        return self.actions[hue].lighter(_SHADES[shade])


_PROPERTY = "videxploreTheme"
_SHADES = (100, 135, 75)
"""How light a label's colour is, in percent of the plain one: so fewer labels share theirs."""

_HEAT = (QColor(*HEAT_RGB[0]), QColor(*HEAT_RGB[1]))
_ACTIONS = tuple(
    QColor(name) for name in ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#8f7ee7")
)

DARK = Palette(
    name="dark",
    background=QColor("#0f1216"),
    panel=QColor("#161a20"),
    raised=QColor("#1e242c"),
    line=QColor("#29313b"),
    text=QColor("#e8ebf0"),
    dim=QColor("#9aa5b4"),
    faint=QColor("#667282"),
    accent=QColor("#4f9cf9"),
    selection=QColor("#1f3350"),
    on_accent=QColor("#0b1016"),
    like=QColor("#4cc38a"),
    unlike=QColor("#ff7a7a"),
    failed=QColor("#ff7a7a"),
    warm=QColor("#ffb454"),
    heat=_HEAT,
    actions=_ACTIONS,
)
LIGHT = Palette(
    name="light",
    background=QColor("#f6f7f9"),
    panel=QColor("#ffffff"),
    raised=QColor("#eef1f5"),
    line=QColor("#d9dfe7"),
    text=QColor("#171b21"),
    dim=QColor("#4d5866"),
    faint=QColor("#7c8796"),
    accent=QColor("#1b69cb"),
    selection=QColor("#dbe9fb"),
    on_accent=QColor("#ffffff"),
    like=QColor("#1f8f5f"),
    unlike=QColor("#ba3333"),
    failed=QColor("#ba3333"),
    warm=QColor("#b8690a"),
    heat=_HEAT,
    actions=_ACTIONS,
)


def colours() -> Palette:
    """The palette in use."""
    return _palette_with(QGuiApplication.palette().cacheKey())


@functools.lru_cache(8)
def _palette_with(_cache_key: int) -> Palette:
    """The palette in use; kept by Qt's key, as everything that is painted asks for it."""
    return LIGHT if QGuiApplication.palette().color(QPalette.ColorRole.Window) == LIGHT.background else DARK


def apply_theme(application: QApplication, theme: Theme) -> Palette:
    """Apply a theme to the whole application; open windows change at once.

    Args:
        application: The application.
        theme: ``system`` follows the desktop's colour scheme.
    """
    is_light = theme == "light" or (
        theme == "system" and application.styleHints().colorScheme() == Qt.ColorScheme.Light
    )
    palette = LIGHT if is_light else DARK
    if application.property(_PROPERTY) == palette.name:
        return palette
    if application.property(_PROPERTY) is None:
        load_fonts()
        application.setStyle("Fusion")
        application.setFont(text_font())
    application.setProperty(_PROPERTY, palette.name)
    application.setPalette(_qt_palette(palette))
    application.setStyleSheet(_stylesheet(palette))
    return palette


@contextmanager
def styled_at_the_end(application: QApplication) -> Iterator[None]:
    """Style the widgets that are made meanwhile once, at the end.

    Under a stylesheet Qt styles a widget and all within it again each time one of them gets a parent.
    """
    sheet = application.styleSheet()
    application.setStyleSheet("")
    try:
        yield
    finally:
        application.setStyleSheet(sheet)


class ThemeController(QObject):
    """The theme that was chosen; where that is the desktop's, it changes with the desktop."""

    def __init__(self, application: QApplication, theme: Theme) -> None:
        super().__init__(application)
        self._application = application
        self.choose(theme)
        application.styleHints().colorSchemeChanged.connect(self._follow)

    def choose(self, theme: Theme) -> None:
        """Apply another theme."""
        self._theme = theme
        apply_theme(self._application, theme)

    def _follow(self) -> None:
        apply_theme(self._application, self._theme)


def load_fonts() -> None:
    """Make the bundled typeface known to Qt, once."""
    if "Inter" in QFontDatabase.families():
        return
    for file in sorted((resources_folder() / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def text_font(size_px: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The face of everything that is read."""
    font = QFont("Inter")
    font.setPixelSize(size_px)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def caption_font() -> QFont:
    """Small text beside thumbnails."""
    return text_font(11)


def heading_font() -> QFont:
    """Section heads: small capitals, spaced."""
    font = text_font(11, QFont.Weight.DemiBold)
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    return font


def figures_font(size_px: int = 11, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Times and scores: figures of one width, so that they do not move as they change."""
    font = text_font(size_px, weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def elided(text: str, font: QFont, width_px: float, *, keeps_end: bool = False) -> str:
    """``text`` shortened with an ellipsis where it does not fit; folders differ at their end."""
    mode = Qt.TextElideMode.ElideLeft if keeps_end else Qt.TextElideMode.ElideRight
    return QFontMetricsF(font).elidedText(text, mode, width_px)


def _qt_palette(palette: Palette) -> QPalette:
    role = QPalette.ColorRole
    qt_palette = QPalette()
    for name, colour in (
        (role.Window, palette.background),
        (role.Base, palette.panel),
        (role.AlternateBase, palette.raised),
        (role.Button, palette.raised),
        (role.Mid, palette.line),
        (role.ToolTipBase, palette.raised),
        (role.ToolTipText, palette.text),
        (role.WindowText, palette.text),
        (role.Text, palette.text),
        (role.ButtonText, palette.text),
        (role.PlaceholderText, palette.dim),
        (role.BrightText, palette.failed),
        (role.Highlight, palette.accent),
        (role.HighlightedText, palette.on_accent),
        (role.Link, palette.accent),
    ):
        qt_palette.setColor(name, colour)
    for name in (role.WindowText, role.Text, role.ButtonText):
        qt_palette.setColor(QPalette.ColorGroup.Disabled, name, palette.faint)
    return qt_palette


def _stylesheet(palette: Palette) -> str:
    template = Template((resources_folder() / "style" / "window.qss").read_text(encoding="utf-8"))
    names = (
        "background", "panel", "raised", "line", "text", "dim", "faint", "accent", "selection",
        "on_accent", "like", "unlike", "failed",
    )  # fmt: skip
    icons = (resources_folder() / "icons").as_posix()
    return template.substitute(
        {name: getattr(palette, name).name() for name in names}, theme=palette.name, icons=icons
    )
