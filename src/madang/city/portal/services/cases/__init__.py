"""What people do with cases: one verb a function, one transaction, the rules asked first."""

from madang.city.portal.services.cases.assigning import assign, take
from madang.city.portal.services.cases.bulk import Done, each
from madang.city.portal.services.cases.deciding import confirm, decide, decide_appeal, issue, preview, propose, send_back, start
from madang.city.portal.services.cases.ending import AT_ONCE, appeal, close, wake, wake_all, withdraw
from madang.city.portal.services.cases.submitting import Application, open_case, receive, receive_if_clean, submit
from madang.city.portal.services.cases.talking import mark_read, message, note, set_status_text
from madang.city.portal.services.cases.waiting import answer_request, ask_for_documents, resume, wait_for_third_party

__all__ = [
    "AT_ONCE", "Application", "Done", "answer_request", "appeal", "ask_for_documents", "assign", "close", "confirm", "decide",
    "decide_appeal", "each", "issue", "mark_read", "message", "note", "open_case", "preview", "propose",
    "receive", "receive_if_clean", "resume", "send_back",
    "set_status_text", "start", "submit", "take", "wait_for_third_party", "wake", "wake_all", "withdraw",
]  # fmt: skip
