"""Opinion maps after Polis: votes on short statements become positions, groups and the statements that join or divide them."""

from madang.urban.opinions.choosing import Pick, Way
from madang.urban.opinions.dots import Dot, dots
from madang.urban.opinions.figures import NO_GROUP, Leaning, Tally
from madang.urban.opinions.mapping import OpinionMap, least_votes, opinion_map, place
from madang.urban.opinions.votes import Votes, sorted_votes

__all__ = [
    "NO_GROUP", "Dot", "Leaning", "OpinionMap", "Pick", "Tally", "Votes", "Way", "dots", "least_votes", "opinion_map", "place",
    "sorted_votes",
]  # fmt: skip
