"""mVoting's tables."""

from madang.city.voting.models.results import Result
from madang.city.voting.models.secret import Checkpoint, Issued, LogNode, PaperEntry, SecretBallot, SecretVote
from madang.city.voting.models.straw import Ballot, BallotKeys, Participation
from madang.city.voting.models.voters import (
    CensusCount,
    Entitled,
    Follower,
    HandOver,
    Kiosk,
    LetterRun,
    NumberCode,
    RollEntry,
    UnsentCodes,
)
from madang.city.voting.models.votes import Option, Vote

__all__ = [
    "Ballot", "BallotKeys", "CensusCount", "Checkpoint", "Entitled", "Follower", "HandOver", "Issued", "Kiosk", "LetterRun",
    "LogNode", "NumberCode", "Option", "PaperEntry", "Participation", "Result", "RollEntry", "SecretBallot", "SecretVote",
    "UnsentCodes", "Vote",
]  # fmt: skip
