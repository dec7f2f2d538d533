"""The versions of a data set, and how any two of them differ, row by row."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import text_key
from madang.city.look.parts import Page, Tab
from madang.city.opendata.queries import versions as queries
from madang.city.opendata.queries.versions import Change, Difference, VersionView
from madang.city.opendata.services.versions import compare_later
from madang.city.opendata.views.dataset import frame
from madang.city.opendata.views.dataset.frame import Opened
from madang.city.opendata.views.dataset.words import cell, file_size, type_words

SIZE = 25
KINDS = ("changed", "added", "removed")
KIND_WORDS = {
    "changed": gettext_lazy("Changed rows"),
    "added": gettext_lazy("Added rows"),
    "removed": gettext_lazy("Removed rows"),
}
RETRY_SECONDS = 5
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Released:
    """A version in the list: what is new, and the addresses of its page and of what differs from the one before."""

    view: VersionView
    note: str
    changes: str
    url: str
    diff_url: str
    size: str


@dataclass(frozen=True, slots=True)
class Cellular:
    """A cell of a row that differs: its column, the value before and after."""

    name: str
    before: SafeString | None
    after: SafeString | None
    differs: bool


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A row that differs: ``named`` says which one it is, ``cells`` hold what there is to see."""

    kind: str
    place: int
    named: str
    cells: tuple[Cellular, ...]


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the versions, newest first."""
    here = frame.opened(request, slug)
    found = [_released(here, one) for one in queries.versions(slug)] if here.dataset.state != "withdrawn" else []
    pairs = [(str(one.view.number), _("Version %(number)s") % {"number": one.view.number}) for one in found]
    more: dict[str, Any] = {
        "released": found,
        "numbers": pairs,
        "oldest": pairs[-1][0] if pairs else "",
        "feed_url": f"/api/v1/datasets/{quote(here.slug)}/versions.atom?lang={text_key()}",
    }
    if here.table is None:
        more |= frame.why_untabled(here)
    return frame.page(request, here, "versions", more)


def _released(here: Opened, view: VersionView) -> Released:
    since = view.change.get("since")
    number = view.number or 0
    diff = reverse("opendata:diff", args=[here.slug]) + "?" + urlencode({"from": since, "to": number}) if since else ""
    return Released(
        view=view,
        note=localised(view.note, text_key()),
        changes=change_words(view.change) if since else "",
        url=reverse("opendata:version", args=[here.slug, number]),
        diff_url=diff,
        size=file_size(view.bytes),
    )


def change_words(change: Any) -> str:
    """Return how many rows differ: 3 rows added, 1 changed."""
    counts = {kind: int(change.get(kind) or 0) for kind in KINDS}
    said = {
        "added": ngettext("%(count)s row added", "%(count)s rows added", counts["added"]),
        "removed": ngettext("%(count)s row removed", "%(count)s rows removed", counts["removed"]),
        "changed": ngettext("%(count)s row changed", "%(count)s rows changed", counts["changed"]),
    }
    told = [said[kind] % {"count": f"{counts[kind]:,}"} for kind in ("added", "changed", "removed") if counts[kind]]
    return ", ".join(told) or _("No row differs")


@require_safe
def diff(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how one version became another; where that takes long, a job finds it and the page looks again."""
    here = frame.opened(request, slug)
    if here.table is None:
        return frame.page(request, here, "versions", {})
    before, after = _two(request, here)
    if before.number is not None and after.number is not None and before.number > after.number:
        before, after = after, before
    found = queries.difference(before, after)
    more: dict[str, Any] = {"before": before, "after": after, "numbers": _numbers(slug), "is_one": before.number == after.number}
    if found is None:
        compare_later(before=before.id, after=after.id)
        response = frame.page(request, here, "diff", more | {"seconds": RETRY_SECONDS}, status=202)
        response["Refresh"] = str(RETRY_SECONDS)
        return response
    return frame.page(request, here, "diff", more | _differs(request, here, found))


