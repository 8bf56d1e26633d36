"""Models of speech come from a mirror, go to another, and are removed; files stand in for the true ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.weights_server import WeightsServer, serving, write_stand_in_speech_model
from videxplore.backbones.weights.transfers import RetryLimits
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.services.models.speech_files import SpeechFiles, row_name, speech_model_named
from videxplore.transcription.speech_models import SPEECH_MODELS, speech_model_folder

TINY = SPEECH_MODELS["tiny"]
LIMITS = RetryLimits(attempts=2, wait_s=0.01)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WeightsServer]:
    write_stand_in_speech_model(tmp_path / "mirror")
    with serving(tmp_path / "mirror") as server:
        yield server


def files(folder: Path, mirror: str = "") -> SpeechFiles:
    return SpeechFiles(WeightsFolder(folder, mirror, LIMITS))


def test_all_files_are_got_with_one_progress_and_removed(tmp_path: Path, server: WeightsServer) -> None:
    seen: list[Progress] = []
    speech = files(tmp_path / "weights", server.address)
    assert speech.state(TINY) == "downloadable"
    folder = speech.fetch(TINY, Task(seen.append))
    assert {file.name for file in folder.iterdir()} == set(TINY.sizes_mib)
    assert speech.state(TINY) == "ready"
    assert speech_model_folder(tmp_path / "weights" / "speech", "tiny") == folder
    done = [one.done for one in seen if one.message.startswith("Downloading")]
    assert done == sorted(done)
    assert {one.total for one in seen if one.total} == {TINY.size_bytes}
    asked = len(server.asked)
    speech.fetch(TINY, Task())
    assert len(server.asked) == asked
    assert speech.remove(TINY)
    assert not speech.remove(TINY)
    assert not folder.exists()
    with pytest.raises(WeightsUnavailableError, match="models fetch whisper-tiny"):
        speech_model_folder(tmp_path / "weights" / "speech", "tiny")


def test_what_was_cancelled_goes_on(tmp_path: Path, server: WeightsServer) -> None:
    def stop(progress: Progress) -> None:
        if progress.done > 50_000:
            task.cancel()

    task = Task(stop)
    speech = files(tmp_path / "weights", server.address)
    server.bytes_per_s = 300_000
    with pytest.raises(Cancelled):
        speech.fetch(TINY, task)
    assert speech.state(TINY) == "downloadable"
    assert speech.stored_bytes(TINY) > 50_000
    server.bytes_per_s = 0
    speech.fetch(TINY, Task())
    assert server.asked[-1][1] > 0
    sent = (tmp_path / "mirror" / "speech" / "tiny" / "model.bin").read_bytes()
    assert (speech.folder(TINY) / "model.bin").read_bytes() == sent


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json", "vocabulary.txt"])
def test_the_page_of_a_login_is_refused(tmp_path: Path, server: WeightsServer, name: str) -> None:
    (server.folder / "speech" / "tiny" / name).write_text("<!doctype html><title>Log in</title>")
    speech = files(tmp_path / "weights", server.address)
    with pytest.raises(WeightsUnavailableError, match="login page"):
        speech.fetch(TINY, Task())
    assert speech.state(TINY) == "downloadable"


def test_a_file_that_changed_at_the_mirror_is_refused(tmp_path: Path, server: WeightsServer) -> None:
    speech = files(tmp_path / "weights", server.address)
    folder = speech.fetch(TINY, Task())
    (folder / "model.bin").unlink()
    other = server.folder / "speech" / "tiny" / "model.bin"
    other.write_bytes(other.read_bytes() + b"more")
    with pytest.raises(WeightsUnavailableError, match="not the published ones"):
        speech.fetch(TINY, Task())
    other.unlink()
    with pytest.raises(WeightsUnavailableError, match="404"):
        speech.fetch(TINY, Task())


def test_a_folder_is_imported_and_passed_on(tmp_path: Path) -> None:
    source = write_stand_in_speech_model(tmp_path / "usb")
    first, second = files(tmp_path / "first"), tmp_path / "second"
    assert first.export(tmp_path / "out", Task()) == []
    first.import_folder(TINY, source / "model.bin")
    assert first.export(tmp_path / "out", Task()) == ["whisper-tiny"]
    other = files(second, str(tmp_path / "out"))
    assert other.fetch(TINY, Task()) == second / "speech" / "tiny"
    (source / "config.json").unlink()
    with pytest.raises(WeightsUnavailableError, match=r"no file config\.json"):
        first.import_folder(TINY, source)


def test_names_of_rows() -> None:
    assert speech_model_named("whisper-large-v3-turbo") is SPEECH_MODELS["large-v3-turbo"]
    assert speech_model_named("tiny") is None
    assert row_name(TINY) == "whisper-tiny"
