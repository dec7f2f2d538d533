"""A case with everything on its page, in one query; who may see it is asked of the rules."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.people import queries as people
from madang.city.people.rules import CITY, Actor, Viewer
from madang.city.portal.models import (
    Case,
    CaseEvent,
    CaseNote,
    Decision,
    DocumentRequest,
    IssuedDocument,
    Letter,
    Message,
    Upload,
)
from madang.city.portal.queries.cases.loading import applicant_actor, clock_of, definition_of, facts_of, staff_actor
from madang.city.portal.queries.cases.values import (
    CasePage,
    DecisionView,
    DocumentView,
    EventView,
    FileView,
    LetterView,
    MessageView,
    NoteView,
    RequestView,
    StaffCase,
)
from madang.city.portal.queries.working_days import work_calendar
from madang.city.portal.rules import cases as rules
from madang.city.portal.rules.cases import CaseActor, CaseFacts, Move, Outcome

MOST_ROWS = 300


def case_for_resident(reference: str, viewer: Viewer, *, now: datetime) -> CasePage:
    """Return a resident's own case. Raises Refused (404) for anybody else's."""
    row = _row(reference)
    actor = applicant_actor(viewer)
    if row is None:
        raise Refused(rules.UNKNOWN)
    facts = _facts(row)
    if not rules.who_may_see(facts, actor):
        raise Refused(rules.UNKNOWN)
    return _page(row, facts, actor, now)


def case_for_staff(reference: str, viewer: Viewer, *, now: datetime) -> StaffCase:
    """Return a case of the viewer's department, with the applicant's data; that reading goes into the journal.

    Raises Refused (404) for cases that are not the viewer's to see.
    """
    row = _row(reference, notes=True)
    if row is None:
        raise Refused(rules.UNKNOWN)
    today = clock.today(now)
    actor = staff_actor(viewer, department_code=row.department.code, assignee_id=row.assignee_id, today=today)
    facts = _facts(row)
    if not rules.who_may_see(facts, actor):
        raise Refused(rules.UNKNOWN)
    page = _page(row, facts, actor, now)
    profile = None
    if row.applicant_id is not None:
        by = viewer.actor if viewer != CITY else Actor("system")
        profile = people.profile(row.applicant_id, viewer=by, purpose=f"case:{row.reference}")
    asked = {move: rules.why_not(move, page.facts, actor, page.options, today) for move in Move}
    refusals = {move: reason for move, reason in asked.items() if reason is not None}
    return StaffCase(page, profile, _notes(row), refusals)


def _row(reference: str, *, notes: bool = False) -> Any:
    parts: dict[str, ArraySubquery] = {
        "event_rows": _part(CaseEvent, "at verb from_state to_state actor details is_public"),
        "message_rows": _part(Message, "at actor body read_at"),
        "request_rows": _part(DocumentRequest, "id asked_at asked_by__name evidence body answer_by answered_at"),
        "letter_rows": _part(Letter, "public_id kind language subject sent_at"),
        "document_rows": _part(IssuedDocument, "public_id output code titles issued_at issued_by__name valid_until withdrawn_at"),
        "file_rows": _part(Upload, "public_id field name kind size_bytes scan request_id"),
        "decision_rows": _part(
            Decision, "outcome reasons proposed_at proposed_by__name made_at made_by__name is_appeal proposed_by_id made_by_id"
        ),
    }
    if notes:
        parts["note_rows"] = _part(CaseNote, "at author__name body")
    rows = Case.objects.select_related("service", "department", "assignee").annotate(**parts)
    return rows.filter(reference=reference).first()


def _part(kind: Any, names: str) -> ArraySubquery:
    rows: QuerySet[Any] = kind.objects.filter(case=OuterRef("pk")).order_by("-id")
    built = JSONObject(**{name: name for name in names.split()})
    return ArraySubquery(rows.annotate(json=built).values("json")[:MOST_ROWS])


def _facts(row: Any) -> CaseFacts:
    wanted = ("proposed_by_id", "made_by_id", "made_at", "is_appeal")
    return facts_of(row, [tuple(one[name] for name in wanted) for one in reversed(row.decision_rows)])


def _page(row: Any, facts: CaseFacts, actor: CaseActor, now: datetime) -> CasePage:
    today = clock.today(now)
    definition = definition_of(row.version_id)
    options = rules.options_of(definition)
    names = _names(row)
    return CasePage(
        id=row.pk,
        reference=row.reference,
        revision=row.revision,
        definition=definition,
        titles=definition.title,
        service_slug=row.service.slug,
        department_code=row.department.code,
        department_name=row.department.name,
        department_phone=row.department.phone,
        channel=row.channel,
        language=row.language,
        answers=row.answers,
        facts=facts,
        options=options,
        status_text=row.status_text,
        assignee_id=row.assignee_id,
        assignee_name=row.assignee.name if row.assignee else "",
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        closed_at=row.closed_at,
        clock=clock_of(row),
        calendar=work_calendar(today),
        today=today,
        events=tuple(_event(one, names) for one in row.event_rows),
        messages=tuple(_message(one, names) for one in reversed(row.message_rows)),
        requests=tuple(_request(one) for one in row.request_rows),
        letters=tuple(_letter(one) for one in row.letter_rows),
        documents=tuple(_document(one) for one in row.document_rows),
        files=tuple(_file(one) for one in reversed(row.file_rows)),
        decisions=tuple(_decision(one) for one in row.decision_rows),
        moves=rules.moves(facts, actor, options, today),
    )


def _names(row: Any) -> Mapping[int, str]:
    """Return the names of staff who stand in the history and the messages."""
    unsigned = [one for one in row.event_rows if "name" not in one["details"]]
    actors = {one["actor"] for one in (*unsigned, *row.message_rows)}
    wanted = {staff_id for staff_id in map(_staff_id, actors) if staff_id}
    known = {row.assignee_id: row.assignee.name} if row.assignee else {}
    missing = wanted - set(known)
    return known | people.staff_names(missing) if missing else known


def _staff_id(actor: str) -> int | None:
    kind, _, number = actor.partition(":")
    return int(number) if kind == "staff" and number.isdecimal() else None


def _name(actor: str, names: Mapping[int, str]) -> str:
    return names.get(_staff_id(actor) or 0, "")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe_at(text: str | None) -> datetime | None:
    return None if text is None else _at(text)


def _event(one: dict[str, Any], names: Mapping[int, str]) -> EventView:
    return EventView(
        at=_at(one["at"]),
        verb=Move(one["verb"]),
        from_state=one["from_state"],
        to_state=one["to_state"],
        actor=one["actor"],
        name=one["details"].get("name") or _name(one["actor"], names),
        details=one["details"],
        is_public=one["is_public"],
    )


def _message(one: dict[str, Any], names: Mapping[int, str]) -> MessageView:
    by_staff = not one["actor"].startswith("resident")
    return MessageView(_at(one["at"]), by_staff, _name(one["actor"], names), one["body"], one["read_at"] is not None)


def _request(one: dict[str, Any]) -> RequestView:
    return RequestView(
        id=one["id"],
        asked_at=_at(one["asked_at"]),
        name=one["asked_by__name"],
        evidence=tuple(one["evidence"]),
        body=one["body"],
        answer_by=date.fromisoformat(one["answer_by"]) if one["answer_by"] else None,
        answered_at=_maybe_at(one["answered_at"]),
    )


def _letter(one: dict[str, Any]) -> LetterView:
    return LetterView(one["public_id"], one["kind"], one["language"], one["subject"], _at(one["sent_at"]))


def _document(one: dict[str, Any]) -> DocumentView:
    return DocumentView(
        id=one["public_id"],
        output=one["output"],
        code=one["code"],
        titles=one["titles"],
        issued_at=_at(one["issued_at"]),
        issued_by=one["issued_by__name"],
        valid_until=date.fromisoformat(one["valid_until"]) if one["valid_until"] else None,
        withdrawn_at=_maybe_at(one["withdrawn_at"]),
    )


def _file(one: dict[str, Any]) -> FileView:
    wanted = ("public_id", "field", "name", "kind", "size_bytes", "scan", "request_id")
    return FileView(*(one[name] for name in wanted))


def _decision(one: dict[str, Any]) -> DecisionView:
    return DecisionView(
        outcome=Outcome(one["outcome"]),
        reasons=one["reasons"],
        proposed_at=_at(one["proposed_at"]),
        proposed_by=one["proposed_by__name"] or "",
        made_at=_maybe_at(one["made_at"]),
        made_by=one["made_by__name"] or "",
        is_appeal=one["is_appeal"],
    )


def _notes(row: Any) -> tuple[NoteView, ...]:
    return tuple(NoteView(_at(one["at"]), one["author__name"], one["body"]) for one in row.note_rows)


def letter_for(public_id: str, viewer: Viewer, *, now: datetime) -> Letter:
    """Return a letter for whoever may see its case. Raises Refused (404)."""
    letter = Letter.objects.select_related("case__department").filter(public_id=public_id).first()
    if letter is None or not may_see(letter.case, viewer, now=now):
        raise Refused(rules.UNKNOWN)
    return letter


def may_see(row: Case, viewer: Viewer, *, now: datetime) -> bool:
    """Tell whether somebody may see a case, as its applicant or as staff."""
    facts = facts_of(row)
    if rules.who_may_see(facts, applicant_actor(viewer)):
        return True
    today = clock.today(now)
    return rules.who_may_see(
        facts, staff_actor(viewer, department_code=row.department.code, assignee_id=row.assignee_id, today=today)
    )
