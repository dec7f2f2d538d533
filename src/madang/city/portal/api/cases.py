"""Own cases, and the staff's: each call asks the same queries and services as the pages."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from madang.city.kernel import clock
from madang.city.kernel.http.api import PROBLEMS, Token
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import localised
from madang.city.people.queries import viewer_for_token
from madang.city.people.rules import Viewer, why_not_staff
from madang.city.portal.api.case_shapes import (
    CaseLineOut,
    CaseList,
    CaseOut,
    DocumentOut,
    EventOut,
    InboxLineOut,
    InboxOut,
    MessageOut,
    OwnMoveIn,
    Reference,
    StaffMoveIn,
    WordsIn,
)
from madang.city.portal.api.shapes import Lang, Limit, Words
from madang.city.portal.queries.cases import own, reading
from madang.city.portal.queries.cases.values import CaseLine, CasePage, DocumentView, EventView
from madang.city.portal.queries.inbox import InboxLine, Queue, Wanted, inbox
from madang.city.portal.rules.cases import Outcome, State
from madang.city.portal.services import cases

own_router = Router(tags=["own cases"], auth=Token("cases:read", viewer_for_token))
staff_router = Router(tags=["staff"], auth=Token("staff:cases", viewer_for_token, writes="600/m"))
WRITE = Token("cases:write", viewer_for_token)
Cursor = Annotated[str, Query(max_length=400)]


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.auth  # type: ignore[attr-defined]
    return viewer


def _resident(request: HttpRequest) -> int:
    resident_id = _viewer(request).resident_id
    if resident_id is None:
        raise Refused(Refusal("people.sign_in_first", status=403))
    return resident_id


def _out(page: CasePage, lang: str) -> CaseOut:
    decision = page.decision
    return CaseOut(
        reference=page.reference, revision=page.revision, service=page.service_slug, title=localised(page.titles, lang),
        department=page.department_code, state=page.state.value, status_text=page.status_text, submitted_at=page.submitted_at,
        due_on=page.clock.due_on, clock_runs=page.clock.paused_on is None, outcome=decision.outcome.value if decision else None,
        reasons=decision.reasons if decision else None, answers=dict(page.answers), moves=[move.value for move in page.moves],
        events=[_event(one) for one in page.events],
        messages=[MessageOut(at=one.at, from_city=one.is_staff, body=one.body) for one in page.messages],
        documents=[_document(one, page.today, lang) for one in page.documents],
    )  # fmt: skip


def _document(one: DocumentView, today: date, lang: str) -> DocumentOut:
    return DocumentOut(
        title=localised(one.titles, lang), code=one.code, issued_at=one.issued_at, valid_until=one.valid_until,
        standing=one.standing(today).value,
    )  # fmt: skip


def _event(one: EventView) -> EventOut:
    return EventOut(at=one.at, verb=one.verb.value, from_state=one.from_state, to_state=one.to_state, by=one.name)


def _line(one: CaseLine, lang: str) -> CaseLineOut:
    return CaseLineOut(
        reference=one.reference, service=one.service_slug, title=localised(one.titles, lang), state=one.state.value,
        submitted_at=one.submitted_at, due_on=one.due_on, answer_by=one.answer_by, is_open=one.is_open,
    )  # fmt: skip


def _inbox_line(one: InboxLine, lang: str) -> InboxLineOut:
    return InboxLineOut(
        reference=one.reference, applicant=one.applicant, title=localised(one.titles, lang), state=one.state.value,
        due_on=one.due_on, left=one.left, assignee=one.assignee,
    )  # fmt: skip


@own_router.get("", response={200: CaseList, **PROBLEMS}, summary="List my cases", operation_id="listMyCases")
def list_cases(request: HttpRequest, done: bool = False, lang: Lang = "en", cursor: Cursor = "", limit: Limit = 20) -> CaseList:
    """Return the cases of the token's owner, newest first: those that are open, or those that are over."""
    page = own.my_cases(_resident(request), done=done, cursor=cursor or None, size=limit)
    return CaseList(items=[_line(one, lang) for one in page.rows], next_cursor=page.next_cursor)


@own_router.get("/{reference}", response={200: CaseOut, **PROBLEMS}, summary="Read my case", operation_id="readMyCase")
def read_case(request: HttpRequest, reference: Reference, lang: Lang = "en") -> CaseOut:
    """Return one of the owner's cases."""
    return _out(reading.case_for_resident(reference, _viewer(request), now=clock.now()), lang)


@own_router.post("/{reference}/messages", response={200: CaseOut, **PROBLEMS}, auth=WRITE, summary="Write to the city",
                 operation_id="writeMessage")  # fmt: skip
def write(request: HttpRequest, reference: Reference, words: WordsIn, lang: Lang = "en") -> CaseOut:
    """Send a message to whoever works on the case."""
    cases.message(reference=reference, body=words.body, by=_viewer(request), now=clock.now(), as_applicant=True)
    return read_case(request, reference, lang)


@own_router.post("/{reference}/withdraw", response={200: CaseOut, **PROBLEMS}, auth=WRITE, summary="Take the application back",
                 operation_id="withdraw")  # fmt: skip
