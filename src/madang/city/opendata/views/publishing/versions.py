"""One version before its publisher: how far it is read, what was found, types to correct, the way through the gate."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Answer, Figure
from madang.city.look.words.dates import date_plain
from madang.city.opendata.forms.publishing import ColumnsForm, NoteForm
from madang.city.opendata.queries import catalogue
from madang.city.opendata.queries.versions import VersionView
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.services import gate, publishing, uploading
from madang.city.opendata.views.dataset.evidence import evidence_words, note_words, problem_words
from madang.city.opendata.views.dataset.words import ROLES, TYPES, file_size, value_words
from madang.city.opendata.views.publishing import states
from madang.city.opendata.views.publishing.door import for_staff, may_publish, own_version
from madang.city.opendata.views.visitors import viewer_of
from madang.urban.formats.tabular import Column, Reading, Wanted

KINDS: Mapping[str, Any] = {
    "csv": gettext_lazy("Text with separators (CSV)"),
    "xlsx": gettext_lazy("Spreadsheet"),
    "json": gettext_lazy("JSON"),
    "geojson": gettext_lazy("GeoJSON"),
    "parquet": gettext_lazy("Parquet"),
}
SEPARATORS: Mapping[str, Any] = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("bar"),
}


@for_staff
@require_safe
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show a version to its publisher."""
    return _version(request, own_version(request, version_id, to_change=False))


def _version(
    request: HttpRequest, found: VersionView, columns_form: ColumnsForm | None = None, status: int = 200
) -> HttpResponse:
    may_change = may_publish(viewer_of(request), found.department_code)
    is_fixed = found.state in (VersionState.PUBLISHED, VersionState.DISCARDED)
    told: dict[str, Any] = {
        "version": found,
        "title": localised(catalogue.dataset(found.slug, viewer_of(request)).titles, text_key()),
        "heading": _("Version %(n)s") % {"n": found.number} if found.number else _("A new version"),
        "state_tag": states.version_tag(found),
        "steps": states.stages(found),
        "step_words": states.STEPS[found.step],
        "may_discard": may_change and not is_fixed,
        "may_change": may_change and not is_fixed,
        "wanted_types": bool(found.decided.types),
    }
    if found.state is VersionState.FAILED:
        told["problem"] = _problem(found)
    elif found.columns:
        form = columns_form or _columns_form(found)
        told |= _read(found, form) | {"columns_form": form if form.is_bound else None}
    return render(request, "opendata/publishing/version.html", told, status=status)


