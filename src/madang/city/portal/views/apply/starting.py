"""Before the form: what it takes, whether it fits, and the button that starts it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused
from madang.city.kernel.text import text_key
from madang.city.people import services as people
from madang.city.people.rules import SYSTEM
from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.definitions.answers import evidence_needed
from madang.city.portal.definitions.eligibility import Answer, eligibility, facts_of
from madang.city.portal.forms.applying import plain
from madang.city.portal.queries import catalogue
from madang.city.portal.queries import drafts as queries
from madang.city.portal.queries.known_facts import known_facts
from madang.city.portal.rules import drafts as rules
from madang.city.portal.services import drafts as services
from madang.city.portal.views.apply import showing
from madang.city.portal.views.apply.door import draft_of, signed_in, viewer_of
from madang.city.portal.views.texts import said


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition of eligibility as the page shows it. ``answer``: yes, no, open."""

    text: str
    answer: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("begin", "30/m")
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what applying takes; begin, or go on with what was begun."""
    service = catalogue.service(slug)
    if service is None:
        raise Http404(_("There is no such service."))
    if reason := rules.why_not_apply(service.definition, service.status, "web"):
        raise Refused(reason)
    if request.method == "POST" and viewer_of(request).is_signed_in:
        beginning = services.Beginning(slug=slug, resident_id=_resident_id(request), language=text_key())
        return redirect("portal:draft", services.begin(beginning=beginning, now=clock.now()))
    return render(request, "portal/apply/start.html", _words(request, service.definition, slug))


@require_safe
@signed_in
def go_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lead to where a draft goes on, or to its receipt."""
    view = draft_of(request, public_id)
    return redirect("portal:draft-sent", public_id) if view.reference else redirect(showing.next_url(view))


def _resident_id(request: HttpRequest) -> int:
    """Return the resident behind the account, made at need: staff become one as soon as they apply for something themselves."""
    viewer = viewer_of(request)
    return viewer.resident_id or people.become_resident(account_id=viewer.account_id or 0, now=clock.now())


def _words(request: HttpRequest, definition: ServiceDefinition, slug: str) -> dict[str, Any]:
    viewer, today = viewer_of(request), clock.today(clock.now())
    facts = facts_of({"today": today})
    waiting = None
    if viewer.resident_id is not None:
        facts = known_facts(viewer.resident_id, today=today, viewer=SYSTEM, purpose="filling-in")
        waiting = queries.open_draft_of(viewer.resident_id, slug)
    outcome = eligibility(definition, facts)
    lines = [
        ConditionLine(said(one.text), {True: "yes", False: "no", None: "open"}[one.verdict.value]) for one in outcome.conditions
    ]
    return {
        "slug": slug,
        "service_title": said(definition.title),
        "page_title": plain(definition.title),
        "minutes": definition.fill_minutes,
        "due_on": showing.due_on(definition, today),
        "papers": [(said(one.label), said(one.hint), certain) for one, certain in evidence_needed(definition, facts)],
        "conditions": lines,
        "says_no": outcome.answer is Answer.NO,
        "signed_in": viewer.is_signed_in,
        "waiting": waiting,
        "steps": len(definition.form),
        "channels": definition.channels,
        "counter": said(definition.channels.counter),
    }
