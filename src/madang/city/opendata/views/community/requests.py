"""Wishes for data: the public list with its clock, asking, supporting."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import localised, sort_key, text_key
from madang.city.look.parts import Column, Page, Row, Step, Tab, Table, Tag
from madang.city.look.templatetags.look import date_plain, date_table, number
from madang.city.opendata.forms.community import AcceptForm, AskForm, DeclineForm, TakeUpForm
from madang.city.opendata.queries import catalogue, community
from madang.city.opendata.queries.community import RequestView
from madang.city.opendata.rules.states import Fate
from madang.city.opendata.services import community as services
from madang.city.opendata.views.catalogue.said import marked, said
from madang.city.opendata.views.catalogue.sections import sections
from madang.city.opendata.views.visitors import viewer_of
from madang.city.people.rules import why_not_staff

STATE_TAGS: dict[Fate, tuple[Any, str]] = {
    Fate.OPEN: (gettext_lazy("New"), "accent"),
    Fate.IN_REVIEW: (gettext_lazy("Looked at"), "accent"),
    Fate.ACCEPTED: (gettext_lazy("Data there"), "go"),
    Fate.DECLINED: (gettext_lazy("Refused"), "plain"),
    Fate.WITHDRAWN: (gettext_lazy("Taken back"), "plain"),
}


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Show the wishes: open ones with the days left, answered ones, refused ones with their grounds counted."""
    state = request.GET.get("state", "")
    state = state if state in ("accepted", "declined") else "open"
    found = _page(request, state)
    here, counts = reverse("opendata:requests"), community.state_counts()
    labels = {"open": _("Open"), "accepted": _("Answered with data"), "declined": _("Refused")}
    after = f"{here}?{urlencode({'state': state, 'after': found.next_cursor})}" if found.next_cursor else ""
    own_data = catalogue.lines_of(["data-requests"], clock.now())
    context = {
        "sections": sections("requests"),
        "tabs": [Tab(label, f"{here}?state={name}", counts[name], name == state) for name, label in labels.items()],
        "rows": [row(one) for one in found.rows],
        "state": state,
        "page": Page(next_url=after, previous_url=f"{here}?state={state}" if request.GET.get("after") else ""),
        "grounds": _grounds() if state == "declined" else None,
        "dataset_url": reverse("opendata:dataset", args=["data-requests"]) if own_data else "",
    }
    return render(request, "opendata/community/requests.html", context)


def _page(request: HttpRequest, state: str) -> community.RequestPage:
    viewer, today = viewer_of(request), clock.today(clock.now())
    try:
        return community.requests(viewer, state=state, cursor=request.GET.get("after"), today=today)
    except BadCursor:
        return community.requests(viewer, state=state, today=today)


def _grounds() -> Table | None:
    counted = community.refusals_by_ground()
    columns = (Column(_("Legal ground")), Column(_("Refused"), numeric=True))
    rows = [(said(ground.titles), number(count)) for ground, count in counted]
    return Table(_("Why data were refused"), columns, rows, show_caption=True) if rows else None


def row(one: RequestView) -> Row:
    """Return a wish as a row: who has it, how many want it, and how its clock stands."""
    support = ngettext("%(n)s person wants this", "%(n)s people want this", one.supporters + 1) % {
        "n": number(one.supporters + 1)
    }
    meta: list[Any] = [said(one.publisher_names) or _("not given to a department yet"), support]
    tag = Tag(_("Late"), "heed", "clock") if one.is_late else Tag(*STATE_TAGS[one.state])
    return Row(
        title=marked(one.title, one.language),
        url=reverse("opendata:request", args=[one.public_id]),
        meta=meta,
        tag=Tag(str(tag.words), tag.kind, tag.icon),
        side=clock_words(one) if one.days_left is not None else date_table(one.answered_at),
    )


def clock_words(one: RequestView) -> str:
    """Return how many working days are left, or how many it is late."""
    left = one.days_left or 0
    if left < 0:
        return ngettext("%(n)s working day late", "%(n)s working days late", -left) % {"n": -left}
    if left == 0:
        return _("answer due today")
    return ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show staff the wishes that wait for an answer of theirs, the earliest due first."""
    viewer = viewer_of(request)
    if reason := why_not_staff(viewer):
        raise Refused(reason)
    found = community.waiting(viewer, today=clock.today(clock.now()))
    return render(request, "opendata/community/waiting.html", {"rows": [row(one) for one in found]})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@rate_limited("data-request", "10/h")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for data; what is there already is shown first, by the words of the title."""
    begun = {"title": request.GET.get("title", "")[:200]}
    form = AskForm(request.POST if request.method == "POST" else None, publishers=_publishers(), initial=begun)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            made = services.ask(
                title=told["title"], text=told["text"], publisher=told["publisher"], language=text_key(), by=viewer_of(request),
                now=clock.now(),
            )  # fmt: skip
            messages.success(request, _("Your request is public, and its clock runs."))
            return redirect("opendata:request", public_id=made)
        except Refused as refused:
            form.add_error(None, sentence(refused.refusal))
    return render(request, "opendata/community/ask.html", {"form": form}, status=422 if form.errors else 200)