@for_staff
@require_safe
def progress(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Return how far the reading is; once it is over, the page is asked for anew."""
    found = own_version(request, version_id, to_change=False)
    told = {"version": found, "step_words": states.STEPS[found.step], "is_over": not found.is_under_way}
    response = render(request, "opendata/publishing/progress.html", told)
    if not found.is_under_way:
        response.headers["X-Live-Done"] = "reload"
    return response


def _problem(found: VersionView) -> dict[str, Any]:
    told = problem_words(found.problem, with_value=True)
    return told | {"place": told["where"]}


def _columns_form(found: VersionView, data: Any = None) -> ColumnsForm:
    return ColumnsForm(data, columns=found.typed_columns, types=TYPES, keys=found.decided.keys)


def _read(found: VersionView, form: ColumnsForm) -> dict[str, Any]:
    reading = found.how_read
    told = {
        "facts": _facts(found, reading),
        "notes": [note_words(note) for note in reading.notes] if reading else [],
        "columns": [_column(number, column, found, form) for number, column in enumerate(found.typed_columns)],
        "change": _change(found),
        "gate": _gate(found),
        "note_form": NoteForm(initial={"note": localised(found.note, text_key()) if found.note else ""}),
        "publish_words": _publish_words(found),
    }
    if found.number:
        told["public_url"] = reverse("opendata:version", args=[found.slug, found.number])
    return told


def _facts(found: VersionView, reading: Reading | None) -> list[Answer]:
    original = found.original
    rows = [(_("Rows"), f"{found.rows:,}")]
    if reading is not None:
        written = [str(KINDS.get(reading.kind, reading.kind)), reading.encoding.upper()]
        if reading.delimiter:
            written.append(_("parted by %(mark)s") % {"mark": SEPARATORS.get(reading.delimiter, reading.delimiter)})
        rows.append((_("Written as"), ", ".join(part for part in written if part)))
        rows += [(_("Sheet"), reading.sheet), (_("Inside the archive"), reading.member)]
    if original is not None:
        rows.append((_("File"), file_size(original.bytes)))
        rows.append((_("Fingerprint (SHA-256)"), original.sha256))
    if found.waits_until is not None:
        rows.append((_("Public from"), date_plain(clock.today(found.waits_until), text_key())))
    return [Answer(label, value) for label, value in rows if value]


def _column(number: int, column: Column, found: VersionView, form: ColumnsForm) -> dict[str, Any]:
    kind, key = form[f"type-{number}"], form[f"key-{number}"]
    profile = found.profile.get(column.name, {})
    least, most = (value_words(profile.get(end), column.type, column.role) for end in ("least", "most"))
    values = [_("%(least)s to %(most)s") % {"least": least, "most": most} if least and least != most else least]
    if column.nulls:
        values.append(_("%(n)s empty") % {"n": f"{column.nulls:,}"})
    return {
        "name": column.name,
        "role": ROLES.get(column.role, ""),
        "kind": kind,
        "types": [(name, str(words)) for name, words in TYPES.items()],
        "chosen": kind.value() or column.type,
        "type": TYPES.get(column.type, column.type),
        "why": evidence_words(column.evidence),
        "values": "; ".join(part for part in values if part),
        "key": key,
        "is_key": bool(key.value()),
    }


def _change(found: VersionView) -> list[Figure]:
    if not found.change:
        return []
    labels = {"added": _("Rows added"), "changed": _("Rows changed"), "removed": _("Rows removed")}
    return [Figure(f"{found.change.get(kind, 0):,}", label) for kind, label in labels.items()]


def _gate(found: VersionView) -> dict[str, Any]:
    if found.state is not VersionState.AT_GATE:
        return {}
    reason = gate.why_not_publish(found.id)
    url = reverse("opendata:staff-gate", args=[found.id])
    if reason is None:
        return {"words": _("Nothing stands in the way."), "url": url, "label": _("What was looked at"), "is_open": True}
    return {"words": sentence(reason), "url": url, "label": _("Go to the gate"), "is_open": False}


def _publish_words(found: VersionView) -> str:
    if found.waits_until is not None:
        return _("It is published by itself on %(day)s.") % {"day": date_plain(clock.today(found.waits_until), text_key())}
    return _("Everybody can then read all rows. A published version never changes; the next one comes beside it.")


@for_staff
@require_POST
def reread(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Have the file read again with the types and keys that were chosen, or with none."""
    found, by = own_version(request, version_id), viewer_of(request).actor
    wanted = Wanted(names=found.decided.names)
    if "forget" not in request.POST:
        form = _columns_form(found, request.POST)
        if not form.is_valid():
            return _version(request, found, form, status=422)
        wanted = Wanted(types=form.types(), keys=form.keys(), names=found.decided.names)
    uploading.read_again(version_id=version_id, wanted=wanted, by=by, now=clock.now())
    return redirect("opendata:staff-version", version_id=version_id)


@for_staff
@require_POST
def publish(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Make a version public."""
    own_version(request, version_id)
    form = NoteForm(request.POST)
    note = {text_key(): form.cleaned_data["note"]} if form.is_valid() and form.cleaned_data["note"] else None
    try:
        number = publishing.publish(version_id=version_id, by=viewer_of(request).actor, now=clock.now(), note=note)
    except Refused as problem:
        messages.error(request, sentence(problem.refusal))
        return redirect("opendata:staff-version", version_id=version_id)
    if number is None:
        messages.success(request, _("It will be public when its day begins."))
    else:
        messages.success(request, _("Version %(n)s is public.") % {"n": number})
    return redirect("opendata:staff-version", version_id=version_id)


@for_staff
@require_POST
def discard(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Throw a version away that is not public, or stop its reading."""
    found = own_version(request, version_id)
    uploading.discard(version_id=version_id, by=viewer_of(request).actor, now=clock.now())
    messages.success(request, _("Thrown away. Nothing that is public has changed."))
    return redirect("opendata:staff-dataset", slug=found.slug)
