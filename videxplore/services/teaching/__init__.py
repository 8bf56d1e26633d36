"""Networks and probes that learn from a person, and what they look at."""
