"""Pictures of proposals and of their milestones."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from madang.city.kernel.pictures import Album
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Milestone, Picture
from madang.city.proposals.rules import life, writing
from madang.city.proposals.rules import pictures as rules
from madang.city.proposals.services.holding import Held, hold

ALBUM = Album("proposals", longest_side=1_600)


@transaction.atomic
def add_picture(*, reference: str, data: bytes, alternative: str, by: Viewer, now: datetime) -> UUID:
    """Add a picture to a proposal that may still be changed, and return its id.

    alternative  what it shows, for those who do not see it

    Raises Refused for what is no JPEG, PNG or WebP, too large or too many; nothing is kept then.
    """
    held = hold(reference=reference, by=by, now=now)
    if reason := writing.why_not_picture(held.facts, held.actor):
        raise Refused(reason)
    return _add(held, data, alternative, milestone=None)


@transaction.atomic
def add_to_milestone(*, reference: str, milestone: int, data: bytes, alternative: str, by: Viewer, now: datetime) -> UUID:
    """Add a picture to a milestone, as ``add_picture`` does; whoever may tell of milestones may show them."""
    held = hold(reference=reference, by=by, now=now)
    if reason := life.why_not(life.Move.MILESTONE, held.facts, held.actor, held.today):
        raise Refused(reason)
    row = Milestone.objects.filter(pk=milestone, proposal=held.row).first()
    if row is None:
        raise Refused(Refusal("proposals.no_milestone", status=404))
    return _add(held, data, alternative, milestone=row)


@transaction.atomic
def remove_picture(*, reference: str, picture: UUID, by: Viewer, now: datetime) -> None:
    """Remove a picture of a proposal that may still be changed."""
    held = hold(reference=reference, by=by, now=now)
    if reason := writing.why_not_picture(held.facts, held.actor):
        raise Refused(reason)
    Picture.objects.filter(proposal=held.row, public_id=picture, milestone=None).delete()


def sweep(*, now: datetime) -> int:
    """Remove pictures that no row knows and that are older than a day; return how many."""
    old = ALBUM.old(now)
    lost = old - set(Picture.objects.filter(digest__in=old).values_list("digest", flat=True))
    for digest in lost:
        ALBUM.drop(digest)
    return len(lost)


def _add(held: Held, data: bytes, alternative: str, *, milestone: Milestone | None) -> UUID:
    present = Picture.objects.filter(proposal=held.row, milestone=milestone).count()
    if reason := rules.why_not_another(present, alternative):
        raise Refused(reason)
    kept = ALBUM.keep(data)
    return Picture.objects.create(
        proposal=held.row,
        milestone=milestone,
        digest=kept.digest,
        width=kept.width,
        height=kept.height,
        alternative=" ".join(alternative.split()),
        added_at=held.now,
    ).public_id
