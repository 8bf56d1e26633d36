"""Models in the window: getting and removing them, and what they cost."""
