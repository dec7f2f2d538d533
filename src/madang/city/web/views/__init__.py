"""Pages that span the systems."""
