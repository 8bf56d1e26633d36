"""From frames and clips to embeddings and predictions; the only user of torch."""
