"""One picture of a proposal, for whoever may read the proposal."""

from uuid import UUID

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Picture
from madang.city.proposals.queries.loading import actor_for, visible
from madang.city.proposals.queries.values import PictureLine
from madang.city.proposals.rules.life import AUTHORS, UNKNOWN, Part, State


def picture(reference: str, public_id: UUID, *, viewer: Viewer) -> PictureLine:
    """Return a picture of a proposal or of its milestones. Raises Refused (404) where there is none that the viewer may see."""
    row = visible(reference, viewer)
    found = Picture.objects.filter(proposal=row, public_id=public_id).first()
    if found is None:
        raise Refused(UNKNOWN)
    if row.state == State.HIDDEN and found.milestone_id is None:
        actor = actor_for(viewer, row, clock.today(row.changed_at))
        if not actor.parts & (AUTHORS | {Part.MODERATOR}):
            raise Refused(UNKNOWN)
    return PictureLine(found.public_id, found.digest, found.width, found.height, found.alternative)
