"""Keys for programs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.people import queries, services
from madang.city.people.forms.tokens import SCOPE_WORDS, TokenForm
from madang.city.people.views.guard import signed_in, sure, viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@rate_limited("tokens", "20/h")
@sure
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the tokens and make one; its secret is shown in the answer, this once."""
    viewer = viewer_of(request)
    account_id = viewer.account_id or 0
    allowed = services.allowed_scopes(account_id=account_id)
    form = TokenForm(request.POST or None, allowed=allowed)
    secret = ""
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        secret = services.create_token(
            email=request.user.email,  # type: ignore[union-attr]
            scopes=form.cleaned_data["scopes"],
            name=form.cleaned_data["name"],
            expires_at=form.expires_at(now),
            now=now,
            by=viewer.actor,
        )
        form = TokenForm(allowed=allowed)
    kept = [(line, [SCOPE_WORDS[scope] for scope in line.scopes]) for line in queries.tokens_of(account_id)]
    return render(request, "people/tokens.html", {"form": form, "secret": secret, "tokens": kept})


@require_POST
@signed_in
def revoke(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Make a token open nothing any more."""
    viewer = viewer_of(request)
    services.revoke_token(account_id=viewer.account_id or 0, reference=reference, by=viewer.actor, now=clock.now())
    messages.success(request, _("The token opens nothing any more."))
    return redirect("people:tokens")
