"""Find a comment for whoever changes it."""

from uuid import UUID

from madang.city.kernel.refusals import Refused
from madang.city.proposals.models import Comment
from madang.city.proposals.rules.comments import UNKNOWN


def comment_row(public_id: UUID) -> Comment:
    """Return a comment, held to the end of the transaction. Raises Refused (404) where there is none."""
    row = Comment.objects.select_for_update(no_key=True).filter(public_id=public_id).first()
    if row is None:
        raise Refused(UNKNOWN)
    return row
