"""Queries: what is searched for, as text and as embeddings; words."""
