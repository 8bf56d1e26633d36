"""What files say of their recording: tags, sidecars, timecode."""
