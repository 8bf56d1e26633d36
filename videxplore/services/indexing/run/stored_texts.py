"""Which text of the videos of a library is still to be read."""

from collections.abc import Iterable, Iterator, Sequence

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.texts import TEXT_KINDS, TextKind, TextReading
from videxplore.core.types import Video
from videxplore.video.subtitles.subtitle_files import SubtitleFolders


class StoredTexts:
    """Knows what text was read of each video, for one index run."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._folders = SubtitleFolders()
        self._read_from = catalogue.texts.read_from()
        self._read_now: set[tuple[int, TextKind]] = set()

    def missing(self, video: Video) -> Iterator[TextKind]:
        """The kinds of text of an analysed video that are to be read."""
        key: tuple[int, TextKind] = (video.id, "subtitle")
        # What was read in this run may have been read from newer files than were listed before.
        if key not in self._read_now and self._read_from.get(key) != self._folders.state(video.path):
            yield "subtitle"

    def store(self, video_id: int, readings: Sequence[TextReading]) -> None:
        """Store what was read of a video."""
        self._catalogue.texts.store(video_id, readings)
        self.note(video_id, readings)

    def note(self, video_id: int, readings: Iterable[TextReading]) -> None:
        """Note what was stored of a video."""
        for one in readings:
            self._read_from[video_id, one.kind] = one.read_from
            self._read_now.add((video_id, one.kind))

    def note_copy(self, from_video_id: int, to_video_id: int) -> None:
        """Note that a video got the text of another."""
        for kind in TEXT_KINDS:
            if (from_video_id, kind) in self._read_from:
                self._read_from[to_video_id, kind] = self._read_from[from_video_id, kind]
            self._read_now.discard((to_video_id, kind))
