"""An invitation to sign an idea with somebody: read it, agree or decline."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.text.languages import language_code
from madang.city.proposals.forms.writing import NameForm
from madang.city.proposals.queries import own
from madang.city.proposals.rules import text
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.services import co_authors
from madang.city.proposals.services.writing import public_name
from madang.city.proposals.views.door import marked, signed_in, viewer_of


@signed_in
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a draft to whoever has the link, and take their answer."""
    viewer = viewer_of(request)
    found = own.invited(public_id)
    names = {one: public_name(viewer.resident_id, one) for one in Shown}
    form = NameForm(request.POST or None, names=names, initial={"shown": Shown.NAME.value})
    if request.POST.get("go") == "decline":
        co_authors.decline(invitation=public_id, by=viewer, now=clock.now())
        messages.success(request, _("You have declined. The author is told."))
        return redirect("proposals:list")
    if request.method == "POST" and form.is_valid():
        shown = Shown(form.cleaned_data["shown"])
        made = co_authors.agree(invitation=public_id, shown=shown, by=viewer, now=clock.now())
        messages.success(request, _("You have signed. You may write on it too."))
        return redirect("proposals:write", made)
    context = {
        "found": found,
        "form": form,
        "title": marked(found.title, found.language),
        "html": text.as_html(found.text),
        "code": language_code(found.language),
    }
    return render(request, "proposals/invitation.html", context, status=422 if form.errors else 200)
