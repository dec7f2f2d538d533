"""An idea's page, its earlier versions, its pictures."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.pictures import sent
from madang.city.kernel.refusals import Refused
from madang.city.kernel.text.languages import language_code
from madang.city.proposals.queries import showing as queries
from madang.city.proposals.queries.pictures import picture as find_picture
from madang.city.proposals.rules.life import UNKNOWN, State
from madang.city.proposals.services.pictures import ALBUM
from madang.city.proposals.views import showing
from madang.city.proposals.views.door import marked, viewer_of


@require_safe
def idea(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an idea: how it stands, what it says, what the city answered and did. A draft stands on its authors' own pages."""
    shown = queries.proposal(reference, viewer=viewer_of(request), now=clock.now())
    if shown.standing.state is State.DRAFT:
        raise Refused(UNKNOWN)
    return render(request, "proposals/idea.html", showing.page(shown))


@require_safe
def version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show what an idea said in one of its versions."""
    viewer = viewer_of(request)
    shown = queries.proposal(reference, viewer=viewer, now=clock.now())
    said = queries.version(reference, number, viewer=viewer)
    context = {
        "shown": shown,
        "version": said,
        "title": marked(said.title, said.language),
        "code": language_code(said.language),
        "is_last": said.number == shown.written.version,
    }
    return render(request, "proposals/version.html", context)


@require_safe
def picture(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponseBase:
    """Send a picture to whoever may read the idea."""
    found = find_picture(reference, public_id, viewer=viewer_of(request))
    return sent(request, ALBUM, found.digest)


@require_safe
def small_picture(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponseBase:
    """Send a picture as rows of lists show it, drawn small when it was added."""
    found = find_picture(reference, public_id, viewer=viewer_of(request))
    return sent(request, ALBUM, found.digest, is_small=True)
