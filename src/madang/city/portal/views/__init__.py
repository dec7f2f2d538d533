"""Pages of Citizen Cloud."""
