"""The base of the panels that show something of the open video."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.widgets import EmptyWords
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane, failure_sentence


class VideoPanel(QWidget):
    """Loads when another video is opened, and again when the state of the open one changes.

    A subclass overrides :meth:`load_video` and calls it once with the session's video when it is built.
    """

    def __init__(self, session: Session, lane: Lane) -> None:
        super().__init__()
        self._session = session
        self._lane = lane
        # Several panels may share a lane.
        self._emptiness: tuple[EmptyWords, str, str] | None = None
        self._subject = f"{type(self).__name__} {id(self)}"
        session.videoChanged.connect(self.load_video)
        session.openVideoStateChanged.connect(self.reload_video)
        session.unplayable.connect(self._explain_again)

    def load_video(self, video: Video | None) -> None:
        """Show the video that is open now; None where none is."""
        raise NotImplementedError

    def reload_video(self, video: Video) -> None:
        """Show the open video again: its state changed."""
        self.load_video(video)

    def read(
        self,
        work: Callable[[Task], Any],
        show: Callable[[Any], None],
        fail: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run ``work`` on the lane in place of what was read before; ``show`` gets its result.

        Args:
            work: Reads or computes, in the lane's thread.
            show: Called in the GUI thread.
            fail: Called with the error; the session shows it where None.
        """
        job = self._lane.submit_latest(work, self._subject)
        job.succeeded.connect(show)
        job.failed.connect(fail or self._session.notice_failure)

    def cancel_reading(self) -> None:
        """The result of the last :meth:`read` is not wanted any more."""
        self._lane.cancel(self._subject)

    def explain_emptiness(self, words: EmptyWords, title: str, advice: str) -> None:
        """Say why the open video cannot be read, else ``title`` and ``advice``; nothing without a video."""
        self._emptiness = (words, title, advice)
        translate = QCoreApplication.translate
        video = self._session.video
        if video is None:
            words.say("", "")  # The player says what to do.
        elif video.error:
            # The player says why, where it cannot read the video either.
            reason = translated(video.error) if self._session.is_playable else ""
            words.say(translate("VideoPanel", "This video could not be read"), reason)
        else:
            words.say(title, advice)

    def say_failure(self, words: EmptyWords, title: str, error: Exception) -> None:
        """Say what stood in the way of showing something; a bug is reported elsewhere."""
        if sentence := failure_sentence(error):
            self._emptiness = None
            words.say(title, sentence)

    def _explain_again(self) -> None:
        if self._emptiness is not None:
            self.explain_emptiness(*self._emptiness)
