"""Add a data set, change what it says, take it back, put it back."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Answer, Row
from madang.city.look.words.dates import date_plain, date_table
from madang.city.opendata.forms.publishing import LANGUAGES, DescribeForm, FileForm, ReasonForm
from madang.city.opendata.queries import desk, versions
from madang.city.opendata.queries.catalogue import DatasetView
from madang.city.opendata.queries.versions import VersionView
from madang.city.opendata.rules.access import why_not_publish
from madang.city.opendata.rules.facts import DatasetFacts
from madang.city.opendata.rules.frequencies import FREQUENCIES
from madang.city.opendata.rules.states import DatasetState
from madang.city.opendata.services import catalogue, publishers, uploading
from madang.city.opendata.views.publishing import states
from madang.city.opendata.views.publishing.door import for_staff, may_publish, own_dataset
from madang.city.opendata.views.visitors import viewer_of
from madang.city.people import queries as people


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a data set: its file and what it is, on one page."""
    departments = _departments(request)
    sent = request.POST if request.method == "POST" else None
    form = DescribeForm(sent, departments=departments)
    file_form = FileForm(sent, request.FILES if sent is not None else None, prefix="data")
    if sent is not None and form.is_valid() & file_form.is_valid():
        try:
            version_id = _add(request, form, file_form)
        except Refused as problem:
            file_form.add_error(None, sentence(problem.refusal))
        else:
            return redirect("opendata:staff-version", version_id=version_id)
    more = {"file_form": file_form, "title": _("Add a data set"), "submit": _("Read the file")}
    back = reverse("opendata:staff-data")
    return render(
        request, "opendata/publishing/describe.html", _described(form) | more | {"back_url": back}, status=_status(sent)
    )


@transaction.atomic
def _add(request: HttpRequest, form: DescribeForm, file_form: FileForm) -> Any:
    viewer, now = viewer_of(request), clock.now()
    facts = _facts(form, DatasetFacts(titles={}, publisher=""), now)
    slug = catalogue.save_dataset(slug=None, facts=facts, by=viewer.actor, now=now)
    return _receive(slug, file_form, viewer.actor, now)


def _receive(slug: str, form: FileForm, by: Any, now: datetime) -> Any:
    file, note = form.cleaned_data.get("file"), form.cleaned_data.get("note", "")
    told: dict[str, Any] = {"slug": slug, "note": {text_key(): note} if note else None, "by": by, "now": now}
    if file:
        return uploading.receive(file=file.chunks(), file_name=file.name, **told)
    return uploading.receive(url=form.cleaned_data["url"], **told)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what the catalogue says of a data set."""
    dataset = own_dataset(request, slug)
    before, now = catalogue.facts_of(slug), clock.now()
    sent = request.POST if request.method == "POST" else None
    form = DescribeForm(sent, departments=_departments(request), initial=_initial(before, dataset))
    if sent is not None and form.is_valid():
        try:
            catalogue.save_dataset(slug=slug, facts=_facts(form, before, now), by=viewer_of(request).actor, now=now)
        except Refused as problem:
            form.add_error(None, sentence(problem.refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("opendata:staff-dataset", slug=slug)
    back = reverse("opendata:staff-dataset", args=[slug])
    more = {"title": _("What this data set says"), "submit": _("Save"), "back_url": back}
    return render(request, "opendata/publishing/describe.html", _described(form) | more, status=_status(sent))


def _status(sent: Any) -> int:
    return 200 if sent is None else 422


def _departments(request: HttpRequest) -> list[tuple[str, str]]:
    viewer = viewer_of(request)
    reach, lang = desk.reach(viewer, clock.now()), text_key()
    own = [one for one in people.departments() if reach is None or one.code in reach]
    if reason := why_not_publish(viewer, {one.code for one in own}):
        raise Refused(reason)
    return sorted(((one.code, localised(one.name, lang)) for one in own), key=lambda pair: pair[1])


def _described(form: DescribeForm) -> dict[str, Any]:
    """Return the form in parts: the reader's language first, the others behind a word."""
    lang = text_key()
    own = [form[f"title_{lang}"], form[f"text_{lang}"]]
    other = [form[f"{kind}_{one}"] for one in LANGUAGES if one != lang for kind in ("title", "text")]
    named = {bound.html_name for bound in (*own, *other)}
    return {
        "form": form,
        "first": own,
        "other": other,
        "other_open": any(bound.errors for bound in other),
        "rest": [bound for bound in form if bound.html_name not in named],
    }


def _initial(facts: DatasetFacts, dataset: DatasetView) -> dict[str, Any]:
    told: dict[str, Any] = {f"title_{lang}": facts.titles.get(lang, "") for lang in LANGUAGES}
    told |= {f"text_{lang}": facts.texts.get(lang, "") for lang in LANGUAGES}
    day = clock.today(facts.embargo_until) if facts.embargo_until else None
    return told | {
        "publisher": dataset.publisher.department_code,
        "themes": list(facts.themes),
        "keywords": ", ".join(facts.keywords),
        "licence": facts.licence,
        "update_promise": facts.update_promise,
        "contact_email": facts.contact_email,
        "place": facts.place,
        "embargo": day,
    }


