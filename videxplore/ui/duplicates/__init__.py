"""Footage that files share: found, compared side by side, settled."""
