"""FFmpeg's flags of containers, by the numbers in its headers: PyAV's types know them under no number."""

from av.container import Container, InputContainer

_NO_TIME_STAMPS = 0x0080
_STAMPS_MAY_START_AGAIN = 0x0200
"""``AVFMT_NOTIMESTAMPS`` and ``AVFMT_TS_DISCONT`` of ``avformat.h``."""

_GENERATE_PTS = 0x0001
"""``AVFMT_FLAG_GENPTS`` of ``avformat.h``."""


def has_no_stamps(container: Container) -> bool:
    """Whether a container's kind stores no time stamps, as streams without a container do not."""
    return bool(container.format.flags & _NO_TIME_STAMPS)


def may_start_again(container: InputContainer) -> bool:
    """Whether time stamps of a container's kind may start again on the way, as in joined recordings."""
    return bool(container.format.flags & _STAMPS_MAY_START_AGAIN)


def generates_pts(container: InputContainer) -> bool:
    """Whether presentation times that packets do not have are looked for in those that follow."""
    return bool(container.flags & _GENERATE_PTS)


def generate_pts(container: InputContainer, *, on: bool) -> None:
    """Look for presentation times that packets do not have in those that follow, or leave them open.

    In a joined file FFmpeg may look for them to its end, and hold all that it reads.
    """
    container.flags = container.flags & ~_GENERATE_PTS | (_GENERATE_PTS if on else 0)
