"""Codecs, colours and pixel formats: what people call what FFmpeg has its own names for."""

import re

_CODECS = {
    "aac": "AAC", "ac3": "AC-3", "alac": "ALAC", "amr_nb": "AMR", "amr_wb": "AMR-WB", "av1": "AV1",
    "cfhd": "CineForm", "dnxhd": "DNxHD", "dts": "DTS", "dvvideo": "DV", "eac3": "E-AC-3", "ffv1": "FFV1",
    "flac": "FLAC", "flv1": "Sorenson Spark", "gif": "GIF", "h261": "H.261", "h263": "H.263", "h264": "H.264",
    "hap": "Hap", "hevc": "H.265 (HEVC)", "huffyuv": "HuffYUV", "jpeg2000": "JPEG 2000",
    "mjpeg": "Motion JPEG", "mp2": "MP2", "mp3": "MP3",
    "mp3float": "MP3", "mpeg1video": "MPEG-1", "mpeg2video": "MPEG-2",
    "mpeg4": "MPEG-4 Part 2", "opus": "Opus", "png": "PNG", "prores": "ProRes",
    "qtrle": "QuickTime Animation",
    "svq1": "Sorenson Video", "svq3": "Sorenson Video 3", "theora": "Theora", "truehd": "TrueHD",
    "utvideo": "Ut Video", "vc1": "VC-1", "vorbis": "Vorbis", "vp6f": "VP6", "vp8": "VP8", "vp9": "VP9",
    "vvc": "H.266 (VVC)", "wmav1": "WMA", "wmav2": "WMA", "wmv1": "WMV 7", "wmv2": "WMV 8", "wmv3": "WMV 9",
}  # fmt: skip
_COLOURS = {
    "arib-std-b67": "HLG", "bt1361e": "BT.1361", "bt2020": "BT.2020", "bt2020-10": "BT.2020",
    "bt2020-12": "BT.2020", "bt2020c": "BT.2020", "bt2020nc": "BT.2020", "bt470bg": "BT.601 (PAL)",
    "bt470m": "BT.470 (NTSC)", "bt709": "BT.709", "ebu3213": "EBU 3213", "fcc": "FCC", "ictcp": "ICtCp",
    "iec61966-2-1": "sRGB", "iec61966-2-4": "xvYCC", "rgb": "RGB", "smpte170m": "BT.601 (NTSC)",
    "smpte2084": "PQ", "smpte2085": "SMPTE 2085", "smpte240m": "SMPTE 240M", "smpte428": "SMPTE 428",
    "smpte431": "DCI-P3", "smpte432": "Display P3", "ycgco": "YCgCo",
}  # fmt: skip
_PLANAR = re.compile(r"yuv(?P<alpha>a?)j?(?P<ratio>4\d\d)p(?P<bits>\d*)(?:le|be)?")
_SEMI_PLANAR = re.compile(r"(?:nv(?P<eight>12|21|16|24)|p(?P<family>[024])(?P<bits>10|12|16))(?:le|be)?")
_PACKED = re.compile(r"(?:yuyv|yvyu|uyvy)(?P<ratio>422)|y2(?P<bits>10|12)(?:le|be)?")
_PLANAR_RGB = re.compile(r"gbr(?P<alpha>a?)p(?P<bits>\d*)(?:le|be)?")
_RGB_24 = re.compile(r"(?:rgb|bgr)24|(?:0rgb|0bgr|rgb0|bgr0)")
_RGB_32 = re.compile(r"rgba|bgra|argb|abgr")
_RGB_DEEP = re.compile(r"(?:rgb|bgr)(?:48|(?P<alpha>a)64)(?:le|be)")
_GREY = re.compile(r"gray(?P<bits>\d*)(?:le|be)?")
_RATIOS = {
    "12": "4:2:0",
    "21": "4:2:0",
    "16": "4:2:2",
    "24": "4:4:4",
    "0": "4:2:0",
    "2": "4:2:2",
    "4": "4:4:4",
}


def codec_name(codec: str) -> str:
    """The name of a codec: ``H.264`` for ``h264``; what is not known stays."""
    pcm = re.match(r"pcm_[a-z]+?(\d+)", codec)
    return f"PCM {pcm[1]} bit" if pcm else _CODECS.get(codec, codec)


def colour_name(name: str) -> str:
    """The name of primaries, transfer characteristics or a matrix: ``BT.709`` for ``bt709``."""
    return _COLOURS.get(name, name)


def sampling(pixel_format: str) -> tuple[str, int, bool]:
    """The kind of sampling, bits of each component, and whether there is transparency; empty if unknown."""
    if found := _PLANAR.fullmatch(pixel_format):
        return ":".join(found["ratio"]), int(found["bits"] or 8), bool(found["alpha"])
    if found := _SEMI_PLANAR.fullmatch(pixel_format):
        return _RATIOS[found["eight"] or found["family"]], int(found["bits"] or 8), False
    if found := _PACKED.fullmatch(pixel_format):
        return "4:2:2", int(found["bits"] or 8), False
    if found := _PLANAR_RGB.fullmatch(pixel_format):
        return "RGB", int(found["bits"] or 8), bool(found["alpha"])
    if found := _RGB_DEEP.fullmatch(pixel_format):
        return "RGB", 16, bool(found["alpha"])
    if _RGB_24.fullmatch(pixel_format) or _RGB_32.fullmatch(pixel_format):
        return "RGB", 8, bool(_RGB_32.fullmatch(pixel_format))
    if found := _GREY.fullmatch(pixel_format):
        return "grey", int(found["bits"] or 8), False
    return "", 0, False
