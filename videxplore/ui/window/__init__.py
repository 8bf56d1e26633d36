"""The window that everything is in, and how the program opens it."""
