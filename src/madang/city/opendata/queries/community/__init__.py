"""Reads of what residents ask for, follow and show."""

from madang.city.opendata.queries.community.asking import (
    RequestPage,
    RequestView,
    answered_by_month,
    answering_departments,
    may_answer,
    refusals_by_ground,
    request,
    requests,
    state_counts,
    waiting,
)
from madang.city.opendata.queries.community.following import followed, is_following
from madang.city.opendata.queries.community.showing import ShowcaseView, showcases, showcases_of, showcases_waiting

__all__ = [
    "RequestPage",
    "RequestView",
    "ShowcaseView",
    "answered_by_month",
    "answering_departments",
    "followed",
    "is_following",
    "may_answer",
    "refusals_by_ground",
    "request",
    "requests",
    "showcases",
    "showcases_of",
    "showcases_waiting",
    "state_counts",
    "waiting",
]
