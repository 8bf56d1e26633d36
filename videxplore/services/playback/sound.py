"""The sound of a video, its waveform, and the tracks to choose from; imported late, since it loads PyAV."""

from collections.abc import Iterator
from pathlib import Path

from videxplore.video.audio import AudioReader, Samples, at_tempo, waveform_peaks
from videxplore.video.reading.tracks import Track, Tracks, read_tracks

__all__ = ["OpenSound", "Track", "Tracks", "read_tracks", "waveform_peaks"]


class OpenSound:
    """The sound of a video from a moment on, decoded as it is asked for."""

    def __init__(self, path: Path, start_s: float, rate: float, track: int | None = None) -> None:
        """Open it.

        Args:
            path: The video.
            start_s: Where it begins.
            rate: Seconds of video per second; the pitch is kept.
            track: Index of the sound stream; None for the best one.

        Raises:
            UnreadableVideoError: If the video is gone, has no sound or cannot be read.
        """
        self._reader = AudioReader(path, track)
        sound = self._reader.continuous(start_s, max(start_s, self._reader.duration_s))
        self._blocks: Iterator[Samples] = at_tempo(sound, rate)

    def next_block(self) -> Samples | None:
        """Samples float32 (N, 2) that follow the ones before; None at the end."""
        return next(self._blocks, None)

    def close(self) -> None:
        """Close the file."""
        self._reader.close()
