"""Films whose time stamps are unusual, written with the truth: when each numbered picture is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from tests.barcode import numbered

HEIGHT_PX, WIDTH_PX = 64, 112
# MPEG-4 counts no finer.
_CLOCK = Fraction(1, 60_000)

ENCODERS = {
    "h264": (
        "libx264",
        {"preset": "ultrafast", "crf": "20", "bf": "{b}", "b-adapt": "0", "sc_threshold": "0"},
    ),
    "hevc": (
        "libx265",
        {
            "preset": "ultrafast",
            "crf": "20",
            "x265-params": "log-level=none:b-adapt=0:bframes={b}:scenecut=0",
        },
    ),
    "mpeg2video": ("mpeg2video", {"bf": "{b}", "q": "3"}),
    "mpeg4": ("mpeg4", {"bf": "{b}", "q": "3"}),
    "mjpeg": ("mjpeg", {}),
    "vp9": ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8"}),
    "av1": ("libsvtav1", {"preset": "8", "crf": "12", "b": "0"}),
}
CODECS = {
    "mkv": ("h264", "hevc", "mpeg2video", "mpeg4", "mjpeg", "vp9", "av1"),
    "mp4": ("h264", "hevc", "mpeg4", "vp9", "av1"),
    "mov": ("h264", "hevc", "mpeg4", "mjpeg"),
    "nut": ("h264", "mpeg4", "mjpeg"),
    "flv": ("h264",),
    "ts": ("h264", "hevc", "mpeg2video"),
    "m2ts": ("h264", "hevc", "mpeg2video"),
    "vob": ("mpeg2video",),
    "mpg": ("mpeg2video",),
    "mxf": ("mpeg2video",),
    "avi": ("mpeg4", "mjpeg"),
    "h264": ("h264",),
    "hevc": ("hevc",),
    "m2v": ("mpeg2video",),
}
JOINABLE = ("ts", "m2ts", "vob", "mpg", "h264", "hevc", "m2v")
CONSTANT_ONLY = ("avi", "mxf", "vob", "mpg", "h264", "hevc", "m2v")
_FORMATS = {"m2ts": "mpegts", "vob": "vob", "mpg": "mpeg", "m2v": "mpeg2video", "ts": "mpegts"}
MPEG2_RATES = (Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(50), Fraction(60))
RATES = (*MPEG2_RATES, Fraction(10), Fraction(15), Fraction(48000, 1001), Fraction(100), Fraction(120))


@dataclass(frozen=True)
class OddFilm:
    """How a film is written, and what its parts are.

    Attributes:
        container: The file's suffix.
        codec: Of its frames.
        rate_hz: Its usual rate.
        b_frames: Between two others.
        gop_frames: From sync frame to sync frame.
        pattern: ``constant``, ``pauses``, ``alternating``, ``pairs`` or ``triples`` of equal stamps.
        parts: Numbers of frames; joined as bytes where there are several.
        starts_s: The first time stamp of each.
    """

    container: str
    codec: str
    rate_hz: Fraction
    b_frames: int
    gop_frames: int
    pattern: str
    parts: tuple[int, ...]
    starts_s: tuple[int, ...]

    def write(self, folder: Path) -> tuple[Path, list[float]]:
        """Write the film; return it, and the time of each picture after the first."""
        files, times = [], []
        number, offset = 0, Fraction(0)
        for place, (count, start_s) in enumerate(zip(self.parts, self.starts_s, strict=True)):
            ticks, length = self._ticks(count)
            files.append(self._write_part(folder / f"{place}.{self.container}", number, ticks, start_s))
            times += [float(offset + tick * _CLOCK) for tick in ticks]
            number, offset = number + count, offset + length * _CLOCK
        film = folder / f"film.{self.container}"
        film.write_bytes(b"".join(file.read_bytes() for file in files))
        return film, times

    def _ticks(self, count: int) -> tuple[list[int], int]:
        """When each frame of a part is shown, and when the last one ends."""
        step = 1 / (self.rate_hz * _CLOCK)
        steps = [step] * count
        for place in range(count):
            if self.pattern == "pauses" and place % 11 == 7:
                steps[place] = step * 40
            elif self.pattern == "alternating" and place % 2:
                steps[place] = step * 3
            elif (self.pattern == "pairs" and place % 9 == 4) or (
                self.pattern == "triples" and place % 9 in (4, 5)
            ):
                steps[place] = Fraction(0)
        if len(self.parts) > 1:
            # Where the last frame of a recording ends is not in the file.
            steps[-1] = step
        elif self.b_frames:
            # Nor is where the frame ends that is shown last, if another one is decoded last.
            steps[-4:] = [step] * 4
        ticks = [round(sum(steps[:place], Fraction(0))) for place in range(count + 1)]
        return ticks[:-1], ticks[-1]

    def _write_part(self, file: Path, first: int, ticks: Sequence[int], start_s: int) -> Path:
        options = {"mpegts_m2ts_mode": "1"} if self.container == "m2ts" else {}
        kind = _FORMATS.get(self.container)
        has_pairs = self.pattern in ("pairs", "triples")
        with av.open(str(file), "w", format=kind, options=options) as container:
            name, template = ENCODERS[self.codec]
            settings = {key: value.format(b=self.b_frames) for key, value in template.items()}
            stream = container.add_stream(name, self.rate_hz, options=settings)
            assert isinstance(stream, av.VideoStream)
            # FFmpeg writes wrong stamps into program streams whose frames are smaller than their packs.
            scale = 4 if self.container in ("vob", "mpg") else 2 if self.codec == "av1" else 1
            stream.width, stream.height = WIDTH_PX * scale, HEIGHT_PX * scale
            stream.pix_fmt = "yuvj420p" if self.codec == "mjpeg" else "yuv420p"
            stream.codec_context.gop_size = self.gop_frames
            coarse = self.codec == "mpeg2video" or self.container in CONSTANT_ONLY
            stream.codec_context.time_base = 1 / self.rate_hz if coarse else _CLOCK
            stream.bit_rate = 800_000
            # Equal stamps are written behind the encoder's back, which would refuse them.
            shown = {}
            for place, tick in enumerate(ticks):
                picture = numbered(first + place, stream.height, stream.width)
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                stamp = (
                    place + round(start_s * self.rate_hz)
                    if coarse
                    else tick + start_s * _CLOCK.denominator + place * has_pairs
                )
                frame.pts, frame.time_base = stamp, stream.codec_context.time_base
                shown[stamp] = stamp if coarse else tick + start_s * _CLOCK.denominator
                for packet in stream.encode(frame):
                    _mux(container, packet, shown, len(ticks) if has_pairs else 0)
            for packet in stream.encode():
                _mux(container, packet, shown, len(ticks) if has_pairs else 0)
        return file


def _mux(
    container: av.container.OutputContainer,
    packet: "av.Packet[av.VideoStream]",
    shown: dict[int, int],
    early_ticks: int,
) -> None:
    """Write a packet with the stamp it is to have; decoding times stay distinct and early enough."""
    if early_ticks and packet.pts is not None and packet.dts is not None:
        packet.pts, packet.dts = shown[packet.pts], packet.dts - early_ticks
    container.mux(packet)
