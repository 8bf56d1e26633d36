"""Videos of numbered pictures, encoded by each of the encoders."""

from fractions import Fraction
from pathlib import Path

import av

from tests.barcode import numbered

RATE_HZ = 25
ENCODERS = {
    "h264": ("libx264", {"preset": "ultrafast", "bf": "{b_frames}", "b-adapt": "0"}),
    "hevc": (
        "libx265",
        {"preset": "ultrafast", "x265-params": "log-level=none:b-adapt=0:bframes={b_frames}"},
    ),
    "mpeg4": ("mpeg4", {"bf": "{b_frames}"}),
    "mpeg2video": ("mpeg2video", {"bf": "{b_frames}"}),
    "vp9": ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8"}),
    "av1": ("libsvtav1", {"preset": "8", "crf": "20", "b": "0"}),
}


def encode(file: Path, codec: str, b_frames: int, gop: int, ticks: list[int]) -> Path:
    """Numbered pictures, each at a tick of 1/25 s."""
    name, options = ENCODERS[codec]
    with av.open(str(file), "w") as container:
        stream = container.add_stream(
            name, RATE_HZ, options={key: value.format(b_frames=b_frames) for key, value in options.items()}
        )
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        stream.codec_context.gop_size = gop
        stream.codec_context.time_base = Fraction(1, RATE_HZ)
        stream.bit_rate = 1_000_000
        for number, tick in enumerate(ticks):
            frame = av.VideoFrame.from_ndarray(numbered(number, 96, 160), format="rgb24")
            frame.pts, frame.time_base = tick, Fraction(1, RATE_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return file
