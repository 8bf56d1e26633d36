"""What is shown of a stored frame: cropped as the container asks, fitted into the shape of the first one."""

from dataclasses import dataclass
from fractions import Fraction

import av
from av.container import InputContainer
from av.filter import Graph
from av.video.stream import VideoStream

from videxplore.video.frames.container_crop import Cropper, container_crop

_ANY_CLOCK = Fraction(1, 90_000)


@dataclass(frozen=True, slots=True)
class FrameShape:
    """Size of a stored frame and the shape of its pixels.

    Attributes:
        width_px: Columns.
        height_px: Rows.
        pixel_aspect: Width of a pixel to its height.
    """

    width_px: int
    height_px: int
    pixel_aspect: Fraction

    def fitted(self, canvas: "FrameShape") -> tuple[int, int]:
        """The largest size, in pixels of a canvas, that shows a frame of this shape whole and undistorted."""
        width = self.width_px * self.pixel_aspect / canvas.pixel_aspect
        scale = min(canvas.width_px / width, Fraction(canvas.height_px, self.height_px))
        # Even sides and margins suit every pixel format.
        width_px, height_px = (2 * round(scale * side / 2) for side in (width, self.height_px))
        return min(max(2, width_px), canvas.width_px), min(max(2, height_px), canvas.height_px)


class Canvas:
    """What is shown of the frames of a stream: cropped as its container asks, all in the shape of the first.

    Frames of another size or pixel aspect are scaled, with black margins if need be. The aspect that the
    container gives, where it gives one, holds for all frames.
    """

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        """Begin with a stream of which no frame was decoded yet."""
        crop = container_crop(container, stream)
        self._cropper = None if crop is None else Cropper(crop, stream)
        self._context = stream.codec_context
        self._first_aspect = self._aspect = Fraction(stream.sample_aspect_ratio or 1)
        self._follows_decoder = self._first_aspect == (self._context.sample_aspect_ratio or 1)
        self._shape: FrameShape | None = None
        self._graph: Graph | None = None
        self._key: tuple[FrameShape, str] | None = None

    def shown(self, frame: av.VideoFrame) -> av.VideoFrame:
        """What is shown of a frame that was just decoded."""
        if self._cropper is not None:
            frame = self._cropper.cropped(frame)
        if frame.key_frame:
            # Decoders run ahead of what they give, but a new aspect begins with a sync frame.
            self._aspect = self._decoders_aspect()
        if self._shape is None:
            self._shape = FrameShape(frame.width, frame.height, self._aspect)
        shape = self._shape
        if (
            frame.width != shape.width_px
            or frame.height != shape.height_px
            or self._aspect is not shape.pixel_aspect
        ):
            return self._fitted(frame, shape)
        return frame

    def _decoders_aspect(self) -> Fraction:
        """The pixel aspect of the frame, unless the container's holds; the same object while equal."""
        if not self._follows_decoder:
            return self._aspect
        aspect = Fraction(self._context.sample_aspect_ratio or 1)
        return self._first_aspect if aspect == self._first_aspect else aspect

    def _fitted(self, frame: av.VideoFrame, canvas: FrameShape) -> av.VideoFrame:
        key = FrameShape(frame.width, frame.height, self._aspect), frame.format.name
        if self._graph is None or key != self._key:
            self._graph, self._key = _fitting(frame, key[0], canvas), key
        self._graph.vpush(frame)
        return self._graph.vpull()


def _fitting(frame: av.VideoFrame, shape: FrameShape, canvas: FrameShape) -> Graph:
    graph = Graph()
    graph.threads = 1
    width_px, height_px = shape.fitted(canvas)
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base or _ANY_CLOCK
    )
    scale = graph.add("scale", f"{width_px}:{height_px}:flags=bicubic+accurate_rnd:interl=-1")
    pad = graph.add("pad", f"{canvas.width_px}:{canvas.height_px}:(ow-iw)/2:(oh-ih)/2")
    graph.link_nodes(source, scale, pad, graph.add("buffersink")).configure()
    return graph