def _facts(form: DescribeForm, before: DatasetFacts, now: datetime) -> DatasetFacts:
    told = form.cleaned_data
    day = told["embargo"]
    zone = ZoneInfo(settings.TIME_ZONE)
    return replace(
        before,
        titles=form.texts("title"),
        texts=form.texts("text"),
        publisher=publishers.for_department(code=told["publisher"], now=now),
        themes=tuple(told["themes"]),
        keywords=form.keyword_list(),
        licence=told["licence"],
        update_promise=told["update_promise"],
        contact_email=told["contact_email"],
        place=told["place"],
        embargo_until=datetime.combine(day, time.min, zone) if day else None,
    )


# One data set


@for_staff
@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a data set to its publisher: its versions, public or not, and what can be done."""
    return _dataset(request, own_dataset(request, slug, to_change=False))


def _dataset(
    request: HttpRequest,
    found: DatasetView,
    file_form: FileForm | None = None,
    reason_form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_change = may_publish(viewer_of(request), found.publisher.department_code)
    is_back = found.state is DatasetState.WITHDRAWN
    told = {
        "dataset": found,
        "title": localised(found.titles, text_key()),
        "state_tag": states.dataset_tag(found.state),
        "withdrawn_words": localised(found.withdrawn_reason, text_key()) if found.withdrawn_reason else "",
        "versions": [_row(one) for one in (*versions.under_way(found.slug), *versions.versions(found.slug))],
        "facts": _told(found),
        "may_change": may_change,
        "file_form": (file_form or FileForm(prefix="data")) if may_change and not is_back else None,
        "reason_form": (reason_form or ReasonForm()) if may_change and not is_back else None,
        "may_restore": may_change and is_back,
        "corrections": _asked(found.slug),
    }
    return render(request, "opendata/publishing/dataset.html", told, status=status)


def _row(one: VersionView) -> Row:
    title = _("Version %(n)s") % {"n": one.number} if one.number else one.file_name or _("A file from a link")
    note = localised(one.note, text_key()) if one.note else ""
    rows = ngettext("%(n)s row", "%(n)s rows", one.rows) % {"n": f"{one.rows:,}"} if one.rows else ""
    url = reverse("opendata:staff-version", args=[one.id])
    day = date_table(clock.today(one.published_at or one.made_at), text_key())
    return Row(title, url, note, [rows] if rows else [], states.version_tag(one), day)


def _told(found: DatasetView) -> list[Answer]:
    lang = text_key()
    known = FREQUENCIES.get(found.update_promise)
    embargo = date_plain(clock.today(found.embargo_until), lang) if found.embargo_until else ""
    score = found.quality.get("score") if found.quality else None
    rows = [
        (_("Publisher"), localised(found.publisher.names, lang)),
        (_("Licence"), localised(found.licence.titles, lang)),
        (_("Promise"), localised(known.titles, lang) if known else _("none")),
        (_("Not before"), embargo),
        (_("Quality"), _("%(score)s of 100") % {"score": score} if score is not None else ""),
    ]
    return [Answer(label, value) for label, value in rows if value]


def _asked(slug: str) -> str:
    count = versions.open_corrections(slug)
    if not count:
        return ""
    return ngettext("%(n)s proposed correction", "%(n)s proposed corrections", count) % {"n": count}


@for_staff
@require_POST
def receive(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a new file for a data set and have it read."""
    found = own_dataset(request, slug)
    form = FileForm(request.POST, request.FILES, prefix="data")
    if form.is_valid():
        try:
            version_id = _receive(slug, form, viewer_of(request).actor, clock.now())
        except Refused as problem:
            form.add_error(None, sentence(problem.refusal))
        else:
            return redirect("opendata:staff-version", version_id=version_id)
    return _dataset(request, found, file_form=form, status=422)


@for_staff
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a data set back, with a reason that everybody reads."""
    found = own_dataset(request, slug)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _dataset(request, found, reason_form=form, status=422)
    reason = {text_key(): form.cleaned_data["reason"]}
    catalogue.withdraw_dataset(slug=slug, reason=reason, by=viewer_of(request).actor, now=clock.now())
    messages.success(request, _("Taken back. Its page says why."))
    return redirect("opendata:staff-dataset", slug=slug)


@for_staff
@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a data set back that was taken back."""
    own_dataset(request, slug)
    catalogue.restore_dataset(slug=slug, by=viewer_of(request).actor, now=clock.now())
    messages.success(request, _("Everybody sees it again."))
    return redirect("opendata:staff-dataset", slug=slug)
