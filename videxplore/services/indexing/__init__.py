"""Indexing: from paths to searchable, then complete, videos."""
