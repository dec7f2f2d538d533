"""My ideas: what I write, signed, support, and what I am asked to check."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.look.parts import Row, Tab
from madang.city.look.templatetags.look import date_plain
from madang.city.proposals.queries import own
from madang.city.proposals.queries.listing import ProposalLine
from madang.city.proposals.rules.life import State
from madang.city.proposals.views import words
from madang.city.proposals.views.door import marked, signed_in, viewer_of
from madang.city.proposals.views.listing import rows

READS = {"": own.written_by, "supported": own.supported_by, "check": own.to_check}


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the ideas that have to do with the reader."""
    part, today = request.GET.get("part", ""), clock.today(clock.now())
    part = part if part in READS else ""
    found = READS[part](viewer_of(request).resident_id or 0, today=today)
    here = reverse("proposals:mine")
    labels = {"": _("Written by me"), "supported": _("Supported by me"), "check": _("To check")}
    context = {
        "tabs": [Tab(label, f"{here}?part={name}" if name else here, None, name == part) for name, label in labels.items()],
        "drafts": [_draft(one) for one in found if one.state is State.DRAFT],
        "rows": rows(one for one in found if one.state is not State.DRAFT),
        "part": part,
    }
    return render(request, "proposals/mine.html", context)


def _draft(one: ProposalLine) -> Row:
    title = marked(one.title, one.language) if one.title else _("Without a title")
    return Row(
        title, reverse("proposals:write", args=[one.reference]), meta=[words.topic(one.topic) or _("no topic yet")],
        side=date_plain(clock.today(one.published_at)) if one.published_at else _("Draft"),
    )  # fmt: skip
