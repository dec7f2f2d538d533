"""Pages of ideas: view = shape check, one call down, a page."""
