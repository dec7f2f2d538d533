"""Pages of people, below /account/."""
