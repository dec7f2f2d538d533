"""Moderation: report a text, decide on it, object, judge the objection; publish, change and say what is looked at before."""

from madang.city.proposals.services.moderation.deciding import appeal, decide, judge, notice, report
from madang.city.proposals.services.moderation.publishing import edit, publish, say

__all__ = ["appeal", "decide", "edit", "judge", "notice", "publish", "report", "say"]
