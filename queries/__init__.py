"""The question catalogue and the code that runs it."""
