"""Pages of what residents ask for, follow and show."""
