"""The settings of ideas: numbers, thresholds by area, and who holds which duty. Administrators change them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.kernel.text import localised, text_key
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.proposals.forms.settings import DUTIES, NUMBERS, DutyForm, NumbersForm, ThresholdForm
from madang.city.proposals.queries import settings as queries
from madang.city.proposals.rules.settings import CITY_DEFAULT, Duty, why_not_set
from madang.city.proposals.services import settings as services
from madang.city.proposals.views import choices
from madang.city.proposals.views.door import beside_form, signed_in, viewer_of

Forms = dict[str, forms.Form]


def _administrator(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if reason := why_not_set(viewer):
        raise Refused(reason)
    return viewer


@signed_in
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Show every setting with the form that changes it."""
    _administrator(request)
    return _page(request, {})


def _page(request: HttpRequest, bound: Forms, status: int = 200) -> HttpResponse:
    now = queries.settings()
    made = {
        "numbers": bound.get("numbers") or NumbersForm(initial={name: getattr(now, name) for name in NUMBERS}),
        "threshold": bound.get("threshold") or ThresholdForm(areas=choices.areas(), prefix="threshold"),
        "duty": bound.get("duty") or DutyForm(prefix="duty"),
    }
    context = {"forms": made, "form": next(iter(bound.values()), None), "thresholds": _thresholds(), "duties": _duties()}
    return render(request, "proposals/staff/settings.html", context, status=status)


def _thresholds() -> list[dict[str, Any]]:
    """Return each threshold, that of the whole city first."""
    known, names = queries.thresholds(), dict(choices.areas())
    city = known.pop(None, None)
    first = {"area": "", "name": _("The whole city"), "is_set": city is not None, "line": city or CITY_DEFAULT}
    others = [{"area": str(pk), "name": names.get(str(pk), str(pk)), "is_set": True, "line": one} for pk, one in known.items()]
    return [first, *sorted(others, key=lambda one: str(one["name"]))]


def _duties() -> list[dict[str, Any]]:
    lang = text_key()
    serving = {one.account_id: f"{one.name}, {localised(one.department_name, lang)}" for one in people.everybody_serving()}
    return [
        {
            "account": one.account_id,
            "duty": one.duty.value,
            "label": DUTIES[one.duty],
            "who": serving.get(one.account_id) or _("A resident, account %(number)s") % {"number": one.account_id},
            "since": clock.today(one.since),
        }
        for one in queries.duties()
    ]


def _numbers(request: HttpRequest, viewer: Viewer) -> Forms:
    form = NumbersForm(request.POST)
    if form.is_valid():
        services.change_settings(changed=form.cleaned_data, by=viewer, now=clock.now())
    return {"numbers": form}


def _threshold(request: HttpRequest, viewer: Viewer) -> Forms:
    form = ThresholdForm(request.POST, areas=choices.areas(), prefix="threshold")
    if form.is_valid():
        area = form.cleaned_data["area"]
        services.set_threshold(area_id=area, threshold=form.threshold(), by=viewer, now=clock.now())
    return {"threshold": form}


def _drop_threshold(request: HttpRequest, viewer: Viewer) -> Forms:
    services.set_threshold(area_id=_number(request.POST.get("area", "")), threshold=None, by=viewer, now=clock.now())
    return {}


def _give_duty(request: HttpRequest, viewer: Viewer) -> Forms:
    form = DutyForm(request.POST, prefix="duty")
    if form.is_valid():
        account = people.account_by_email(form.cleaned_data["email"])
        if account is None:
            form.add_error("email", _("Nobody signs in with this address"))
        else:
            services.give_duty(account_id=account, duty=Duty(form.cleaned_data["duty"]), by=viewer, now=clock.now())
    return {"duty": form}


def _take_duty(request: HttpRequest, viewer: Viewer) -> Forms:
    account, duty = _number(request.POST.get("account", "")), request.POST.get("duty", "")
    if account is None or duty not in tuple(Duty):
        raise Http404
    services.take_duty(account_id=account, duty=Duty(duty), by=viewer, now=clock.now())
    return {}


CHANGES: dict[str, Callable[[HttpRequest, Viewer], Forms]] = {
    "numbers": _numbers, "threshold": _threshold, "drop-threshold": _drop_threshold, "duty": _give_duty, "drop-duty": _take_duty,
}  # fmt: skip


@signed_in
@require_POST
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Change a setting; what cannot be so stays in its form, with the reason."""
    viewer = _administrator(request)
    if name not in CHANGES:
        raise Http404
    try:
        bound = CHANGES[name](request, viewer)
    except Refused as refused:
        return _refused(request, name, refused)
    if any(form.errors for form in bound.values()):
        return _page(request, bound, status=422)
    messages.success(request, _("The setting is changed."))
    return redirect("proposals:settings")


def _refused(request: HttpRequest, name: str, refused: Refused) -> HttpResponse:
    made: dict[str, Callable[[], forms.Form]] = {
        "numbers": lambda: NumbersForm(request.POST),
        "threshold": lambda: ThresholdForm(request.POST, areas=choices.areas(), prefix="threshold"),
        "duty": lambda: DutyForm(request.POST, prefix="duty"),
    }
    if name not in made:
        raise refused
    form = made[name]()
    form.add_error(None, beside_form(refused))
    return _page(request, {name: form}, status=422)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
