"""Moments as tiles: a grid that paints only what is seen, and the thumbnails it shows."""
