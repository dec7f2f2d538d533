"""Prove a telephone number by a text message, and vote without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import address_of
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import text_key
from madang.city.voting.forms.codes import NumberCodeForm, NumberForm
from madang.city.voting.queries.unsent import fail_often
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.queries.votes import vote as find_vote
from madang.city.voting.rules.electorate import Roll
from madang.city.voting.services import numbers
from madang.city.voting.views.door import CODES, said, viewer_of
from madang.city.voting.views.drafts import tried


@never_cache
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for the number, then for the code that was sent there; the page is the same for numbers on the list and others."""
    vote = find_vote(reference, viewer_of(request), today=clock.today(clock.now()))
    if vote.electorate.roll is not Roll.NUMBERS:
        raise Refused(Refusal("voting.no_list", status=404))
    if "code" in request.POST:
        return _proved(request, vote)
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and tried(form, lambda: _asked(request, vote, form.cleaned_data["number"])):
        return _page(request, vote, NumberCodeForm(initial={"number": form.cleaned_data["number"]}))
    return _page(request, vote, form)


def _proved(request: HttpRequest, vote: VoteView) -> HttpResponse:
    form = NumberCodeForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        person = tried(
            form,
            lambda: numbers.prove(reference=vote.reference, source=address_of(request), now=clock.now(), **told),
        )
        if person:
            request.session[CODES] = request.session.get(CODES, {}) | {vote.reference: person}
            return redirect("voting:ballot", reference=vote.reference)
    return _page(request, vote, form)


def _asked(request: HttpRequest, vote: VoteView, typed: str) -> bool:
    source = address_of(request)
    numbers.ask(reference=vote.reference, number=typed, language=text_key(), source=source, now=clock.now())
    return True


def _page(request: HttpRequest, vote: VoteView, form: NumberForm | NumberCodeForm) -> HttpResponse:
    context = {
        "vote": vote,
        "question": said(vote.question),
        "form": form,
        "is_sent": isinstance(form, NumberCodeForm),
        "minutes": numbers.MINUTES,
        "fail_often": fail_often(vote.reference, today=clock.today(clock.now())),
    }
    return render(request, "voting/number.html", context)
