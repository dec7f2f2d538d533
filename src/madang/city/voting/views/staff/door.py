"""Who may open the pages of votes that work for the city."""

from django.http import HttpRequest

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Role, Viewer, why_not_staff
from madang.city.voting.queries.loading import UNKNOWN
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.queries.votes import vote as find_vote
from madang.city.voting.rules.answers import why_not_answer
from madang.city.voting.rules.life import why_not_ask
from madang.city.voting.rules.votes import Mode
from madang.city.voting.views.door import viewer_of
from madang.city.voting.views.mine import kept_vote

SERVING = (Role.CASEWORKER, Role.HEAD, Role.ADMINISTRATOR)


def staff_of(request: HttpRequest, *roles: Role) -> Viewer:
    """Return a member of staff, with one of the roles where some are given. Raises Refused (403)."""
    viewer = viewer_of(request)
    if reason := why_not_staff(viewer, *roles):
        raise Refused(reason)
    return viewer


def asking_staff(request: HttpRequest) -> Viewer:
    """Return who may ask an official question. Raises Refused (403)."""
    viewer = viewer_of(request)
    if reason := why_not_ask(viewer, Mode.OFFICIAL, running=0):
        raise Refused(reason)
    return viewer


def shown_vote(request: HttpRequest, reference: str, *roles: Role) -> VoteView:
    """Return a vote to staff; a draft only to who keeps it. Raises Refused (403, 404)."""
    return find_vote(reference, staff_of(request, *roles), today=clock.today(clock.now()))


def own_vote(request: HttpRequest, reference: str) -> VoteView:
    """Return an official vote to the staff who keep it. Raises Refused (403, 404)."""
    asking_staff(request)
    vote = kept_vote(request, reference)
    if vote.mode is not Mode.OFFICIAL:
        raise Refused(UNKNOWN)
    return vote


def why_not_answered_by(request: HttpRequest, vote: VoteView) -> Refusal | None:
    """Refuse whoever does not answer the result of this vote."""
    return why_not_answer(viewer_of(request), department=vote.department_code)
