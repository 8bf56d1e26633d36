"""The library in the window: folders, videos, and what could not be indexed."""
