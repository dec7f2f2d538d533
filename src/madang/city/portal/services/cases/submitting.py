"""From an application to a case: once, under its own number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from madang.city.kernel import clock, ids
from madang.city.kernel.jobs import enqueue
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import city_key, language_key
from madang.city.people import queries as people
from madang.city.people.rules import CITY, SYSTEM, Role, StaffView, Viewer
from madang.city.portal.models import Case, Draft, Service, Upload
from madang.city.portal.queries.cases.loading import options_of
from madang.city.portal.queries.working_days import work_calendar
from madang.city.portal.rules.cases import Move, State
from madang.city.portal.rules.clock import started
from madang.city.portal.services import letters
from madang.city.portal.services.cases.holding import go, hold, holding
from madang.city.portal.services.uploads import hand_over

TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What is sent in.

    submission_key  the same key is the same application: sent twice, it is one case
    entered_by      the member of staff who filled it in for somebody at the counter
    language        en, ko or zh; empty for the one that the applicant has chosen
    eligible        what the rules said when it was filled in: yes, no, cannot_tell, or nothing
    """

    service_id: int
    version_id: int
    resident_id: int
    submission_key: UUID
    answers: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""
    channel: str = "web"
    entered_by: int | None = None
    eligible: str = ""


@transaction.atomic
def submit(*, draft_id: int, now: datetime) -> str:
    """Make a case of a draft that is complete and return its reference; the files move with it.

    Sent twice, it stays one case. Raises Refused for a draft without applicant or a service that takes no applications.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("case").get(pk=draft_id)
    if draft.case is not None:
        return draft.case.reference
    if draft.resident_id is None:
        raise Refused(Refusal("portal.no_applicant", status=422))
    application = Application(
        service_id=draft.service_id,
        version_id=draft.version_id,
        resident_id=draft.resident_id,
        submission_key=draft.public_id,
        answers=draft.answers,
        language=draft.language,
        channel=draft.channel,
        entered_by=draft.entered_by_id,
        eligible=draft.eligible,
    )
    return _open(application, now=now, draft=draft)


@transaction.atomic
def open_case(*, application: Application, now: datetime) -> str:
    """Make a case of an application that came without a draft, and return its reference; sent twice, it stays one case."""
    return _open(application, now=now)


def _open(application: Application, *, now: datetime, draft: Draft | None = None) -> str:
    present = Case.objects.filter(submission_key=application.submission_key).values_list("reference", flat=True).first()
    if present:
        return present
    service = Service.objects.select_related("department").get(pk=application.service_id)
    if service.status != "live" or service.department is None:
        raise Refused(Refusal("portal.service_not_open"))
    case = _insert(application, service, now)
    if case is None:
        return Case.objects.values_list("reference", flat=True).get(submission_key=application.submission_key)
    if draft is not None:
        hand_over(draft_id=draft.pk, case_id=case.pk, kept=_files_in(draft.answers))
        draft.case = case
        draft.save(update_fields=["case"])
    _begin(case, application, now)
    return case.reference


def _files_in(answers: Any) -> frozenset[str]:
    """Return the public ids of the files that stand among answers."""
    if isinstance(answers, Mapping):
        if {"id", "name", "type"} <= answers.keys():
            return frozenset({str(answers["id"])})
        return frozenset[str]().union(*map(_files_in, answers.values()))
    return frozenset[str]().union(*map(_files_in, answers)) if isinstance(answers, list) else frozenset()


def _begin(case: Case, application: Application, now: datetime) -> None:
    """Write down that it was sent, tell the applicant, and receive it unless files are still looked at."""
    held = holding(case, by=_sender(application), now=now, as_applicant=application.entered_by is None)
    go(held, Move.SUBMIT, details={"channel": application.channel, "eligible": application.eligible})
    letters.send(held, "received")
    if Upload.objects.filter(case=case, scan="waiting").exists():
        enqueue("portal.receive", reference=case.reference, key=f"portal.receive:{case.reference}")
    else:
        receive(reference=case.reference, by=CITY, now=now)


def _insert(application: Application, service: Service, now: datetime) -> Case | None:
    """Insert the case under a number nobody has; None where the same application arrived at the same moment."""
    today = clock.today(now)
    options = options_of(application.version_id)
    ticking = started(today, options.days_total, options.clock, work_calendar(today))
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return Case.objects.create(
                    reference=ids.public_reference(),
                    service=service,
                    version_id=application.version_id,
                    applicant_id=application.resident_id,
                    entered_by_id=application.entered_by,
                    channel=application.channel,
                    language=application.language or _language(application.resident_id),
                    answers=dict(application.answers),
                    state=State.DRAFT.value,
                    department_id=service.department_id,  # type: ignore[misc] # asked above
                    submitted_at=now,
                    clock=options.clock.value,
                    days_total=options.days_total,
                    due_on=ticking.due_on,
                    submission_key=application.submission_key,
                )
        except IntegrityError:
            if Case.objects.filter(submission_key=application.submission_key).exists():
                return None
    raise Refused(Refusal("portal.no_number"))


def _language(resident_id: int) -> str:
    found = people.profile(resident_id, viewer=SYSTEM, purpose="letters").language
    return language_key(found) if found else city_key()


def _sender(application: Application) -> Viewer:
    """Return who sends: the applicant, or the clerk at the counter, of whatever department."""
    if application.entered_by is None:
        return Viewer(resident_id=application.resident_id)
    department = Service.objects.values_list("department__code", flat=True).get(pk=application.service_id)
    return Viewer(staff=StaffView(application.entered_by, Role.CASEWORKER, department))


@transaction.atomic
def receive(*, reference: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Confirm that an application is in the house; done by the city itself unless its files are still looked at."""
    go(hold(reference=reference, by=by, now=now, revision=revision), Move.RECEIVE)


class StillScanning(RuntimeError):
    """Raised so that the job tries again later: the files of a case are still looked at."""


@transaction.atomic
def receive_if_clean(*, reference: str, by: Viewer, now: datetime) -> None:
    """Receive a case once its files have been looked at; safe to run twice. Raises StillScanning before."""
    held = hold(reference=reference, by=by, now=now)
    if Upload.objects.filter(case=held.row, scan="waiting").exists():
        raise StillScanning(reference)
    if held.facts.state is State.SUBMITTED:
        go(held, Move.RECEIVE)
