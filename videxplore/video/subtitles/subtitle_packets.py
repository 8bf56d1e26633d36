"""Packets of subtitles to lines of plain text."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
from av.packet import Packet
from av.subtitles.subtitle import AssSubtitle
from pysubs2 import SSAEvent

from videxplore.core.texts import UNKNOWN_END_S, TextLine, in_one_row


def packet_lines(packet: "Packet[Any]", zero_s: Fraction = Fraction(0)) -> Iterator[TextLine]:
    """The lines of a packet; none where it cannot be decoded.

    Args:
        packet: Of a stream of text subtitles.
        zero_s: The stamp of the film's time zero.
    """
    if packet.pts is None or not packet.size:
        return
    start_s = float(packet.pts * packet.time_base - zero_s)
    end_s = start_s + (float((packet.duration or 0) * packet.time_base) or UNKNOWN_END_S)
    try:
        subtitles = packet.decode()
    except av.FFmpegError:
        return
    for subtitle in subtitles:
        if isinstance(subtitle, AssSubtitle):
            text = plain_text(subtitle.dialogue.decode(errors="replace"))
            if text and end_s >= start_s and end_s >= 0:
                yield TextLine(max(0.0, start_s), end_s, text)


def plain_text(marked_up: str) -> str:
    """The text of a subtitle without markup and line breaks; empty for a drawing."""
    event = SSAEvent(text=marked_up)
    text = "" if event.is_drawing else event.plaintext
    return in_one_row(text)
