"""Pages of moderators: what waits, one case, figures."""
