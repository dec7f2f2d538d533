"""Sign a proposal together: invite by a link, agree, decline, take an invitation back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import CoAuthor, Proposal
from madang.city.proposals.rules import writing as rules
from madang.city.proposals.rules.life import UNKNOWN, Part, State
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.services import telling
from madang.city.proposals.services.holding import hold
from madang.city.proposals.services.writing import public_name

LONGEST_CALLED = 60


@transaction.atomic
def invite(*, reference: str, called: str, by: Viewer, now: datetime) -> UUID:
    """Make an invitation to sign a draft and return its id, which stands in the link that the author hands on.

    called  what the author calls the person, to tell invitations apart

    Nobody learns from it who has an account. Raises Refused for all but the author of a draft.
    """
    held = hold(reference=reference, by=by, now=now)
    invited = CoAuthor.objects.filter(proposal=held.row).count()
    if reason := rules.why_not_invite(held.facts, held.actor, invited=invited):
        raise Refused(reason)
    return CoAuthor.objects.create(proposal=held.row, called=called.strip()[:LONGEST_CALLED], invited_at=now).public_id


@transaction.atomic
def agree(*, invitation: UUID, shown: Shown, by: Viewer, now: datetime) -> str:
    """Sign a draft one was invited to, under one's name as one lets it be seen; return its reference. Raises Refused."""
    row = _open_invitation(invitation)
    if by.resident_id is None:
        raise Refused(Refusal("proposals.residents_only", status=403))
    signed = CoAuthor.objects.filter(proposal=row.proposal, resident=by.resident_id).exists()
    if signed or row.proposal.author_id == by.resident_id:
        raise Refused(Refusal("proposals.signed_already"))
    row.resident_id, row.agreed_at, row.byline = by.resident_id, now, public_name(by.resident_id, shown)
    row.save(update_fields=["resident", "agreed_at", "byline"])
    telling.tell_author(row.proposal, "agreed", row.public_id, now)
    return row.proposal.reference


@transaction.atomic
def decline(*, invitation: UUID, by: Viewer, now: datetime) -> None:
    """Decline an invitation: it is gone, and the author hears of it."""
    row = _open_invitation(invitation)
    if by.resident_id is None:
        raise Refused(Refusal("proposals.residents_only", status=403))
    telling.tell_author(row.proposal, "declined", row.public_id, now)
    row.delete()


@transaction.atomic
def take_back(*, reference: str, invitation: UUID, by: Viewer, now: datetime) -> None:
    """Take an invitation back, or somebody's signature off a draft: the author anybody's, others their own."""
    held = hold(reference=reference, by=by, now=now)
    row = CoAuthor.objects.filter(proposal=held.row, public_id=invitation).first()
    if row is None or held.facts.state is not State.DRAFT:
        raise Refused(UNKNOWN)
    if Part.AUTHOR not in held.actor.parts and row.resident_id != by.resident_id:
        raise Refused(UNKNOWN)
    row.delete()


def _open_invitation(invitation: UUID) -> CoAuthor:
    """Return an invitation that nobody has answered, the draft behind it locked."""
    row = CoAuthor.objects.filter(public_id=invitation, agreed_at=None).first()
    if row is None:
        raise Refused(Refusal("proposals.no_invitation", status=404))
    row.proposal = Proposal.objects.select_for_update(no_key=True).get(pk=row.proposal_id)
    if row.proposal.state != State.DRAFT:
        raise Refused(Refusal("proposals.no_invitation", status=404))
    return row
