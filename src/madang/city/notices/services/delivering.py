"""Deliver: claim, try, write down the answer. Three short steps, so that no lock is held while a server is waited for.

A worker may die at any point. Before the claim nothing has happened. After the answer all is written. Between the two an
attempt stands that was begun and never ended: `sweep` finds it after ten minutes. Mail and push are then tried again under
the same Message-ID or topic, by which the receiving side knows them; an SMS is not, since it would arrive twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from madang.city.kernel.jobs import enqueue
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import city_key, language_key
from madang.city.notices import rules
from madang.city.notices.channels import channels
from madang.city.notices.channels.message import Message
from madang.city.notices.models import Delivery, DeliveryAttempt, Notice, PushSubscription
from madang.city.notices.queries import unsubscribe_token
from madang.city.notices.rules import Answer, Next, Outcome, State
from madang.city.people import queries as people
from madang.city.people.rules import SYSTEM

LATE_AFTER = timedelta(minutes=2)
SWEPT_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class _Claim:
    delivery_id: int
    number: int
    channel: str
    message: Message


def deliver(*, delivery_id: int, now: datetime) -> State | None:
    """Try a delivery once if it waits and is due; return where it stands then, None if it was not this one's turn."""
    claim = _claim(delivery_id, now)
    if claim is None:
        return None
    answer = channels()[claim.channel].send(claim.message)
    return _end(claim, answer, now)


@transaction.atomic
def _claim(delivery_id: int, now: datetime) -> _Claim | None:
    """Take a delivery for this worker alone and write the attempt down before anything leaves the house."""
    row = (
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("notice")
        .filter(pk=delivery_id, state=State.WAITING, due_at__lte=now)
        .first()
    )
    if row is None:
        return None
    row.state, row.tries = State.SENDING, row.tries + 1
    row.save(update_fields=["state", "tries"])
    message = _message(row)
    DeliveryAttempt.objects.create(delivery=row, number=row.tries, begun_at=now, message_id=message.message_id)
    return _Claim(row.pk, row.tries, row.channel, message)


@transaction.atomic
def _end(claim: _Claim, answer: Answer, now: datetime) -> State:
    row = Delivery.objects.select_for_update().get(pk=claim.delivery_id)
    DeliveryAttempt.objects.filter(delivery=row, number=claim.number).update(
        ended_at=now, outcome=answer.outcome, answer=answer.said[:300]
    )
    if row.state != State.SENDING or row.tries != claim.number:
        return State(row.state)
    if answer.outcome is Outcome.GONE and row.channel == "webpush":
        PushSubscription.objects.filter(slug=row.target).update(gone_at=now)
    _move(row, rules.after(answer, claim.number), answer.said, now)
    return State(row.state)


def _move(row: Delivery, then: Next, reason: str, now: datetime) -> None:
    row.state, row.reason = then.state, reason[:300]
    row.sent_at = now if then.state is State.SENT else None
    if then.wait is not None:
        row.due_at = now + then.wait
        enqueue("notices.deliver", delivery_id=row.pk, key=f"notices.deliver:{row.pk}", run_at=row.due_at)
    row.save(update_fields=["state", "reason", "sent_at", "due_at"])


def sweep(*, now: datetime) -> int:
    """Pick up what was lost: attempts whose worker died, and waiting deliveries whose job is gone. Return how many."""
    cut_short = fail_cut_short(now=now)
    late = Delivery.objects.filter(state=State.WAITING, due_at__lt=now - LATE_AFTER).order_by("due_at")
    lost = list(late.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    for pk in lost:
        enqueue("notices.deliver", delivery_id=pk, key=f"notices.deliver:{pk}")
    return cut_short + len(lost)


@transaction.atomic
def fail_cut_short(*, now: datetime) -> int:
    """End the attempts that were begun long ago and never ended; return how many."""
    long_ago = Q(attempts__outcome=Outcome.BEGUN, attempts__begun_at__lt=now - rules.CUT_SHORT_AFTER)
    ids = Delivery.objects.filter(long_ago, state=State.SENDING).values_list("pk", flat=True)[:SWEPT_AT_ONCE]
    rows = list(Delivery.objects.select_for_update(skip_locked=True).filter(pk__in=list(ids), state=State.SENDING))
    for row in rows:
        DeliveryAttempt.objects.filter(delivery=row, outcome=Outcome.BEGUN).update(ended_at=now, outcome=Outcome.CUT_SHORT)
        then = rules.after_cut_short(row.tries, may_repeat=channels()[row.channel].may_repeat)
        _move(row, then, "the worker stopped in the middle; it may have been sent", now)
    return len(rows)


@transaction.atomic
def try_again(*, delivery_id: int, now: datetime) -> None:
    """Try a failed delivery again, at a person's wish. Raises Refused if it has not failed."""
    row = Delivery.objects.select_for_update().filter(pk=delivery_id, state=State.FAILED).first()
    if row is None:
        raise Refused(Refusal("notices.not_failed"))
    _move(row, Next(State.WAITING, timedelta(0)), row.reason, now)


def _message(row: Delivery) -> Message:
    notice = row.notice
    contact = people.contact(notice.account_id, viewer=SYSTEM, purpose="notices")
    lang = language_key(contact.language) if contact and contact.language else city_key()
    token = unsubscribe_token(notice.slug, row.channel)
    return Message(
        account_id=notice.account_id,
        target=row.target,
        lang=lang,
        subject=localised(notice.subject, lang),
        body=localised(notice.body, lang),
        url=settings.SITE_URL + _way_in(notice),
        message_id=rules.message_id(notice.slug, row.channel, row.target, urlsplit(settings.SITE_URL).hostname or "localhost"),
        unsubscribe_url=settings.SITE_URL + reverse("notices:stop", args=[token]),
    )


def _way_in(notice: Notice) -> str:
    return reverse("notices:notice", args=[notice.slug]) if notice.in_inbox else notice.link or "/"
