"""What somebody wants to get where."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from madang.city.kernel.clock import now
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.registries import notice_kinds
from madang.city.kernel.registries.notice_kinds import Audience
from madang.city.notices import queries, services
from madang.city.notices.channels import channels
from madang.city.notices.channels.webpush import public_key
from madang.city.notices.forms import SubscriptionForm, WishesForm


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """Show and keep what somebody wants to get where."""
    account_id = int(request.user.pk or 0)
    form = WishesForm(request.POST or None, kinds=queries.wishes(account_id, _audiences(request)))
    if request.method == "POST" and form.is_valid():
        services.save_wishes(account_id=account_id, wishes=form.wishes(), now=now())
        messages.success(request, _("Your choice is saved."))
        return redirect("notices:wishes")
    words = {
        "form": form,
        "channels": [channel.label for channel in channels().values()],
        "browsers": queries.browsers(account_id),
    }
    return render(request, "notices/wishes.html", words)


def _audiences(request: HttpRequest) -> list[Audience]:
    """Return what somebody is to the city: staff, a resident, or both. An account that is neither may become a resident."""
    viewer = request.viewer  # type: ignore[attr-defined]
    at_work = [Audience.STAFF] if viewer.staff is not None else []
    return at_work if at_work and viewer.resident_id is None else [Audience.RESIDENTS, *at_work]


@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End notices of a kind on a channel, by the signed link in a mail; mail programs post to it by themselves (RFC 8058).

    It needs no form token: the address itself is the secret, and all it can do is end these notices.
    """
    found = queries.unsubscribed_by(token)
    if found is None:
        raise Http404
    slug, kind, channel = found
    known = notice_kinds.kinds().get(kind)
    words = {"kind": known.label if known else kind, "channel": channels()[channel].label}
    if request.method == "POST":
        services.stop(slug=slug, channel=channel, now=now())
        return render(request, "notices/stopped.html", words)
    return render(request, "notices/stop.html", words)


@login_required
@require_GET
def push_key(request: HttpRequest) -> JsonResponse:
    """Answer with the key that a browser needs to subscribe."""
    return JsonResponse({"key": public_key()})


@login_required
@require_POST
def subscribe(request: HttpRequest) -> JsonResponse:
    """Subscribe the browser that asks."""
    form = SubscriptionForm(_told(request))
    if not form.is_valid():
        return JsonResponse({"problem": _("This browser did not say where it can be reached.")}, status=422)
    try:
        slug = services.subscribe(account_id=int(request.user.pk or 0), now=now(), **form.cleaned_data)
    except Refused as refused:
        return JsonResponse({"problem": sentence(refused.refusal)}, status=refused.refusal.status)
    return JsonResponse({"name": slug}, status=201)


def _told(request: HttpRequest) -> dict[str, str]:
    try:
        said = json.loads(request.body)
        return {"endpoint": said["endpoint"], **said["keys"], "label": said.get("label", "")}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


@login_required
@require_POST
def end_browser(request: HttpRequest, slug: str) -> HttpResponse:
    """Forget a subscribed browser."""
    services.end_subscription(account_id=int(request.user.pk or 0), slug=slug)
    messages.success(request, _("This browser gets no more notices."))
    return redirect("notices:wishes")
