"""Interlaced frames: which field comes first, and the progressive frames that are shown of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
from av.filter import Graph

from videxplore.core.metadata import FieldOrder

_ANY_CLOCK = Fraction(1, 1000)
"""Filters want a time base; no filter used here looks at time."""

_LEAST_SIDE_PX = 8
"""Smaller frames are refused by the filters."""


def field_order(frame: av.VideoFrame) -> FieldOrder:
    """The order in which the fields of a decoded frame are shown."""
    if not frame.interlaced_frame:
        return "progressive"
    # PyAV does not give the flag, but a filter can select frames by it.
    graph = _graph(frame, "select", "eq(interlace_type,TOPFIRST)")
    graph.vpush(frame)
    return "bottom field first" if _pulled(graph) is None else "top field first"


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The frames shown before and after a frame; None where they are not known."""

    before: av.VideoFrame | None = None
    after: av.VideoFrame | None = None


def with_neighbours(
    frames: Iterable[tuple[float, av.VideoFrame]],
) -> Iterator[tuple[float, av.VideoFrame, Neighbours | None]]:
    """Frames with their times; interlaced ones come one frame later, with their neighbours."""
    before: av.VideoFrame | None = None
    held: tuple[float, av.VideoFrame] | None = None
    for time_s, frame in frames:
        if held is not None:
            yield (*held, Neighbours(before, frame))
            before, held = held[1], None
        if frame.interlaced_frame:
            held = time_s, frame
        else:
            yield time_s, frame, None
            before = frame
    if held is not None:
        yield (*held, Neighbours(before))


class Deinterlacer:
    """Makes progressive frames of interlaced ones; used by one thread at a time.

    With neighbours, what stands still keeps all its lines (libavfilter's ``bwdif``); without, every second
    line is interpolated within the frame (``estdif``). Number, times and size of the frames stay.
    """

    def __init__(self) -> None:
        """Begin without any frame."""
        self._graph: Graph | None = None
        self._fed: tuple[av.VideoFrame, av.VideoFrame] | None = None

    def progressive(self, frame: av.VideoFrame, neighbours: Neighbours) -> av.VideoFrame:
        """The progressive frame shown instead of an interlaced one."""
        if min(frame.width, frame.height) < _LEAST_SIDE_PX:
            return frame
        before, after = _alike(frame, neighbours.before), _alike(frame, neighbours.after)
        if before is None and after is None:
            return _alone(frame)
        # At the ends the one neighbour serves as both: it tells as well what moves.
        return self._between(before or after or frame, frame, after or before or frame)

    def _between(self, before: av.VideoFrame, frame: av.VideoFrame, after: av.VideoFrame) -> av.VideoFrame:
        graph = self._graph
        if graph is None or self._fed is None or self._fed[0] is not before or self._fed[1] is not frame:
            graph = self._graph = _graph(frame, "bwdif", "mode=send_frame:deint=interlaced")
            graph.vpush(before)
            graph.vpush(frame)
            # What the filter gives now is shown instead of the frame before.
            _pulled(graph)
        graph.vpush(after)
        self._fed = frame, after
        return _pulled(graph) or _alone(frame)


def _alone(frame: av.VideoFrame) -> av.VideoFrame:
    graph = _graph(frame, "estdif", "mode=frame:deint=interlaced")
    graph.vpush(frame)
    graph.vpush(None)
    return _pulled(graph) or frame


def _alike(frame: av.VideoFrame, neighbour: av.VideoFrame | None) -> av.VideoFrame | None:
    """The neighbour, if a filter can take it together with the frame."""
    if neighbour is None or neighbour.format.name != frame.format.name:
        return None
    return neighbour if (neighbour.width, neighbour.height) == (frame.width, frame.height) else None


def _graph(frame: av.VideoFrame, name: str, arguments: str) -> Graph:
    graph = Graph()
    graph.threads = 1
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=_ANY_CLOCK
    )
    graph.link_nodes(source, graph.add(name, arguments), graph.add("buffersink")).configure()
    return graph


def _pulled(graph: Graph) -> av.VideoFrame | None:
    try:
        return graph.vpull()
    except (av.BlockingIOError, av.EOFError):
        return None
