"""From files to pictures and sound, and back; the only user of PyAV."""
