"""A case as its department sees it: everything on one page, only possible moves, each impossible one with its reason."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from madang.city.kernel import clock
from madang.city.kernel.refusals import sentence
from madang.city.kernel.text import text_key
from madang.city.look.parts import Answer, Tag
from madang.city.look.words import dates
from madang.city.people import queries as people
from madang.city.people.rules import Role
from madang.city.portal.forms.staff import AskForm, AssignForm, DecideForm, StatusForm, WaitForm, WordsForm
from madang.city.portal.queries.cases import reading
from madang.city.portal.queries.cases.values import CasePage, StaffCase
from madang.city.portal.rules.cases import Move, Part, State
from madang.city.portal.services import cases
from madang.city.portal.views.cases import words
from madang.city.portal.views.cases.looking import answer_steps
from madang.city.portal.views.staff.door import for_staff, viewer_of
from madang.city.portal.views.texts import TAGS, said

# What each move is called on its button, in the order of the page.
LABELS: Mapping[Move, Any] = {
    Move.TAKE: gettext_lazy("Take the case"),
    Move.RECEIVE: gettext_lazy("Receive"),
    Move.START: gettext_lazy("Begin the review"),
    Move.RESUME: gettext_lazy("Go on"),
    Move.CONFIRM: gettext_lazy("Confirm the proposal"),
    Move.SEND_BACK: gettext_lazy("Send back into review"),
    Move.PROPOSE: gettext_lazy("Propose a decision"),
    Move.DECIDE: gettext_lazy("Decide"),
    Move.DECIDE_APPEAL: gettext_lazy("Decide the objection"),
    Move.ASK: gettext_lazy("Ask for papers"),
    Move.WAIT: gettext_lazy("Wait for a third party"),
    Move.ISSUE: gettext_lazy("Issue"),
    Move.CLOSE: gettext_lazy("Close the case"),
    Move.ASSIGN: gettext_lazy("Give to a colleague"),
    Move.STATUS: gettext_lazy("Say how it stands"),
}
PLAIN = (Move.TAKE, Move.RECEIVE, Move.START, Move.RESUME, Move.CONFIRM, Move.ISSUE, Move.CLOSE)
DECISIONS = (Move.PROPOSE, Move.DECIDE, Move.DECIDE_APPEAL)
CHANNELS = {
    "web": gettext_lazy("Online"), "counter": gettext_lazy("At the counter"),
    "phone": gettext_lazy("By telephone"), "post": gettext_lazy("By post"),
}  # fmt: skip
VERDICTS = {
    "yes": Tag(gettext_lazy("Entitled"), "go", "check"),
    "no": Tag(gettext_lazy("Not entitled"), "stop"),
    "cannot_tell": Tag(gettext_lazy("Cannot tell"), "heed", "question"),
}


@for_staff
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a case to its department."""
    viewer, now = viewer_of(request), clock.now()
    seen = reading.case_for_staff(reference, viewer, now=now)
    if Move.NOTE in seen.page.moves and any(not one.is_staff and not one.is_read for one in seen.page.messages):
        cases.mark_read(reference=seen.page.reference, by=viewer, now=now)
    return render(request, "portal/staff/case.html", case_context(request, seen))


def case_context(request: HttpRequest, seen: StaffCase, bound: Mapping[Move, forms.Form] | None = None) -> dict[str, Any]:
    """Return what the staff page of a case prints.

    bound  forms that were sent and could not be carried out; what was typed stands in them
    """
    page = seen.page
    return {
        "case": page,
        "title": said(page.titles),
        "applicant": seen.profile.name if seen.profile else _("Name deleted"),
        "steps": words.state_steps(page, staff=True),
        "state_tag": words.state_tag(page.state, staff=True),
        "due": words.due_words(page, staff=True),
        "answers": answer_steps(page),
        "timeline": words.timeline(page, staff=True),
        "notes": seen.notes,
        "person": _person(seen),
        "facts": _facts(page),
        "verdict": VERDICTS.get(page.eligible),
        "conditions": [said(one.text) for one in page.definition.eligibility],
        "letters": [
            {"letter": one, "kind": words.LETTER_KINDS.get(one.kind, ""), "lang": TAGS.get(one.language, "en")}
            for one in page.letters
        ],
        "certificates": words.certificates(page),
        "requests": [
            {
                "request": one,
                "words": words.request_words(page, one.evidence, one.body),
                "files": [f for f in page.files if f.request_id == one.id],
            }
            for one in page.requests
        ],
        "proposal": page.proposal,
        "proposal_words": words.STATES[State(page.proposal.outcome.value)] if page.proposal else "",
        "panels": _panels(page, bound or {}),
        "impossible": [(label, sentence(seen.refusals[move])) for move, label in LABELS.items() if move in seen.refusals],
        "message_form": (bound or {}).get(Move.MESSAGE) or form_for(Move.MESSAGE, page),
        "note_form": (bound or {}).get(Move.NOTE) or form_for(Move.NOTE, page),
        "may_assign": Move.ASSIGN in page.moves,
        "may_write": Move.MESSAGE in page.moves,
        "may_note": Move.NOTE in page.moves,
    }


