"""Tell people that a proposal moved: staff at once, residents by a job, in batches and in every language of the site."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from madang.city.kernel.jobs import enqueue
from madang.city.notices import services as notices
from madang.city.opendata.services.community.telling import in_all
from madang.city.people import queries as people
from madang.city.people.rules import Role
from madang.city.proposals.models import Proposal, ProposalEvent
from madang.city.proposals.queries import following
from madang.city.proposals.queries.following import Stage
from madang.city.proposals.queries.settings import accounts_with
from madang.city.proposals.rules.life import Move
from madang.city.proposals.rules.links import page_of
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services.holding import Held

OWN, SUPPORTED, FOLLOWED, ASKED, WORK = (
    "proposal.own", "proposal.supported", "proposal.followed", "proposal.asked", "proposal.work",
)  # fmt: skip
KIND_OF = {Stage.AUTHORS: OWN, Stage.SUPPORTERS: SUPPORTED, Stage.FOLLOWERS: FOLLOWED}
BATCH = 500

WHAT: Mapping[Move, object] = {
    Move.OPEN: _("It collects support now."),
    Move.EDIT: _("Its text was changed. Read what is new; you may take your support back."),
    Move.REACH: _("Enough people support it. The city now names who will answer."),
    Move.LIFT: _("The panel sends it to the city though fewer support it than needed. The page says why."),
    Move.EXPIRE: _("Its time to collect support is over. The author may try once more."),
    Move.REVIVE: _("It collects support once more."),
    Move.ROUTE: _("A department reviews it now. The page says who answers, and by when."),
    Move.ASK: _("The department asks the author something. The clock of the review stands until the reply."),
    Move.REPLY: _("The author has replied. The review goes on."),
    Move.EXTEND: _("The review takes longer. The page says why, and until when."),
    Move.DECIDE: _("The city has answered. The page has the decision and its reasons."),
    Move.DECIDE_ANEW: _("The city has changed its answer. The page has both, and the reasons."),
    Move.PLAN: _("It is planned now. The page says when it begins."),
    Move.START: _("Work has begun. The page says by when it is done."),
    Move.MILESTONE: _("There is news of the work."),
    Move.FINISH: _("The city says that it is done. Residents now check that."),
    Move.CHECK: _("Residents have checked it: it is done."),
    Move.SEND_BACK: _("Residents say that it is not done yet. The department goes on."),
    Move.WITHDRAW: _("Its author has taken it back."),
    Move.RETIRE: _("Its author has retired it in favour of another one. You may move your support there with one tap."),
    Move.HIDE: _("A moderator has hidden it. The page says why; its authors may object."),
    Move.UPHOLD: _("Another moderator has looked at the objection: it stays hidden."),
    Move.RESTORE: _("It is shown again."),
}
TO_STAFF: Mapping[Move, tuple[object, object]] = {
    Move.REACH: (_("To be routed: %(title)s"), _("Name a department and an officer for the proposal %(reference)s.")),
    Move.ROUTE: (_("A proposal for you: %(title)s"), _("You answer the proposal %(reference)s by name.")),
    Move.REPLY: (_("The author has replied: %(title)s"), _("The clock of the proposal %(reference)s runs again.")),
    Move.WITHDRAW: (_("Taken back: %(title)s"), _("The author has taken back the proposal %(reference)s.")),
    Move.SEND_BACK: (_("Not done yet: %(title)s"), _("Residents say that the proposal %(reference)s is not done.")),
    Move.ESCALATE: (_("Overdue: %(title)s"), _("The proposal %(reference)s should have moved by now, and everybody sees that.")),
    Move.APPEAL: (
        _("An objection: %(title)s"),
        _("The authors of the hidden proposal %(reference)s object. Another moderator judges."),
    ),
}
TO_AUTHOR: Mapping[str, tuple[object, object]] = {
    "agreed": (_("Somebody has signed: %(title)s"), _("A co-author has agreed to sign your proposal.")),
    "declined": (
        _("Somebody will not sign: %(title)s"),
        _("Somebody has declined your invitation to sign. Nothing stands in the way."),
    ),
}
CHECK = (_("Is it done? %(title)s"), _("You were drawn by lot from those who support it: say whether it is done as promised."))


def tell_batch(*, event_id: int, stage: Stage, after: int, now: datetime) -> None:
    """Tell people of an event from a stage on; where a stage has too many for one batch, the next job goes on there.

    Safe to run twice, for each hears of an event once.
    """
    event = ProposalEvent.objects.select_related("proposal").get(pk=event_id)
    row, what = event.proposal, WHAT[Move(event.move)]
    reached: Stage | None = stage
    while reached is not None:
        accounts, last = following.to_tell(row.pk, Move(event.move), reached, after=after, size=BATCH)
        for account_id in accounts:
            key = f"proposal:{event.pk}:{account_id}"
            _send(row, account_id, KIND_OF[reached], ("%(title)s", what), key, now)
        if last is not None:
            enqueue("proposals.tell", event_id=event_id, stage=reached.value, after=last)
            return
        reached, after = following.stage_after(reached), 0


def tell_clerks(held: Held) -> None:
    """Tell those who route that a proposal waits."""
    _to_staff(held, accounts_with(Duty.CLERK), Move.REACH)


def tell_moderators(held: Held) -> None:
    """Tell the moderators of an objection, but for the one it is against."""
    _to_staff(held, [one for one in accounts_with(Duty.MODERATOR) if one != held.row.hidden_by_id], Move.APPEAL)


def tell_officer(held: Held, move: Move) -> None:
    """Tell the named officer, if there is one who still serves."""
    line = people.staff_member(held.row.officer_id) if held.row.officer_id else None
    if line is not None:
        _to_staff(held, [line.account_id], move)


def tell_heads(held: Held) -> None:
    """Tell the heads of the department, or of the next one above that has any; before there is a department, the clerks."""
    code: str | None = held.row.department.code if held.row.department else None
    parents = people.parents() if code else {}
    while code is not None:
        if heads := people.staff_in([code], roles=[Role.HEAD]):
            _to_staff(held, [one.account_id for one in heads], Move.ESCALATE)
            return
        code = parents.get(code)
    _to_staff(held, accounts_with(Duty.CLERK), Move.ESCALATE)


def tell_author(row: Proposal, what: str, about: UUID, now: datetime) -> None:
    """Tell the author what became of an invitation."""
    account_id = people.account_of(row.author_id) if row.author_id else None
    if account_id is not None:
        _send(row, account_id, OWN, TO_AUTHOR[what], f"proposal:{what}:{about}", now)


def ask_to_check(held: Held, resident_ids: Collection[int]) -> None:
    """Ask residents whether it is done."""
    for account_id in people.accounts_of(resident_ids).values():
        _send(held.row, account_id, ASKED, CHECK, f"proposal:check:{held.row.pk}:{held.row.asks_check}:{account_id}", held.now)


def _to_staff(held: Held, accounts: Collection[int], move: Move) -> None:
    for account_id in accounts:
        _send(held.row, account_id, WORK, TO_STAFF[move], f"proposal:work:{held.events[-1].pk}:{account_id}", held.now)


def _send(row: Proposal, account_id: int, kind: str, words: tuple[Any, Any], key: str, now: datetime) -> None:
    subject, body = (in_all(one, title=row.title, reference=row.reference) for one in words)
    about, link = f"proposal:{row.reference}", page_of(row.reference)
    notices.send(to_account=account_id, kind=kind, subject=subject, body=body, link=link, about=about, key=key, now=now)
