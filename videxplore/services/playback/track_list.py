"""The films and sound tracks of a video, for choosing; imported late, since it loads PyAV."""

from videxplore.video.reading.tracks import Track, Tracks, read_tracks

__all__ = ["Track", "Tracks", "read_tracks"]
