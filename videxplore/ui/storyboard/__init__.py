"""Storyboards: the keyframes that sum up a video."""
