"""The player: the frame, its controls, and playing with sound."""
