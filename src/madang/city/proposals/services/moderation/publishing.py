"""Publish a proposal with a look at what speaks for spam: too much of it, and a moderator opens it instead of the clock."""

from datetime import datetime

from django.db import transaction

from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Proposal, Version
from madang.city.proposals.queries.spam import circumstances_of
from madang.city.proposals.rules import spam
from madang.city.proposals.rules.life import UNKNOWN
from madang.city.proposals.rules.moderation import Kind, Reason, TextRef
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.services import writing
from madang.city.proposals.services.moderation.opening import open_for_score


@transaction.atomic
def publish(*, reference: str, shown: Shown, by: Viewer, now: datetime, revision: int | None = None) -> bool:
    """Publish a draft; return whether it collects support now.

    What looks like spam waits for a moderator, and its author is told.

    Raises Refused as ``writing.publish`` does.
    """
    row = Proposal.objects.filter(reference=reference).first()
    if row is None or by.resident_id is None:
        raise Refused(UNKNOWN)
    version = Version.objects.get(proposal=row, number=row.version)
    found = spam.findings(f"{version.title}\n{version.text}", circumstances_of(by.resident_id, now, without_proposal=row.pk))
    held_for = Reason.SPAM.value if spam.is_held(found) else ""
    writing.publish(reference=reference, shown=shown, by=by, now=now, revision=revision, held_for=held_for)
    if held_for:
        open_for_score(TextRef(Kind.PROPOSAL, reference), author=by.account_id, found=found, now=now)
    return not held_for
