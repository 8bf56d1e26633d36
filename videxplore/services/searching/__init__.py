"""Search: queries of every kind, and one ranking of scenes for each."""
