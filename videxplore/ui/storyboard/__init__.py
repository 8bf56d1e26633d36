"""The pictures that tell what a video shows."""
