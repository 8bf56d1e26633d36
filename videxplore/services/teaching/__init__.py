"""Taught actions, and training, calibration and inspection of models."""
