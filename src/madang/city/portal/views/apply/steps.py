"""One step of the form, on one page."""

import re
import secrets
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited, spend
from madang.city.kernel.refusals import Refusal, Refused, sentence
from madang.city.portal.definitions.answers import FieldError, Walked
from madang.city.portal.queries import drafts as queries
from madang.city.portal.queries.drafts import DraftView
from madang.city.portal.rules import typed as typing
from madang.city.portal.rules.drafts import Base
from madang.city.portal.rules.typed import Inputs
from madang.city.portal.rules.uploads import Limits, tidy_file_name
from madang.city.portal.services import drafts as services
from madang.city.portal.services import uploads
from madang.city.portal.services.drafts.saving import stored_inputs
from madang.city.portal.views.apply import showing
from madang.city.portal.views.apply.door import draft_of, patient_form, viewer_of

PAGE = re.compile(r"[0-9a-f]{12}", re.ASCII)
UPLOADS = "200/h"  # for each account: whoever puts files in and throws drafts away fills no disk
SOON_MISSING = frozenset({"required", "must_be_accepted", "address_line_required"})


@dataclass(slots=True)
class Coming:
    """What a page sent, on its way to be saved."""

    inputs: dict[str, list[str]]
    base: Base
    act: str
    detail: str
    shown: frozenset[str]
    is_whole: bool = False
    file_errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@require_http_methods(["GET", "HEAD", "POST"])
@patient_form
@rate_limited("apply", "240/m")
def step(request: HttpRequest, public_id: UUID, step_id: str) -> HttpResponse:
    """Show a step; save what is sent."""
    if not viewer_of(request).is_signed_in:
        return (
            _signed_out(request, public_id, step_id) if request.method == "POST" else redirect_to_login(request.get_full_path())
        )
    view = draft_of(request, public_id)
    if view.reference:
        return redirect("portal:draft-sent", public_id)
    walked = view.step(step_id)
    if walked is None:
        messages.info(request, _("That step is not asked for, because of an answer you gave. Here you go on."))
        return redirect("portal:draft", public_id)
    if request.method != "POST":
        return _page(request, view, walked, showing.first_inputs(view, walked), blank=_blank(request, view, walked))
    coming = _coming(request)
    if request.is_stale:  # type: ignore[attr-defined]
        return _page(request, view, walked, typing.only_of(walked.step, coming.inputs), notice="stale", coming=coming, status=403)
    return _take(request, view, walked, coming)


def _take(request: HttpRequest, view: DraftView, walked: Walked, coming: Coming) -> HttpResponse:
    """Save what came, files first, and go where the button says."""
    _keep_files(request, view, walked, coming)
    _do_act(view, walked, coming)
    sent = services.Sent(
        step_id=walked.step.id, inputs=coming.inputs, base=coming.base, leaves=coming.act == "next", whole=coming.is_whole
    )
    try:
        saved = services.save_step(draft_id=view.id, sent=sent, now=clock.now())
    except Refused as refused:
        if refused.refusal.key != "portal.typed_too_much":
            raise
        inputs = typing.only_of(walked.step, coming.inputs)
        return _page(request, view, walked, inputs, refusal=refused.refusal, coming=coming, status=422)
    if request.headers.get("X-Autosave"):
        return JsonResponse(
            {"saved": saved.other is None, "revision": saved.revision}, status=200 if saved.other is None else 409
        )
    if saved.other is not None or saved.errors or coming.file_errors:
        return _again(request, view, saved, coming, walked.step.id)
    return _onward(request, view, walked.step.id, coming)


def _again(request: HttpRequest, view: DraftView, saved: services.Saved, coming: Coming, step_id: str) -> HttpResponse:
    """Show the page once more: another device was faster, something is wrong, or an answer raised further questions."""
    now = draft_of(request, view.public_id)
    walked = now.step(step_id)
    if walked is None:
        return redirect("portal:draft", view.public_id)
    coming.base = Base(saved.revision, coming.base.page)
    if saved.other is not None:
        return _page(request, now, walked, saved.inputs, other=saved.other, notice="clash", coming=coming, status=409)
    told = [error for error in saved.errors if not _is_new_question(error, coming)]
    if not told and not coming.file_errors:
        return _page(request, now, walked, saved.inputs, notice="more", coming=coming)
    return _page(
        request, now, walked, saved.inputs, errors=tuple(told), file_errors=coming.file_errors, coming=coming, status=422,
    )  # fmt: skip


def _is_new_question(error: FieldError, coming: Coming) -> bool:
    """Tell whether a missing answer belongs to a question that was not on the page yet."""
    return bool(coming.shown) and error.key in SOON_MISSING and error.field not in coming.shown and "-" not in error.field


def _onward(request: HttpRequest, view: DraftView, step_id: str, coming: Coming) -> HttpResponse:
    here = reverse("portal:draft-step", args=[view.public_id, step_id])
    if coming.act == "stop":
        messages.success(request, _("Saved. You can go on from any phone or computer."))
        return redirect("portal:counter" if view.entered_by else "portal:cases")
    if coming.act == "back":
        before = view.before(step_id)
        return redirect("portal:draft-step", view.public_id, before.id) if before else redirect("portal:apply", view.slug)
    if coming.act == "next":
        return redirect(showing.next_url(draft_of(request, view.public_id)))
    return redirect(f"{here}?more=1#more" if coming.act == "add" else here)


