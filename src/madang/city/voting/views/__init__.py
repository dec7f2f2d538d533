"""Pages of votes: view = shape check, one call down, a page."""
