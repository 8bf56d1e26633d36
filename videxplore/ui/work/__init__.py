"""What goes on beside the window: lanes of jobs, the engines they load, and what wakes the window."""
