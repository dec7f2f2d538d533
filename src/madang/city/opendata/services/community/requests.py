"""Ask for data, support a wish, and answer it within the days that the city promises."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.days_off import days_off
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Dataset, DatasetRequest, Publisher, RequestSupport
from madang.city.opendata.queries.catalogue import is_public
from madang.city.opendata.queries.community.asking import answering_departments
from madang.city.opendata.rules import community as rules
from madang.city.opendata.rules.states import Fate
from madang.city.opendata.services.community.sentences import ANSWERED
from madang.city.opendata.services.community.telling import tell_resident
from madang.city.people.rules import Actor, Viewer

_TELL = {
    Fate.IN_REVIEW: (_("We look for your data: %(title)s"), _("A department looks into your request. It answers by %(due)s.")),
    Fate.ACCEPTED: (
        _("The data you asked for are there: %(title)s"),
        _("Your request was answered: the data set %(dataset)s is open."),
    ),
    Fate.DECLINED: (
        _("We cannot open these data: %(title)s"),
        _("Your request was refused. Its page names the legal ground and why."),
    ),
}


@transaction.atomic
def ask(*, title: str, text: str, language: str, by: Viewer, now: datetime, publisher: str = "") -> UUID:
    """Ask for data; the clock begins on the next working day. Returns the request's id. Raises Refused."""
    open_ones = DatasetRequest.objects.filter(
        asker=by.resident_id, state__in=[Fate.OPEN.value, Fate.IN_REVIEW.value]
    ).count()  # fmt: skip
    if reason := rules.why_not_ask(by, title, text, open_ones=open_ones):
        raise Refused(reason)
    today = clock.today(now)
    row = DatasetRequest.objects.create(
        title=title.strip(),
        text=text.strip(),
        language=language,
        asker_id=by.resident_id,
        publisher=Publisher.objects.filter(slug=publisher).first() if publisher else None,
        made_at=now,
        due_on=rules.due_on(today, settings.OPENDATA_REQUEST_DAYS, days_off(today)),
    )
    _note("asked-for-data", row, by.as_resident, now)
    return row.public_id


@transaction.atomic
def support(*, public_id: UUID, by: Viewer, now: datetime, wanted: bool = True) -> None:
    """Want the same data, or want them no longer; twice is as once. Raises Refused."""
    row = _locked(public_id)
    if reason := rules.why_not_support(by, Fate(row.state), row.asker_id):
        raise Refused(reason)
    if wanted and by.resident_id is not None:
        RequestSupport.objects.get_or_create(request=row, resident_id=by.resident_id, defaults={"at": now})
    else:
        RequestSupport.objects.filter(request=row, resident=by.resident_id).delete()


@transaction.atomic
def take_up(*, public_id: UUID, publisher: str, by: Viewer, now: datetime) -> None:
    """Give a request to the publisher that has the data. Raises Refused."""
    row = _for_answer(public_id, by)
    chosen = Publisher.objects.filter(slug=publisher, department__isnull=False).first()
    if chosen is None:
        raise Refused(Refusal("opendata.no_publisher", {"slug": publisher[:120]}, status=422))
    row.publisher, row.state = chosen, Fate.IN_REVIEW.value
    row.save(update_fields=["publisher", "state"])
    _note("took-up-request", row, by.actor, now)
    _tell(row, Fate.IN_REVIEW, now)


@transaction.atomic
def accept(*, public_id: UUID, dataset: str, answer: str, by: Viewer, now: datetime) -> None:
    """Answer a request with the data set that fulfils it. Raises Refused where the data set is not open to everybody."""
    row = _for_answer(public_id, by)
    found = Dataset.objects.filter(is_public(now), slug=dataset.strip()).first()
    if found is None:
        raise Refused(Refusal("opendata.unknown_dataset", {"slug": dataset[:120]}, status=422))
    row.dataset, row.publisher = found, row.publisher or found.publisher
    _answer(row, Fate.ACCEPTED, answer, by, now)


@transaction.atomic
def decline(*, public_id: UUID, ground: str, answer: str, by: Viewer, now: datetime) -> None:
    """Refuse a request on a legal ground, with reasons. Raises Refused."""
    row = _for_answer(public_id, by)
    if reason := rules.why_not_decline(ground, answer):
        raise Refused(reason)
    row.ground = ground
    _answer(row, Fate.DECLINED, answer, by, now)


@transaction.atomic
def take_back(*, public_id: UUID, by: Viewer, now: datetime) -> None:
    """Take a request back. Raises Refused for everybody but who asked."""
    row = _locked(public_id)
    if reason := rules.why_not_take_back(by, Fate(row.state), row.asker_id):
        raise Refused(reason)
    row.state, row.answered_at = Fate.WITHDRAWN.value, now
    row.save(update_fields=["state", "answered_at"])
    _note("withdrew-request", row, by.as_resident, now)


def _locked(public_id: UUID) -> DatasetRequest:
    row = DatasetRequest.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if row is None:
        raise Refused(Refusal("opendata.no_request", status=404))
    return row


def _for_answer(public_id: UUID, by: Viewer) -> DatasetRequest:
    row = _locked(public_id)
    if reason := rules.why_not_answer(by, Fate(row.state), row.asker_id, answering_departments(row.publisher)):
        raise Refused(reason)
    return row


def _answer(row: DatasetRequest, state: Fate, answer: str, by: Viewer, now: datetime) -> None:
    row.state, row.answer, row.answered_at = state.value, answer.strip()[: rules.LONGEST_TEXT], now
    row.answered_by_id = by.staff.id if by.staff and by.staff.id else None
    row.save()
    _note("answered-request", row, by.actor, now)
    _tell(row, state, now)


def _note(verb: str, row: DatasetRequest, actor: Actor, now: datetime) -> None:
    details = {"state": row.state, "ground": row.ground}
    journal.note(verb=verb, about=f"data-request:{row.public_id}", actor=str(actor), at=now, details=details)


def _tell(row: DatasetRequest, state: Fate, now: datetime) -> None:
    subject, body = _TELL[state]
    tell_resident(
        resident_id=row.asker_id,
        kind=ANSWERED,
        subject=subject,
        body=body,
        link=reverse("opendata:request", args=[row.public_id]),
        about=f"data-request:{row.public_id}",
        key=f"data-request:{row.public_id}:{state.value}:{now:%Y%m%d%H%M%S}",
        now=now,
        title=row.title,
        due=row.due_on.isoformat(),
        dataset=row.dataset.titles if row.dataset else "",
    )
