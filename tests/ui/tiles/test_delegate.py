"""Thumbnails fill their boxes, cropped and never stretched; frames hide corners; what a small tile says."""

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from videxplore.ui.look import theme
from videxplore.ui.tiles.drawn_pixmaps import MOST_FRAMES, FittedPixmaps, TileFrames
from videxplore.ui.tiles.tile_grounds import GroundLook, TileGrounds, TileStyle
from videxplore.ui.tiles.tile_layout import FOOTER_PX, TITLED_FOOTER_PX, FittedTexts, tile_layout

OUTSIDE, LINE = QColor("#102030"), QColor("#40c0ff")
SIZE = QSizeF(120, 90)


@pytest.fixture
def striped(qapp: QApplication) -> QPixmap:
    """Red at the left, green in the middle third, blue at the right."""
    pixmap = QPixmap(300, 100)
    painter = QPainter(pixmap)
    for left, name in ((0, "red"), (100, "#00ff00"), (200, "blue")):
        painter.fillRect(left, 0, 100, 100, QColor(name))
    painter.end()
    return pixmap


def test_a_wide_thumbnail_loses_its_sides(striped: QPixmap) -> None:
    image = FittedPixmaps().fitted(striped, QRectF(0, 0, 50, 50), 1.0).toImage()
    assert (image.width(), image.height()) == (50, 50)
    for x in (3, 25, 46):
        assert image.pixelColor(x, 25) == QColor("#00ff00")


def test_a_narrow_box_shows_what_a_wide_one_shows_in_its_middle(striped: QPixmap) -> None:
    image = FittedPixmaps().fitted(striped, QRectF(0, 0, 300, 50), 1.0).toImage()
    assert image.pixelColor(20, 25) == QColor("red")
    assert image.pixelColor(150, 25) == QColor("#00ff00")
    assert image.pixelColor(280, 25) == QColor("blue")


def test_it_has_the_pixels_of_a_dense_screen(striped: QPixmap) -> None:
    fitted = FittedPixmaps().fitted(striped, QRectF(0, 0, 50, 40), 2.0)
    assert (fitted.width(), fitted.height()) == (100, 80)
    assert fitted.devicePixelRatio() == 2.0


def test_it_is_made_once_for_a_size_and_again_for_another_thumbnail(striped: QPixmap) -> None:
    pictures, box = FittedPixmaps(), QRectF(5, 5, 60, 40)
    first = pictures.fitted(striped, box, 1.0)
    assert pictures.fitted(striped, box.translated(100, 0), 1.0).cacheKey() == first.cacheKey()
    assert pictures.fitted(striped, QRectF(0, 0, 61, 40), 1.0).cacheKey() != first.cacheKey()
    other = QPixmap(300, 100)
    other.fill(QColor("white"))
    assert pictures.fitted(other, box, 1.0).toImage().pixelColor(5, 5) == QColor("white")


def test_those_used_longest_ago_are_let_go(striped: QPixmap) -> None:
    pictures = FittedPixmaps(capacity_bytes=3 * 100 * 100 * 4)
    boxes = [QRectF(0, 0, 100, 100 - number) for number in range(4)]
    first, second = (pictures.fitted(striped, box, 1.0).cacheKey() for box in boxes[:2])
    pictures.fitted(striped, boxes[2], 1.0)
    assert pictures.fitted(striped, boxes[0], 1.0).cacheKey() == first
    pictures.fitted(striped, boxes[3], 1.0)
    assert pictures.fitted(striped, boxes[0], 1.0).cacheKey() == first
    assert pictures.fitted(striped, boxes[1], 1.0).cacheKey() != second


