"""The same move on many cases at once, with a result for each."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.city.kernel import clock
from madang.city.kernel.refusals import sentence
from madang.city.people import queries as people
from madang.city.people.rules import Role
from madang.city.portal.forms.staff import AskForm, AssignForm, BulkForm
from madang.city.portal.services import cases
from madang.city.portal.views.staff.door import for_staff, viewer_of


@for_staff
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Take, review, give away or ask for papers, many cases at once."""
    chosen = BulkForm(request.POST)
    if not chosen.is_valid():
        return redirect("portal:inbox")
    action, references = chosen.cleaned_data["action"], chosen.cleaned_data["case"]
    form = _form(request, action)
    context: dict[str, Any] = {
        "action": action,
        "title": _title(action),
        "references": references,
    }
    if form is not None and not ("sure" in request.POST and form.is_valid()):
        return render(request, "portal/staff/bulk.html", context | {"form": form}, status=422 if form.errors else 200)
    done = cases.each(references, _move(request, action, form))
    results = [(one.reference, sentence(one.refusal) if one.refusal else "") for one in done]
    moved = sum(1 for _reference, reason in results if not reason)
    return render(
        request, "portal/staff/bulk_done.html", context | {"results": results, "moved": moved, "left": len(results) - moved}
    )


def _title(action: str) -> str:
    titles = {"take": _("Take the cases"), "start": _("Begin the review"), "assign": _("Give to a colleague")}
    return titles.get(action, _("Ask for papers"))


def _form(request: HttpRequest, action: str) -> Any:
    data = request.POST if "sure" in request.POST else None
    if action == "ask":
        return AskForm(data)
    if action == "assign":
        staff = viewer_of(request).staff
        codes = people.departments_below(staff.department_code) if staff else frozenset[str]()
        rows = people.staff_in(codes, roles=[Role.CASEWORKER, Role.HEAD])
        return AssignForm(data, colleagues=[(row.id, row.name) for row in rows])
    return None


def _move(request: HttpRequest, action: str, form: Any) -> Callable[[str], None]:
    told: dict[str, Any] = {"by": viewer_of(request), "now": clock.now()}
    if action == "take":
        return lambda reference: cases.take(reference=reference, **told)
    if action == "start":
        return lambda reference: cases.start(reference=reference, **told)
    if action == "assign":
        return lambda reference: cases.assign(reference=reference, to_staff=form.cleaned_data["to_staff"], **told)

    def ask(reference: str) -> None:
        cases.ask_for_documents(reference=reference, body=form.cleaned_data["body"], **told)

    return ask
