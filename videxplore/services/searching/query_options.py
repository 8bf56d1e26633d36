"""A query as the command line and the Python interface write it: texts and limits, each with a default."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.file_names import expanded
from videxplore.services.searching.queries import By, Example, Filters, Query, Region
from videxplore.services.searching.query_text import parse_example


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryOptions:
    """Everything a query can ask for besides its first example.

    Attributes:
        like: More examples to resemble.
        unlike: Examples not to resemble.
        region: Only this part of the examples counts.
        by: What is compared.
        motion_weight: Share of motion when both are compared, in [0, 1].
        folder: Only videos below it.
        other_videos: Leave out the videos that the examples come from.
        words: Only shots labelled or named with all these words.
        min_confidence: Only moments at least this certain, in [0, 1].
        then: Only shots that are followed by one like this.
        within_s: How many seconds later that one may begin.
        every: List near-identical shots of a video one by one.
    """

    like: Sequence[str | Example] = ()
    unlike: Sequence[str | Example] = ()
    region: Region | None = None
    by: By = "appearance"
    motion_weight: float = 0.5
    folder: Path | None = None
    other_videos: bool = False
    words: str = ""
    min_confidence: float = 0.0
    then: str | Example | None = None
    within_s: float = 10.0
    every: bool = False

    def query(self, catalogue: Catalogue, *examples: str | Example) -> Query:
        """The query for these examples and those of ``like``; texts are as in :func:`parse_example`.

        Raises:
            UnknownMomentError: If a text names no moment, image or video.
        """

        def read(example: str | Example) -> Example:
            return parse_example(example, catalogue) if isinstance(example, str) else example

        return Query(
            likes=tuple(read(one) for one in (*examples, *self.like)),
            unlikes=tuple(read(one) for one in self.unlike),
            region=self.region,
            by=self.by,
            filters=Filters(
                folder=expanded(self.folder).absolute() if self.folder else None,
                other_videos=self.other_videos,
                min_confidence=self.min_confidence,
            ),
            words=self.words,
            motion_weight=self.motion_weight,
            then=Query((read(self.then),), by=self.by) if self.then else None,
            within_s=self.within_s,
            collapses=not self.every,
        )
