"""Do what was adopted: plan, begin, tell of each step, finish, and let residents check."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings as city
from django.db import transaction
from django.db.models import QuerySet

from madang.city.kernel.money import Money
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Check, Milestone, Support
from madang.city.proposals.queries.loading import author_ids
from madang.city.proposals.rules import answers as rules
from madang.city.proposals.rules import due, support
from madang.city.proposals.rules.life import Move, State
from madang.city.proposals.services import pictures, telling
from madang.city.proposals.services.holding import Held, Said, allow, go, hold

LONGEST_TITLE, LONGEST_REMARK = 200, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A milestone: what was reached on which day, and what it cost.

    finish_on  the day by which all shall be done, where that has changed
    pictures   bytes of each with what it shows
    """

    on_date: date
    title: str
    text: str = ""
    language: str = "en"
    spent: Money | None = None
    finish_on: date | None = None
    pictures: tuple[tuple[bytes, str], ...] = ()


@transaction.atomic
def plan(
    *, reference: str, text: str, language: str, start_on: date, by: Viewer, now: datetime, cost: Money | None = None
) -> None:
    """Plan what was adopted: by when it begins, and with how much money. Raises Refused."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.PLAN)
    _promise(held, text, start_on, cost)
    go(held, Move.PLAN, Said(text=text, language=language, details=_plain(cost)))


@transaction.atomic
def start(*, reference: str, text: str, language: str, finish_on: date, by: Viewer, now: datetime) -> None:
    """Begin, and say by when it is done. Raises Refused."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.START)
    _promise(held, text, finish_on, None)
    go(held, Move.START, Said(text=text, language=language))


@transaction.atomic
def add_milestone(*, reference: str, step: Step, by: Viewer, now: datetime) -> int:
    """Tell of a step that is done, and return its number; more pictures may follow with ``pictures.add_to_milestone``.

    Raises Refused, also for a picture that cannot be taken: nothing is told then.
    """
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.MILESTONE)
    if not 1 <= len(step.title.strip()) <= LONGEST_TITLE or len(step.text) > rules.LONGEST:
        raise Refused(Refusal("proposals.words_long", {"most": LONGEST_TITLE}, status=422))
    if step.on_date > held.today:
        raise Refused(Refusal("proposals.still_to_come", status=422))
    if reason := rules.why_not_cost(step.spent, currency=city.CITY_CURRENCY):
        raise Refused(reason)
    if step.finish_on is not None:
        _promise(held, step.title, step.finish_on, None)
    row = Milestone.objects.create(
        proposal=held.row,
        on_date=step.on_date,
        title=step.title.strip(),
        text=step.text.strip(),
        language=step.language,
        amount_minor=step.spent.amount_minor if step.spent else None,
        currency=step.spent.currency if step.spent else "",
        added_at=now,
        staff_id=by.staff.id if by.staff else None,
    )
    go(held, Move.MILESTONE, Said(text=step.title, language=step.language, details={"milestone": row.pk} | _plain(step.spent)))
    for data, alternative in step.pictures:
        pictures.add_to_milestone(
            reference=reference, milestone=row.pk, data=data, alternative=alternative, by=by, now=now
        )  # fmt: skip
    return row.pk


@transaction.atomic
def finish(*, reference: str, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Say that it is done, and ask some of those who supported it whether that is so. Raises Refused."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.FINISH)
    if reason := rules.why_not_words(text):
        raise Refused(reason)
    held.row.asks_check += 1
    held.row.due_on = None
    go(held, Move.FINISH, Said(text=text, language=language))
    _ask(held, held.settings.check_asked)


@transaction.atomic
def check(*, reference: str, is_done: bool, text: str, by: Viewer, now: datetime) -> None:
    """Say whether a proposal is done as promised; the last word needed closes it, or sends it back to the department.

    Raises Refused for everybody who was not asked, and for a second word.
    """
    held = hold(reference=reference, by=by, now=now)
    asked = _asked(held).filter(resident=by.resident_id or 0).first()
    if asked is None:
        raise Refused(Refusal("proposals.not_asked", status=403))
    if held.facts.state is not State.DONE or asked.is_done is not None:
        raise Refused(Refusal("proposals.checked_already"))
    asked.is_done, asked.text, asked.answered_at = is_done, text.strip()[:LONGEST_REMARK], now
    asked.save()
    _weigh(held)


def ask_again(held: Held) -> None:
    """Ask others in place of those who said nothing in their days."""
    limit = held.now - timedelta(days=held.settings.check_days)
    silent = _asked(held).filter(is_done=None, asked_at__lt=limit).update(is_lapsed=True)
    if silent:
        _ask(held, silent)


def _asked(held: Held) -> QuerySet[Check]:
    return Check.objects.filter(proposal=held.row, round=held.row.asks_check, is_lapsed=False)


def _weigh(held: Held) -> None:
    said = list(_asked(held).values_list("is_done", flat=True))
    sum_of = support.Checked(len(said), said.count(True), said.count(False), held.settings)
    told = Said(details={"asked": sum_of.asked, "yes": sum_of.yes, "no": sum_of.no})
    if sum_of.is_done:
        go(held, Move.CHECK, told, by_itself=True)
    elif sum_of.is_not_done:
        held.row.due_on = due.route_by(held.today, held.settings, held.calendar)
        go(held, Move.SEND_BACK, told, by_itself=True)
        telling.tell_officer(held, Move.SEND_BACK)


def _ask(held: Held, count: int) -> None:
    """Ask residents by lot: those who supported it first, its authors where too few are left."""
    row = held.row
    asked = set(Check.objects.filter(proposal=row, round=row.asks_check).values_list("resident_id", flat=True))
    known = Support.objects.filter(proposal=row, resident__isnull=False).values_list("resident_id", flat=True)
    authors = author_ids(row)
    seed = f"{row.reference}:{row.asks_check}:{len(asked)}"
    chosen = support.drawn(set(known) - asked - authors, count, seed)
    chosen += support.drawn(authors - asked, count - len(chosen), seed)
    Check.objects.bulk_create(
        Check(proposal=row, round=row.asks_check, resident_id=one, asked_at=held.now) for one in chosen
    )  # fmt: skip
    telling.ask_to_check(held, chosen)


def _promise(held: Held, text: str, day: date, cost: Money | None) -> None:
    if reason := (
        rules.why_not_words(text)
        or rules.why_not_next(day, today=held.today)
        or rules.why_not_cost(cost, currency=city.CITY_CURRENCY)
    ):
        raise Refused(reason)
    held.row.due_on = day


def _plain(money: Money | None) -> dict[str, int | str]:
    return {"amount_minor": money.amount_minor, "currency": money.currency} if money else {}
