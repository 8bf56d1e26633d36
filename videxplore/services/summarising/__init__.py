"""Summaries: clusters, storyboards, contact sheets, chapters, skims and the map."""