def withdraw(request: HttpRequest, reference: Reference, move: OwnMoveIn, lang: Lang = "en") -> CaseOut:
    """Take an application back that is not decided yet."""
    cases.withdraw(reference=reference, by=_viewer(request), now=clock.now(), revision=move.revision)
    return read_case(request, reference, lang)


@own_router.post("/{reference}/appeal", response={200: CaseOut, **PROBLEMS}, auth=WRITE, summary="Object to a decision",
                 operation_id="appeal")  # fmt: skip
def appeal(request: HttpRequest, reference: Reference, move: OwnMoveIn, lang: Lang = "en") -> CaseOut:
    """Object to a decision; another person then looks at the case."""
    cases.appeal(reference=reference, words=move.words, by=_viewer(request), now=clock.now(), revision=move.revision)
    return read_case(request, reference, lang)


@staff_router.get("", response={200: InboxOut, **PROBLEMS}, summary="Read a queue of the inbox", operation_id="readInbox")
def read_inbox(
    request: HttpRequest,
    queue: Queue = Queue.MINE,
    service: Words = "",
    state: State | None = None,
    lang: Lang = "en",
    cursor: Cursor = "",
    limit: Limit = 25,
) -> InboxOut:
    """Return one page of a queue of the department, most urgent first."""
    viewer = _staff(request)
    found = inbox(
        viewer,
        Wanted(queue=queue, service=service, state=state.value if state else ""),
        today=clock.today(clock.now()),
        cursor=cursor or None,
        size=limit,
    )
    items = [_inbox_line(one, lang) for one in found.page.rows]
    counts = {name.value: count for name, count in found.rail.counts.items()}
    return InboxOut(counts=counts, items=items, next_cursor=found.page.next_cursor)


@staff_router.get("/{reference}", response={200: CaseOut, **PROBLEMS}, summary="Read a case", operation_id="readCase")
def read_staff_case(request: HttpRequest, reference: Reference, lang: Lang = "en") -> CaseOut:
    """Return a case of the department; the reading goes into the journal."""
    return _out(reading.case_for_staff(reference, _staff(request), now=clock.now()).page, lang)


@staff_router.post("/{reference}/moves", response={200: CaseOut, **PROBLEMS}, summary="Move a case", operation_id="moveCase")
def move_case(request: HttpRequest, reference: Reference, wanted: StaffMoveIn, lang: Lang = "en") -> CaseOut:
    """Do with a case what the rules allow; a refusal says why not."""
    viewer = _staff(request)
    MOVES[wanted.move](reference, wanted, viewer, clock.now())
    return _out(reading.case_for_staff(reference, viewer, now=clock.now()).page, lang)


def _staff(request: HttpRequest) -> Viewer:
    viewer = _viewer(request)
    if reason := why_not_staff(viewer):
        raise Refused(reason)
    return viewer


def _outcome(wanted: StaffMoveIn) -> Outcome:
    if wanted.outcome is None:
        raise Refused(Refusal("portal.outcome_missing", status=422))
    return Outcome(wanted.outcome)


def _plain(service: Callable[..., object]) -> Callable[[str, StaffMoveIn, Viewer, datetime], object]:
    return lambda reference, wanted, by, now: service(reference=reference, by=by, now=now, revision=wanted.revision)


def _said(service: Callable[..., object], words: str) -> Callable[[str, StaffMoveIn, Viewer, datetime], object]:
    return lambda reference, wanted, by, now: service(
        reference=reference, by=by, now=now, revision=wanted.revision, **{words: wanted.words}
    )


def _told(service: Callable[..., object]) -> Callable[[str, StaffMoveIn, Viewer, datetime], object]:
    return lambda reference, wanted, by, now: service(reference=reference, by=by, now=now, body=wanted.words)


def _judged(service: Callable[..., object]) -> Callable[[str, StaffMoveIn, Viewer, datetime], object]:
    return lambda reference, wanted, by, now: service(
        reference=reference, by=by, now=now, revision=wanted.revision, outcome=_outcome(wanted), reasons=wanted.words
    )


def _ask(reference: str, wanted: StaffMoveIn, by: Viewer, now: datetime) -> object:
    return cases.ask_for_documents(
        reference=reference, body=wanted.words, evidence=wanted.evidence, by=by, now=now, revision=wanted.revision
    )


MOVES: dict[str, Callable[[str, StaffMoveIn, Viewer, datetime], object]] = {
    "take": _plain(cases.take), "start": _plain(cases.start), "resume": _plain(cases.resume), "confirm": _plain(cases.confirm),
    "issue": _plain(cases.issue), "close": _plain(cases.close), "wait": _said(cases.wait_for_third_party, "whom"),
    "send_back": _said(cases.send_back, "words"), "status": _said(cases.set_status_text, "words"), "note": _told(cases.note),
    "message": _told(cases.message), "propose": _judged(cases.propose), "decide": _judged(cases.decide),
    "decide_appeal": _judged(cases.decide_appeal), "ask": _ask,
}  # fmt: skip
