"""Selects: bins of parts of videos, and marks."""
