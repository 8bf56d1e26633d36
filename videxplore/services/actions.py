"""What happens in a video, from the predictions that were stored when it was indexed."""

from dataclasses import dataclass, replace

from videxplore.core.time_checks import checked_time_s
from videxplore.core.types import Prediction, Video
from videxplore.services.library import Library
from videxplore.services.recognition import RecognisedSpan, recognition_of

TOP_LABELS = 5


@dataclass(frozen=True, slots=True)
class VideoActions:
    """What happens in a video, or at one time of it.

    Attributes:
        models: The networks that were asked.
        overall: Mean scores over everything listed, weighted by duration; the likeliest first.
        spans: In time order; those of clips, then those of keyframes.
    """

    video: Video
    models: tuple[str, ...]
    overall: tuple[Prediction, ...]
    spans: tuple[RecognisedSpan, ...]


class ActionsService:
    """Answers from the catalogue alone: no network is run."""

    def __init__(self, library: Library) -> None:
        """Answer for the videos of a library."""
        self._library = library

    def for_video(self, video_id: int, at_s: float | None = None, top: int = TOP_LABELS) -> VideoActions:
        """What happens in a video.

        Args:
            video_id: The video.
            at_s: Only what covers this time; the whole video when None.
            top: Labels to keep overall and for each span.

        Raises:
            UsageError: If no video can have such a time.
            UnknownError: If the video is not in the library, or has no such time.
        """
        video = self._library.catalogue.video(video_id)
        recognition = recognition_of(self._library, video_id)
        spans, overall = list(recognition.spans), recognition.overall
        if at_s is not None:
            self._library.catalogue.shot_at(video_id, checked_time_s(at_s))
            spans, overall = recognition.spans_at(at_s), recognition.at(at_s)
        models = tuple(dict.fromkeys(span.predictions[0].model for span in spans))
        shown = tuple(replace(span, predictions=span.predictions[:top]) for span in spans)
        return VideoActions(video, models, overall[:top], shown)
