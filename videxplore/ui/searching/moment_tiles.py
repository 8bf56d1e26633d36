"""Moments as tiles: what each shows, and what is said of how well it answers."""

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from videxplore.core.types import Moment
from videxplore.services.searching.query.query import Query, SceneExample
from videxplore.ui.look.texts import clock_text, number_words, percent_words
from videxplore.ui.searching.neighbours import NeighbourScenes
from videxplore.ui.tiles.delegate import Mark, Tile
from videxplore.ui.tiles.thumbnails import ThumbnailKey


class MomentTiles:
    """Makes the tiles of one ranking, or of scenes that answer nothing."""

    def __init__(self, neighbours: NeighbourScenes) -> None:
        """Show what ``neighbours`` says a tile was slid to."""
        self._neighbours = neighbours

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
        right, share, said = _answer(found, answered)
        if again and right:
            right = f"{right} · {1 + again}"
        if offset:
            signed = f"{offset:+d}".replace("-", "\u2212")
            right, share, said = signed, None, self._neighbours.distance_words(offset)
        words = QCoreApplication.translate("SimilarPanel", "%1 at %2")
        spoken = words.replace("%1", moment.video.path.stem).replace("%2", start)
        return Tile(
            picture=ThumbnailKey("keyframe", moment.keyframe_id),
            video_id=moment.video.id,
            start_s=moment.start_s,
            end_s=moment.end_s,
            left=f"{start}-{clock_text(moment.end_s, 1)}",
            brief=start,
            name=moment.video.path.stem,
            right=right,
            spoken=f"{spoken}, {said}" if said else spoken,
            share=share,
            mark=mark_of(moment, asked),
            is_seen=moment.shot.id in seen,
        )


def _answer(moment: Moment, query: Query | None) -> tuple[str, float | None, str]:
    """How well a moment answers: in the footer, as a bar, and as it is spoken."""
    translate = QCoreApplication.translate
    if query is None:
        return "", None, ""
    if not query.positives:
        # Words are answered by the score of a label, which is no likeness.
        score = number_words(moment.similarity, 2)
        words = translate("SimilarPanel", "score %1").replace("%1", score)
        return score, moment.similarity, words
    alike = percent_words(moment.similarity)
    certain = percent_words(moment.confidence)
    words = translate("SimilarPanel", "%1 alike, %2 certain")
    return alike, moment.confidence, words.replace("%1", alike).replace("%2", certain)


def mark_of(moment: Moment, query: Query | None) -> Mark:
    """Whether the moment is an example of the query, and for or against."""
    example = example_of(moment)
    if query is not None and example in query.positives:
        return "like"
    return "unlike" if query is not None and example in query.negatives else ""


def example_of(moment: Moment) -> SceneExample:
    """The moment as an example for a query."""
    return SceneExample(moment.video.id, moment.time_s)
