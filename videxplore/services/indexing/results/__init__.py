"""Analyses as files: made by one command anywhere, and added to a library by another."""
