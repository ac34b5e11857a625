"""What people hold of pairs of measures: kept apart from scores, counted, exchanged, undone."""
