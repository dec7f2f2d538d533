"""What residents see of moderation: report a text, read why one's own is held back, object to its being hidden."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused
from madang.city.kernel.text import text_key
from madang.city.kernel.text.languages import language_code
from madang.city.look.templatetags.look import number
from madang.city.proposals.forms.comments import ObjectionForm, ReportForm
from madang.city.proposals.queries.loading import duties_of
from madang.city.proposals.queries.moderation import figures, own_hidden, own_waiting
from madang.city.proposals.queries.moderation.texts import moderated_text
from madang.city.proposals.rules import text as texts
from madang.city.proposals.rules.moderation import REPORTS_A_DAY, UNKNOWN, Kind, Reason, text_ref, why_not_look
from madang.city.proposals.services import moderation
from madang.city.proposals.services.moderation.sentences import REASONS
from madang.city.proposals.views.door import sent, signed_in, viewer_of
from madang.city.proposals.views.staff.moderation import showing

BEGINNING = 400
PERIOD = timedelta(days=30)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("report", "60/h")
def report(request: HttpRequest, about: str) -> HttpResponse:
    """Ask what is wrong with a text, and bring it before a moderator."""
    ref = text_ref(about)
    found = moderated_text(ref) if ref else None
    if found is None or not found.is_shown:
        raise Refused(UNKNOWN)
    form = ReportForm(request.POST if request.method == "POST" else None)

    def act(told: dict[str, Any]) -> HttpResponse:
        moderation.report(about=about, **told, by=viewer_of(request), now=clock.now())
        messages.success(request, _("Thank you. A moderator looks at it."))
        return redirect(found.url)

    answer, status = sent(form, act)
    if answer is not None:
        return answer
    context = {
        "form": form,
        "text": texts.excerpt(found.text, BEGINNING),
        "code": language_code(found.language),
        "back": found.url,
        "most": REPORTS_A_DAY,
        "about": about,
        "may_judge": why_not_look(duties_of(viewer_of(request))) is None,
    }
    return render(request, "proposals/comments/report.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("objection", "20/h")
def objection(request: HttpRequest, about: str) -> HttpResponse:
    """Tell an author why their text is hidden, and take their objection, which another moderator judges."""
    viewer = viewer_of(request)
    found = own_hidden(about, viewer)
    if found is None or found.text is None:
        raise Refused(UNKNOWN)
    if found.text.is_shown:
        return redirect(found.text.url)
    form, back = ObjectionForm(request.POST if request.method == "POST" else None), found.text.url

    def act(told: dict[str, Any]) -> HttpResponse:
        moderation.appeal(about=about, text=told["text"], language=text_key(), by=viewer, now=clock.now())
        messages.success(request, _("Another moderator looks at it, and you are told what they judge."))
        return redirect(back)

    answer, status = sent(form, act)
    if answer is not None:
        return answer
    context = {
        "form": form,
        "found": found,
        "text": found.text.text,
        "code": language_code(found.text.language),
        "back": found.text.url,
        "reason": REASONS[Reason(found.reason)] if found.reason else "",
    }
    return render(request, "proposals/comments/objection.html", context, status=status)


@signed_in
@require_safe
def waiting(request: HttpRequest, about: str) -> HttpResponse:
    """Tell an author why their text is held back, what happens, when, and what they can do meanwhile."""
    found = own_waiting(about, viewer_of(request))
    if found is None or found.text is None:
        raise Refused(UNKNOWN)
    if found.text.is_shown:
        return redirect(found.text.url)
    now = clock.now()
    hours = figures(since=now - PERIOD, until=now).median_hours
    context = {
        "found": found,
        "text": found.text.text,
        "code": language_code(found.text.language),
        "url": found.text.url,
        "signs": showing.signs(found.findings),
        "hours": number(hours, 1) if hours is not None else "",
        "days": PERIOD.days,
        "is_idea": found.text.ref.kind is Kind.PROPOSAL,
        "reference": found.text.ref.id,
    }
    return render(request, "proposals/comments/waiting.html", context)
