"""What was typed on the pages of votes, its shape checked."""
