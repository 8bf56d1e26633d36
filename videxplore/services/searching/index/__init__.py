"""The vector index of each space of a library, and what its vectors belong to."""
