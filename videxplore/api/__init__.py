"""Explore videos from Python."""
