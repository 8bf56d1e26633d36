"""From the nearest vectors to one ranking of scenes with confidences."""
