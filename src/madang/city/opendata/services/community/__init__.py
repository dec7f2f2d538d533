"""What residents do with the Plaza: ask for data, support a wish, follow, show what they made."""

from madang.city.opendata.services.community.following import follow
from madang.city.opendata.services.community.held import CommunityHeld
from madang.city.opendata.services.community.requests import accept, ask, decline, support, take_back, take_up
from madang.city.opendata.services.community.sentences import NOTICE_KINDS, SENTENCES, VERBS
from madang.city.opendata.services.community.showcasing import judge_showcase, propose_showcase

__all__ = [
    "NOTICE_KINDS",
    "SENTENCES",
    "VERBS",
    "CommunityHeld",
    "accept",
    "ask",
    "decline",
    "follow",
    "judge_showcase",
    "propose_showcase",
    "support",
    "take_back",
    "take_up",
]
