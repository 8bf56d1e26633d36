"""From packets to frames with exact times."""
