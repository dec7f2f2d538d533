"""The named department says what the city does with a result."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.voting.forms.serving import AnswerForm
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.answers import Answer
from madang.city.voting.rules.votes import State
from madang.city.voting.services import moving
from madang.city.voting.views.door import said, signed_in, viewer_of
from madang.city.voting.views.drafts import tried
from madang.city.voting.views.staff.door import shown_vote, why_not_answered_by


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-answer", "60/h")
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the answer; it stands in public at once, and is not changed any more."""
    vote = shown_vote(request, reference)
    if reason := why_not_answered_by(request, vote):
        raise Refused(reason)
    if vote.state is not State.COUNTED:
        raise Refused(Refusal("voting.not_now"))
    form = AnswerForm(request.POST or None, language=vote.language)
    if request.method == "POST" and form.is_valid() and tried(form, lambda: _answered(request, vote, form.answer)):
        messages.success(request, _("The answer is published, and those who follow the vote are told."))
        return redirect("voting:staff-vote", reference=vote.reference)
    context = {"vote": vote, "question": said(vote.question), "form": form}
    return render(request, "voting/staff/answer.html", context)


def _answered(request: HttpRequest, vote: VoteView, given: Answer) -> bool:
    moving.answer(reference=vote.reference, said=given, by=viewer_of(request), now=clock.now())
    return True
