"""Write, reply, change, delete, translate, and say whether a comment helps: each works as a page of its own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import text_key
from madang.city.proposals.forms.comments import BeginForm, EditForm, ReplyForm, TranslateForm
from madang.city.proposals.queries import comments as queries
from madang.city.proposals.queries.comments import CommentView, Discussion
from madang.city.proposals.rules.comments import NOT_YOURS, Side
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.subjects import SubjectKind, comment_address
from madang.city.proposals.services import comments
from madang.city.proposals.services.comments.writing import Wrote
from madang.city.proposals.views.comments import showing
from madang.city.proposals.views.door import sent, signed_in, viewer_of

SAID = {"yes": True, "no": False, "none": None}


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("comment", "60/h")
def begin(request: HttpRequest, kind: SubjectKind, reference: str) -> HttpResponse:
    """Begin a thread under an idea or a vote."""
    found = queries.discussion(reference, viewer_of(request), now=clock.now(), kind=kind)
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        is_yes_no=found.about.is_yes_no,
        initial={"language": text_key(), "side": request.GET.get("side", "")},
    )

    def send(told: dict[str, Any]) -> HttpResponse:
        wrote = comments.write(
            reference=reference, kind=kind, side=Side(told["side"]), **_said(told), by=viewer_of(request), now=clock.now()
        )  # fmt: skip
        return _written(request, found, wrote)

    labels = {"question": _("Say what you think"), "yes": _("Publish the comment")}
    return _asked(request, form, send, _context(request, found) | labels)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("comment", "60/h")
def reply(request: HttpRequest, kind: SubjectKind, reference: str, public_id: UUID) -> HttpResponse:
    """Reply to a comment."""
    found, line = _comment(request, kind, reference, public_id)
    form = ReplyForm(
        request.POST if request.method == "POST" else None, initial={"language": text_key()}, auto_id=f"reply-{public_id}-%s"
    )

    def send(told: dict[str, Any]) -> HttpResponse:
        wrote = comments.reply(to=public_id, **_said(told), by=viewer_of(request), now=clock.now())
        return _written(request, found, wrote)

    labels = {"question": _("Reply"), "yes": _("Publish the reply")}
    return _asked(request, form, send, _context(request, found, line) | labels)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("comment", "60/h")
def edit(request: HttpRequest, kind: SubjectKind, reference: str, public_id: UUID) -> HttpResponse:
    """Change one's comment."""
    found, line = _own(request, kind, reference, public_id)
    form = EditForm(request.POST if request.method == "POST" else None, initial={"text": line.text, "language": line.language})

    def send(told: dict[str, Any]) -> HttpResponse:
        comments.edit(comment=public_id, **told, by=viewer_of(request), now=clock.now())
        messages.success(request, _("The comment is changed, and readers see that it was."))
        return showing.back(request, kind, reference, public_id)

    labels = {"question": _("Change your comment"), "yes": _("Publish the change")}
    return _asked(request, form, send, _context(request, found) | labels)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("comment", "60/h")
def translate(request: HttpRequest, kind: SubjectKind, reference: str, public_id: UUID) -> HttpResponse:
    """Say in another language what a comment says."""
    found, line = _comment(request, kind, reference, public_id)
    form = TranslateForm(
        request.POST if request.method == "POST" else None, written_in=line.language, initial={"into": text_key()}
    )

    def send(told: dict[str, Any]) -> HttpResponse:
        comments.translate(comment=public_id, **told, by=viewer_of(request), now=clock.now())
        messages.success(request, _("Thank you. Your translation stands below the comment."))
        return showing.back(request, kind, reference, public_id)

    labels = {"question": _("Translate the comment"), "yes": _("Publish the translation")}
    return _asked(request, form, send, _context(request, found, line) | labels)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("comment", "60/h")
def delete(request: HttpRequest, kind: SubjectKind, reference: str, public_id: UUID) -> HttpResponse:
    """Delete one's comment, once asked again; a second press finds it deleted."""
    _own(request, kind, reference, public_id)
    here = comment_address(kind, reference, public_id)
    if request.method == "POST":
        comments.delete(comment=public_id, by=viewer_of(request), now=clock.now())
        messages.success(request, _("Your comment is deleted. The replies to it stay."))
        return redirect(here)
    context = {
        "question": _("Delete your comment?"),
        "words": _("Its words are gone then, and nobody can bring them back. The replies to it stay."),
        "yes": _("Delete the comment"),
        "no_url": here,
        "danger": True,
    }
    return render(request, "look/confirm.html", context)


@require_http_methods(["GET", "POST"])
def helps(request: HttpRequest, kind: SubjectKind, reference: str, public_id: UUID) -> HttpResponseBase:
    """Say whether a comment helps, or take that back. A page that asks by itself gets the buttons, and a refusal beside them."""
    if not request.htmx:  # type: ignore[attr-defined]
        return _judged(request, kind, reference, public_id)
    if not viewer_of(request).is_signed_in:
        return HttpResponseClientRefresh()
    problem = ""
    try:
        _judged(request, kind, reference, public_id)
    except Refused as refused:
        problem = sentence(refused.refusal)
    try:
        found, line = _comment(request, kind, reference, public_id)
    except Refused:
        return HttpResponseClientRefresh()
    context = {
        "one": showing.one(line, found.about),
        "here": request.POST.get("back", ""),
        "may_write": found.refusal is None,
        "problem": problem,
    }
    return render(request, "proposals/comments/helps.html", context)


@signed_in
@rate_limited("comment-helps", "300/h")
def _judged(request: HttpRequest, kind: SubjectKind, reference: str, public_id: UUID) -> HttpResponse:
    if request.method == "POST" and request.POST.get("said") in SAID:
        is_helpful = SAID[request.POST["said"]]
        comments.judge_helpful(comment=public_id, is_helpful=is_helpful, by=viewer_of(request), now=clock.now())
    return showing.back(request, kind, reference, public_id)


def _asked(
    request: HttpRequest, form: forms.Form, send: Callable[[dict[str, Any]], HttpResponse], context: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    """Show a form, or send what was typed; on a refusal what was typed stays, with the reason."""
    answer, status = sent(form, send)
    if answer is not None:
        return answer
    return render(request, "proposals/comments/write.html", context | {"form": form}, status=status)


def _context(request: HttpRequest, found: Discussion, line: CommentView | None = None) -> dict[str, Any]:
    return showing.discussion(request, found) | {
        "to": showing.one(line, found.about) if line else None,
        "action": request.path,
    }


def _comment(request: HttpRequest, kind: SubjectKind, reference: str, public_id: UUID) -> tuple[Discussion, CommentView]:
    return queries.comment(reference, public_id, viewer_of(request), now=clock.now(), kind=kind)


def _own(request: HttpRequest, kind: SubjectKind, reference: str, public_id: UUID) -> tuple[Discussion, CommentView]:
    """Return a comment of the viewer's; of others' words no page is made to change them."""
    found, line = _comment(request, kind, reference, public_id)
    if not line.is_own:
        raise Refused(NOT_YOURS)
    return found, line


def _said(told: dict[str, Any]) -> dict[str, Any]:
    return {"text": told["text"], "language": told["language"], "shown": Shown(told["shown"])}


def _written(request: HttpRequest, found: Discussion, wrote: Wrote) -> HttpResponse:
    if wrote.is_waiting:
        messages.warning(request, _("Your comment waits for a moderator. You are told what they decide."))
    else:
        messages.success(request, _("Your comment is public."))
    return redirect(found.about.comment(wrote.public_id))
