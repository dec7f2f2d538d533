"""Forms of people: they check the shape; rules and services decide."""
