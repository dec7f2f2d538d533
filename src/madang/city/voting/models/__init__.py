"""mVoting's tables."""

from madang.city.voting.models.results import Result
from madang.city.voting.models.straw import Ballot, BallotKeys, Participation
from madang.city.voting.models.voters import CensusCount, Entitled, Follower, HandOver, Kiosk, RollEntry
from madang.city.voting.models.votes import Option, Vote

__all__ = [
    "Ballot", "BallotKeys", "CensusCount", "Entitled", "Follower", "HandOver", "Kiosk", "Option", "Participation", "Result",
    "RollEntry", "Vote",
]  # fmt: skip
