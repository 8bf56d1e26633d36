"""From video files to pictures and back; the only user of PyAV."""
