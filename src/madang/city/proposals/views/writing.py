"""Writing an idea: begin, save by itself, pictures, who signs, check and publish."""

import re
import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import text_key
from madang.city.places.rules import spot_words
from madang.city.portal.rules.drafts import Base
from madang.city.proposals.forms.writing import IdeaForm, InviteForm, NameForm, PictureForm
from madang.city.proposals.queries import own
from madang.city.proposals.queries.own import Draft
from madang.city.proposals.queries.similar import similar_to
from madang.city.proposals.rules import text
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.writing import Point, Writing
from madang.city.proposals.services import co_authors, moderation, pictures, writing
from madang.city.proposals.views import choices, showing, similar, words
from madang.city.proposals.views.door import signed_in, viewer_of

BESIDE = {"proposals.no_such_place": "spot"}
PAGE = re.compile(r"[0-9a-f]{12}", re.ASCII)


def idea_form(*args: Any, **options: Any) -> IdeaForm:
    """Return the form of an idea with the city's topics and areas."""
    return IdeaForm(*args, topics=words.topics(), areas=choices.areas(), **options)


def _watched(form: IdeaForm) -> IdeaForm:
    """Have a page with script look for similar ideas while the title is typed; the page before posting does it for all."""
    form.fields["title"].widget.attrs |= {
        "hx-post": reverse("proposals:near"), "hx-trigger": "input changed delay:600ms", "hx-target": "#near",
        "hx-sync": "this:replace",
    }  # fmt: skip
    return form


def typed(said: Writing) -> dict[str, Any]:
    """Return a writing as the form shows it."""
    return {
        "title": said.title, "text": said.text, "topic": said.topic, "area": said.area_id or "", "spot": _spot(said.point),
        "language": said.language,
    }  # fmt: skip


