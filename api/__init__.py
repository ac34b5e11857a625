"""The graph API: typed HTTP answers over the graph."""
