"""Asking and answering in the window: the query bar and the similar moments."""
