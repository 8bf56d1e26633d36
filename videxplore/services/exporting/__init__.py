"""Selections on their way to editing programs and tables, and back."""
