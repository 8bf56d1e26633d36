"""Reading the packets of a container."""

from collections.abc import Iterator
from typing import TypeVar, cast

from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

_Kind = TypeVar("_Kind", bound=Stream)


def packets(container: InputContainer, *streams: _Kind) -> Iterator["Packet[_Kind]"]:
    """The packets of some streams in the order of the file, then an empty one for each of them.

    Raises:
        av.FFmpegError: Where the file is damaged.
    """
    while True:
        try:
            yield from cast("Iterator[Packet[_Kind]]", container.demux(*streams))
        except IndexError:
            # Some containers, and damaged ones, name a stream when its first packet comes. PyAV counted the
            # streams before, and stumbles over that one packet of a stream that nobody asked for.
            continue
        return
