"""Moderation: report a text, decide on it, object, judge the objection; publish and change what is weighed before."""

from madang.city.proposals.services.moderation.deciding import appeal, decide, judge, report
from madang.city.proposals.services.moderation.publishing import edit, publish

__all__ = ["appeal", "decide", "edit", "judge", "publish", "report"]
