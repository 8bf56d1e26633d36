"""Render the program's icon in every form that desktops want.

    python packaging/make_icons.py FOLDER

From ``resources/icons/videxplore.svg`` it makes ``hicolor/`` (PNG in the sizes of the freedesktop icon
theme, and the SVG itself), ``videxplore.ico`` for Windows and ``videxplore.icns`` for macOS.
"""

import argparse
import io
import shutil
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from videxplore.paths import DESKTOP_ID, resources_folder

SOURCE = resources_folder() / "icons" / "videxplore.svg"
THEME_PX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_PX = (16, 20, 24, 32, 40, 48, 64, 256)
ICNS_PX = 1024
MARGIN = 0.0977
"""Share of each side that icons of macOS leave free: 100 of 1024 pixels."""


def render(size_px: int, margin: float = 0.0) -> bytes:
    """The icon as a PNG."""
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    free_px = margin * size_px
    side_px = size_px - 2 * free_px
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(free_px, free_px, side_px, side_px))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def make_icons(folder: Path) -> None:
    """Write every form of the icon below ``folder``."""
    for size_px in THEME_PX:
        target = folder / "hicolor" / f"{size_px}x{size_px}" / "apps" / f"{DESKTOP_ID}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(render(size_px))
    scalable = folder / "hicolor" / "scalable" / "apps" / f"{DESKTOP_ID}.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SOURCE, scalable)
    # Each size is drawn by itself: a large picture made smaller is blurred.
    drawn = [Image.open(io.BytesIO(render(size_px))) for size_px in ICO_PX]
    drawn[-1].save(folder / "videxplore.ico", sizes=[one.size for one in drawn], append_images=drawn[:-1])
    sizes = (32, 64, 128, 256, 512, ICNS_PX)
    drawn = [Image.open(io.BytesIO(render(size_px, MARGIN))) for size_px in sizes]
    drawn[-1].save(folder / "videxplore.icns", append_images=drawn[:-1])


def main() -> None:
    """Render into the named folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    make_icons(parser.parse_args().folder)


if __name__ == "__main__":
    main()
