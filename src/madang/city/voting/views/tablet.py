"""A tablet at a place: it knows its place and nobody; a code hands it to one person for some minutes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused, sentence
from madang.city.voting.forms.codes import TurnForm
from madang.city.voting.queries.serving import tablet as tablet_of
from madang.city.voting.rules.kiosks import MOST_HOURS, TURN_MINUTES
from madang.city.voting.services.kiosks import take_over
from madang.city.voting.views.door import CODES, TURN, said
from madang.city.voting.views.turns import address, qr_picture

COOKIE, SALT = "tablet", "voting.tablet"
PATH = "/votes/tablet"


@never_cache
@require_safe
def begin(request: HttpRequest, secret: str) -> HttpResponse:
    """Make this browser a tablet of the place that a secret names."""
    response = _emptied(request, redirect("voting:tablet"))
    response.set_signed_cookie(
        COOKIE,
        secret,
        salt=SALT,
        max_age=MOST_HOURS * 3600,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tablet(request: HttpRequest) -> HttpResponse:
    """Wait for a code. Coming here ends the turn before: session and all that the browser kept of it go."""
    secret = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=MOST_HOURS * 3600)
    if not secret:
        raise Refused(Refusal("voting.kiosk_closed", status=403))
    if request.method != "POST":
        return _emptied(request, _waiting(request, secret, TurnForm(initial={"code": request.GET.get("code", "")[:20]})))
    form = TurnForm(request.POST)
    if form.is_valid():
        try:
            turn = take_over(secret=secret, code=form.cleaned_data["code"].replace("-", ""), now=clock.now())
        except Refused as problem:
            if problem.refusal.key != "voting.hand_over_gone":
                raise
            form.add_error("code", sentence(problem.refusal))
        else:
            request.session.flush()
            request.session[CODES], request.session[TURN] = {turn.vote: turn.person}, True
            request.session.set_expiry(TURN_MINUTES * 60)
            return redirect("voting:ballot", reference=turn.vote)
    return _waiting(request, secret, form)


def _waiting(request: HttpRequest, secret: str, form: TurnForm) -> HttpResponse:
    """Ask for a code; by its pictures somebody's own phone gets one, or goes on with the vote itself."""
    found = tablet_of(secret, now=clock.now())
    if found is None:
        return render(request, "voting/tablet_ended.html", status=403)
    own_phone = address("voting:vote", found.reference)
    context = {
        "form": form,
        "station": found.station,
        "question": said(found.question),
        "own_phone": own_phone,
        "own_phone_qr": qr_picture(own_phone),
        "code_qr": qr_picture(address("voting:hand-over", found.reference, found.station.id)) if found.has_accounts else "",
    }
    return render(request, "voting/tablet.html", context)


def _emptied(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Forget whoever had the tablet: their session here, and in the browser the token and the receipt of their vote."""
    request.session.flush()
    response["Clear-Site-Data"] = '"storage"'
    return response
