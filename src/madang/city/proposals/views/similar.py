"""Similar ideas: what may wish the same as an idea, and the word that two wish the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused, sentence
from madang.city.look.parts import Tag
from madang.city.proposals.forms.writing import OtherForm
from madang.city.proposals.queries import similar_shown as queries
from madang.city.proposals.queries.similar import SimilarProposal, similar_to
from madang.city.proposals.queries.similar_shown import SaidSame
from madang.city.proposals.rules.similar import Sameness
from madang.city.proposals.rules.writing import LANGUAGES, LONGEST_TEXT, LONGEST_TITLE
from madang.city.proposals.services import similar as services
from madang.city.proposals.views import words
from madang.city.proposals.views.door import marked, signed_in, viewer_of
from madang.city.proposals.views.listing import supporters_words

LEAST_TYPED, MOST_NEAR = 6, 3


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """A similar idea as pages print it."""

    reference: str
    url: str
    title: Any
    tag: Tag
    supporters: str
    is_confirmed: bool = False
    may_decide: bool = False


@require_safe
def similar(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what may wish the same as an idea; where the idea's page asks for it by itself, it takes the lists alone."""
    return _page(request, reference, OtherForm())


@require_POST
@rate_limited("idea-near", "120/m")
def near(request: HttpRequest) -> HttpResponse:
    """Return what may wish the same as what somebody is typing; nothing for strangers, and for a title of a word or two."""
    title, lang = request.POST.get("title", "")[:LONGEST_TITLE], request.POST.get("language", "")
    is_asked = viewer_of(request).is_signed_in and len(title.strip()) >= LEAST_TYPED and lang in LANGUAGES
    found = similar_to(title, request.POST.get("text", "")[:LONGEST_TEXT], lang, size=MOST_NEAR) if is_asked else []
    return render(request, "proposals/similar/near.html", {"rows": rows(found)})


@signed_in
@require_POST
@rate_limited("idea-same", "30/h")
def say_same(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that an idea wishes the same as another, named by its number."""
    form = OtherForm(request.POST)
    if form.is_valid():
        other = form.cleaned_data["other"].strip().upper()
        try:
            said = services.suggest_same(reference=reference, other=other, by=viewer_of(request), now=clock.now())
        except Refused as refused:
            if refused.refusal.status not in (404, 422):
                raise
            form.add_error("other", sentence(refused.refusal))
        else:
            messages.success(request, _told(said))
            return redirect("proposals:similar", reference)
    return _page(request, reference, form, status=422)


@signed_in
@require_POST
def decide_same(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirm or decline that two ideas wish the same."""
    is_same = request.POST.get("is_same") == "yes"
    services.decide_same(
        reference=reference, other=request.POST.get("other", ""), is_same=is_same, by=viewer_of(request), now=clock.now()
    )  # fmt: skip
    messages.success(request, _told(Sameness.CONFIRMED if is_same else Sameness.DECLINED))
    return redirect("proposals:similar", reference)


def rows(found: Iterable[SimilarProposal]) -> list[SimilarRow]:
    """Return similar ideas as rows."""
    return [_row(one) for one in found]


def _page(request: HttpRequest, reference: str, form: OtherForm, status: int = 200) -> HttpResponse:
    found = queries.neighbours(reference, viewer_of(request), now=clock.now())
    context = {
        "reference": found.reference,
        "title": marked(found.title, found.language) if found.title else _("A hidden idea"),
        "twins": [_twin(one) for one in found.twins],
        "nearest": rows(found.nearest),
        "form": form if found.may_say else None,
        "may_sign_in": not request.user.is_authenticated,
    }
    return render(request, "proposals/similar/page.html", context, status=status)


def _row(one: SimilarProposal | SaidSame, **more: bool) -> SimilarRow:
    tag = words.state_tag(one.state, None, is_overdue=False)
    title = marked(one.title, one.language)
    return SimilarRow(one.reference, one.url, title, tag, supporters_words(one.supports, 0), **more)


def _twin(one: SaidSame) -> SimilarRow:
    return _row(one, is_confirmed=one.sameness is Sameness.CONFIRMED, may_decide=one.may_decide)


def _told(said: Sameness) -> str:
    return {
        Sameness.SUGGESTED: _("Thank you. The authors of both ideas are asked whether it is so."),
        Sameness.CONFIRMED: _("Both ideas now say that they wish the same. Each keeps its text and its support."),
        Sameness.DECLINED: _("It is noted that these ideas wish something different."),
    }[said]
