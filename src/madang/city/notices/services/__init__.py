"""Send notices, deliver them, and keep what people want to get where."""

from madang.city.notices.services.codes import send_code
from madang.city.notices.services.delivering import deliver, fail_cut_short, sweep, try_again
from madang.city.notices.services.reading import mark_all_read, mark_read
from madang.city.notices.services.sending import UnknownKind, send
from madang.city.notices.services.wishing import end_subscription, save_wishes, stop, subscribe

__all__ = [
    "UnknownKind",
    "deliver",
    "end_subscription",
    "fail_cut_short",
    "mark_all_read",
    "mark_read",
    "save_wishes",
    "send",
    "send_code",
    "stop",
    "subscribe",
    "sweep",
    "try_again",
]
