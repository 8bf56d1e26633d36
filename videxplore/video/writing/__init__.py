"""Clips, skims and copies with chapters."""
