"""What a backbone sees in a moment, as pictures: its feature maps, its heat and its receptive fields."""

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PIL import Image

from videxplore.backbones.registry import backbone_spec, load
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import ExportError
from videxplore.core.export_files import NUMBERED_FILES, write_export
from videxplore.core.task import Task
from videxplore.core.types import Pixels
from videxplore.services.teaching.moment_input import moment_input

if TYPE_CHECKING:
    from videxplore.backbones.explain.receptive_field import ReceptiveField

_CHANNELS_SHOWN = 16
_COLUMNS = 4
_TILE_PX = 112


def explain(
    video: Path, time_s: float, backbone: str, weights: WeightsFolder, folder: Path, task: Task
) -> list[Path]:
    """Write what a backbone sees at a time of a video.

    Args:
        video: The file.
        time_s: The picture, or the middle of the clip, in seconds.
        backbone: Its name.
        weights: Where its weights are.
        folder: Gets ``STAGE.png`` for every stage (its liveliest channels, in the middle of the clip),
            ``heat.png`` where the backbone tells classes (what speaks for the likeliest), and
            ``receptive_field.json``. Nothing there is replaced: a name that is taken gets a number.
        task: Learns how many stages are done.

    Returns:
        The files written.

    Raises:
        WeightsUnavailableError: If the weights are not here.
        VideoError: If the video cannot be read, or has no such time.
        ExportError: If the pictures cannot be written.
        Cancelled: If the task was cancelled.
    """
    # Late: they load torch.
    from videxplore.backbones.explain.description import receptive_field_sheet
    from videxplore.backbones.explain.saliency import class_heat, feature_maps
    from videxplore.backbones.runtime.loading import LoadedBackbone

    spec = backbone_spec(backbone)
    loaded = load(backbone, weights, "cpu")
    if not isinstance(loaded, LoadedBackbone):
        raise TypeError(f"{backbone} cannot be looked into")
    item = moment_input(video, time_s, spec)
    stages = list(loaded.network.stages())
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"The pictures cannot be written to {folder}: {error.strerror}.") from error
    written = []
    for number, stage in enumerate(stages):
        task.checkpoint(number, len(stages), stage)
        maps = feature_maps(loaded, item, stage)
        written.append(_save(_tiles(maps[:, maps.shape[1] // 2]), folder / f"{stage}.png"))
    if loaded.classes:
        scores = loaded.run([item]).scores
        if scores is not None:
            heat = class_heat(loaded, item, int(scores[0].argmax()))
            picture = item if item.ndim == 3 else item[len(item) // 2]
            hot = _overlaid(picture, heat.values[len(heat.values) // 2], heat.area)
            written.append(_save(hot, folder / "heat.png"))
    sheet = json.dumps(_sheet(receptive_field_sheet(spec), spec), indent=2) + "\n"
    written.append(write_export(folder / "receptive_field.json", sheet.encode(), NUMBERED_FILES))
    return written


def _tiles(maps: npt.NDArray[np.float32]) -> Pixels:
    """The channels (D, h, w) that vary most, side by side, each from black to white."""
    liveliest = np.argsort(-maps.std((1, 2)), kind="stable")[:_CHANNELS_SHOWN]
    tiles = [_grey(maps[channel]) for channel in liveliest]
    while len(tiles) % _COLUMNS:
        tiles.append(np.zeros_like(tiles[0]))
    rows = [np.hstack(tiles[start : start + _COLUMNS]) for start in range(0, len(tiles), _COLUMNS)]
    return np.vstack(rows)


def _grey(channel: npt.NDArray[np.float32]) -> Pixels:
    low, high = float(channel.min()), float(channel.max())
    shares = (channel - low) / max(high - low, 1e-9)
    grey = Image.fromarray((shares * 255).astype(np.uint8)).resize(
        (_TILE_PX, _TILE_PX), Image.Resampling.NEAREST
    )
    return np.asarray(grey, np.uint8)


def _overlaid(picture: Pixels, heat: npt.NDArray[np.float32], area: Sequence[float]) -> Pixels:
    """The picture, redder where it is hot and darker where the network does not look."""
    height, width = picture.shape[:2]
    left, top, share_x, share_y = area
    box = (round(share_x * width), round(share_y * height))
    warm = Image.fromarray((heat * 255).astype(np.uint8)).resize(box, Image.Resampling.BICUBIC)
    weights = np.zeros((height, width, 1))
    row, column = round(top * height), round(left * width)
    patch = np.asarray(warm)[: height - row, : width - column, None] / 255
    weights[row : row + patch.shape[0], column : column + patch.shape[1]] = patch
    hot = np.array([255.0, 60.0, 20.0])
    return (picture * (0.55 - 0.25 * weights) + hot * 0.6 * weights).clip(0, 255).astype(np.uint8)


def _save(pixels: Pixels, file: Path) -> Path:
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG")
    return write_export(file, content.getvalue(), NUMBERED_FILES)


def _sheet(fields: "Mapping[str, ReceptiveField]", spec: BackboneSpec) -> list[dict[str, object]]:
    """What a cell sees after each stage, in frames, seconds and pixels; null where it sees everything."""
    rows: list[dict[str, object]] = []
    for name, field in fields.items():
        frames, height, width = (None if value == float("inf") else int(value) for value in field.extent)
        seconds = None if frames is None or not spec.rate_hz else frames / spec.rate_hz
        rows.append(
            {"stage": name, "frames": frames, "seconds": seconds, "height_px": height, "width_px": width}
        )
    return rows
