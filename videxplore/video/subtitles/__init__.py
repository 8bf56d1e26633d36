"""Subtitles: files beside a video, and tracks within it."""
