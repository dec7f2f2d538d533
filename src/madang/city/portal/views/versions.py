"""The versions of a service, and what changed from one to the next."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Row
from madang.city.look.templatetags.look import date_plain
from madang.city.people import queries as people
from madang.city.portal.definitions import Change, diff, to_json
from madang.city.portal.definitions.changes import ChangeKind
from madang.city.portal.queries import catalogue
from madang.city.portal.queries.subjects import AUDIENCES, LIFE_EVENTS, TOPICS
from madang.city.portal.views.texts import said

Tree = Mapping[str, Any]
CODES = {"life_events": LIFE_EVENTS, "topics": TOPICS, "audience": AUDIENCES}
KINDS = {
    "added": (gettext_lazy("New"), "go"),
    "removed": (gettext_lazy("Gone"), "stop"),
    "changed": (gettext_lazy("Changed"), "accent"),
    "moved": (gettext_lazy("Moved"), "plain"),
}
PARTS = {
    "title": gettext_lazy("Title"), "summary": gettext_lazy("Summary"), "description": gettext_lazy("Description"),
    "notice": gettext_lazy("Notice"), "words": gettext_lazy("Everyday words"), "authority": gettext_lazy("Department"),
    "life_events": gettext_lazy("Life events"), "topics": gettext_lazy("Topics"), "audience": gettext_lazy("For whom"),
    "channels": gettext_lazy("Ways to the service"), "law": gettext_lazy("Law"), "cost": gettext_lazy("Cost"),
    "evidence": gettext_lazy("Papers"), "processing_days": gettext_lazy("Time for the answer"),
    "processing_clock": gettext_lazy("Time for the answer"), "fill_minutes": gettext_lazy("Time to fill in"),
    "questions": gettext_lazy("Questions"), "eligibility": gettext_lazy("Conditions"), "form": gettext_lazy("Form"),
    "workflow": gettext_lazy("How it is decided"), "outputs": gettext_lazy("What you get"), "letters": gettext_lazy("Letters"),
    "retention": gettext_lazy("How long cases are kept"), "external": gettext_lazy("Numbers in other lists"),
    "links": gettext_lazy("Links"), "status": gettext_lazy("Status"), "version": gettext_lazy("Version"),
}  # fmt: skip


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the versions of a service, newest first."""
    found = _service(slug)
    rows = []
    for one in catalogue.versions(found.id):
        title = _("Version %(number)s") % {"number": one.number}
        meta = [date_plain(one.published_at)]
        meta += [_("holds now")] if one.number == found.number else []
        rows.append(Row(title, reverse("portal:version", args=[slug, one.number]), meta=meta))
    return render(
        request, "portal/services/versions.html", {"service": found, "title": said(found.definition.title), "rows": rows}
    )


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what a version changed against the one before."""
    found = _service(slug)
    lines = {one.number: one for one in catalogue.versions(found.id)}
    if number not in lines:
        raise Http404(_("There is no such version."))
    before = max((one for one in lines if one < number), default=None)
    definitions = catalogue.definitions(found.id, [number, *([before] if before else [])])
    trees = (to_json(definitions[before]), to_json(definitions[number])) if before else ({}, {})
    changes = diff(definitions[before], definitions[number]) if before else []
    context = {
        "service": found,
        "title": said(found.definition.title),
        "number": number,
        "before": before,
        "published_at": lines[number].published_at,
        "changes": [_change(one, *trees) for one in changes if one.path != "version"],
    }
    return render(request, "portal/services/version.html", context)


def _service(slug: str) -> catalogue.ServiceFacts:
    found = catalogue.service(slug)
    if found is None:
        raise Http404(_("There is no such service."))
    return found


def _change(one: Change, before: Tree, after: Tree) -> dict[str, Any]:
    head, _dot, rest = one.path.partition(".")
    words, kind = KINDS[str(one.kind)]
    values = _value(one, before, one.before), _value(one, after, one.after)
    titles = _titles(one.path, after) or _titles(one.path, before)
    return {
        "part": PARTS.get(head, head),
        "titles": [title for title in titles if f"“{title}”" not in values or one.kind is ChangeKind.CHANGED],
        "path": rest,
        "words": words,
        "kind": kind,
        "before": values[0],
        "after": values[1],
    }


def _walk(path: str, tree: Tree) -> list[tuple[Any, Any]]:
    """Return the nodes from the top down to a path, each with the one that it stands in; fewer where the tree ends before."""
    found: list[tuple[Any, Any]] = []
    node: Any = tree
    for step in path.split("."):
        held = node
        node = next((item for item in held if item.get("id") == step), None) if isinstance(held, list) else held.get(step)
        if node is None:
            break
        found.append((held, node))
        if not isinstance(node, (dict, list)):
            break
    return found


def _titles(path: str, tree: Tree) -> list[str]:
    """Return what the things with an id along a path are called, outermost first."""
    named = [_title(node) for held, node in _walk(path, tree) if isinstance(held, list)]
    return [one for one in named if one]


def _title(thing: Mapping[str, Any]) -> str:
    held = (thing.get(key) for key in ("label", "title", "text", "subject"))
    texts: Mapping[str, str] = next((one for one in held if isinstance(one, dict)), {})
    return localised(texts, text_key())


def _value(one: Change, tree: Tree, plain: str) -> str:
    """Return a value in the reader's words: codes and ids by what they are called, all else as the file has it."""
    if not plain:
        return plain
    if one.path in CODES:
        named = CODES[one.path]
        return ", ".join(str(named[code].label) if code in named else code for code in tree.get(one.path, ()))
    if one.path == "authority":
        found = people.department(str(tree.get("authority", "")))
        return localised(found.name, text_key()) if found else plain
    at = _walk(one.path, tree)
    node = at[-1][1] if len(at) == len(one.path.split(".")) else None
    if one.kind is ChangeKind.MOVED and isinstance(node, list):
        titles = {item["id"]: _title(item) for item in node}
        return ", ".join(titles.get(key) or key for key in plain.split(", "))
    return f"“{_title(node)}”" if isinstance(node, dict) and _title(node) else plain
