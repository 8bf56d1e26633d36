"""Words of a search: their forms, what they mean among the classes of models, and which a library has."""
