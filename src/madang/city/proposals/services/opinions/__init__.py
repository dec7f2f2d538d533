"""Conversations in short statements: lead one, take part, moderate its statements, draw the map of it."""

from madang.city.proposals.services.opinions.drawing import draw, draw_due
from madang.city.proposals.services.opinions.leading import close, link, open_conversation, open_for_proposal, seed
from madang.city.proposals.services.opinions.moderating import hide, show
from madang.city.proposals.services.opinions.taking_part import add_statement, forget_opinions, vote, vote_on_several, withdraw

__all__ = [
    "add_statement", "close", "draw", "draw_due", "forget_opinions", "hide", "link", "open_conversation", "open_for_proposal",
    "seed", "show", "vote", "vote_on_several", "withdraw",
]  # fmt: skip
