"""Exact frames for the window while it stands, steps and plays."""
