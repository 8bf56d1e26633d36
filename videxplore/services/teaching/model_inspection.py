"""Files that show what a backbone computes for a moment: feature maps, heat map, receptive fields."""

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from videxplore.backbones.explain import ReceptiveField, class_heat, feature_maps, stage_receptive_fields
from videxplore.backbones.registry import backbone_spec, load
from videxplore.backbones.runtime.loading import LoadedBackbone
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import ExportError
from videxplore.core.export_files import NUMBERED_FILES, write_export
from videxplore.core.task import Task
from videxplore.core.types import Pixels
from videxplore.services.teaching.model_input import moment_input

_CHANNELS_SHOWN = 16
_COLUMNS = 4
_TILE_PX = 112


def explain(
    video: Path, time_s: float, backbone: str, weights: WeightsFolder, folder: Path, task: Task
) -> list[Path]:
    """Write feature maps, a heat map and receptive fields of a backbone at a time of a video.

    Args:
        video: The file.
        time_s: The frame, or the middle of the clip, in seconds.
        backbone: Its name.
        weights: Holds its weights.
        folder: Receives ``STAGE.png`` for every stage (its channels with the highest variance, in the middle
            of the clip), ``heat.png`` if the backbone has classes (for the most probable one), and
            ``receptive_field.json``. Existing files stay: a name that is taken gets a number.
        task: Receives the number of stages done.

    Returns:
        The files written.

    Raises:
        WeightsUnavailableError: If the weights are missing.
        VideoError: If the video cannot be read, or has no such time.
        ExportError: If the images cannot be written.
        Cancelled: If the task was cancelled.
    """
    spec = backbone_spec(backbone)
    loaded = load(backbone, weights, "cpu")
    if not isinstance(loaded, LoadedBackbone):
        raise TypeError(f"{backbone} cannot be inspected")
    item = moment_input(video, time_s, spec)
    stages = list(loaded.network.stages())
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"The images cannot be written to {folder}: {error.strerror}.") from error
    written = []
    for number, stage in enumerate(stages):
        task.checkpoint(number, len(stages), stage)
        maps = feature_maps(loaded, item, stage)
        written.append(_save(_tiles(maps[:, maps.shape[1] // 2]), folder / f"{stage}.png"))
    if loaded.classes:
        scores = loaded.run([item]).scores
        if scores is not None:
            heat = class_heat(loaded, item, int(scores[0].argmax()))
            frame = item if item.ndim == 3 else item[len(item) // 2]
            overlay = _overlaid(frame, heat.values[len(heat.values) // 2], heat.area)
            written.append(_save(overlay, folder / "heat.png"))
    fields = json.dumps(_field_rows(stage_receptive_fields(spec), spec), indent=2) + "\n"
    written.append(write_export(folder / "receptive_field.json", fields.encode(), NUMBERED_FILES))
    return written


def _tiles(maps: npt.NDArray[np.float32]) -> Pixels:
    """The channels of (D, h, w) with the highest variance, in a grid, each from black to white."""
    shown = np.argsort(-maps.std((1, 2)), kind="stable")[:_CHANNELS_SHOWN]
    tiles = [_grey(maps[channel]) for channel in shown]
    while len(tiles) % _COLUMNS:
        tiles.append(np.zeros_like(tiles[0]))
    rows = [np.hstack(tiles[start : start + _COLUMNS]) for start in range(0, len(tiles), _COLUMNS)]
    return np.vstack(rows)


def _grey(channel: npt.NDArray[np.float32]) -> Pixels:
    low, high = float(channel.min()), float(channel.max())
    levels = (channel - low) / max(high - low, 1e-9)
    grey = Image.fromarray((levels * 255).astype(np.uint8)).resize(
        (_TILE_PX, _TILE_PX), Image.Resampling.NEAREST
    )
    return np.asarray(grey, np.uint8)


def _overlaid(frame: Pixels, heat: npt.NDArray[np.float32], area: Sequence[float]) -> Pixels:
    """The frame with the heat map as a red overlay, darker where the heat is low."""
    height, width = frame.shape[:2]
    left, top, area_width, area_height = area
    box = (round(area_width * width), round(area_height * height))
    warm = Image.fromarray((heat * 255).astype(np.uint8)).resize(box, Image.Resampling.BICUBIC)
    weights = np.zeros((height, width, 1))
    row, column = round(top * height), round(left * width)
    patch = np.asarray(warm)[: height - row, : width - column, None] / 255
    weights[row : row + patch.shape[0], column : column + patch.shape[1]] = patch
    hot = np.array([255.0, 60.0, 20.0])
    return (frame * (0.55 - 0.25 * weights) + hot * 0.6 * weights).clip(0, 255).astype(np.uint8)


def _save(pixels: Pixels, file: Path) -> Path:
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG")
    return write_export(file, content.getvalue(), NUMBERED_FILES)


def _field_rows(fields: Mapping[str, ReceptiveField], spec: BackboneSpec) -> list[dict[str, object]]:
    """Receptive field of each stage in frames, seconds and pixels; None if it is unlimited."""
    rows: list[dict[str, object]] = []
    for name, field in fields.items():
        frames, height, width = (None if value == float("inf") else int(value) for value in field.extent)
        seconds = None if frames is None or not spec.rate_hz else frames / spec.rate_hz
        rows.append(
            {"stage": name, "frames": frames, "seconds": seconds, "height_px": height, "width_px": width}
        )
    return rows
