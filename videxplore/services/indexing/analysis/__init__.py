"""What the analysis process computes from one video."""
