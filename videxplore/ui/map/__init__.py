"""The map of the library's scenes."""
