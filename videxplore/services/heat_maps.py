"""Heat maps: which regions of a frame contribute to a match or a label, and of a clip to an action."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from videxplore.backbones.registry import load
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import BackboneError
from videxplore.core.task import Task
from videxplore.core.types import Pixels, Values, Vector
from videxplore.services.library import Library
from videxplore.services.object_classes.object_names import classes_of
from videxplore.services.playback.playing import open_reader
from videxplore.services.recognition import recognition_of
from videxplore.services.searching.index.answering import reads_text
from videxplore.services.searching.query.query import Query

if TYPE_CHECKING:
    from videxplore.backbones.explain import Heat
    from videxplore.backbones.runtime.base import Backbone
    from videxplore.backbones.runtime.loading import LoadedBackbone
    from videxplore.services.searching.query.query_embedding import QueryEmbedding
    from videxplore.services.searching.ranking.similarity import SimilarityService


@dataclass(frozen=True, slots=True)
class ActionClip:
    """A clip in which a video model named an action.

    Attributes:
        path: Its file.
        model: The video model.
    """

    path: Path
    start_s: float
    end_s: float
    model: str

    def part_at(self, time_s: float, parts: int) -> int:
        """Which of so many even parts of the clip holds a time; the nearest where none does."""
        share = (time_s - self.start_s) / (self.end_s - self.start_s)
        return min(parts - 1, max(0, int(share * parts)))


def clip_of_action(library: Library, video_id: int, time_s: float, label: str) -> ActionClip | None:
    """The clip at a time in which a video model named ``label``; None where no model did.

    Raises:
        UnknownError: If there is no such video.
    """
    spans = recognition_of(library, video_id).spans_at(time_s)
    for span in spans:
        named = [one for one in span.predictions if one.source == "pretrained" and one.label == label]
        if named and span.end_s > span.start_s:
            path = library.catalogue.video(video_id).path
            return ActionClip(path, span.start_s, span.end_s, named[0].model)
    return None


def clip_frames(clip: ActionClip, spec: BackboneSpec, task: Task) -> Pixels:
    """The frames of a clip as its model sees them: uint8 (``spec.frames``, H, W, 3), evenly spread over it.

    Raises:
        VideoError: If the file cannot be read, or has no such frames.
        Cancelled: If the task was cancelled.
    """
    step_s = (clip.end_s - clip.start_s) / spec.frames
    wanted_s = [clip.start_s + (number + 0.5) * step_s for number in range(spec.frames)]
    with open_reader(clip.path) as reader:
        properties = reader.properties
        shorter_px = min(properties.width_px, properties.height_px)
        scale = min(1.0, max((spec.input_px, *spec.preprocessing.resize_px)) / shorter_px)
        size = max(1, round(properties.width_px * scale)), max(1, round(properties.height_px * scale))
        taken = []
        for time_s in wanted_s:
            task.checkpoint()
            taken.append(reader.frame_at(time_s).to_rgb(*size))
    return np.stack(taken)


def strongest_s(clip: ActionClip, heat: "Heat") -> float | None:
    """When the action is seen most in a clip, in seconds of the video; None where it is nowhere."""
    by_time = heat.values.sum((1, 2))
    if not by_time.any():
        return None
    return clip.start_s + (int(by_time.argmax()) + 0.5) / len(by_time) * (clip.end_s - clip.start_s)


HEAT_RGB = ((255, 180, 84), (255, 122, 77))
"""The colours of the least and of the greatest heat."""

MAX_HEAT_ALPHA = 0.65


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """Which regions of a frame matter.

    Attributes:
        heat: Over the whole frame, float32 (H, W) in [0, 1].
        label: What it is evidence for; empty for the similarity to what is searched for.
        strongest_s: When an action is seen most within its clip, in seconds of the video; None for what is
            no action.
    """

    heat: npt.NDArray[np.float32]
    label: str
    strongest_s: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ExplainedFrame:
    """A frame that is to be explained.

    Attributes:
        pixels: uint8 (H, W, 3) RGB.
        video_id: Its video; 0 for a picture of none, in which there are no actions.
        time_s: When it is on screen.
    """

    pixels: Pixels
    video_id: int = 0
    time_s: float = 0.0


def heat_colours(heat: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """How heat, float32 (H, W), is drawn over a frame: clear where it is 0, limited to [0, 1].

    Returns:
        The colours as RGB, float32 (H, W, 3) in [0, 255], and their alpha, float32 (H, W, 1) in [0, 1].
    """
    share = np.clip(heat, 0.0, 1.0)[..., None]
    low, high = np.array(HEAT_RGB, np.float32)
    return low + (high - low) * share, share * MAX_HEAT_ALPHA


class ExplainingService:
    """Explains matches and labels by the image model of new videos, actions by the video model that saw them.

    Used by one thread at a time. A model is loaded when it is first needed.
    """

    def __init__(
        self,
        library: Library,
        similarity: Callable[[], "SimilarityService"],
        weights: Path,
        backbone: str,
        device: str,
    ) -> None:
        """Load nothing yet.

        Args:
            library: Knows which model named an action, and in which clip.
            similarity: Gives the service that answers the queries to explain.
            weights: The folder of downloaded and imported weights.
            backbone: Name of the image backbone.
            device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        """
        self._library = library
        self._similarity = similarity
        self._weights = weights
        self._name = backbone
        self._device = device
        self._backbones: dict[str, LoadedBackbone] = {}
        self._loading = threading.Lock()
        self._last_action: tuple[ActionClip, str, Heat] | None = None

    def use(self, backbone: str) -> None:
        """Explain by another model from now on."""
        with self._loading:
            if backbone != self._name:
                self._backbones.pop(self._name, None)
                self._name = backbone

    def explain(self, frame: ExplainedFrame, query: Query | None, label: str, task: Task) -> Explanation:
        """What in a frame makes it match a query with examples; without one, the evidence for its label.

        A query that holds a description is explained by the model that compares descriptions with frames, a
        label that a video model gave by that model, over the clip in which it did.

        Args:
            frame: The frame, and where it is from.
            query: What is searched for, if anything is.
            label: What the frame is said to show; the likeliest class where the model does not know it.
            task: May be cancelled.

        Raises:
            BackboneError: If the model, its weights or its device are not here, or the query is answered
                by another model.
            VideoError: If the clip of an action cannot be decoded.
            UnknownError: If an example of the query, or the video, is no longer there.
        """
        explain = _explain()
        pixels = frame.pixels
        if query is not None and query.positives:
            embedding = self._similarity().embed_query(query, task)
            task.checkpoint()
            name = embedding.space.backbone if reads_text(embedding.space) else self._name
            backbone = self._loaded(name, explain.explainable)
            heat = explain.match_heat(backbone, pixels, _nearest_example(backbone, pixels, embedding, task))
            label = ""
        else:
            clip = None
            if label and frame.video_id:
                clip = clip_of_action(self._library, frame.video_id, frame.time_s, label)
            if clip is not None:
                return self._explain_action(clip, frame.time_s, label, task)
            backbone = self._loaded(self._name, explain.explainable)
            task.checkpoint()
            number, label = _explained_class(backbone, pixels, label, task)
            heat = explain.class_heat(backbone, pixels, number)
        return Explanation(over_frame(heat.values[0], heat.area), label)

    def _explain_action(self, clip: ActionClip, time_s: float, label: str, task: Task) -> Explanation:
        """Where an action is seen at a time of its clip: as strong as it is beside the other times."""
        if self._last_action is None or self._last_action[:2] != (clip, label):
            self._last_action = clip, label, self._heat_of_action(clip, label, task)
        heat = self._last_action[2]
        part = heat.values[clip.part_at(time_s, len(heat.values))]
        return Explanation(over_frame(part, heat.area), label, strongest_s(clip, heat))

    def _heat_of_action(self, clip: ActionClip, label: str, task: Task) -> "Heat":
        explain = _explain()
        backbone = self._loaded(clip.model, explain.explainable)
        task.checkpoint()
        if label not in backbone.classes:
            raise BackboneError(f"{backbone.spec.title} does not know the action {label!r} any more.")
        pixels = clip_frames(clip, backbone.spec, task)
        heat: Heat = explain.class_heat(backbone, pixels, backbone.classes.index(label))
        return heat

    def _loaded(self, name: str, explainable: "Callable[[Backbone], LoadedBackbone]") -> "LoadedBackbone":
        with self._loading:
            if name not in self._backbones:
                loaded = load(name, WeightsFolder(self._weights), self._device)
                self._backbones[name] = explainable(loaded)
            return self._backbones[name]


def _explain() -> ModuleType:
    from videxplore.backbones import explain  # Late: torch.

    return explain


def _nearest_example(
    backbone: "LoadedBackbone", pixels: Pixels, embedding: "QueryEmbedding", task: Task
) -> Vector:
    """The vector of a query that is most similar to the frame: an example has one for each frame."""
    if embedding.space != backbone.space:
        title = backbone.spec.title
        raise BackboneError(f"The library was indexed with another model than {title}; choose that one.")
    similarities = embedding.vectors @ backbone.run([pixels]).embeddings[0]
    task.checkpoint()
    nearest: Vector = embedding.vectors[int(np.argmax(similarities))]
    return nearest


def _explained_class(backbone: "LoadedBackbone", pixels: Pixels, label: str, task: Task) -> tuple[int, str]:
    """The class to explain, and the words for it.

    For an everyday kind it is the likeliest of its classes; where the model does not know the label, the
    likeliest of all.
    """
    scores = backbone.run([pixels]).scores
    if scores is None:
        raise BackboneError(f"{backbone.spec.title} has no labels that could be explained.")
    task.checkpoint()
    classes = backbone.classes
    if label in classes:
        return classes.index(label), label
    kind = classes_of(label)
    of_kind = [number for number, name in enumerate(classes) if name in kind]
    if of_kind:
        return max(of_kind, key=lambda number: float(scores[0][number])), label
    number = int(scores[0].argmax())
    return number, classes[number]


_FRAME_SHAPE = 90, 160


def over_frame(
    values: npt.NDArray[np.float32], area: tuple[float, float, float, float]
) -> npt.NDArray[np.float32]:
    """Heat float32 (h, w) of the ``area`` a model sees, as heat float32 (90, 160) of the whole frame.

    Args:
        values: In [0, 1].
        area: Left, top, width and height as shares of the frame.
    """
    rows, columns = _FRAME_SHAPE
    left, top, width, height = area
    x = ((np.arange(columns) + 0.5) / columns - left) / width
    y = ((np.arange(rows) + 0.5) / rows - top) / height
    across = _cell_weights(x, values.shape[1])
    down = _cell_weights(y, values.shape[0])
    whole: npt.NDArray[np.float32] = (down @ values @ across.T).astype(np.float32)
    return whole


def _cell_weights(places: Values, cells: int) -> Values:
    """The weight of each of ``cells`` even cells at places in [0, 1], float64 (places, cells).

    Linear between the middles of cells; zero outside.
    """
    middles = (np.arange(cells) + 0.5) / cells
    inside = (places >= 0) & (places <= 1)
    held = np.clip(places, middles[0], middles[-1])
    near: Values = np.clip(1 - np.abs(held[:, None] - middles[None, :]) * cells, 0, 1)
    near *= inside[:, None]
    return near
