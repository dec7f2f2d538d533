"""Pages of notices: the inbox, the wishes, and what could not be delivered."""

from madang.city.notices.views.failed import failed, retry
from madang.city.notices.views.inbox import count, inbox, notice, read_all, read_some
from madang.city.notices.views.wishes import end_browser, push_key, stop, subscribe, wishes

__all__ = [
    "count",
    "end_browser",
    "failed",
    "inbox",
    "notice",
    "push_key",
    "read_all",
    "read_some",
    "retry",
    "stop",
    "subscribe",
    "wishes",
]
