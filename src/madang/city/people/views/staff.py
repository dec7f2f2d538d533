"""The directory of staff: administrators change it, auditors read it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused, sentence
from madang.city.kernel.text import localised, text_key
from madang.city.people import queries, rules, services
from madang.city.people.forms.staff import ROLE_WORDS, DeputyForm, PlaceForm, StaffForm
from madang.city.people.queries import StaffLine
from madang.city.people.rules import Role
from madang.city.people.views.guard import allowed, viewer_of


@require_safe
@allowed(rules.why_not_see_staff)
def directory(request: HttpRequest) -> HttpResponse:
    """Show who works where, and who stands in for whom."""
    lines = [(line, _name(line), ROLE_WORDS[line.role]) for line in queries.everybody_serving()]
    words = {
        "lines": lines,
        "deputies": queries.deputies_from(_today()),
        "may_change": rules.why_not_manage_staff(viewer_of(request)) is None,
    }
    return render(request, "people/staff/directory.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(rules.why_not_manage_staff)
def add(request: HttpRequest) -> HttpResponse:
    """Add a member of staff."""
    form = StaffForm(request.POST or None, departments=queries.departments())
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            services.add_staff(
                email=told["email"],
                name=told["name"],
                department=told["department"],
                role=Role(told["role"]),
                by=viewer_of(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error("email", sentence(refused.refusal))
        else:
            messages.success(request, _("%(name)s works for the city now.") % {"name": told["name"]})
            return redirect("people:staff")
    return render(request, "people/staff/add.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(rules.why_not_see_staff)
def member(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show a member of staff; change department and role."""
    line = _line(reference)
    start = {"department": line.department_code, "role": line.role.value}
    form = PlaceForm(request.POST or None, initial=start, departments=queries.departments())
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        services.change_staff(
            staff_id=line.id, department=told["department"], role=Role(told["role"]), by=viewer_of(request), now=clock.now()
        )
        messages.success(request, _("The change is saved."))
        return redirect("people:staff")
    return render(request, "people/staff/member.html", _member_words(request, line) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(rules.why_not_staff)
def deputy(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Appoint a deputy: administrators for all, heads in their department, everybody for themselves."""
    line, today = _line(reference), _today()
    others = [one for one in queries.everybody_serving() if one.id != line.id and one.role is not Role.AUDITOR]
    form = DeputyForm(request.POST or None, others=others, today=today)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        services.appoint_deputy(
            absent_id=line.id,
            deputy_id=told["deputy"],
            first=told["first"],
            last=told["last"],
            by=viewer_of(request),
            now=clock.now(),
        )
        messages.success(request, _("The deputy is appointed."))
        return redirect("people:deputy", reference=reference)
    _check_sight(request, line)
    words = {"form": form, "line": line, "deputies": queries.deputies_from(today, absent_id=line.id)}
    return render(request, "people/staff/deputy.html", words)


@require_POST
@allowed(rules.why_not_staff)
def end_deputy(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take an appointment back."""
    line = _line(reference)
    chosen = request.POST.get("deputy", "")
    theirs = {one.id for one in queries.deputies_from(_today(), absent_id=line.id)}
    if chosen not in {str(one) for one in theirs}:
        raise Refused(Refusal("people.no_deputy", status=404))
    services.end_deputy(deputy_row_id=int(chosen), by=viewer_of(request), now=clock.now())
    messages.success(request, _("The deputy does not stand in any more."))
    return redirect("people:deputy", reference=reference)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(rules.why_not_manage_staff)
def leave(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Ask whether somebody leaves the service, then do it."""
    line = _line(reference)
    if request.method == "POST":
        services.end_service(staff_id=line.id, by=viewer_of(request), now=clock.now())
        messages.success(request, _("%(name)s does not work for the city any more.") % {"name": line.name})
        return redirect("people:staff")
    return render(request, "people/staff/leave.html", {"line": line})


def _member_words(request: HttpRequest, line: StaffLine) -> dict[str, Any]:
    return {
        "line": line,
        "department": _name(line),
        "role": ROLE_WORDS[line.role],
        "may_change": rules.why_not_manage_staff(viewer_of(request)) is None,
    }


def _check_sight(request: HttpRequest, line: StaffLine) -> None:
    """Refuse the page to whoever could not appoint for this member of staff anyway."""
    stand_in = rules.StaffView(0, Role.CASEWORKER, line.department_code)
    absent = line.as_view()
    if reason := rules.why_not_appoint(viewer_of(request), absent=absent, deputy=stand_in):
        raise Refused(reason)


def _line(reference: UUID) -> StaffLine:
    line = queries.staff_by_reference(reference)
    if line is None:
        raise Refused(Refusal("people.no_staff", status=404))
    return line


def _name(line: StaffLine) -> str:
    return localised(line.department_name, text_key())


def _today() -> date:
    return clock.today(clock.now())
