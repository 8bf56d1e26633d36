"""Modules that are imported late."""

import gc
import sys

import pytest

from videxplore.cli.late_command import import_late


@pytest.mark.parametrize("collects", [True, False])
def test_importing_leaves_the_collection_of_garbage_as_it_was(*, collects: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        assert import_late("videxplore.cli") is sys.modules["videxplore.cli"]
        with pytest.raises(ModuleNotFoundError):
            import_late("videxplore.nothing")
        assert gc.isenabled() == collects
    finally:
        (gc.enable if before else gc.disable)()
