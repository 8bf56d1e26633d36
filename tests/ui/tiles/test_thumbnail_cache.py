"""Which picture stands for what."""

import numpy as np
from PySide6.QtGui import QPixmap

from tests.ui.exploring import Exploring
from tests.ui.watching import pixels_of
from videxplore.core.types import Thumbnail
from videxplore.ui.tiles.thumbnail_cache import WIDEST_PX, ThumbnailKey
from videxplore.video.thumbnails import encode_jpeg


def test_a_scene_is_shown_by_what_it_is_compared_by(exploring: Exploring) -> None:
    """A film that begins in black: whoever asks for its first scene does not look for black."""
    [video] = [one for one in exploring.window.parts.videos.videos if one.path.stem == "beach"]
    library, pictures = exploring.library, exploring.window.parts.thumbnails
    keyframes = [
        Thumbnail(one.time_s, library.keyframe_picture(one.id) or b"")
        for one in library.catalogue.keyframes(video.id)
    ]
    black = encode_jpeg(np.zeros((90, 160, 3), np.uint8))
    library.write_caches(video.id, [Thumbnail(0.0, black)], keyframes)
    pictures.forget_video(video.id)

    def brightness(key: ThumbnailKey) -> float:
        exploring.until(lambda: pictures.get(key) is not None)
        pixmap = pictures.get(key)
        assert isinstance(pixmap, QPixmap)
        return float(pixels_of(pixmap.toImage())[..., :3].mean())

    assert brightness(ThumbnailKey("strip", video.id, 0.0)) < 5
    assert brightness(ThumbnailKey("scene", video.id, 0.0)) > 40
    gone = ThumbnailKey("scene", 999, 0.0)
    exploring.until(lambda: pictures.get(gone) is None and pictures.is_missing(gone))


def test_what_has_no_thumbnail_yet_stays_so_while_other_videos_are_analysed(exploring: Exploring) -> None:
    parts = exploring.window.parts
    [beach] = [one for one in parts.videos.videos if one.path.stem == "beach"]
    pictures, waiting = parts.thumbnails, ThumbnailKey("video", beach.id + 100)
    exploring.until(lambda: pictures.get(waiting) is None and pictures.is_missing(waiting))
    pictures.forget_video(beach.id)
    assert pictures.is_missing(waiting), "its tile would be empty for a moment"
    pictures.forget_video(waiting.id)
    assert not pictures.is_missing(waiting)


def test_large_thumbnails_are_kept_no_larger_than_tiles_are(exploring: Exploring) -> None:
    [video] = [one for one in exploring.window.parts.videos.videos if one.path.stem == "beach"]
    library, pictures = exploring.library, exploring.window.parts.thumbnails
    left_bright = np.zeros((900, 1600, 3), np.uint8)
    left_bright[:, :800] = 200
    times_s = [one.time_s for one in library.catalogue.keyframes(video.id)]
    library.write_caches(
        video.id,
        [
            Thumbnail(0.0, encode_jpeg(left_bright)),
            Thumbnail(1.0, b"no picture"),
            # Asking the plugin of SVG from a thread can deadlock with the window.
            Thumbnail(2.0, b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'),
        ],
        [Thumbnail(time_s, encode_jpeg(left_bright)) for time_s in times_s],
    )
    pictures.forget_video(video.id)
    large, damaged = ThumbnailKey("strip", video.id, 0.0), ThumbnailKey("strip", video.id, 1.0)
    exploring.until(lambda: pictures.get(large) is not None)
    exploring.until(lambda: pictures.get(damaged) is None and pictures.is_missing(damaged))
    svg = ThumbnailKey("strip", video.id, 2.0)
    exploring.until(lambda: pictures.get(svg) is None and pictures.is_missing(svg))
    pixmap = pictures.get(large)
    assert isinstance(pixmap, QPixmap)
    assert (pixmap.width(), pixmap.height()) == (WIDEST_PX, WIDEST_PX * 9 // 16)
    pixels = pixels_of(pixmap.toImage())[..., :3]
    assert abs(pixels[:, : WIDEST_PX // 2 - 8].mean() - 200) < 5
    assert pixels[:, WIDEST_PX // 2 + 8 :].mean() < 5
