"""What the person chose survives a restart, and a damaged file never stops the program."""

from pathlib import Path

import pytest

from videxplore.core.errors import SettingsError
from videxplore.settings import Settings, load_settings, save_settings


def test_defaults_without_a_file(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == Settings()


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    chosen = Settings(device="cpu", theme="light", watched_folders=("/a", "/b"), shortcuts={"play": "P"})
    save_settings(chosen, tmp_path / "deep" / "settings.json")
    assert load_settings(tmp_path / "deep" / "settings.json") == chosen


def test_values_of_the_wrong_shape_fall_back(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"theme": "pink", "device": 3, "watched_folders": "x", "unknown": 1, "backbone": "b"}')
    assert load_settings(file) == Settings(backbone="b")


@pytest.mark.parametrize("text", ["", "[1]", "{", "\x00", "[" * 100_000])
def test_a_file_that_holds_no_settings_gets_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.json"):
        load_settings(file)


def test_a_folder_in_the_way_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    with pytest.raises(SettingsError, match="cannot be saved"):
        save_settings(Settings(), tmp_path / "settings.json")


@pytest.mark.parametrize("content", [b'{"editor.fontSize": 12}', b"half {", b"[1]"])
def test_a_file_of_another_program_is_set_aside(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    save_settings(Settings(device="cpu"), file)
    assert load_settings(file).device == "cpu"
    (aside,) = tmp_path.glob("settings.json.set-aside-*")
    assert aside.read_bytes() == content


@pytest.mark.parametrize(
    "content", [b"", b'{"theme": "light"}', b'{"library": "", "backbone": "", "new": 1}']
)
def test_own_settings_are_replaced(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    save_settings(Settings(device="cpu"), file)
    assert list(tmp_path.iterdir()) == [file]
