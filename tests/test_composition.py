"""The one place where services are made: the user's choices reach them, and each is made once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from videxplore.composition import Configuration, Services
from videxplore.core.errors import CatalogueMissingError, SettingsError
from videxplore.paths import AppPaths
from videxplore.settings import Settings, save_settings


def test_the_data_folder_names_everything(tmp_path: Path) -> None:
    save_settings(Settings(library=str(tmp_path / "other"), device="cpu"), tmp_path / "settings.json")
    configuration = Configuration.load(data_dir=tmp_path)
    assert configuration.paths == AppPaths.under(tmp_path)
    assert configuration.settings.device == "cpu"
    assert Configuration.load(tmp_path / "third", tmp_path).paths.library == tmp_path / "third"


def test_choices_reach_indexing(tmp_path: Path) -> None:
    save_settings(
        Settings(device="cuda:1", backbone="resnet50", action_backbone="x3d-s"), tmp_path / "settings.json"
    )
    configuration = Configuration.load(data_dir=tmp_path)
    options = configuration.index_options()
    assert (options.device, options.backbone, options.actions) == ("cuda:1", "resnet50", "x3d-s")
    assert options.weights == configuration.paths.weights
    options = configuration.choose(device="cpu", actions="").index_options()
    assert (options.device, options.backbone, options.actions) == ("cpu", "resnet50", "")
    assert configuration.choose() == configuration


def test_unreadable_settings(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("[" * 100_000)
    with pytest.raises(SettingsError):
        Configuration.load(data_dir=tmp_path)
    assert Configuration.load(None, tmp_path, Settings()).settings == Settings()


def test_a_library_is_made_to_be_written_only(tmp_path: Path) -> None:
    configuration = Configuration.load(data_dir=tmp_path)
    with pytest.raises(CatalogueMissingError):
        configuration.open_library()
    assert not list(tmp_path.iterdir())
    configuration.open_library(writable=True).close()
    configuration.open_library().close()


def test_each_service_is_made_once(tmp_path: Path) -> None:
    configuration = Configuration.load(data_dir=tmp_path)
    with configuration.open_library(writable=True) as library, ThreadPoolExecutor(8) as pool:
        services = Services(library, configuration)
        together = threading.Barrier(8)

        def ask(_number: int) -> tuple[int, ...]:
            together.wait()
            return tuple(
                id(make()) for make in (services.similarity, services.summaries, services.selections)
            )

        assert len(set(pool.map(ask, range(8)))) == 1
