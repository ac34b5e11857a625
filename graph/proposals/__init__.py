"""What models propose of pairs of measures, where a user has set one: kept apart from what people judge."""