@pytest.fixture
def frames(qapp: QApplication) -> TileFrames:
    return TileFrames()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_frame_hides_the_corners_and_shows_the_tile(frames: TileFrames, ratio: float) -> None:
    pixmap = frames.frame(SIZE, ratio, OUTSIDE, LINE, 2)
    image = pixmap.toImage()
    assert (image.width(), image.height()) == (round(120 * ratio), round(90 * ratio))
    assert pixmap.deviceIndependentSize() == SIZE
    right, bottom = image.width() - 1, image.height() - 1
    for corner in ((0, 0), (right, 0), (0, bottom), (right, bottom)):
        assert image.pixelColor(*corner) == OUTSIDE
    assert image.pixelColor(right // 2, bottom // 2).alpha() == 0
    for edge in ((right // 2, 0), (0, bottom // 2), (right, bottom // 2), (right // 2, bottom)):
        assert image.pixelColor(*edge) == LINE


def test_tiles_that_look_alike_share_a_frame(frames: TileFrames) -> None:
    first = frames.frame(SIZE, 1.0, OUTSIDE, LINE, 1)
    assert frames.frame(SIZE, 1.0, OUTSIDE, LINE, 1) is first
    assert frames.frame(SIZE, 1.0, OUTSIDE, LINE, 2) is not first


def test_frame_sizes_that_are_gone_are_forgotten(frames: TileFrames) -> None:
    first = frames.frame(SIZE, 1.0, OUTSIDE, LINE, 1)
    for width in range(MOST_FRAMES):
        frames.frame(QSizeF(60 + width, 60), 1.0, OUTSIDE, LINE, 1)
    again = frames.frame(SIZE, 1.0, OUTSIDE, LINE, 1)
    assert again is not first
    assert again.toImage() == first.toImage()


PLAIN = GroundLook(line_px=1, line="line", is_faded=False, has_scrub_line=True)


def style(ratio: float = 1.0, width_px: int = 120) -> TileStyle:
    return TileStyle(tile_layout(width_px, 60 + FOOTER_PX, FOOTER_PX), theme.DARK, ratio)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_ground_has_all_but_the_texts(striped: QPixmap, ratio: float) -> None:
    image = TileGrounds().ground(style(ratio), PLAIN, (striped,)).toImage()
    shown = {
        (60, 20): QColor("#00ff00"),
        (60, 59): theme.DARK.line,
        (60, 70): theme.DARK.raised,
        (0, 40): theme.DARK.line,
        (0, 0): theme.DARK.panel,
    }
    for (x, y), colour in shown.items():
        assert image.pixelColor(round(x * ratio), round(y * ratio)) == colour
    assert (image.width(), image.height()) == (120 * ratio, 86 * ratio)


def test_two_thumbnails_are_side_by_side_and_fade_together(striped: QPixmap) -> None:
    grounds, faded = TileGrounds(), GroundLook(0, "line", is_faded=True, has_scrub_line=False)
    image = grounds.ground(style(), faded, (striped, None)).toImage()
    assert image.pixelColor(0, 0).green() < 160, "as narrow as half a tile, of the middle only green is seen"
    assert image.pixelColor(30, 30).green() > 100
    assert image.pixelColor(90, 30) == theme.DARK.background
    both = grounds.ground(style(), faded, (striped, striped)).toImage()
    assert both.pixelColor(90, 30) == image.pixelColor(30, 30)
    assert both.pixelColor(60, 30) == theme.DARK.background


def test_grounds_are_made_once_and_those_used_longest_ago_let_go(striped: QPixmap) -> None:
    grounds = TileGrounds(capacity_bytes=2 * 120 * 86 * 4)
    looks = [PLAIN, PLAIN._replace(line="accent"), PLAIN._replace(line="like")]
    first = grounds.ground(style(), looks[0], (striped,))
    assert grounds.ground(style(), looks[0], (striped,)) is first
    assert grounds.ground(style(), looks[0], (None,)) is not first
    for look in looks[1:]:
        grounds.ground(style(), look, (striped,))
    again = grounds.ground(style(), looks[0], (striped,))
    assert again is not first
    assert again.toImage() == first.toImage()
    assert grounds.ground(style(width_px=130), looks[0], (striped,)).width() == 130


@pytest.mark.usefixtures("qapp")
def test_a_line_of_text_is_half_way_down_and_at_either_side() -> None:
    texts, line = FittedTexts(theme.figures_font(11)), QRectF(10, 20, 100, 40)
    for is_at_right in (False, True):
        drawn, expected = QPixmap(120, 80), QPixmap(120, 80)
        align = Qt.AlignmentFlag.AlignRight if is_at_right else Qt.AlignmentFlag.AlignLeft
        for pixmap in (drawn, expected):
            pixmap.fill(QColor("black"))
            painter = QPainter(pixmap)
            painter.setPen(QColor("white"))
            painter.setFont(theme.figures_font(11))
            if pixmap is drawn:
                texts.draw(painter, line, "0:12.3", is_at_right=is_at_right)
            else:
                painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | align, "0:12.3")
            painter.end()
        assert drawn.toImage() == expected.toImage()


WHOLE, BEGINNING = "2:15:13.0-2:16:14.5", "2:15:13.0"


@pytest.mark.usefixtures("qapp")
def test_a_span_that_does_not_fit_shows_its_beginning() -> None:
    texts = FittedTexts(theme.figures_font(11))
    room_px = texts.shaped(WHOLE).width_px
    assert texts.fitted(WHOLE, room_px, BEGINNING) == WHOLE
    assert texts.fitted(WHOLE, room_px - 1, BEGINNING) == BEGINNING
    assert texts.fitted(WHOLE, room_px - 1).endswith("…")
    assert texts.fitted(WHOLE, texts.shaped(BEGINNING).width_px - 1, BEGINNING).endswith("…")


@pytest.mark.parametrize("footer_px", [FOOTER_PX, TITLED_FOOTER_PX])
def test_the_thumbnail_and_the_footer_fill_the_tile(footer_px: int) -> None:
    layout = tile_layout(130, 99 + footer_px, footer_px)
    assert layout.box.united(layout.footer) == layout.tile
    assert layout.box.height() == 99
    assert layout.footer.contains(layout.row)
    assert layout.title.isEmpty() == (footer_px == FOOTER_PX)
    assert not layout.title.intersects(layout.box)


def test_a_time_keeps_its_room_beside_a_long_label(qapp: QApplication) -> None:
    texts = FittedTexts(theme.figures_font(11))
    room_px = texts.shaped("0:10.3").width_px * 2.5
    label = texts.fitted_beside("West Highland white terrier", room_px, "0:10.3")
    assert label.startswith("West")
    assert texts.shaped("0:10.3").width_px + texts.shaped(label).width_px <= room_px
    assert texts.shaped(texts.fitted_beside("rejected by the editor", room_px, "")).width_px > 0.5 * room_px
