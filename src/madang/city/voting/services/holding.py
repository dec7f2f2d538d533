"""A vote that is about to be changed: locked, by somebody who may."""

from madang.city.kernel.ids import tidy_reference
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer
from madang.city.voting.models import Vote
from madang.city.voting.queries.loading import UNKNOWN, asking_department
from madang.city.voting.rules.life import why_not_keep


def locked(reference: str) -> Vote:
    """Return a vote that nobody else can change until the transaction ends. Raises Refused (404)."""
    # without the key: whoever points to the vote, such as a ballot that is just being kept, need not wait
    row = Vote.objects.select_for_update(of=("self",), no_key=True).filter(reference=tidy_reference(reference)).first()
    if row is None:
        raise Refused(UNKNOWN)
    return row


def kept(reference: str, by: Viewer) -> Vote:
    """Return a locked vote to who asked it, or to staff of the department that did. Raises Refused."""
    row = locked(reference)
    if reason := why_not_keep(by, asker=row.asker_id, department=asking_department(row)):
        raise Refused(reason)
    return row
