"""Windows over the window: settings, export, teaching, keys and reports."""
