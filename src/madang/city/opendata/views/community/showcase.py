"""What was made of the data: the list, proposing, the editors' desk."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import text_key
from madang.city.look.parts import Page
from madang.city.opendata.forms.community import ShowcaseForm
from madang.city.opendata.queries import community
from madang.city.opendata.queries.community import ShowcaseView
from madang.city.opendata.rules.community import why_not_edit
from madang.city.opendata.services import community as services
from madang.city.opendata.views.catalogue.said import marked, said
from madang.city.opendata.views.catalogue.sections import sections
from madang.city.opendata.views.visitors import viewer_of


@require_safe
def showcase(request: HttpRequest) -> HttpResponse:
    """Show what people made of the data."""
    now = clock.now()
    try:
        found = community.showcases(now=now, cursor=request.GET.get("after"))
    except BadCursor:
        found = community.showcases(now=now)
    here = reverse("opendata:showcase")
    after = f"{here}?{urlencode({'after': found.next_cursor})}" if found.next_cursor else ""
    is_editor = why_not_edit(viewer_of(request)) is None
    context = {
        "sections": sections("showcase"),
        "shown": [_told(one) for one in found.rows],
        "page": Page(next_url=after, previous_url=here if request.GET.get("after") else ""),
        "desk_url": reverse("opendata:staff-showcase") if is_editor else "",
    }
    return render(request, "opendata/community/showcase.html", context)


def _told(one: ShowcaseView) -> dict[str, Any]:
    return {
        "public_id": one.public_id,
        "title": marked(one.title, one.language),
        "text": marked(one.text, one.language),
        "url": one.url,
        "maker": one.maker,
        "made_at": one.made_at,
        "datasets": [(said(titles) or slug, reverse("opendata:dataset", args=[slug])) for slug, titles in one.datasets],
    }


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@rate_limited("showcase", "10/h")
def propose(request: HttpRequest) -> HttpResponse:
    """Propose something that was made of the data."""
    begun = {"datasets": request.GET.get("data", "")[:200]}
    form = ShowcaseForm(request.POST if request.method == "POST" else None, initial=begun)
    if form.is_bound and form.is_valid():
        try:
            services.propose_showcase(by=viewer_of(request), language=text_key(), now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Thank you. An editor looks at it, then everybody sees it."))
            return redirect("opendata:showcase")
        except Refused as refused:
            form.add_error(None, sentence(refused.refusal))
    return render(request, "opendata/community/propose.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show editors what waits for them."""
    _sure_to_edit(request)
    waiting = [_told(one) for one in community.showcases_waiting(now=clock.now())]
    return render(request, "opendata/community/desk.html", {"shown": waiting})


@require_POST
def judge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a proposed use to everybody, or not."""
    _sure_to_edit(request)
    accepted = request.POST.get("accepted") == "yes"
    services.judge_showcase(public_id=public_id, accepted=accepted, by=viewer_of(request), now=clock.now())
    messages.success(request, _("Everybody sees it now.") if accepted else _("It is not shown."))
    return redirect("opendata:staff-showcase")


def _sure_to_edit(request: HttpRequest) -> None:
    if reason := why_not_edit(viewer_of(request)):
        raise Refused(reason)
