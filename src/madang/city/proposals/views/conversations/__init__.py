"""Pages of conversations: the list, taking part, one's own votes, the opinion map."""
