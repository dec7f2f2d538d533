"""The inbox."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from madang.city.kernel.clock import now
from madang.city.kernel.paging import BadCursor
from madang.city.look.parts import Page, Tab
from madang.city.notices import queries, services


@never_cache
@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what the city told somebody, newest first."""
    account_id = _account(request)
    unread_only = request.GET.get("show") == "unread"
    try:
        page = queries.inbox(account_id, unread_only=unread_only, cursor=request.GET.get("after"))
    except BadCursor:
        return redirect("notices:inbox")
    unread = queries.unread_count(account_id)
    here = reverse("notices:inbox")
    words = {
        "notices": page.rows,
        "unread": unread,
        "unread_only": unread_only,
        "tabs": [
            Tab(_("All"), here, current=not unread_only),
            Tab(_("Not read yet"), f"{here}?show=unread", unread, current=unread_only),
        ],
        "paging": Page(next_url=_next_url(here, page.next_cursor, unread_only)),
    }
    return render(request, "notices/inbox.html", words)


def _next_url(here: str, cursor: str | None, unread_only: bool) -> str:
    if cursor is None:
        return ""
    return f"{here}?after={cursor}" + ("&show=unread" if unread_only else "")


@never_cache
@login_required
@require_GET
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one notice, which is then read."""
    found = queries.notice(_account(request), slug)
    if found is None:
        raise Http404
    services.mark_read(account_id=_account(request), slugs=[slug], now=now())
    return render(request, "notices/notice.html", {"notice": found})


@login_required
@require_POST
def read_some(request: HttpRequest) -> HttpResponse:
    """Mark the chosen notices as read."""
    done = services.mark_read(account_id=_account(request), slugs=request.POST.getlist("notice"), now=now())
    _say(request, done)
    return redirect("notices:inbox")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every notice as read."""
    _say(request, services.mark_all_read(account_id=_account(request), now=now()))
    return redirect("notices:inbox")


def _say(request: HttpRequest, done: int) -> None:
    words = ngettext("%(count)s notice is marked as read.", "%(count)s notices are marked as read.", done)
    messages.success(request, words % {"count": done})


@never_cache
@login_required
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """Answer with the number of unread notices, for the live mark in the head of the page."""
    return render(request, "notices/count.html", {"unread": queries.unread_count(_account(request))})


def _account(request: HttpRequest) -> int:
    return int(request.user.pk or 0)
