"""Documents in: files become measures, each value with the words that say it."""
