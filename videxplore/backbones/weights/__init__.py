"""Files of weights: where they are, how they are downloaded and read."""
