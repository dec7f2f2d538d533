"""My ideas: what I write, signed, support, and what I am asked to check."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.look.parts import Row, Tab
from madang.city.look.templatetags.look import date_plain
from madang.city.proposals.forms.settings import DigestForm
from madang.city.proposals.queries import following, own
from madang.city.proposals.queries.listing import ProposalLine
from madang.city.proposals.queries.loading import duties_of
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import following as services
from madang.city.proposals.views import choices, words
from madang.city.proposals.views.door import marked, signed_in, viewer_of
from madang.city.proposals.views.listing import rows

READS = {"": own.written_by, "supported": own.supported_by, "followed": own.followed_by, "check": own.to_check}


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the ideas that have to do with the reader."""
    return _page(request, digest_form(viewer_of(request).account_id or 0))


def _page(request: HttpRequest, form: DigestForm, status: int = 200) -> HttpResponse:
    viewer, today = viewer_of(request), clock.today(clock.now())
    part = request.GET.get("part", "")
    part = part if part in READS else ""
    found = READS[part]((viewer.account_id if part == "followed" else viewer.resident_id) or 0, today=today)
    here = reverse("proposals:mine")
    labels = {"": _("Written by me"), "supported": _("Supported by me"), "followed": _("Followed"), "check": _("To check")}
    context = {
        "tabs": [Tab(label, f"{here}?part={name}" if name else here, None, name == part) for name, label in labels.items()],
        "drafts": [_draft(one) for one in found if one.state is State.DRAFT],
        "rows": rows(one for one in found if one.state is not State.DRAFT),
        "part": part,
        "is_moderator": Duty.MODERATOR in duties_of(viewer),
        "form": form,
        "gets_digest": following.digest_wish(viewer.account_id or 0) is not None,
    }
    return render(request, "proposals/mine.html", context, status=status)


def digest_form(account_id: int) -> DigestForm:
    """Return the form of the weekly digest as its reader wished for it."""
    wish = following.digest_wish(account_id)
    chosen = {"area": wish.area_id or "", "topic": wish.topic} if wish else {}
    return DigestForm(topics=words.topics(), areas=choices.areas(), initial=chosen)


@signed_in
@require_POST
@rate_limited("follow", "120/h")
def digest(request: HttpRequest) -> HttpResponse:
    """Wish for the weekly digest of an area and a topic, or for none any more."""
    viewer = viewer_of(request)
    if request.POST.get("wanted") == "no":
        services.end_digest(by=viewer)
        messages.success(request, _("You get no weekly digest any more."))
        return redirect("proposals:mine")
    form = DigestForm(request.POST, topics=words.topics(), areas=choices.areas())
    if not form.is_valid():
        return _page(request, form, status=422)
    services.wish_digest(by=viewer, now=clock.now(), area_id=form.cleaned_data["area"], topic=form.cleaned_data["topic"])
    messages.success(request, _("You get the digest every Monday."))
    return redirect("proposals:mine")


def _draft(one: ProposalLine) -> Row:
    title = marked(one.title, one.language) if one.title else _("Without a title")
    return Row(
        title, reverse("proposals:write", args=[one.reference]), meta=[words.topic(one.topic) or _("no topic yet")],
        side=date_plain(clock.today(one.published_at)) if one.published_at else _("Draft"),
    )  # fmt: skip
