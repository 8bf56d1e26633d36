"""What the window says about videos: lengths, and states in words with a colour."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from videxplore.core.file_names import display_name
from videxplore.core.types import Video, VideoState
from videxplore.ui.look.times import clock_text


@dataclass(frozen=True, slots=True)
class VideoWords:
    """A video in words.

    Attributes:
        length: ``0:30``.
        state: The badge in words; a failed video's own sentence.
        dot: Colour name of the badge's dot.
    """

    length: str
    state: str
    dot: str


_DOTS = {
    VideoState.WAITING: "faint",
    VideoState.SEARCHABLE: "accent",
    VideoState.COMPLETE: "like",
    VideoState.FAILED: "failed",
    VideoState.OFFLINE: "faint",
    VideoState.GONE: "faint",
}


def video_words(video: Video) -> VideoWords:
    """Say what there is to say about ``video``."""
    length = length_words(video.duration_s) if video.properties else ""
    state = state_words(video.state)
    if video.state is VideoState.FAILED and video.error:
        # The name stands beside it already; without it there is room for the reason.
        state = video.error.removeprefix(display_name(video.path)).strip()
    return VideoWords(length, state, _DOTS[video.state])


def state_words(state: VideoState) -> str:
    """The badge of a state."""
    translate = QCoreApplication.translate
    words = {
        VideoState.WAITING: translate("VideoWords", "waiting"),
        VideoState.SEARCHABLE: translate("VideoWords", "searchable"),
        VideoState.COMPLETE: translate("VideoWords", "complete"),
        VideoState.FAILED: translate("VideoWords", "failed"),
        VideoState.OFFLINE: translate("VideoWords", "offline"),
        VideoState.GONE: translate("VideoWords", "file is gone"),
    }
    return words[state]


def length_words(duration_s: float) -> str:
    """``0:30``, ``1:02:03``."""
    return clock_text(duration_s, 0)


def number_words(value: float, decimals: int) -> str:
    """A number as the language of the window writes it: ``0.11``, ``0,11``."""
    return QLocale().toString(float(value), "f", decimals)


def round_words(value: float, most_decimals: int = 3) -> str:
    """A number with as many decimals as it has, up to some: ``24``, ``23.976``."""
    decimals = next(
        (count for count in range(most_decimals) if round(value, count) == round(value, most_decimals)),
        most_decimals,
    )
    return number_words(value, decimals)


def hours_words(duration_s: float) -> str:
    """A sum of lengths: ``45 s``, ``12 min``, ``31 h``."""
    if duration_s < 60:
        return f"{duration_s:.0f} s"
    if duration_s < 3600:
        return f"{duration_s / 60:.0f} min"
    hours = duration_s / 3600
    return f"{number_words(hours, 1)} h" if hours < 10 else f"{hours:.0f} h"


def percent_words(share: float) -> str:
    """A share as it is read: ``96%``."""
    return QCoreApplication.translate("VideoWords", "%1%").replace("%1", f"{max(0.0, share) * 100:.0f}")


def left_words(left_s: float) -> str:
    """Time left: ``40 s left``, ``6 min left``."""
    return QCoreApplication.translate("VideoWords", "%1 left").replace("%1", hours_words(max(1.0, left_s)))
