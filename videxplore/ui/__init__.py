"""Qt widgets, and the only Qt threads."""
