"""The player: the picture, its controls, and playing with sound."""
