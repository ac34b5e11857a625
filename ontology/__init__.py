"""What things are: the model, the vocabulary, identifiers, triples and their validation."""
