"""Following data sets by a button, and the list of what one follows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.opendata.queries import community
from madang.city.opendata.services import community as services
from madang.city.opendata.views.catalogue import listing
from madang.city.opendata.views.catalogue.sections import sections
from madang.city.opendata.views.visitors import viewer_of


@login_required
@require_http_methods(["GET", "POST"])
@rate_limited("follow", "120/h")
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow a data set, or stop following it. Who had to sign in first comes back to the data set."""
    if request.method == "GET":
        return redirect("opendata:dataset", slug=slug)
    wanted = request.POST.get("wanted") != "no"
    services.follow(slug=slug, by=viewer_of(request), now=clock.now(), wanted=wanted)
    messages.success(request, _("You will hear of each new version.") if wanted else _("You no longer follow these data."))
    return redirect("opendata:dataset", slug=slug)


@never_cache
@login_required
@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    """Show what somebody follows."""
    found = community.followed(viewer_of(request).account_id or 0, clock.now())
    context = {"rows": listing.rows(found), "sections": sections("")}
    return render(request, "opendata/community/followed.html", context)
