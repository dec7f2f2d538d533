"""The overview of what keeps the site in order: each page that the viewer may open, and how its matter stands."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from madang.city.kernel.refusals import Refused
from madang.city.kernel.registries import staff_pages
from madang.city.kernel.registries.staff_pages import StaffPage
from madang.city.look.parts import Row, Tag
from madang.city.people.rules import why_not_staff


@never_cache
@login_required
@require_safe
def care(request: HttpRequest) -> HttpResponse:
    """Show the pages by which this member of staff takes care of the site."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if reason := why_not_staff(viewer):
        raise Refused(reason)
    return render(request, "web/care.html", {"rows": [_row(one) for one in staff_pages.pages_for(viewer)]})


def _row(page: StaffPage) -> Row:
    standing = page.standing()
    tag = Tag(_("Look at it"), "heed", "warning") if standing.needs_care else None
    return Row(page.label, page.url, page.text, tag=tag, side=standing.words)
