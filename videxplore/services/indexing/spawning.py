"""Starting processes from any program: a script without a main guard, a notebook, the window."""

import contextlib
import sys
import threading
from collections.abc import Iterator

_STARTING = threading.Lock()


@contextlib.contextmanager
def main_module_hidden() -> Iterator[None]:
    """Processes that are spawned meanwhile do not import the program's main module.

    ``multiprocessing`` imports it in the new process so that what is defined there can be sent. Our processes
    need nothing of it, and a user's script without ``if __name__ == "__main__"`` would run once more in each
    of them.
    """
    main = sys.modules["__main__"]
    with _STARTING:
        # These two are all that multiprocessing.spawn.get_preparation_data looks at.
        names = ("__file__", "__spec__")
        hidden: dict[str, object] = {name: vars(main)[name] for name in names if name in vars(main)}
        vars(main).pop("__file__", None)
        main.__spec__ = None
        try:
            yield
        finally:
            vars(main).update(hidden)
