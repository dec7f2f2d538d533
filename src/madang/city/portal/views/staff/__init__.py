"""Pages for those who work on cases."""

from madang.city.portal.views.staff.bulk import bulk
from madang.city.portal.views.staff.case import case
from madang.city.portal.views.staff.inbox import inbox
from madang.city.portal.views.staff.moving import move

__all__ = ["bulk", "case", "inbox", "move"]
