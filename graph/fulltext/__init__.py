"""Full-text search in Chinese: how words are compared, and the index."""
