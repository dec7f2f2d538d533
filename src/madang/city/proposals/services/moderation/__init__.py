"""Moderation: report a text, decide on it, object, judge the objection; publish what was weighed before."""

from madang.city.proposals.services.moderation.deciding import appeal, decide, judge, report
from madang.city.proposals.services.moderation.publishing import publish

__all__ = ["appeal", "decide", "judge", "publish", "report"]
