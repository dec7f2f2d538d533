"""Who asks looks after a vote: checks the draft, announces it, throws it away, cancels it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.look.parts import Answer
from madang.city.look.templatetags.look import date_words, time_words
from madang.city.voting.forms.asking import WhyForm
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.life import RUNNING
from madang.city.voting.rules.votes import Kind, Mode, State
from madang.city.voting.services import asking, moving
from madang.city.voting.views import words
from madang.city.voting.views.door import said, signed_in, viewer_of
from madang.city.voting.views.mine import kept_vote
from madang.city.voting.views.vote import page


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-ask", "60/h")
def manage(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a draft as it will stand, with what can be changed; announce it or throw it away."""
    vote = kept_vote(request, reference)
    if request.method == "POST":
        by, now = viewer_of(request), clock.now()
        if request.POST.get("go") == "discard":
            asking.discard(reference=vote.reference, by=by, now=now)
            messages.success(request, _("The draft is thrown away."))
            return redirect("voting:mine")
        moving.announce(reference=vote.reference, by=by, now=now)
        messages.success(request, _("The vote is announced. Send its address to whom you want to ask."))
        return redirect("voting:vote", reference=vote.reference)
    context = page(vote) | {
        "is_draft": vote.state is State.DRAFT,
        "may_cancel": vote.state in RUNNING,
        "answers": _answers(vote),
        "is_straw": vote.mode is Mode.STRAW,
    }
    return render(request, "voting/manage.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-ask", "60/h")
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """End a vote without a result, with a reason that everybody reads."""
    vote = kept_vote(request, reference)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = {vote.language: form.cleaned_data["why"]}
        moving.cancel(reference=vote.reference, why=why, by=viewer_of(request), now=clock.now())
        messages.success(request, _("The vote is cancelled, and its ballots are thrown away."))
        return redirect("voting:vote", reference=vote.reference)
    return render(request, "voting/cancel.html", {"form": form, "vote": vote, "question": said(vote.question)})


def _answers(vote: VoteView) -> list[Answer]:
    """Return the parts of a vote, each with the page that changes it while it is a draft."""
    can_change = vote.state is State.DRAFT and vote.mode is Mode.STRAW

    def change(part: str) -> str:
        return f"{reverse('voting:edit', args=[vote.reference, part])}?then=check" if can_change else ""

    period = [f"{date_words(at)}, {time_words(at)}" for at in (vote.opens_at, vote.closes_at)]
    told_period = _("%(opens)s, to %(closes)s") % {"opens": period[0], "closes": period[1]}
    found = [
        Answer(_("Question"), said(vote.question), change("question"), _("the question")),
        Answer(_("Options"), ", ".join(said(one.text) for one in vote.options), change("question"), _("the options")),
        Answer(_("Ballot"), words.how_to_mark(vote), "" if vote.kind is Kind.YES_NO else change("counting"), _("the ballot")),
        Answer(_("Who may vote"), " ".join(vote.conditions), change("who"), _("who may vote")),
        Answer(_("Must take part"), words.quorum(vote) or _("Nobody must"), change("who"), _("how many must take part")),
        Answer(pgettext("period of a vote", "Open"), told_period, change("when"), _("the period")),
        Answer(_("Result"), words.SHOWN[vote.shown], change("when"), _("when the result shows")),
        Answer(_("Discussion"), words.discussion(vote), change("when"), _("whether it is discussed")),
    ]
    pictures = sum(1 for one in vote.options if one.picture)
    told = _("%(n)s of %(all)s options have one") % {"n": pictures, "all": len(vote.options)}
    return [*found, Answer(_("Pictures"), told, change("pictures"), _("the pictures"))]