def _two(request: HttpRequest, here: Opened) -> tuple[VersionView, VersionView]:
    """Return the versions that the address names; without them, the newest and the one before it."""
    newest = queries.version(here.slug)
    to = frame.whole(request.GET.get("to", "")) or newest.number
    after = queries.version(here.slug, to)
    since = frame.whole(request.GET.get("from", "")) or after.change.get("since") or max((after.number or 1) - 1, 1)
    return queries.version(here.slug, since), after


def _numbers(slug: str) -> list[tuple[str, str]]:
    return [(str(one.number), _("Version %(number)s") % {"number": one.number}) for one in queries.versions(slug)]


def _differs(request: HttpRequest, here: Opened, found: Difference) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    if kind and kind not in KINDS:
        raise Http404
    start = max((frame.whole(request.GET.get("row", "")) or 1) - 1, 0)
    total = found.counts[kind] if kind else found.total
    rows = queries.changes(found, kind=kind or None, offset=start, limit=SIZE)  # type: ignore[arg-type]
    asked = {"from": found.before.number, "to": found.after.number}

    def url(**more: Any) -> str:
        return f"{request.path}?{urlencode({**asked, **{name: value for name, value in more.items() if value}})}"

    last = start + len(rows)
    counted = {"first": f"{start + 1:,}", "last": f"{last:,}", "total": f"{total:,}"}
    api, told = f"/api/v1/datasets/{quote(here.slug)}/changes", urlencode({**asked, **({"kind": kind} if kind else {})})
    return {
        "summary": change_words(found.counts),
        "columns": [(one, column_words(one)) for one in found.columns],
        "keys": ", ".join(found.keys),
        "kind_tabs": [Tab(_("All"), url(), found.total, current=not kind)]
        + [Tab(KIND_WORDS[one], url(kind=one), found.counts[one], current=kind == one) for one in KINDS if found.counts[one]],
        "changes": [_change(found, one) for one in rows],
        "pages": Page(
            next_url=url(kind=kind, row=last + 1) if last < total else "",
            previous_url=url(kind=kind, row=max(start - SIZE, 0) + 1) if start else "",
            words=_("Rows %(first)s to %(last)s of %(total)s") % counted if rows else "",
        ),
        "csv_url": f"{api}.csv?{told}",
        "json_url": f"{api}?{told}",
        "atom_url": f"{api}.atom?{told}",
    }


def column_words(change: Any) -> str:
    """Return what happened to a column."""
    if change["change"] == "added":
        return _("Column %(name)s is new") % {"name": change["name"]}
    if change["change"] == "removed":
        return _("Column %(name)s is gone") % {"name": change["name"]}
    told = {"name": change["name"], "before": type_words(change.get("from", "")), "after": type_words(change.get("to", ""))}
    return _("Column %(name)s was %(before)s and is now %(after)s") % told


def _change(found: Difference, change: Change) -> ChangeShown:
    """Return a row in words: of a changed one only the cells that differ, of another its first cells."""
    row = change.after or change.before or {}
    names = found.keys or tuple(row)[:1]
    named = ", ".join(f"{name} {row.get(name)}" for name in names)
    shown = change.differs if change.kind == "changed" else tuple(row)[:MOST_SHOWN]
    kinds = {one["name"]: (one["type"], one.get("role", "")) for one in (*found.before.columns, *found.after.columns)}
    cells = tuple(_cell(name, change, kinds.get(name, ("", ""))) for name in shown)
    place = (change.new if change.new is not None else change.old) or 0
    return ChangeShown(change.kind, place + 1, named, cells)


def _cell(name: str, change: Change, kind: tuple[str, str]) -> Cellular:
    before = cell(change.before[name], *kind) if change.before is not None and name in change.before else None
    after = cell(change.after[name], *kind) if change.after is not None and name in change.after else None
    return Cellular(name, before, after, name in change.differs)
