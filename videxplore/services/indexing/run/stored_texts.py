"""Which text of the videos of a library is still to be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.stored_video import StoredVideo
from videxplore.core.texts import TEXT_KINDS, TextKind, TextReading
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.recognised_text import SCREEN_MODEL, lacks_text
from videxplore.video.subtitles.subtitle_files import SubtitleFolders


def recognised_from(options: IndexOptions) -> Mapping[TextKind, str]:
    """The kinds of text that are to be recognised, and what the text then is from."""
    wanted: dict[TextKind, str] = {}
    if options.words_on_screen:
        wanted["screen"] = SCREEN_MODEL
    if options.speech_model:
        wanted["speech"] = options.speech_model
    return wanted


class StoredTexts:
    """Knows what text was read of each video, for one index run."""

    def __init__(self, catalogue: Catalogue, recognised: Mapping[TextKind, str]) -> None:
        """Begin a run.

        Args:
            catalogue: Opened for writing.
            recognised: What is to be recognised, and by which model.
        """
        self._catalogue = catalogue
        self._recognised = recognised
        self._folders = SubtitleFolders()
        self._read_from = catalogue.texts.read_from()
        self._read_now: set[tuple[int, TextKind]] = set()

    def has_unread(self, stored: StoredVideo) -> bool:
        """Whether the subtitles of an analysed video are to be read: not at all yet, or changed since."""
        # What was read in this run may have been read from newer files than were listed before.
        key: tuple[int, TextKind] = (stored.id, "subtitle")
        return key not in self._read_now and self._read_from.get(key) != self._folders.state(stored.path_text)

    def unrecognised(self, stored: StoredVideo) -> Iterator[TextKind]:
        """The kinds of text of an analysed video that models are to recognise."""
        for kind, model in self._recognised.items():
            is_read_now = (stored.id, kind) in self._read_now
            if not is_read_now and lacks_text(stored.video, kind, model, self._read_from):
                yield kind

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
