"""The program's icon in the forms that desktops want."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from videxplore.paths import DESKTOP_ID

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    command = [sys.executable, str(ROOT / "packaging" / "make_icons.py"), str(folder)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, check=True, env=environment, timeout=60)
    return folder


def test_each_size_of_the_icon_theme_is_drawn(icons: Path) -> None:
    for size_px in (16, 24, 32, 48, 64, 128, 256, 512):
        file = icons / "hicolor" / f"{size_px}x{size_px}" / "apps" / f"{DESKTOP_ID}.png"
        with Image.open(file) as picture:
            assert picture.size == (size_px, size_px)
            opaque, corner = picture.getpixel((size_px // 2, size_px // 2)), picture.getpixel((0, 0))
        assert isinstance(opaque, tuple)
        assert isinstance(corner, tuple)
        assert opaque[3] == 255
        assert corner[3] < 100


def test_windows_and_macos_get_all_sizes_in_one_file(icons: Path) -> None:
    with Image.open(icons / "videxplore.ico") as picture:
        assert {(16, 16), (32, 32), (48, 48), (256, 256)} <= picture.info["sizes"]
    with Image.open(icons / "videxplore.icns") as picture:
        assert {(16, 16, 2), (512, 512, 2)} <= set(picture.info["sizes"])
