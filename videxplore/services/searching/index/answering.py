"""Which space answers, where a library has several: another model may still be looking at its videos."""

import threading

from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.tables.image import TEXT_BACKBONES
from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.types import Space, SpaceKind


class AnsweringSpaces:
    """Orders the spaces of a library; may be used from several threads at once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._version = -1
        self._counts: dict[str, int] = {}

    def of_kind(self, kind: SpaceKind) -> list[Space]:
        """The spaces of a kind: those that know most videos first, of these the newest first.

        So a model that was added later answers once it has seen as many videos as the one before it. Those of
        models with a purpose of their own, copies or descriptions, come last.
        """
        spaces = [space for space in reversed(self._catalogue.spaces()) if space.kind == kind]
        if len(spaces) < 2:
            return spaces
        counts = self._known_counts(spaces)
        return sorted(spaces, key=lambda space: (has_own_purpose(space), -counts[space.name]))

    def described(self) -> list[Space]:
        """The spaces that descriptions can be compared in: those that know most videos first."""
        return [space for space in self.of_kind("appearance") if reads_text(space)]

    def _known_counts(self, spaces: list[Space]) -> dict[str, int]:
        with self._lock:
            version = self._catalogue.version()
            if version != self._version:
                self._counts = {}
                self._version = version
            for space in spaces:
                if space.name not in self._counts:
                    self._counts[space.name] = len(self._catalogue.videos_in_space(space.name))
            return dict(self._counts)


def reads_text(space: Space) -> bool:
    """Whether descriptions can be compared with a space, also where the package for it is not installed."""
    return any(spec.name == space.backbone for spec in TEXT_BACKBONES)


def has_own_purpose(space: Space) -> bool:
    """Whether a space is for copies or descriptions: where there is another, that is compared by."""
    is_fingerprint = space.backbone in BACKBONES and BACKBONES[space.backbone].is_fingerprint
    return is_fingerprint or reads_text(space)
