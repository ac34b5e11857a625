"""The property graph: settings, engines, store, projection, links, analytics."""
