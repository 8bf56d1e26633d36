"""Frames and sound to text; the only user of rapidocr and faster-whisper."""
