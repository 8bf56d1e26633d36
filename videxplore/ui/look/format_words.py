"""Pixel formats, colours and sound in the words of the window."""

from PySide6.QtCore import QCoreApplication

from videxplore.core.metadata import SoundTrack, VideoMetadata
from videxplore.ui.look.format_names import codec_name, colour_name, sampling
from videxplore.ui.look.texts import joined, language_words, round_words


def pixel_words(pixel_format: str, bit_depth: int | None) -> str:
    """How the colours of a frame are sampled, and how deep they are: ``4:2:0 · 8 bit`` for ``yuv420p``.

    Args:
        pixel_format: As FFmpeg names it; what is not known stays.
        bit_depth: Bits of each component where the name does not say; None where they are not known.
    """
    translate = QCoreApplication.translate
    kind, bits, has_alpha = sampling(pixel_format)
    kind = translate("Metadata", "greyscale") if kind == "grey" else kind
    depth = bits or bit_depth
    words = translate("Metadata", "%1 bit").replace("%1", str(depth)) if depth else ""
    return joined(kind or pixel_format, words, translate("Metadata", "transparency") if has_alpha else "")


def colour_words(metadata: VideoMetadata) -> str:
    """Primaries, transfer characteristics, matrix and range as far as they are known, each once."""
    translate = QCoreApplication.translate
    colours = (colour_name(one) for one in _colour_names(metadata))
    ranges = {
        "limited": translate("Metadata", "limited range"),
        "full": translate("Metadata", "full range"),
    }
    return joined(*dict.fromkeys(colours), ranges.get(metadata.colour_range, metadata.colour_range))


def colour_codes(metadata: VideoMetadata) -> str:
    """The same as FFmpeg names it."""
    return joined(*dict.fromkeys(_colour_names(metadata)), metadata.colour_range)


def _colour_names(metadata: VideoMetadata) -> tuple[str, str, str]:
    return metadata.colour_primaries, metadata.colour_transfer, metadata.colour_matrix


def sound_words(track: SoundTrack) -> str:
    """A sound track: ``AAC · stereo · 48 kHz · Deutsch``."""
    rate = f"{round_words(track.sample_rate_hz / 1000)} kHz" if track.sample_rate_hz else ""
    return joined(codec_name(track.codec), track.layout, rate, language_words(track.language))
