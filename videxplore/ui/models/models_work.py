"""Models in the background: downloads, what they cost, and the library that learns by them meanwhile."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from videxplore.composition import Services
from videxplore.core.task import Progress, Task
from videxplore.core.types import Video
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.recognised_text import SPEECH_MODELS
from videxplore.services.models.cost import ModelCost
from videxplore.services.models.offers import SCREEN_ROW, Offer, spare_model
from videxplore.services.models.speech_files import row_name, speech_model_named
from videxplore.ui.library.indexing_work import IndexingWork
from videxplore.ui.look.sentences import translated
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane, LaneJob, SilenceClock, Work, failure_sentence

BAR_STEPS = 1000
"""Steps of a bar that shows a download."""

NOT_BEGUN = Progress(0, 0, "")
"""A download that waits for another one."""


class ModelsWork(QObject):
    """Gets, uses and removes models.

    Signals:
        offersChanged: The models, or what is here of them, were read again.
        downloadChanged: The name of a model whose download moved on, began or ended, or of which nothing
            was heard for another half second.
        failed: (name, sentence).
        costChanged: The name of a model that was measured.
        chosenChanged: The :class:`IndexOptions` that new videos are analysed by from now on.
        mirrorChanged: The address or folder that is downloaded from.
        mirrorComplaintChanged: A sentence: why what was entered is no mirror.
        learnedChanged: The library learned, or forgot, what a model gives.

    Attributes:
        offers: Every model by name; empty until they were read.
        downloads: The progress of each model that is downloaded, or waits for that.
        costs: What was measured.
        failures: The last sentence of a model whose download failed.
    """

    offersChanged = Signal()
    downloadChanged = Signal(str)
    failed = Signal(str, str)
    costChanged = Signal(str)
    chosenChanged = Signal(object)
    mirrorChanged = Signal(str)
    mirrorComplaintChanged = Signal(str)
    learnedChanged = Signal()

    def __init__(
        self,
        session: Session,
        services: Services,
        work: IndexingWork,
        options: IndexOptions,
        parent: QObject | None = None,
    ) -> None:
        """Read nothing yet.

        Args:
            session: Shows notices.
            services: Of the open library.
            work: Indexes, and so lets the library learn.
            options: How videos are indexed.
            parent: Owns it.
        """
        super().__init__(parent)
        self._session = session
        self._services = services
        self._work = work
        self._options = options
        self.offers: dict[str, Offer] = {}
        self.downloads: dict[str, Progress] = {}
        self.costs: dict[str, ModelCost] = {}
        self.failures: dict[str, str] = {}
        self._jobs: dict[str, LaneJob] = {}
        self._unlearning: set[str] = set()
        self._is_learning = False
        self._silence = SilenceClock(self)
        self._silence.ticked.connect(self._show_silence)
        self._files = Lane("models", self)
        self._library = Lane("learning", self)
        self._measures = Lane("measuring", self)
        self.lanes = (self._files, self._library, self._measures)
        work.finished.connect(self._on_indexed)

    def chosen(self, kind: str) -> str:
        """The name of the model of a kind, ``image`` or ``video``, that new videos are analysed by."""
        return self._options.backbone if kind == "image" else self._options.actions

    def is_chosen(self, name: str) -> bool:
        """Whether new videos are analysed by a model."""
        return name in self._chosen_names

    @property
    def _chosen_names(self) -> tuple[str, ...]:
        options = self._options
        speech = SPEECH_MODELS.get(options.speech_model)
        names = (
            options.backbone,
            options.actions,
            options.descriptions,
            row_name(speech) if speech is not None else "",
            SCREEN_ROW if options.words_on_screen else "",
        )
        return tuple(name for name in names if name)

    @property
    def silent_s(self) -> float:
        """Seconds since what is downloaded was last seen to move on; 0 where nothing is downloaded."""
        return self._silence.silent_s

    def title(self, name: str) -> str:
        """The display name of a model."""
        return self.offers[name].title if name in self.offers else name

    def read(self) -> None:
        """Read which models there are."""
        job = self._library.submit_latest(lambda _task: self._services.models().offers(), "offers")
        job.succeeded.connect(self._show_offers)
        job.failed.connect(self._session.notice_failure)

    def go_on(self) -> None:
        """At the start of the program: say which chosen model is missing, and resume what is half learned."""
        names = self._chosen_names
        job = self._library.submit(lambda _task: self._services.models().not_ready(names))
        job.succeeded.connect(self._notice_missing)
        job.failed.connect(self._session.notice_failure)
        half = self._library.submit(lambda _task: self._services.models().half_learned(names))
        half.succeeded.connect(self._add_unlearned)
        half.failed.connect(self._session.notice_failure)

    def _notice_missing(self, sentence: str) -> None:
        if sentence:
            self._session.notice(translated(sentence))

    def measure(self, name: str) -> None:
        """Measure what a model costs, unless that is known, or something else keeps the computer busy."""
        if name in self.costs or self.downloads or self._work.is_running:
            return
        job = self._measures.submit_latest(lambda task: self._services.models().cost(name, task), name)
        job.succeeded.connect(partial(self._show_cost, name))

    def stop_measuring(self) -> None:
        """Nobody looks at the costs any more."""
        for name in self.offers:
            self._measures.cancel(name)

    # Files of weights.

    def get(self, name: str) -> None:
        """Download a model, then use it; continues what was interrupted."""
        self._start(name, lambda task: self._services.models().fetch(name, task))

    def import_file(self, name: str, file: Path) -> None:
        """Use a model by weights from a file."""
        self._start(name, lambda task: self._services.models().import_file(name, file, task))

    def cancel(self, name: str) -> None:
        """Stop a download; what has arrived stays."""
        if name in self._jobs:
            self._jobs[name].cancel()

    def _start(self, name: str, work: Work) -> None:
        if name in self._jobs:
            return
        self.stop_measuring()
        self.failures.pop(name, None)
        self.downloads[name] = NOT_BEGUN
        job = self._jobs[name] = self._files.submit(work)
        job.progressed.connect(partial(self._show_progress, name))
        job.succeeded.connect(lambda _nothing: self.use(name))
        job.failed.connect(partial(self._show_failure, name))
        job.finished.connect(partial(self._end, name))
        self._silence.restart()
        self.downloadChanged.emit(name)

    def _show_progress(self, name: str, progress: Progress) -> None:
        # News too small to be seen, of a slow download of a large file, is none.
        if _shown(progress) != _shown(self.downloads[name]):
            self._silence.restart()
        self.downloads[name] = progress
        self.downloadChanged.emit(name)

    def _show_silence(self) -> None:
        for name, progress in self.downloads.items():
            if progress is not NOT_BEGUN:
                self.downloadChanged.emit(name)

    def _show_failure(self, name: str, error: Exception) -> None:
        self.failures[name] = failure_sentence(error, self.tr("The model could not be loaded."))
        self.failed.emit(name, self.failures[name])

    def _end(self, name: str) -> None:
        self._jobs.pop(name, None)
        self.downloads.pop(name, None)
        if not self.downloads:
            self._silence.stop()
        self.downloadChanged.emit(name)
        self.read()

    def use_mirror(self, mirror: str) -> None:
        """Download from an address or a folder from now on; from the publishers where it is empty."""
        job = self._library.submit_latest(lambda _task: self._services.models().use_mirror(mirror), "mirror")
        job.succeeded.connect(self.mirrorChanged.emit)
        job.failed.connect(lambda error: self.mirrorComplaintChanged.emit(failure_sentence(error)))

    def remove(self, name: str) -> None:
        """Delete the weights of a model and what the library learned by it."""
        job = self._files.submit(lambda _task: self._services.models().remove(name))
        job.succeeded.connect(lambda _nothing: self._removed(name))
        job.failed.connect(self._session.notice_failure)

    def _removed(self, name: str) -> None:
        self.failures.pop(name, None)
        self._unlearning.add(name)
        if self.is_chosen(name):
            self._choose(_without(self._options, self.offers[name]))
            self._learn()
        self._unlearn()
        self.read()

    # What new videos, and those that are there, are analysed by.

    def use(self, name: str) -> None:
        """Analyse by a model whose weights are here, new videos and those of the library."""
        self._unlearning.discard(name)
        self._choose(_with(self._options, self.offers[name]))
        self._learn()

    def _choose(self, options: IndexOptions) -> None:
        self._options = options
        self._work.use(options)
        self.chosenChanged.emit(options)

    def _learn(self) -> None:
        """Let the library learn what it does not know by the chosen models."""
        names = self._chosen_names
        job = self._library.submit_latest(lambda _task: self._services.models().unlearned(names), "unlearned")
        job.succeeded.connect(self._add_unlearned)
        job.failed.connect(self._session.notice_failure)

    def _add_unlearned(self, videos: list[Video]) -> None:
        self._is_learning = True
        if videos:
            self._work.add([video.path for video in videos])
        elif not self._work.is_running:
            self._on_indexed(None)

    def _on_indexed(self, _nothing: object) -> None:
        """A run ended: the model that knows most answers from now on."""
        if not self._is_learning:
            return
        self._is_learning = False
        chosen = self._options.backbone
        job = self._library.submit_latest(lambda _task: self._answer_with(chosen), "answer")
        job.succeeded.connect(lambda _nothing: self.learnedChanged.emit())
        job.failed.connect(self._session.notice_failure)
        self._unlearn()

    def _answer_with(self, chosen: str) -> None:
        """On the lane: images and heat maps are compared by the model whose space answers."""
        name = self._services.models().answering(chosen)
        self._services.embedder().use(name)
        self._services.explaining().use(name)

    def _unlearn(self) -> None:
        for name in sorted(self._unlearning):
            job = self._library.submit(partial(self._forget, name))
            job.succeeded.connect(partial(self._show_unlearned, name))
            job.failed.connect(self._session.notice_failure)

    def _forget(self, name: str, task: Task) -> bool:
        task.checkpoint()
        return self._services.models().unlearn(name)

    def _show_unlearned(self, name: str, is_forgotten: bool) -> None:
        if is_forgotten:
            self._unlearning.discard(name)
            self.learnedChanged.emit()

    def _show_offers(self, offers: dict[str, Offer]) -> None:
        self.offers = offers
        self.offersChanged.emit()

    def _show_cost(self, name: str, cost: ModelCost) -> None:
        self.costs[name] = cost
        self.costChanged.emit(name)


def _shown(progress: Progress) -> tuple[object, ...]:
    """What can be seen of the progress of a download: steps of its bar, or megabytes."""
    return progress.message, round(BAR_STEPS * progress.fraction), progress.done // 1e6


def _with(options: IndexOptions, offer: Offer) -> IndexOptions:
    """The options by which a model is used."""
    speech = speech_model_named(offer.name)
    if speech is not None:
        return replace(options, speech_model=speech.name)
    if offer.kind == "screen":
        return replace(options, words_on_screen=True)
    if offer.reads_text:
        return replace(options, descriptions=offer.name)
    if offer.kind == "image":
        return replace(options, backbone=offer.name)
    return replace(options, actions=offer.name)


def _without(options: IndexOptions, offer: Offer) -> IndexOptions:
    """The options by which a model is used no longer; one that comes with the program takes its place."""
    if offer.kind == "speech":
        return replace(options, speech_model="")
    if offer.kind == "screen":
        return replace(options, words_on_screen=False)
    if offer.name == options.descriptions:
        return replace(options, descriptions="")
    if offer.kind == "image":
        return replace(options, backbone=spare_model("image"))
    return replace(options, actions=spare_model("video"))
