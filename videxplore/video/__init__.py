"""From files to frames and sound, and back; the only user of PyAV."""
