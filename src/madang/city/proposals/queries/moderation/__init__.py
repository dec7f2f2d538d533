"""Moderation: the texts, the cases that moderators have before them, and figures for everybody."""

from madang.city.proposals.queries.moderation.cases import case, objections, own_hidden, queue
from madang.city.proposals.queries.moderation.figures import figures

__all__ = ["case", "figures", "objections", "own_hidden", "queue"]