def _spot(point: Point | None) -> str:
    return spot_words(point.longitude, point.latitude) if point else ""


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("idea-begin", "30/h")
def new(request: HttpRequest) -> HttpResponse:
    """Begin an idea: what is typed becomes a draft that nobody else sees."""
    goes_on = request.POST.get("go") == "check"
    form = idea_form(request.POST, is_whole=False) if request.method == "POST" else idea_form(initial={"language": text_key()})
    if form.is_bound and form.is_valid():
        try:
            made = writing.begin(writing=form.writing(), by=viewer_of(request), now=clock.now())
        except Refused as refused:
            _tell(form, refused)
        else:
            return redirect("proposals:check" if goes_on else "proposals:write", made)
    context = {"form": _watched(form), "picture_form": None, "invite_form": None}
    return render(request, "proposals/write.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("idea-save", "240/m")
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write on a draft; the page saves by itself where there is script."""
    draft = own.draft(reference, viewer=viewer_of(request))
    if request.method == "POST":
        return _save(request, draft)
    return _page(request, draft, idea_form(initial=typed(draft.writing)))


def _save(request: HttpRequest, draft: Draft) -> HttpResponse:
    goes_on, is_quiet = request.POST.get("go") == "check", bool(request.headers.get("X-Autosave"))
    form, base = idea_form(request.POST, is_whole=goes_on and not is_quiet), _base(request)
    if form.is_valid():
        told: dict[str, Any] = {"reference": draft.reference, "by": viewer_of(request), "now": clock.now()}
        try:
            saved = writing.save_draft(writing=form.writing(), base=base, **told)
        except Refused as refused:
            _tell(form, refused)
        else:
            if is_quiet:
                is_kept = saved.other is None
                return JsonResponse({"saved": is_kept, "revision": saved.revision}, status=200 if is_kept else 409)
            if saved.other is not None:
                return _page(request, draft, form, base=Base(saved.revision, base.page), other=saved.other, status=409)
            if goes_on:
                return redirect("proposals:check", draft.reference)
            messages.success(request, _("Saved. Nobody else sees it yet."))
            return redirect("proposals:write", draft.reference)
    if is_quiet:
        return JsonResponse({"saved": False}, status=422)
    return _page(request, draft, form, base=base, status=422)


def _tell(form: Any, refused: Refused, name: str | None = None) -> None:
    """Put what makes no sense beside the form; raise what is nobody's typing."""
    if refused.refusal.status != 422:
        raise refused
    form.add_error(name or BESIDE.get(refused.refusal.key), sentence(refused.refusal))


def _base(request: HttpRequest) -> Base:
    revision, page = request.POST.get("_revision", ""), request.POST.get("_page", "")
    known = int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 9 else 0
    return Base(known, page if PAGE.fullmatch(page) else "")


def _page(
    request: HttpRequest, draft: Draft, form: IdeaForm, *, base: Base | None = None, other: Writing | None = None,
    picture_form: PictureForm | None = None, invite_form: InviteForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    links = [
        (one, request.build_absolute_uri(reverse("proposals:invitation", args=[one.id]))) for one in draft.invitations
    ]  # fmt: skip
    context = {
        "draft": draft,
        "form": _watched(form),
        "other": other,
        "picture_form": picture_form or PictureForm(),
        "invite_form": invite_form or InviteForm(),
        "pictures": showing.pictures(draft.reference, draft.pictures),
        "invitations": links,
        "revision": base.revision if base else draft.revision,
        "page": (base.page if base else "") or secrets.token_hex(6),
    }
    return render(request, "proposals/write.html", context, status=status)


@signed_in
@require_POST
@rate_limited("idea-picture", "60/h")
def add_picture(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a picture to a draft."""
    draft = own.draft(reference, viewer=viewer_of(request))
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        file, told = form.cleaned_data["picture"], form.cleaned_data["alternative"]
        try:
            pictures.add_picture(
                reference=reference, data=file.read(), alternative=told, by=viewer_of(request), now=clock.now()
            )  # fmt: skip
            return redirect(f"{reverse('proposals:write', args=[reference])}#pictures")
        except Refused as refused:
            _tell(form, refused, "picture")
    return _page(request, draft, idea_form(initial=typed(draft.writing)), picture_form=form, status=422)


@signed_in
@require_POST
def remove_picture(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    """Take a picture out of a draft."""
    pictures.remove_picture(reference=reference, picture=public_id, by=viewer_of(request), now=clock.now())
    return redirect(f"{reverse('proposals:write', args=[reference])}#pictures")


@signed_in
@require_POST
@rate_limited("idea-invite", "60/h")
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    """Make a link by which somebody may sign too."""
    draft = own.draft(reference, viewer=viewer_of(request))
    form = InviteForm(request.POST)
    if form.is_valid():
        co_authors.invite(reference=reference, called=form.cleaned_data["called"], by=viewer_of(request), now=clock.now())
        return redirect(f"{reverse('proposals:write', args=[reference])}#people")
    return _page(request, draft, idea_form(initial=typed(draft.writing)), invite_form=form, status=422)


@signed_in
@require_POST
def take_back(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    """Take an invitation, or a signature, off a draft: the author anybody's, others their own."""
    draft = own.draft(reference, viewer=viewer_of(request))
    co_authors.take_back(reference=reference, invitation=public_id, by=viewer_of(request), now=clock.now())
    if not draft.is_author:
        return redirect("proposals:mine")
    return redirect(f"{reverse('proposals:write', args=[reference])}#people")


@signed_in
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a draft as everybody will see it; publish it."""
    viewer = viewer_of(request)
    draft = own.draft(reference, viewer=viewer)
    names = {one: writing.public_name(viewer.resident_id, one) for one in Shown}
    form = NameForm(request.POST or None, names=names, initial={"shown": Shown.NAME.value})
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            shown = Shown(form.cleaned_data["shown"])
            told: dict[str, Any] = {"shown": shown, "by": viewer, "now": clock.now(), "revision": draft.revision}
            if not moderation.publish(reference=reference, **told):
                return redirect("proposals:waiting", f"proposal:{reference}")
            messages.success(request, _("Your idea is public. Tell others of it."))
            return redirect("proposals:idea", reference)
        except Refused as refused:
            problem = sentence(refused.refusal)
    context = {
        "draft": draft,
        "form": form,
        "problem": problem,
        "html": text.as_html(draft.writing.text),
        "topic": words.topic(draft.writing.topic),
        "place": choices.place_words(draft.writing),
        "pictures": showing.pictures(reference, draft.pictures),
        "waiting": [one.called for one in draft.invitations if not one.has_agreed],
        "similar": similar.rows(similar_to(draft.writing.title, draft.writing.text, draft.writing.language)),
    }
    return render(request, "proposals/check.html", context, status=422 if problem or form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, reference: str) -> HttpResponse:
    """Throw a draft away, once asked again."""
    draft = own.draft(reference, viewer=viewer_of(request))
    if request.method == "POST":
        writing.delete_draft(reference=reference, by=viewer_of(request), now=clock.now())
        messages.success(request, _("The draft is deleted."))
        return redirect("proposals:mine")
    context = {
        "question": _("Delete this draft?"),
        "words": draft.writing.title,
        "yes": _("Delete the draft"),
        "no_url": reverse("proposals:write", args=[reference]),
        "danger": True,
    }
    return render(request, "look/confirm.html", context)
