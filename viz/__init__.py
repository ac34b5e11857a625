"""The explorer: pages that show the graph, with nothing fetched from elsewhere."""
