"""Products of matrices in one thread.

BLAS and FAISS share out even what takes a fraction of a millisecond, and their threads wait at full
speed: beside other work, a search of a million scenes took 71 ms of processor time instead of 30.
"""

import sys
from contextlib import AbstractContextManager

from threadpoolctl import ThreadpoolController


class OneThread:
    """Limits the threads of every library that is loaded; each call gives a limit for a ``with`` statement.

    Looking for the libraries takes 2.5 ms, a tenth of a search, so that it is done again only when modules
    were imported since.
    """

    def __init__(self) -> None:
        """Look for nothing yet."""
        self._modules_count = 0
        self._libraries: ThreadpoolController | None = None

    def __call__(self) -> AbstractContextManager[object]:
        """The limit."""
        if self._libraries is None or len(sys.modules) != self._modules_count:
            self._modules_count = len(sys.modules)
            self._libraries = ThreadpoolController()
        limit: AbstractContextManager[object] = self._libraries.limit(limits=1)
        return limit
