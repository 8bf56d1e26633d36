"""Modules that are imported late."""

import gc
import sys
from pathlib import Path

import pytest

from videxplore.cli.late_command import MANY_MODULES, import_late


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


def test_what_many_modules_made_is_not_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, count in (("few_modules", 3), ("many_modules", MANY_MODULES + 1)):
        folder = tmp_path / name
        folder.mkdir()
        numbers = range(count)
        for number in numbers:
            (folder / f"m{number}.py").touch()
        (folder / "__init__.py").write_text("".join(f"from . import m{number}\n" for number in numbers))
    monkeypatch.syspath_prepend(tmp_path)
    before = gc.get_freeze_count()
    try:
        assert import_late("few_modules").m0
        assert gc.get_freeze_count() == before
        assert import_late("many_modules").m0
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
