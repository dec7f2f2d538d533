"""Opinion maps after Polis: votes on short statements become positions, groups and the statements that join or divide them."""

from madang.urban.opinions.choosing import Pick, Way
from madang.urban.opinions.figures import NO_GROUP, Leaning, Tally
from madang.urban.opinions.mapping import OpinionMap, opinion_map
from madang.urban.opinions.votes import Votes, sorted_votes

__all__ = ["NO_GROUP", "Leaning", "OpinionMap", "Pick", "Tally", "Votes", "Way", "opinion_map", "sorted_votes"]
