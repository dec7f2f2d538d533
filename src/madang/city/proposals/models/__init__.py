"""Tables of Oasis."""

from madang.city.proposals.models.comments import Comment, CommentTranslation, Helpful
from madang.city.proposals.models.moderation import ModerationCase, Report
from madang.city.proposals.models.opinions import Conversation, DrawnMap, OpinionVote, Statement
from madang.city.proposals.models.proposals import CoAuthor, Picture, Proposal, ProposalEvent, Version, Words
from madang.city.proposals.models.review import Answer, Link, Milestone
from madang.city.proposals.models.settings import Duty, Settings, Threshold
from madang.city.proposals.models.similar import SameWish, SimilarEdition, SimilarPosting, SimilarText
from madang.city.proposals.models.support import Check, DigestWish, Follower, Support

__all__ = [
    "Answer",
    "Check",
    "CoAuthor",
    "Comment",
    "CommentTranslation",
    "Conversation",
    "DigestWish",
    "DrawnMap",
    "Duty",
    "Follower",
    "Helpful",
    "Link",
    "Milestone",
    "ModerationCase",
    "OpinionVote",
    "Picture",
    "Proposal",
    "ProposalEvent",
    "Report",
    "SameWish",
    "Settings",
    "SimilarEdition",
    "SimilarPosting",
    "SimilarText",
    "Statement",
    "Support",
    "Threshold",
    "Version",
    "Words",
]
