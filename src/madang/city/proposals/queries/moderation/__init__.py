"""Moderation: the texts, the cases that moderators have before them, and figures for everybody."""

from madang.city.proposals.queries.moderation.cases import case, counts, first_read, objections, own_hidden, own_waiting, queue
from madang.city.proposals.queries.moderation.figures import figures, told_figures

__all__ = ["case", "counts", "figures", "first_read", "objections", "own_hidden", "own_waiting", "queue", "told_figures"]
