"""Harvests for administrators: which catalogues, how each run went, which records could not be taken over; start and stop."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import city_key, localised, text_key
from madang.city.look.parts import Page, Tag
from madang.city.opendata.forms.harvests import KIND_WORDS, SourceForm
from madang.city.opendata.queries import harvests as queries
from madang.city.opendata.queries.harvests import Run, Source
from madang.city.opendata.rules.access import why_not_see_harvests
from madang.city.opendata.services import harvesting
from madang.city.opendata.services.harvesting import RECORD_PROBLEMS, RUN_PROBLEMS, SourceFacts
from madang.city.opendata.views.publishing.door import for_staff
from madang.city.opendata.views.visitors import viewer_of
from madang.city.people.rules import Role, why_not_staff

STATES = {
    "running": Tag(gettext_lazy("Running"), "accent"), "done": Tag(gettext_lazy("Done"), "go"),
    "failed": Tag(gettext_lazy("Failed"), "stop"), "stopped": Tag(gettext_lazy("Stopped"), "heed"),
}  # fmt: skip
COUNTS: Mapping[str, Any] = {
    "added": gettext_lazy("new"), "changed": gettext_lazy("changed"), "unchanged": gettext_lazy("unchanged"),
    "moved": gettext_lazy("with another identifier"), "withdrawn": gettext_lazy("withdrawn"),
    "bad": gettext_lazy("not taken over"), "repeated": gettext_lazy("repeated"),
}  # fmt: skip
LONGEST_NUMBER = 18


@for_staff
@require_safe
def harvests(request: HttpRequest) -> HttpResponse:
    """Show every catalogue that is harvested."""
    _look(request)
    lines = [_line(one) for one in queries.sources()]
    return render(request, "opendata/harvests/index.html", {"lines": lines, "may_change": _may_change(request)})


@for_staff
@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a catalogue: its runs, and the records with a problem."""
    _look(request)
    found = _found(slug)
    after = request.GET.get("after", "")
    after = after if after.isascii() and after.isdecimal() and len(after) <= LONGEST_NUMBER else ""
    records = queries.records(slug, after=int(after or 0))
    here = reverse("opendata:harvest", args=[slug])
    more = f"{here}?after={records[-1].number}" if len(records) == queries.RECORDS else ""
    runs = [_run(one) for one in queries.runs(slug)]
    told = {
        **_line(found),
        "runs": runs,
        "records": [_record(one) for one in records],
        "page": Page(next_url=more, previous_url=here if after else ""),
        "may_change": _may_change(request),
        "progress": _progress(found),
        "may_confirm": bool(found.last and found.last.problem.get("key") == "shrank"),
    }
    return render(request, "opendata/harvests/source.html", told)


@for_staff
@require_safe
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Return how far the present run is; once it is over, how it went."""
    _look(request)
    found = _found(slug)
    told = {"progress": _progress(found), "last": _run(found.last) if found.last else None, "slug": slug}
    response = render(request, "opendata/harvests/progress.html", told)
    if told["progress"] is None:
        response.headers["X-Live-Done"] = "1"
    return response


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a catalogue."""
    _enter(request, Role.ADMINISTRATOR)
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _saved(request, form, form.cleaned_data["slug"], is_new=True):
        return redirect("opendata:harvest", form.cleaned_data["slug"])
    told = {"form": form, "title": _("Add a catalogue"), "back_url": reverse("opendata:harvests")}
    return render(request, "opendata/harvests/form.html", told, status=422 if form.errors else 200)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a catalogue, for example after it moved."""
    _enter(request, Role.ADMINISTRATOR)
    found = _found(slug)
    present = {"kind": found.kind, "url": found.url, "every_hours": found.every_hours, "is_on": found.is_on}
    form = SourceForm(request.POST or None, initial={**present, "title": localised(found.titles, city_key())}, is_new=False)
    if request.method == "POST" and form.is_valid() and _saved(request, form, slug, is_new=False, before=found):
        return redirect("opendata:harvest", slug)
    told = {"form": form, "title": _("Change the catalogue"), "back_url": reverse("opendata:harvest", args=[slug])}
    return render(request, "opendata/harvests/form.html", told, status=422 if form.errors else 200)


@for_staff
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Have a catalogue read by a worker."""
    _enter(request, Role.ADMINISTRATOR)
    harvesting.ask(slug=slug, anew="anew" in request.POST, is_confirmed="confirm" in request.POST)
    return redirect("opendata:harvest", slug)