def _panels(page: CasePage, bound: Mapping[Move, forms.Form]) -> list[dict[str, Any]]:
    """Return the possible moves: plain ones are a button, others a form behind a word."""
    found = []
    for move, label in LABELS.items():
        if move in page.moves and move is not Move.ASSIGN:
            form = bound.get(move) or form_for(move, page)
            is_open = move in bound or (move in DECISIONS and page.state in (State.PROPOSED_DECISION,))
            found.append(
                {
                    "move": move.value,
                    "label": label,
                    "form": form,
                    "open": is_open,
                    "decides": move in DECISIONS,
                    "main": move in (Move.START, Move.CONFIRM, Move.ISSUE, Move.RESUME, Move.RECEIVE),
                }
            )
    return found


def form_for(move: Move, page: CasePage, data: Any = None) -> forms.Form | None:
    """Return the form of a move, with what was sent; None for moves that are only a button."""
    if move is Move.ASK:
        return AskForm(data, papers=[(one.id, said(one.label)) for one in page.definition.evidence], prefix=move.value)
    if move is Move.ASSIGN:
        return AssignForm(data, colleagues=_colleagues(page), prefix=move.value)
    if move in DECISIONS:
        held = page.proposal
        initial = {"outcome": held.outcome.value, "reasons": held.reasons} if held else None
        return DecideForm(data, initial=initial, prefix=move.value)
    simple: Mapping[Move, Callable[[], forms.Form]] = {
        Move.WAIT: lambda: WaitForm(data, prefix=move.value),
        Move.STATUS: lambda: StatusForm(data, initial={"words": page.status_text}, prefix=move.value),
        Move.MESSAGE: lambda: WordsForm(data, label=_("Write to the applicant"), prefix=move.value),
        Move.NOTE: lambda: WordsForm(data, label=_("A note for colleagues"), prefix=move.value),
        Move.SEND_BACK: lambda: WordsForm(data, label=_("Why? (colleagues read this)"), required=False, prefix=move.value),
    }
    return simple[move]() if move in simple else None


def _colleagues(page: CasePage) -> list[tuple[int, str]]:
    rows = people.staff_in([page.department_code], roles=[Role.CASEWORKER, Role.HEAD])
    return [(row.id, row.name) for row in rows if row.id != page.assignee_id]


def _person(seen: StaffCase) -> list[Answer]:
    one = seen.profile
    if one is None:
        return []
    born = dates.date_plain(one.birth_date, text_key()) if one.birth_date else ""
    rows = [(_("Name"), one.name), (_("Born"), born), (_("Address"), one.home_address), (_("Telephone"), one.phone)]
    email = "" if one.email.endswith(".invalid") else one.email
    rows += [(_("E-mail"), email), (_("Writes in"), {"en": "English", "ko": "한국어", "zh": "中文"}.get(seen.page.language, ""))]
    return [Answer(key, value) for key, value in rows if value]


def _facts(page: CasePage) -> list[Answer]:
    return [
        Answer(_("Who acts now"), words.who_acts(page, viewer=Part.STAFF)),
        Answer(_("Caseworker"), page.assignee_name or _("Unassigned")),
        Answer(_("Department"), said(page.department_name)),
        Answer(_("Came in"), CHANNELS.get(page.channel, page.channel)),
    ]
