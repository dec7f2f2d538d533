"""Pages of those who ask, answer and serve at votes for the city."""
