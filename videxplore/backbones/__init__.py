"""From pictures to embeddings and predictions; the only user of torch."""
