"""Background work: lanes of jobs, the engines they load, and what wakes the window."""
