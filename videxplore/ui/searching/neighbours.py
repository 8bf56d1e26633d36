"""Sliding a tile through the scenes before and after the one that was found."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from videxplore.core.types import Moment
from videxplore.services.library import Library
from videxplore.services.moments import Scene, moved_to, scenes_of
from videxplore.ui.work.jobs import Lane

Scenes = Sequence[Scene]


class NeighbourScenes(QObject):
    """Which scene each tile shows: the one that was found, until it is slid to another of its video.

    Signals:
        changed: A tile shows another scene now.
    """

    changed = Signal()

    def __init__(self, library: Library, lane: Lane, parent: QObject | None = None) -> None:
        """Read the scenes of a video on ``lane`` when one of its tiles is first slid."""
        super().__init__(parent)
        self._library = library
        self._lane = lane
        self._scenes: dict[int, Scenes] = {}
        self._pending: dict[int, list[tuple[Moment, int]]] = {}
        self._offsets: dict[int, int] = {}

    def forget(self) -> None:
        """Show what was found, on every tile."""
        self._scenes.clear()
        self._pending.clear()
        self._offsets.clear()

    def offset(self, moment: Moment) -> int:
        """How many scenes after the found one its tile shows; negative for before."""
        return self._offsets.get(moment.shot.id, 0)

    def shown(self, moment: Moment) -> Moment:
        """What the tile of a found moment shows."""
        offset = self.offset(moment)
        if not offset:
            return moment
        scenes = self._scenes[moment.video.id]
        return moved_to(moment, scenes[_place(scenes, moment) + offset])

    def distance_words(self, offset: int) -> str:
        """How far a tile was slid, as it is spoken."""
        if offset > 0:
            return self.tr("%n scene(s) later", "", offset)
        return self.tr("%n scene(s) before", "", -offset)

    def slide(self, moment: Moment, steps: int) -> None:
        """Show a scene further on, or back; the first and the last scene of a video stop it."""
        video_id = moment.video.id
        if video_id in self._scenes:
            self._move(moment, steps)
            return
        waiting = self._pending.setdefault(video_id, [])
        waiting.append((moment, steps))
        if len(waiting) == 1:
            job = self._lane.submit(lambda _task: scenes_of(self._library, video_id))
            job.succeeded.connect(lambda scenes: self._take(video_id, scenes))
            # They are read again at the next request.
            job.failed.connect(lambda _error: self._pending.pop(video_id, None))

    def _take(self, video_id: int, scenes: Scenes) -> None:
        wishes = self._pending.pop(video_id, None)
        if wishes is not None:
            self._scenes[video_id] = scenes
            for moment, steps in wishes:
                self._move(moment, steps)

    def _move(self, moment: Moment, steps: int) -> None:
        scenes = self._scenes[moment.video.id]
        place = _place(scenes, moment)
        if place < 0:
            return  # The video was analysed again since it was found.
        wanted = min(max(place + self.offset(moment) + steps, 0), len(scenes) - 1)
        if wanted != place + self.offset(moment):
            self._offsets[moment.shot.id] = wanted - place
            self.changed.emit()


def _place(scenes: Scenes, moment: Moment) -> int:
    """The number of the scene that was found; -1 when it is no longer there."""
    return next((number for number, scene in enumerate(scenes) if scene.shot.id == moment.shot.id), -1)
