"""The classes of image models, what they are kinds of, and which of these a frame shows."""
