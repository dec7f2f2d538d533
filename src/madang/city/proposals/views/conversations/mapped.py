"""The page of the opinion map: what joins the groups first, then each group, as pictures and tables; its data and receipts."""

import csv
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.look.parts import Figure
from madang.city.look.templatetags.look import number, percent
from madang.city.opendata.services import receipts
from madang.city.proposals.queries import conversations as lists
from madang.city.proposals.queries import opinions as queries
from madang.city.proposals.queries.opinions import Map, Place, Talk
from madang.city.proposals.rules.moderation import statement_ref
from madang.city.proposals.rules.opinions import LEAST_TOLD
from madang.city.proposals.views import words
from madang.city.proposals.views.conversations import told
from madang.city.proposals.views.conversations.picture import picture
from madang.city.proposals.views.conversations.taking_part import tabs
from madang.city.proposals.views.door import said, viewer_of

CONVERSATIONS, STATEMENTS = "conversations", "conversation-statements"
COLUMNS = ("conversation", "statement", "text", "language", "group", "agree", "pass", "disagree")
CLEAR, BLURRED = 0.4, 0.2


@never_cache
@require_safe
def opinion_map(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the map of a conversation; where the reader stands is marked for them alone."""
    viewer = viewer_of(request)
    talk = queries.conversation(reference, viewer=viewer, now=clock.now())
    found = queries.opinion_map(reference)
    own = queries.own_place(reference, resident_id=viewer.resident_id) if viewer.resident_id and found else None
    context = {"talk": talk, "question": said(talk.question), "topic": words.topic(talk.topic), "tabs": tabs(talk, "map")}
    if found is not None:
        context |= _shown(talk, found, own)
    return render(request, "proposals/conversations/map.html", context | {"found": found, "least": LEAST_TOLD})


def _shown(talk: Talk, found: Map, own: Place | None) -> dict[str, Any]:
    base = reverse("proposals:opinion-receipt", args=[talk.reference])
    named = [(one.number, _("statement %(n)s") % {"n": one.number}) for one in found.statements]
    links = [
        (_link(f"{base}?of={number}", _("Where from?"), label), _link(_report(talk.reference, number), _("Report"), label))
        for number, label in named
    ]
    return {
        "sums": _sums(found, base),
        "bridging": told.bridging(found),
        "consensus": told.consensus(found),
        "divisive": told.divisive(found),
        "groups": told.groups(found),
        "picture": picture(found, own) if found.groups else "",
        "places_html": render_to_string(
            "look/components/data_table.html", {"table": told.places_table(found), "dense": True, "stacked": False}
        ),
        "whole": told.whole_table(found, links),
        "own_group": told.group_name(own.group) if own and own.group is not None and own.group < len(found.groups) else "",
        "has_own": own is not None,
        "explained": percent(sum(found.explained)),
        "clarity": _clarity(found.clarity),
    }


def _sums(found: Map, base: str) -> list[Figure]:
    return [
        Figure(number(found.people), _("People have voted"), source_url=f"{base}?of=people"),
        Figure(number(found.votes), _("Votes"), source_url=f"{base}?of=votes"),
        Figure(number(len(found.groups)), _("Groups who vote alike"), source_url=f"{base}?of=groups"),
    ]


def _clarity(value: float | None) -> str:
    """Return in words how well groups stand apart."""
    if value is None:
        return ""
    if value >= CLEAR:
        return _("The groups stand well apart.")
    is_blurred = value >= BLURRED
    return _("The groups run into each other.") if is_blurred else _("There are hardly any groups: people differ one by one.")


def _report(reference: str, number: int) -> str:
    return reverse("proposals:report", args=[statement_ref(reference, number)])


def _link(url: str, words: str, label: str) -> Any:
    link = '<a class="govuk-link" rel="nofollow" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>'
    return format_html(link, url, words, label)


@require_GET
def statements_csv(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out all counts that may be told, of no single person."""
    queries.conversation(reference, viewer=viewer_of(request), now=clock.now())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="conversation-{reference}.csv"'
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    writer.writerows(lists.statement_counts(reference))
    return answer


@require_GET
@rate_limited("opinion-receipt", "30/m", methods=("GET",))
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the receipt of a figure of the map: people, votes, groups, or who agrees with a statement, by its number."""
    talk, of = queries.conversation(reference, viewer=viewer_of(request), now=clock.now()), request.GET.get("of", "")
    found = queries.opinion_map(talk.reference)
    asking = _question(found, talk.reference, of) if found else None
    if asking is None:
        raise Http404
    dataset, pairs, value = asking
    shown_at = reverse("proposals:opinion-map", args=[talk.reference])
    if code := receipts.offered(dataset=dataset, query=pairs, value=value, shown_at=shown_at, now=clock.now()):
        return redirect("opendata:receipt", code)
    messages.info(
        request, _("This figure was counted just now. The open data is published every night, and does not say the same yet.")
    )  # fmt: skip
    return redirect(shown_at)


def _question(found: Map, reference: str, of: str) -> tuple[str, list[tuple[str, str]], int] | None:
    """Return the published table, what it is asked and the figure; None where there is no such figure."""
    values = {"people": found.people, "votes": found.votes, "groups": len(found.groups)}
    if of in values:
        return CONVERSATIONS, [("reference__exact", reference), (f"{of}__max", "")], values[of]
    taken = next((one for one in found.statements if str(one.number) == of), None)
    if taken is None or taken.told.everyone is None:
        return None
    where = [("conversation__exact", reference), ("statement__exact", of), ("group__exact", lists.EVERYBODY)]
    return STATEMENTS, [*where, ("agree__max", "")], taken.told.everyone.agree
