"""What a library holds, without the numbers of its rows: equal for libraries made in any order."""

import sqlite3
import zipfile
from collections.abc import Mapping
from typing import Any

from videxplore.services.library import Library

Content = Mapping[str, Any]

_ROWS = {
    "video": "SELECT fingerprint, size_bytes, state, depth, duration_s, frame_rate_numerator, width_px, "
    "height_px, codec, pixel_format, has_audio, warnings, metadata FROM video WHERE id = ?",
    "shots": "SELECT start_s, end_s FROM shot WHERE video_id = ? ORDER BY start_s",
    "keyframes": "SELECT shot.start_s, time_s, sharpness, space.name, vector FROM shot "
    "JOIN keyframe ON shot_id = shot.id JOIN keyframe_embedding ON keyframe_id = keyframe.id "
    "JOIN space ON space.id = space_id WHERE video_id = ? ORDER BY time_s, space.name",
    "regions": "SELECT time_s, space.name, height, width, cells FROM shot JOIN keyframe ON shot_id = shot.id "
    "JOIN keyframe_region ON keyframe_id = keyframe.id JOIN space ON space.id = space_id "
    "WHERE video_id = ? ORDER BY time_s, space.name",
    "objects": "SELECT time_s, label, source, model, score FROM shot JOIN keyframe ON shot_id = shot.id "
    "JOIN keyframe_prediction ON keyframe_id = keyframe.id JOIN label ON label.id = label_id "
    "WHERE video_id = ? ORDER BY time_s, label",
    "facts": "SELECT start_s, black, still, movement, light, blur, shake, camera_move, loudness_lufs, "
    "silence, speech, music FROM shot JOIN scene_facts ON shot_id = shot.id WHERE video_id = ? "
    "ORDER BY start_s",
    "clips": "SELECT shot.start_s, clip.start_s, clip.end_s, space.name, vector FROM shot "
    "JOIN clip ON shot_id = shot.id LEFT JOIN clip_embedding ON clip_id = clip.id "
    "LEFT JOIN space ON space.id = space_id WHERE video_id = ? ORDER BY clip.start_s, space.name",
    "actions": "SELECT clip.start_s, label, source, model, score FROM shot JOIN clip ON shot_id = shot.id "
    "JOIN clip_prediction ON clip_id = clip.id JOIN label ON label.id = label_id "
    "WHERE video_id = ? ORDER BY clip.start_s, label",
}


def library_content(library: Library) -> dict[str, Content]:
    """Everything that is stored of every video, by the name of its file."""
    with sqlite3.connect(f"file:{library.catalogue.file}?mode=ro", uri=True) as connection:
        content: dict[str, Content] = {
            video.path.name: {
                **{name: connection.execute(rows, (video.id,)).fetchall() for name, rows in _ROWS.items()},
                **{
                    file.parent.name: _images(file)
                    for file in (library.strip_file(video.id), library.keyframes_file(video.id))
                },
            }
            for video in library.catalogue.videos()
        }
    connection.close()
    return content


def _images(file: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
