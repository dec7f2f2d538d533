"""A resident's cases."""

from madang.city.portal.views.cases.acting import answer, appeal, message, withdraw
from madang.city.portal.views.cases.looking import answers, case, cases, letter, letter_pdf

__all__ = ["answer", "answers", "appeal", "case", "cases", "letter", "letter_pdf", "message", "withdraw"]
