"""What residents do with one button: support, take back, follow, move their support."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.proposals.services import following, supporting
from madang.city.proposals.views.door import signed_in, viewer_of


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("idea-support", "120/h")
def support(request: HttpRequest, reference: str) -> HttpResponse:
    """Support an idea, or take the support back. Who had to sign in first comes back to the idea."""
    if request.method == "POST":
        told: dict[str, Any] = {"reference": reference, "by": viewer_of(request), "now": clock.now()}
        if request.POST.get("wanted") == "no":
            supporting.take_back(**told)
            messages.success(request, _("Your support is taken back."))
        else:
            supporting.support(**told)
            messages.success(request, _("You support this idea."))
    return redirect("proposals:idea", reference=reference)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("follow", "120/h")
def follow(request: HttpRequest, reference: str) -> HttpResponse:
    """Follow an idea, or stop following it. Who had to sign in first comes back to the idea."""
    if request.method == "POST":
        wanted = request.POST.get("wanted") != "no"
        following.follow(reference=reference, by=viewer_of(request), now=clock.now(), wanted=wanted)
        messages.success(request, _("You will hear of each step.") if wanted else _("You no longer follow this idea."))
    return redirect("proposals:idea", reference=reference)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("idea-support", "120/h")
def move_support(request: HttpRequest, reference: str) -> HttpResponse:
    """Move one's own support to the idea that stands for a retired one."""
    if request.method != "POST":
        return redirect("proposals:idea", reference=reference)
    other = supporting.move_support(reference=reference, by=viewer_of(request), now=clock.now())
    messages.success(request, _("Your support stands here now."))
    return redirect("proposals:idea", reference=other)
