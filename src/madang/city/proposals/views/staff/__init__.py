"""Pages of those who work on ideas for the city."""
