"""Tell people how a vote goes on: who follows it, who may vote officially, and the department that must answer."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.jobs import enqueue
from madang.city.kernel.text import language_key, localised
from madang.city.notices import services as notices
from madang.city.people import queries as people
from madang.city.people.rules import Role
from madang.city.voting.models import Entitled, Follower, Vote
from madang.city.voting.rules.votes import Mode

MOVED, ASKED, WORK = "vote.moved", "vote.asked", "vote.work"
AT_ONCE = 500
NOT_OPENED = _("The vote could not be opened in time.")
_OPENED = _("The vote is open: %(question)s"), _("You can vote now. What you choose can be changed until the vote closes.")
_ASKED = _("You may vote: %(question)s"), _("The city asks, and must answer the result. Your vote is secret.")
_COUNTED = _("The result is there: %(question)s"), _("The vote is closed and counted.")
_ANSWERED = _("The city has answered: %(question)s"), _("The department says what it does with the result.")
_CANCELLED = _("The vote was cancelled: %(question)s"), _("It has no result. The page of the vote says why.")
_DUE = (
    _("A result to answer: %(question)s"),
    _("The residents have voted. Your department must say by %(due)s what it does with the result."),
)

_LATE = (
    _("The answer is late: %(question)s"),
    _("Your department had to say by %(due)s what it does with the result. Everybody sees that it has not."),
)


def opened(row: Vote, now: datetime) -> None:
    """Tell that a vote is open: followers now, the entitled of an official vote in jobs, some at a time."""
    _followers(row, "opened", _OPENED, now)
    if row.mode == Mode.OFFICIAL:
        enqueue("voting.tell_entitled", reference=row.reference, after=0)


def counted(row: Vote, now: datetime) -> None:
    """Tell that the result is there, and the department that it must answer by a day."""
    _followers(row, "counted", _COUNTED, now)
    if row.department is None:
        return
    heads = people.staff_in([row.department.code], roles=[Role.HEAD])
    _send(row, "due", WORK, _DUE, [one.account_id for one in heads], now)


def late(row: Vote, now: datetime) -> None:
    """Tell the department, once, that its answer is late, which everybody sees."""
    heads = people.staff_in([row.department.code], roles=[Role.HEAD]) if row.department else []
    _send(row, "late", WORK, _LATE, [one.account_id for one in heads], now)


def answered(row: Vote, now: datetime) -> None:
    """Tell that the city has answered."""
    _followers(row, "answered", _ANSWERED, now)


def cancelled(row: Vote, now: datetime) -> None:
    """Tell that a vote ended without a result."""
    _followers(row, "cancelled", _CANCELLED, now)


def entitled(*, reference: str, after: int, now: datetime) -> None:
    """Tell the next people of the register of an official vote that they may vote, and leave the rest to the next job.

    after  the number of the last entry that was told
    """
    row = Vote.objects.get(reference=reference)
    some = list(Entitled.objects.filter(vote=row, pk__gt=after).order_by("pk").values_list("pk", "resident_id")[:AT_ONCE])
    accounts = people.accounts_of([resident_id for _pk, resident_id in some])
    _send(row, "asked", ASKED, _ASKED, accounts.values(), now)
    if len(some) == AT_ONCE:
        enqueue("voting.tell_entitled", reference=reference, after=some[-1][0])


def in_all(text: object, words: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a text in every language of the site."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[language_key(code)] = str(text) % (words or {})
    return found


def _followers(row: Vote, event: str, texts: tuple[object, object], now: datetime) -> None:
    residents = list(Follower.objects.filter(vote=row).values_list("resident_id", flat=True))
    _send(row, event, MOVED, texts, people.accounts_of(residents).values(), now)


def _send(row: Vote, event: str, kind: str, texts: tuple[object, object], accounts: Iterable[int], now: datetime) -> None:
    subject, body = ({}, {})
    for code, _name in settings.LANGUAGES:
        key = language_key(code)
        words = {"question": localised(row.question, key), "due": str(row.answer_due_on or "")}
        with translation.override(code):
            subject[key], body[key] = (str(text) % words for text in texts)
    for account_id in accounts:
        notices.send(
            to_account=account_id,
            kind=kind,
            subject=subject,
            body=body,
            link=f"/votes/{row.reference}",
            about=f"vote:{row.reference}",
            key=f"vote:{row.reference}:{event}:{account_id}",
            now=now,
        )