@for_staff
@require_POST
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop the reading of a catalogue."""
    _enter(request, Role.ADMINISTRATOR)
    harvesting.stop(slug=slug, by=viewer_of(request).actor, now=clock.now())
    return redirect("opendata:harvest", slug)


def _look(request: HttpRequest) -> None:
    if reason := why_not_see_harvests(viewer_of(request)):
        raise Refused(reason)


def _enter(request: HttpRequest, *roles: Role) -> None:
    if reason := why_not_staff(viewer_of(request), *roles):
        raise Refused(reason)


def _may_change(request: HttpRequest) -> bool:
    return why_not_staff(viewer_of(request), Role.ADMINISTRATOR) is None


def _found(slug: str) -> Source:
    found = queries.source(slug)
    if found is None:
        raise Http404(_("There is no such catalogue."))
    return found


def _saved(request: HttpRequest, form: SourceForm, slug: str, *, is_new: bool, before: Source | None = None) -> bool:
    """Save what the form says; what is refused stands beside its field."""
    said, told_before = form.cleaned_data, dict(before.titles) if before else {}
    titles = told_before | {city_key(): said["title"]}
    facts = SourceFacts(
        kind=said["kind"], url=said["url"], titles=titles, publisher=before.publisher if before else "",
        every_hours=said["every_hours"], is_on=said["is_on"],
    )  # fmt: skip
    save = harvesting.add_source if is_new else harvesting.change_source
    try:
        save(slug=slug, facts=facts, by=viewer_of(request).actor, now=clock.now())
    except Refused as refused:
        field = "slug" if refused.refusal.key.startswith("opendata.harvest_slug") else "url"
        form.add_error(field, sentence(refused.refusal))
        return False
    return True


def _line(one: Source) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "title": localised(one.titles, text_key()) or one.slug,
        "url": reverse("opendata:harvest", args=[one.slug]),
        "address": one.url,
        "kind": KIND_WORDS[one.kind],
        "datasets": one.datasets,
        "problems": one.problems,
        "is_on": one.is_on,
        "often": _often(one.every_hours),
        "last": _run(one.last) if one.last else None,
    }


def _often(hours: int | None) -> str:
    if hours is None:
        return _("only when asked")
    return ngettext("every hour", "every %(n)s hours", hours) % {"n": hours}


def _run(one: Run) -> dict[str, Any]:
    counts = [f"{one.counts[name]:,} {words}" for name, words in COUNTS.items() if one.counts.get(name)]
    problem = RUN_PROBLEMS.get(one.problem.get("key", ""))
    return {
        "tag": STATES[one.state],
        "begun_at": one.begun_at,
        "ended_at": one.ended_at,
        "read": one.counts.get("read", 0),
        "counts": ", ".join(counts),
        "problem": str(problem) % one.problem["params"] if problem else "",
    }


def _progress(found: Source) -> dict[str, Any] | None:
    """Return how far the present run is; of how many it tells where the source says it, or the run before."""
    if found.last is None or not found.last.is_running:
        return None
    read = int(found.last.counts.get("read", 0))
    before = next((one.counts.get("read", 0) for one in queries.runs(found.slug) if one.state == "done"), 0)
    total = int(found.last.counts.get("promised") or (before if before > read else 0))
    words = ngettext("%(n)s record read", "%(n)s records read", read) % {"n": f"{read:,}"}
    return {"done": min(read, total), "total": total, "words": words}


def _record(one: queries.Record) -> dict[str, Any]:
    words = str(RECORD_PROBLEMS.get(one.problem.get("key", ""), ""))
    told = {name: one.problem.get(name, "") for name in ("key", "field", "value")}
    return {
        "identifier": one.identifier.strip(),
        "words": words % told if words else "",
        "more": one.problem.get("more", 0),
        "url": reverse("opendata:dataset", args=[one.slug]) if one.slug else "",
        "title": localised(one.titles, text_key()),
        "changed_at": one.changed_at,
    }
