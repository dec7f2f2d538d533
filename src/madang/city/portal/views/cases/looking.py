"""Pages of a resident's cases that only show."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from madang.city.kernel import clock
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.paging import Page as Lines
from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Answer, Page, Row, Tab
from madang.city.people.rules import Viewer
from madang.city.portal.definitions.answers import answer_text, summary
from madang.city.portal.definitions.eligibility import facts_of
from madang.city.portal.definitions.model import FieldType
from madang.city.portal.forms.cases import MessageForm
from madang.city.portal.queries import drafts
from madang.city.portal.queries.cases import own, reading
from madang.city.portal.queries.cases.values import CaseLine, CasePage
from madang.city.portal.queries.known_facts import area_names
from madang.city.portal.rules.cases import DECIDED, Move, Outcome, Part, State
from madang.city.portal.rules.letters import paragraphs
from madang.city.portal.services import cases as services
from madang.city.portal.services import letters
from madang.city.portal.views.cases import words
from madang.city.portal.views.texts import TAGS, said


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who asks."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


@never_cache
@login_required
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Show my cases: those that are open, with those that are decided below them, or those that are over."""
    resident_id = viewer_of(request).resident_id or 0
    done, cursor = request.GET.get("show") == "done", request.GET.get("after")
    try:
        page = _lines(resident_id, done, cursor)
    except BadCursor:
        page, cursor = _lines(resident_id, done, None), None
    counts, here = own.own_counts(resident_id), reverse("portal:cases")
    today = clock.today(clock.now())
    context = {
        "tabs": [
            Tab(_("Open"), here, counts.open + counts.decided, not done),
            Tab(_("Over"), f"{here}?show=done", counts.done, done),
        ],
        "rows": [_row(line, today) for line in page.rows],
        "decided": [_row(line, today) for line in own.decided_cases(resident_id)] if not done and not cursor else [],
        "done": done,
        "drafts": [] if done else drafts.open_drafts(resident_id),
        "counts": counts,
        "page": Page(next_url=f"{here}?{'show=done&' if done else ''}after={page.next_cursor}" if page.next_cursor else ""),
    }
    return render(request, "portal/cases/list.html", context)


def _lines(resident_id: int, done: bool, cursor: str | None) -> Lines[CaseLine]:
    if done:
        return own.my_cases(resident_id, done=True, cursor=cursor)
    return own.undecided_cases(resident_id, cursor=cursor)


def _row(line: CaseLine, today: Any) -> Row:
    sent = _("sent %(day)s") % {"day": words.short_day(clock.today(line.submitted_at), today)}
    side = ""
    if line.state is State.WAITING_APPLICANT and line.answer_by:
        side = _("until %(day)s") % {"day": words.table_day(line.answer_by, today)}
    elif line.is_open and not line.is_paused and line.state not in DECIDED:
        side = _("by %(day)s") % {"day": words.table_day(line.due_on, today)}
    meta = [line.reference, sent, *([line.status_text] if line.status_text else [])]
    url = reverse("portal:case", args=[line.reference])
    return Row(said(line.titles), url, meta=meta, tag=words.state_tag(line.state), side=side)


