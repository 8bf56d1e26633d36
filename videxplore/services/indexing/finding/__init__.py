"""Finding what to index: scanning folders, comparing them with the catalogue, watching them."""
