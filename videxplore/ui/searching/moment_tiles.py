"""Moments on screen: their tiles, the scenes before and after them, and what can be done with them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from videxplore.core.selects import Verdict
from videxplore.core.spans import SelectedSpan
from videxplore.core.texts import TextBox
from videxplore.core.types import MatchGroup, Moment, Shot, WordPlace, WordReason
from videxplore.services.library import Library
from videxplore.services.moments import NumberedShot, moved_to, numbered_shots
from videxplore.services.searching.query.query import Query, SceneExample
from videxplore.ui.look.icons import icon
from videxplore.ui.look.texts import clock_text, name_words, number_words, percent_words
from videxplore.ui.searching.match_groups import group_words
from videxplore.ui.searching.search_work import SearchWork
from videxplore.ui.session import Session
from videxplore.ui.tiles.delegate import Mark, Tile
from videxplore.ui.tiles.thumbnail_cache import ThumbnailKey
from videxplore.ui.work.jobs import Lane

Scenes = Sequence[NumberedShot]


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
        return moved_to(moment, scenes[place_of(moment, scenes) + offset])

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
            job = self._lane.submit(lambda _task: numbered_shots(self._library, video_id))
            job.succeeded.connect(lambda scenes: self._take(video_id, scenes))
            # They are read again at the next request.
            job.failed.connect(lambda _error: self._pending.pop(video_id, None))

    def _take(self, video_id: int, scenes: Scenes) -> None:
        requests = self._pending.pop(video_id, None)
        if requests is not None:
            self._scenes[video_id] = scenes
            for moment, steps in requests:
                self._move(moment, steps)

    def _move(self, moment: Moment, steps: int) -> None:
        scenes = self._scenes[moment.video.id]
        place = place_of(moment, scenes)
        if place < 0:
            return  # The video was analysed again since it was found.
        wanted = min(max(place + self.offset(moment) + steps, 0), len(scenes) - 1)
        if wanted != place + self.offset(moment):
            self._offsets[moment.shot.id] = wanted - place
            self.changed.emit()


def place_of(moment: Moment, scenes: Scenes) -> int:
    """The number of the scene of a moment; -1 where its video was analysed again and it is gone."""
    return next((number for number, scene in enumerate(scenes) if scene.shot.id == moment.shot.id), -1)


def pair_tile(tile: Tile, follower: Shot, gap_s: float) -> Tile:
    """The tile of a moment and the scene that follows it: both, with the seconds between them."""
    translate = QCoreApplication.translate
    gap = translate("SimilarPanel", "+%1 s").replace("%1", number_words(gap_s, 1))
    said = translate("SimilarPanel", "followed after %1 s").replace("%1", number_words(gap_s, 1))
    return replace(
        tile,
        second=ThumbnailKey("strip", follower.video_id, (follower.start_s + follower.end_s) / 2),
        end_s=follower.end_s,
        left=tile.brief,
        # Each percentage would be that of one of the two.
        right=gap,
        spoken=f"{tile.spoken}, {said}",
    )


class MomentTiles:
    """Makes the tiles of one ranking, or of scenes that answer nothing."""

    def __init__(
        self, neighbours: NeighbourScenes, verdict_of: Callable[[int, float, float], Verdict]
    ) -> None:
        """Show what ``neighbours`` says a tile was slid to, and the verdict on a part of a video."""
        self._neighbours = neighbours
        self._verdict_of = verdict_of

    def tile(
        self, found: Moment, answered: Query | None, asked: Query | None, seen: Collection[int], *, again: int
    ) -> Tile:
        """The tile of a moment.

        Args:
            found: What answers a query.
            answered: That query; None for scenes that were only lassoed on the map.
            asked: What is asked now and may not be answered yet: its examples are marked.
            seen: The scenes that were opened already.
            again: How many more scenes of its video look nearly the same and are not shown.
        """
        moment, offset = self._neighbours.shown(found), self._neighbours.offset(found)
        start = clock_text(moment.start_s, 1)
        right, said = answer_words(found, answered)
        why, text_box, brief_why = "", None, ""
        if moment.reasons and not offset:
            why, text_box = why_found(moment.reasons), _text_box(moment)
            brief_why = "" if answered is None or answered.positives else _brief_reason(moment.reasons)
        right = brief_why or right
        if again and right:
            right = f"{right} · {1 + again}"
        if offset:
            signed = f"{offset:+d}".replace("-", "\u2212")
            right, said = signed, self._neighbours.distance_words(offset)
        words = QCoreApplication.translate("SimilarPanel", "%1 at %2")
        name = name_words(moment.video)
        spoken = words.replace("%1", name).replace("%2", start)
        return Tile(
            thumbnail=_thumbnail(moment, text_box),
            video_id=moment.video.id,
            start_s=moment.start_s,
            end_s=moment.end_s,
            left=start if brief_why else f"{start}\u2013{clock_text(moment.end_s, 1)}",
            brief=start,
            title=name,
            right=right,
            tone=_TONES[found.group] if not offset else "dim",
            match_s=None if offset or answered is None else moment.time_s,
            spoken=", ".join(filter(None, (spoken, said, why))),
            why=why,
            mark=mark_of(moment, asked),
            is_seen=moment.shot.id in seen,
            verdict=self._verdict_of(moment.video.id, moment.start_s, moment.end_s),
            text_box=text_box,
        )


def _text_box(moment: Moment) -> TextBox | None:
    """Where the text stands by which a moment was found: not where another word is why it is this moment."""
    boxes = (one.box for one in moment.reasons if one.box is not None and one.time_s == moment.time_s)
    return next(boxes, None)


def _thumbnail(moment: Moment, text_box: TextBox | None) -> ThumbnailKey:
    """The keyframe of the scene; for text on screen the preview that is nearest to it."""
    if text_box is None:
        return ThumbnailKey("keyframe", moment.keyframe_id)
    return ThumbnailKey("strip", moment.video.id, moment.time_s)


_TONES: dict[MatchGroup | None, str] = {"same": "accent", "similar": "text", "nearest": "dim", None: "dim"}


def answer_words(moment: Moment, query: Query | None) -> tuple[str, str]:
    """The one figure of a tile, and how it is spoken."""
    translate = QCoreApplication.translate
    if query is None:
        return "", ""
    if not query.positives:
        # Words are answered by the score of a label, which is not a similarity.
        score = percent_words(moment.similarity)
        words = translate("SimilarPanel", "score %1").replace("%1", score)
        return score, words
    alike = percent_words(moment.similarity)
    words = translate("SimilarPanel", "%1 alike").replace("%1", alike)
    return alike, f"{words}, {group_words(moment.group)}" if moment.group else words


def why_found(reasons: Sequence[WordReason]) -> str:
    """Why words find a moment, such as ``label: golden retriever → dog``; empty without words."""
    translate = QCoreApplication.translate
    places: dict[WordPlace, str] = {
        "taught": translate("SimilarPanel", "my label: %1"),
        "name": translate("SimilarPanel", "file name: %1"),
        "label": translate("SimilarPanel", "label: %1"),
        "folder": translate("SimilarPanel", "folder: %1"),
        "mark": translate("SimilarPanel", "mark: %1"),
        "subtitle": translate("SimilarPanel", "said: %1"),
        "speech": translate("SimilarPanel", "said: %1"),
        "screen": translate("SimilarPanel", "on screen: %1"),
    }
    return "\n".join(places[one.place].replace("%1", f"{one.text}{one.arrow}") for one in reasons)


def _brief_reason(reasons: Sequence[WordReason]) -> str:
    """The first reason in a word or two; empty where it is a label that is the word itself."""
    translate = QCoreApplication.translate
    places: dict[WordPlace, str] = {
        "name": translate("SimilarPanel", "file name"),
        "subtitle": translate("SimilarPanel", "said"),
        "speech": translate("SimilarPanel", "said"),
        "screen": translate("SimilarPanel", "on screen"),
    }
    for one in reasons:
        if not one.is_word_itself:
            return places.get(one.place, one.text)
    return ""


def mark_of(moment: Moment, query: Query | None) -> Mark:
    """Whether the moment is an example of the query, and for or against."""
    example = example_of(moment)
    if query is not None and example in query.positives:
        return "like"
    return "unlike" if query is not None and example in query.negatives else ""


def marked_differently(before: Query | None, query: Query | None) -> dict[int, set[SceneExample]]:
    """The examples that two queries mark differently, by the ids of their videos."""
    old, new = _marks(before), _marks(query)
    changed: dict[int, set[SceneExample]] = {}
    for example in old.keys() | new.keys():
        if old.get(example) != new.get(example):
            changed.setdefault(example.video_id, set()).add(example)
    return changed


def _marks(query: Query | None) -> dict[SceneExample, Mark]:
    """What :func:`mark_of` says of the examples of a query."""
    marks: dict[SceneExample, Mark] = {}
    if query is not None:
        marks |= {one: "unlike" for one in query.negatives if isinstance(one, SceneExample)}
        marks |= {one: "like" for one in query.positives if isinstance(one, SceneExample)}
    return marks


def example_of(moment: Moment) -> SceneExample:
    """The moment as an example for a query."""
    return SceneExample(moment.video.id, moment.time_s)


class MomentMenu(QObject):
    """Makes the context menu of moments.

    Signals:
        exportRequested: A list of :class:`SelectedSpan`.
        teachRequested: A list of :class:`Moment`.
        summaryRequested: A list of :class:`Moment`.
        keepRequested: A list of :class:`SelectedSpan` to add to the bin.
    """

    exportRequested = Signal(list)
    teachRequested = Signal(list)
    summaryRequested = Signal(list)
    keepRequested = Signal(list)

    def __init__(self, session: Session, search: SearchWork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._search = search

    def make(self, moments: Sequence[Moment], owner: QWidget) -> QMenu:
        """A menu for ``moments`` (at least one), the first being the one under the pointer."""
        menu = QMenu(owner)
        first = moments[0]
        example = SceneExample(first.video.id, first.time_s)
        menu.addAction(self.tr("Open"), lambda: self._session.open_moment(first))
        menu.addAction(
            icon("search"), self.tr("Search for this"), lambda: self._search.search(Query((example,)))
        )
        menu.addSeparator()
        menu.addAction(icon("plus", "like"), self.tr("More like this"), lambda: self._like(moments))
        menu.addAction(icon("minus", "unlike"), self.tr("Less like this"), lambda: self._unlike(moments))
        then = menu.addAction(self.tr("Followed by this"), lambda: self._then(example))
        then.setEnabled(self._search.query is not None)
        menu.addSeparator()
        count = len(moments)
        menu.addAction(icon("selects"), self.tr("Add to selects"), lambda: self.keep(moments))
        words = self.tr("Export…") if count == 1 else self.tr("Export %n moment(s)…", "", count)
        menu.addAction(icon("export"), words, lambda: self.export(moments))
        if count > 1:
            words = self.tr("Summarise %n moment(s)", "", count)
            menu.addAction(icon("picture"), words, lambda: self.summaryRequested.emit(list(moments)))
        menu.addAction(
            icon("teach"), self.tr("Teach an action…"), lambda: self.teachRequested.emit(list(moments))
        )
        menu.addAction(icon("copy"), self.tr("Copy as text"), lambda: copy(moments))
        return menu

    def pop_up(self, moments: Sequence[Moment], owner: QWidget, place: QPoint) -> None:
        """Show the menu for ``moments`` at a place of the screen."""
        menu = self.make(moments, owner)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def keep(self, moments: Sequence[Moment]) -> None:
        """Ask for ``moments`` to be added to the bin."""
        self.keepRequested.emit([SelectedSpan.of_moment(moment) for moment in moments])

    def export(self, moments: Sequence[Moment]) -> None:
        """Ask for the export of ``moments``."""
        self.exportRequested.emit([SelectedSpan.of_moment(moment) for moment in moments])

    def _like(self, moments: Sequence[Moment]) -> None:
        self._search.mark_all([SceneExample(one.video.id, one.time_s) for one in moments], liked=True)

    def _unlike(self, moments: Sequence[Moment]) -> None:
        self._search.mark_all([SceneExample(one.video.id, one.time_s) for one in moments], liked=False)

    def _then(self, example: SceneExample) -> None:
        self._search.set_wants_then(wanted=True)
        self._search.search(Query((example,)))


def copy(moments: Sequence[Moment]) -> None:
    """Put moments on the clipboard as the command line writes them."""
    QApplication.clipboard().setText("\n".join(SelectedSpan.of_moment(moment).words for moment in moments))
