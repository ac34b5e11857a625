"""Speaking with Neo4j and with the embedded engine: connections, questions, what comes back."""
