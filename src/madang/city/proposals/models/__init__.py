"""Tables of Oasis."""

from madang.city.proposals.models.opinions import Conversation, DrawnMap, OpinionVote, Statement
from madang.city.proposals.models.proposals import CoAuthor, Picture, Proposal, ProposalEvent, Version, Words
from madang.city.proposals.models.review import Answer, Link, Milestone
from madang.city.proposals.models.settings import Duty, Settings, Threshold
from madang.city.proposals.models.support import Check, DigestWish, Follower, Support

__all__ = [
    "Answer",
    "Check",
    "CoAuthor",
    "Conversation",
    "DigestWish",
    "DrawnMap",
    "Duty",
    "Follower",
    "Link",
    "Milestone",
    "OpinionVote",
    "Picture",
    "Proposal",
    "ProposalEvent",
    "Settings",
    "Statement",
    "Support",
    "Threshold",
    "Version",
    "Words",
]
