"""What was found in a version, what can be done about it, and what was decided."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Answer
from madang.city.opendata.forms.gate import REASONS, GateForm
from madang.city.opendata.queries import access, catalogue
from madang.city.opendata.queries.gate import Passing, passing
from madang.city.opendata.queries.versions import VersionView
from madang.city.opendata.rules.access import why_not_decide
from madang.city.opendata.rules.disclosure import Finding, Kind, Measure
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.services import gate
from madang.city.opendata.views.gate import words
from madang.city.opendata.views.publishing.door import for_staff, own_version
from madang.city.opendata.views.visitors import viewer_of

QUICK_ROWS = 100_000  # of a longer table what suppression does is worked out only when somebody asks


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show what was found; take the decision, or show first what it would do."""
    found = own_version(request, version_id, to_change=False)
    passed = passing(version_id)
    if passed is None or found.state in (VersionState.RECEIVED, VersionState.READING, VersionState.FAILED):
        return redirect("opendata:staff-version", version_id)
    refusal = why_not_decide(viewer_of(request), access.responsible_for(found.department_code))
    may_decide = refusal is None and passed.decision is None and found.state is VersionState.AT_GATE
    told = {"may_decide": may_decide, "why_not": sentence(refusal) if refusal and passed.decision is None else ""}
    if request.method != "POST":
        return _shown(request, found, passed, told, _form(None, found, passed, settings.OPENDATA_K) if may_decide else None)
    if refusal is not None:
        raise Refused(refusal)
    return _answer(request, found, passed, told)


def _answer(request: HttpRequest, found: VersionView, passed: Passing, told: dict[str, Any]) -> HttpResponse:
    form = _form(request.POST, found, passed, settings.OPENDATA_K, is_looking="look" in request.POST)
    if "look" in request.POST or not form.is_valid():
        looked = "look" in request.POST
        return _shown(request, found, passed, told, form, status=200 if looked else 422)
    try:
        gate.decide(version_id=found.id, decision=form.decision(), by=viewer_of(request).actor, now=clock.now())
    except Refused as refused:
        return _shown(request, found, passed, told | {"problem": sentence(refused.refusal)}, form, status=409)
    return redirect("opendata:staff-gate", found.id)


def _form(data: Any, found: VersionView, passed: Passing, k: int, *, is_looking: bool = False) -> GateForm:
    """Return the form, with what each choice would do; only looking, what was chosen is shown again and nothing is asked."""
    typed = str(data.get("k", "")) if data is not None else ""
    asked = int(typed) if typed.isdecimal() and 2 <= int(typed[:6]) <= 1_000 else k
    is_quick = is_looking or found.rows <= QUICK_ROWS
    shown = gate.preview(version_id=found.id, k=asked) if is_quick and _has_small(passed.findings) else None
    told: dict[str, Any] = {
        "findings": passed.findings,
        "labels": {one.key: words.labels(one) for one in passed.findings},
        "hints": {one.key: words.hints(one, shown) for one in passed.findings},
        "k": k,
    }
    if is_looking:
        return GateForm(initial={name: data.get(name) for name in data if name != "csrfmiddlewaretoken"}, **told)
    return GateForm(data, **told)


def _has_small(findings: tuple[Finding, ...]) -> bool:
    return any(one.kind is Kind.SMALL_CELLS for one in findings)


def _shown(
    request: HttpRequest, found: VersionView, passed: Passing, told: dict[str, Any], form: GateForm | None, status: int = 200
) -> HttpResponse:
    dataset = catalogue.dataset(found.slug, viewer_of(request))
    context = told | {
        "version": found,
        "title": localised(dataset.titles, text_key()),
        "passed": passed,
        "form": form if form is not None and form.is_bound else None,
        "rows": f"{found.rows:,}",
        "findings": [_finding(number, one, passed, form) for number, one in enumerate(passed.findings)],
        "k_field": form["k"] if form is not None and "k" in form.fields else None,
        "effects": _effects(passed),
    }
    return render(request, "opendata/gate/page.html", context, status=status)


def _finding(number: int, one: Finding, passed: Passing, form: GateForm | None) -> dict[str, Any]:
    title, why = words.KINDS[one.kind]
    told: dict[str, Any] = {
        "title": title,
        "why": why,
        "tag": words.tag_of(one),
        "where": words.where(one),
        "examples": one.examples,
        "is_small": one.kind is Kind.SMALL_CELLS,
        "number": number,
    }
    if form is not None:
        told |= {name: form[f"{name}-{number}"] for name in ("measure", "reason", "words")}
        told["places"] = form[f"number-{number}"] if f"number-{number}" in form.fields else None
    if passed.decision is not None and (choice := passed.decision.about(one.key)):
        told["chosen"] = words.labels(one)[choice.measure]
        told["because"] = REASONS[choice.reason] if choice.reason else ""
        told["said"] = choice.words
    return told


def _effects(passed: Passing) -> list[Answer]:
    """Return what the measures did, line by line."""
    applied = passed.applied
    rows = [(_("Left out"), ", ".join(applied.get("dropped", ())))]
    if passed.decision is not None and "cells" in applied:
        cells = applied["cells"]
        rows += [
            (_("A count is small below"), str(applied["k"])),
            (_("Small counts hidden"), f"{cells['primary']:,}"),
            (_("Others hidden for their sake"), f"{cells['complementary'] + cells['earlier']:,}"),
            (_("Means, sums and shares that went with them"), f"{applied['resting']:,}"),
        ]
    changed = [
        column
        for one in applied.get("measures", ())
        if one["measure"] not in (Measure.DROP.value, Measure.SUPPRESS.value)
        for column in one["columns"]
    ]
    rows.append((_("Told less exactly, or emptied"), ", ".join(changed)))
    return [Answer(label, value) for label, value in rows if value]
