"""From decoded frames to pixels: colours, fields, crop and shape."""
