"""What the operating system says when a disk is the trouble."""

import errno

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def is_disk_full(error: OSError) -> bool:
    """Whether the error means that there is no room left, or no room this person may use."""
    return error.errno in _FULL
