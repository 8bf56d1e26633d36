"""What is shown of a stored frame: cropped as the container asks, fitted into the shape of the first one."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
from av.container import InputContainer
from av.filter import Graph
from av.video.stream import VideoStream

# Names of FFmpeg's demuxers begin with these.
_CROPPING_FORMATS = ("mov,", "matroska,")

# Elements of Matroska that contain others: Segment, Tracks, TrackEntry, Video.
_MASTERS = {0x18538067, 0x1654AE6B, 0xAE, 0xE0}
_CROP_BOTTOM, _CROP_TOP, _CROP_LEFT, _CROP_RIGHT = 0x54AA, 0x54BB, 0x54CC, 0x54DD

_ANY_CLOCK = Fraction(1, 90_000)

_CLAP = b"\x00\x00\x00\x28clap"
"""Length and type of the box."""


@dataclass(frozen=True, slots=True)
class Crop:
    """Rows and columns of a stored frame that are not shown.

    Attributes:
        left_px: Columns on the left.
        top_px: Rows at the top.
        right_px: Columns on the right.
        bottom_px: Rows at the bottom.
    """

    left_px: int = 0
    top_px: int = 0
    right_px: int = 0
    bottom_px: int = 0


def container_crop(container: InputContainer, stream: VideoStream) -> Crop | None:
    """The cropping that a container asks for; None where all of a frame is shown.

    FFmpeg reads it, but PyAV does not give it: it is read from the header of a copy.
    """
    if not container.format.name.startswith(_CROPPING_FORMATS):
        return None
    header = _header(stream, "matroska")
    if header is not None:
        sizes = dict(_numbers(header))
        crop = Crop(*(sizes.get(one, 0) for one in (_CROP_LEFT, _CROP_TOP, _CROP_RIGHT, _CROP_BOTTOM)))
    else:
        # Matroska has no name for some codecs of QuickTime.
        crop = _clean_aperture(_header(stream, "mov") or b"", stream)
    is_sane = crop.left_px + crop.right_px < stream.width and crop.top_px + crop.bottom_px < stream.height
    return crop if is_sane and crop != Crop() else None


def _header(stream: VideoStream, container: str) -> bytes | None:
    """What a muxer writes of a stream; None if it cannot hold it."""
    written = io.BytesIO()
    options = {"movflags": "empty_moov"} if container == "mov" else {}
    try:
        with av.open(written, "w", format=container, options=options) as output:
            output.add_stream_from_template(stream, opaque=True)
            output.start_encoding()
    except (av.FFmpegError, ValueError):
        return None
    return written.getvalue()


def _numbers(data: bytes) -> Iterator[tuple[int, int]]:
    """Elements of Matroska that hold no others, as numbers, with their identifiers."""
    at = 0
    while at < len(data):
        identifier, at = _variable(data, at, keeps_marker=True)
        size, at = _variable(data, at, keeps_marker=False)
        payload = data[at : at + size]
        at += size
        if identifier in _MASTERS:
            yield from _numbers(payload)
        else:
            yield identifier, int.from_bytes(payload[:8])


def _variable(data: bytes, at: int, *, keeps_marker: bool) -> tuple[int, int]:
    """An integer of variable length and where it ends; leading zeros of its first byte give its length."""
    length = 9 - data[at].bit_length()
    number = int.from_bytes(data[at : at + length])
    return number if keeps_marker else number & ((1 << 7 * length) - 1), at + length


def _clean_aperture(data: bytes, stream: VideoStream) -> Crop:
    """The crop of a ``clap`` box: size and offset of the centre as fractions; ISO/IEC 14496-12."""
    at = data.find(_CLAP)
    if at < 0:
        return Crop()
    numbers = struct.unpack_from(">8i", data, at + len(_CLAP))
    if not all(numbers[1::2]):
        return Crop()
    width, height, right, down = (numbers[part] / numbers[part + 1] for part in (0, 2, 4, 6))
    left_px = max(0, round((stream.width - width) / 2 + right))
    top_px = max(0, round((stream.height - height) / 2 + down))
    return Crop(
        left_px,
        top_px,
        max(0, stream.width - left_px - round(width)),
        max(0, stream.height - top_px - round(height)),
    )


class Cropper:
    """Cuts what is not shown off decoded frames, without copying them."""

    def __init__(self, crop: Crop, stream: VideoStream) -> None:
        """Prepare for frames of the size that the container announces; others stay whole."""
        self._crop = crop
        self._size = stream.width, stream.height
        self._time_base = stream.time_base or _ANY_CLOCK
        self._graph: Graph | None = None
        self._format = ""

    def cropped(self, frame: av.VideoFrame) -> av.VideoFrame:
        """The part of a frame that is shown."""
        if (frame.width, frame.height) != self._size:
            return frame
        if self._graph is None or self._format != frame.format.name:
            self._graph, self._format = self._made(frame), frame.format.name
        self._graph.vpush(frame)
        return self._graph.vpull()

    def _made(self, frame: av.VideoFrame) -> Graph:
        crop, graph = self._crop, Graph()
        graph.threads = 1
        size = frame.width - crop.left_px - crop.right_px, frame.height - crop.top_px - crop.bottom_px
        source = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=self._time_base
        )
        part = graph.add("crop", f"{size[0]}:{size[1]}:{crop.left_px}:{crop.top_px}")
        graph.link_nodes(source, part, graph.add("buffersink")).configure()
        return graph


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
