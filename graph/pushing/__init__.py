"""Making the store hold what named graphs state, and nothing else of them."""
