"""Training a video model, and calibrating its probabilities."""