def _coming(request: HttpRequest) -> Coming:
    """Return what the page sent, its own marks apart from the answers."""
    sent = request.POST
    act, _colon, detail = sent.get("go", "next").partition(":")
    revision, page = sent.get("_revision", ""), sent.get("_page", "")
    if request.headers.get("X-Autosave"):
        act = "keep"
    known = int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 9 else 0
    return Coming(
        inputs={name: sent.getlist(name) for name in sent},
        base=Base(known, page if PAGE.fullmatch(page) else ""),
        act=act,
        detail=detail[:40],
        shown=frozenset(sent.getlist("_shown")),
    )


def _keep_files(request: HttpRequest, view: DraftView, walked: Walked, coming: Coming) -> None:
    """Take in the files that came with the page; each that cannot be taken says why, and the others stay."""
    names = {**coming.inputs, **{name: [] for name in request.FILES}}
    for name, one in typing.file_inputs(walked.step, names):
        limits = one.files
        if limits is None:
            continue
        held = coming.inputs.setdefault(f"{name}-files", [])
        repeats = walked.step.repeat.max if walked.step.repeat else 1
        owner = uploads.DraftRef(view.id, Limits(kinds=limits.types, max_mb=limits.max_mb, count=limits.count * repeats))
        left_out = [file for field_name, file in request.left_out if field_name == name]  # type: ignore[attr-defined]
        for file in left_out:
            _complain(coming, name, Refusal("portal.file_too_large", {"name": tidy_file_name(file), "most": limits.max_mb}))
        for file in request.FILES.getlist(name):
            if len(held) >= limits.count:
                _complain(coming, name, Refusal("portal.file_too_many", {"most": limits.count}))
                break
            try:
                spend("upload", UPLOADS, f"account:{request.user.pk}")
                held.append(str(uploads.add_upload(owner=owner, field=one.id, file=file, now=clock.now()).id))
            except Refused as refused:
                _complain(coming, name, refused.refusal)


def _complain(coming: Coming, name: str, refusal: Refusal) -> None:
    coming.file_errors[name].append(sentence(refusal))


def _do_act(view: DraftView, walked: Walked, coming: Coming) -> None:
    """Remove a file, or an entry of a repeated step, before the rest is saved."""
    if coming.act == "remove-file":
        try:
            uploads.remove_upload(draft_id=view.id, upload=UUID(coming.detail), now=clock.now())
        except ValueError:
            return
        for name, texts in coming.inputs.items():
            if name.endswith("-files"):
                coming.inputs[name] = [text for text in texts if text != coming.detail]
    if coming.act == "remove-entry" and walked.step.repeat and coming.detail.isascii() and coming.detail.isdecimal():
        listed = typing.with_files(
            walked.step, typing.only_of(walked.step, coming.inputs), stored_inputs(view.typed, walked)
        )  # fmt: skip
        coming.inputs = typing.without_entry(walked.step, listed, int(coming.detail))
        coming.is_whole = True


def _blank(request: HttpRequest, view: DraftView, walked: Walked) -> int:
    """Return how many empty entries a repeated step offers: as many as it needs, and one more where it was asked for."""
    if walked.step.repeat is None:
        return 0
    held = len(typing.numbers(walked.step, stored_inputs(view.typed, walked)))
    wanted = max(walked.step.repeat.min, held + (request.GET.get("more") == "1"))
    return max(0, min(wanted, walked.step.repeat.max) - held)


def _signed_out(request: HttpRequest, public_id: UUID, step_id: str) -> HttpResponse:
    """Show what somebody typed while their session ended: they sign in beside it and send it again."""
    definition = queries.definition_of_draft(public_id)
    found = next((one for one in definition.form if one.id == step_id), None) if definition else None
    if definition is None or found is None:
        return redirect_to_login(request.get_full_path())
    if request.headers.get("X-Autosave"):
        return JsonResponse({"saved": False}, status=403)
    walked = Walked(found, {}, {})
    context = showing.bare_page(definition, walked, typing.only_of(found, _coming(request).inputs), public_id)
    return render(request, "portal/apply/step.html", context, status=403)


def _page(  # noqa: PLR0913 - what a page shows
    request: HttpRequest, view: DraftView, walked: Walked, inputs: Inputs, *, errors: tuple[FieldError, ...] = (),
    file_errors: Mapping[str, list[str]] | None = None, other: Inputs | None = None, notice: str = "", blank: int = 0,
    refusal: Refusal | None = None, coming: Coming | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    if request.headers.get("X-Autosave"):
        return JsonResponse({"saved": False}, status=status if status >= 400 else 409)
    base = coming.base if coming and notice != "stale" else Base(view.revision, "")
    context: dict[str, Any] = showing.step_page(
        view, walked, inputs, errors=errors, file_errors=file_errors or {}, other=other, blank=blank,
    )  # fmt: skip
    context |= {
        "notice": notice,
        "refusal": sentence(refusal) if refusal else "",
        "revision": base.revision,
        "page": base.page or secrets.token_hex(6),
    }
    return render(request, "portal/apply/step.html", context, status=status)
