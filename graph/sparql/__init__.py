"""SPARQL over the release: reading only, each query in a process that the system ends at its time."""
