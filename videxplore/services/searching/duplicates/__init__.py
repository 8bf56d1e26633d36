"""The same footage in two files."""