@never_cache
@login_required
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one of my cases."""
    page = reading.case_for_resident(reference, viewer_of(request), now=clock.now())
    if any(one.is_staff and not one.is_read for one in page.messages):
        services.mark_read(reference=page.reference, by=viewer_of(request), now=clock.now(), as_applicant=True)
    return render(request, "portal/cases/case.html", case_context(page))


def case_context(page: CasePage, message_form: MessageForm | None = None) -> dict[str, Any]:
    """Return what the case page of a resident prints."""
    return {
        "case": page,
        "title": said(page.titles),
        "steps": words.state_steps(page),
        "turn": _turn(page),
        "told": _told(page),
        "timeline": words.timeline(page),
        "due": words.due_words(page),
        "facts": _facts(page),
        "letters": [
            {"letter": one, "kind": words.LETTER_KINDS.get(one.kind, one.subject), "lang": TAGS.get(one.language, one.language)}
            for one in page.letters
        ],
        "certificates": words.certificates(page),
        "may_write": Move.MESSAGE in page.moves,
        "may_withdraw": Move.WITHDRAW in page.moves,
        "may_appeal": Move.APPEAL in page.moves,
        "message_form": message_form or MessageForm(),
        "printed_at": clock.now(),
    }


def _turn(page: CasePage) -> dict[str, Any] | None:
    """Return the banner "your turn", or None where the reader need not act."""
    request = page.open_request
    if Move.ANSWER not in page.moves:
        return None
    labels = {one.id: said(one.label) for one in page.definition.evidence}
    named = [labels[one] for one in request.evidence if one in labels] if request else []
    missing = _("Your turn: “%(what)s” is missing")
    title = missing % {"what": named[0]} if len(named) == 1 else _("Your turn: we need something from you")
    return {
        "title": title,
        "papers": named if len(named) > 1 else [],
        "body": request.body if request else "",
        "until": page.facts.answer_by,
        "lapses": page.options.lapse_days > 0 and not page.facts.is_appeal,
    }


def _told(page: CasePage) -> dict[str, Any] | None:
    """Return the banner that tells the decision."""
    made = page.decision
    if made is None or page.state in (State.APPEALED, State.WAITING_APPLICANT, State.WAITING_THIRD_PARTY):
        return None
    kind = {Outcome.GRANTED: "go", Outcome.PARTLY_GRANTED: "go", Outcome.REFUSED: "heed"}[made.outcome]
    outputs = [said(one.label) for one in page.definition.outputs] if made.outcome is not Outcome.REFUSED else []
    return {
        "kind": kind,
        "title": words.STATES[State(made.outcome.value)],
        "reasons": paragraphs(made.reasons),
        "outputs": outputs,
        "until": page.facts.appeal_until,
    }


def _facts(page: CasePage) -> list[Answer]:
    rows = [Answer(_("Who acts now"), words.who_acts(page, viewer=Part.APPLICANT))]
    if page.assignee_name:
        rows.append(Answer(_("Caseworker"), page.assignee_name))
    rows.append(Answer(_("Department"), said(page.department_name)))
    if page.department_phone:
        rows.append(Answer(_("Telephone"), page.department_phone))
    return rows


@never_cache
@login_required
@require_GET
def answers(request: HttpRequest, reference: str) -> HttpResponse:
    """Show everything that was answered and sent in."""
    page = reading.case_for_resident(reference, viewer_of(request), now=clock.now())
    context = {"case": page, "title": said(page.titles), "steps": answer_steps(page), "files": page.files}
    return render(request, "portal/cases/answers.html", context)


def answer_steps(page: CasePage) -> list[dict[str, Any]]:
    """Return the answers by step of the form, each entry a list of rows."""
    lang, steps = text_key(), []
    for one in summary(page.definition, page.answers, facts_of({"today": page.today})):
        entries = [
            [
                Answer(said(row.field.label), _answer(row.field, row.value, lang))
                for row in entry
                if row.field.type is not FieldType.DECLARATION
            ]
            for entry in one.entries
        ]
        steps.append({"title": said(one.step.title), "entries": [entry for entry in entries if entry]})
    return [step for step in steps if step["entries"]]


def _answer(field: Any, value: Any, lang: str) -> str:
    if field.type is FieldType.AREA and value and value in (names := area_names()):
        return localised(names[value], lang)
    return answer_text(field, value, lang) or _("Not answered")


@never_cache
@login_required
@require_GET
def letter(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Show a letter as it was sent."""
    found = reading.letter_for(public_id, viewer_of(request), now=clock.now())
    context = {
        "letter": found,
        "case": found.case,
        "lang": TAGS.get(found.language, found.language),
        "paragraphs": paragraphs(found.body),
    }
    return render(request, "portal/cases/letter.html", context)


@never_cache
@login_required
@require_GET
def letter_pdf(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Hand out a letter as PDF."""
    found = reading.letter_for(public_id, viewer_of(request), now=clock.now())
    answer = HttpResponse(letters.as_pdf(found.pk), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.case.reference}-{found.kind}.pdf"'
    return answer