def _publishers() -> list[tuple[str, str]]:
    lang = text_key()
    named = [(one.slug, localised(one.names, lang)) for one in catalogue.all_publishers() if one.department_code]
    return sorted(named, key=lambda pair: sort_key(pair[1], lang))


@never_cache
@require_safe
def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a wish: how it stands, who answers by when, what was answered."""
    return _shown(request, public_id)


def _shown(request: HttpRequest, public_id: UUID, **forms: Any) -> HttpResponse:
    viewer = viewer_of(request)
    shown = community.request(public_id, viewer, today=clock.today(clock.now()))
    context: dict[str, Any] = {
        "shown": shown,
        "title": marked(shown.title, shown.language),
        "steps": _steps(shown),
        "clock_words": clock_words(shown) if shown.days_left is not None else "",
        "wanting": shown.supporters + 1,
        "paragraphs": [part for part in shown.text.split("\n") if part.strip()],
        "answer": [part for part in shown.answer.split("\n") if part.strip()],
        "publisher": said(shown.publisher_names),
        "ground": said(shown.ground.titles) if shown.ground else "",
        "dataset": said(shown.dataset_titles),
        "is_open": shown.days_left is not None,
        "may_support": shown.days_left is not None and not shown.is_own,
        "is_resident": viewer.resident_id is not None,
    }
    if viewer.staff is not None and community.may_answer(public_id, viewer):
        offered = _publishers()
        context["answering"] = {
            "take_up": TakeUpForm(publishers=offered, initial={"publisher": shown.publisher_slug}),
            "accept": AcceptForm(prefix="a"),
            "decline": DeclineForm(prefix="d"),
        } | forms
    bad = any(form.errors for form in forms.values())
    return render(request, "opendata/community/request.html", context, status=422 if bad else 200)


def _steps(shown: RequestView) -> list[Step]:
    asked = Step(_("Asked"), date_plain(shown.made_at), "done")
    looked = Step(_("Looked at"), said(shown.publisher_names), "done" if shown.state is not Fate.OPEN else "now")
    words = {Fate.ACCEPTED: _("Answered with data"), Fate.DECLINED: _("Refused"), Fate.WITHDRAWN: _("Taken back")}
    if shown.state in words:
        return [asked, Step(looked.label, looked.note, "done"), Step(words[shown.state], date_plain(shown.answered_at), "now")]
    turn = "late" if shown.is_late else ""
    due = _("by %(day)s") % {"day": date_plain(shown.due_on)}
    if shown.state is Fate.OPEN:
        return [asked, Step(looked.label, clock_words(shown), "now", turn), Step(_("Answered"), due)]
    return [asked, looked, Step(_("Answered"), due, "now", turn)]


@login_required
@require_http_methods(["GET", "POST"])
@rate_limited("data-support", "60/h")
def support(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Want the same data, or want them no longer. Who had to sign in first comes back to the request."""
    if request.method == "GET":
        return redirect("opendata:request", public_id=public_id)
    services.support(public_id=public_id, by=viewer_of(request), now=clock.now(), wanted=request.POST.get("wanted") != "no")
    return redirect("opendata:request", public_id=public_id)


@login_required
@require_POST
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take back what one has asked for."""
    services.take_back(public_id=public_id, by=viewer_of(request), now=clock.now())
    messages.success(request, _("Your request is taken back."))
    return redirect("opendata:requests")


@never_cache
@login_required
@require_POST
def answer(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    """Give a wish to a publisher, answer it with a data set, or refuse it; what was typed stays if it cannot be."""
    if move not in _ANSWERS:
        raise Http404
    form = _ANSWERS[move][0](request.POST)
    if form.is_valid():
        try:
            _ANSWERS[move][1](public_id=public_id, by=viewer_of(request), now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Written down, and who asked is told."))
            return redirect("opendata:request", public_id=public_id)
        except Refused as refused:
            if refused.refusal.status != 422:
                raise
            form.add_error(None, sentence(refused.refusal))
    return _shown(request, public_id, **{move.replace("-", "_"): form})


_ANSWERS: dict[str, tuple[Callable[[Any], Any], Callable[..., None]]] = {
    "take-up": (lambda told: TakeUpForm(told, publishers=_publishers()), services.take_up),
    "accept": (lambda told: AcceptForm(told, prefix="a"), services.accept),
    "decline": (lambda told: DeclineForm(told, prefix="d"), services.decline),
}
