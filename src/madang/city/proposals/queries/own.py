"""What a resident has written, signed and supported, and drafts as their authors see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Check, CoAuthor, Follower, Proposal, Support, Version
from madang.city.proposals.models.proposals import LISTED
from madang.city.proposals.queries.lines import ProposalLine, lines
from madang.city.proposals.queries.loading import visible, writing_of
from madang.city.proposals.queries.parts import pictures_of
from madang.city.proposals.queries.values import PictureLine
from madang.city.proposals.rules.life import UNKNOWN, State
from madang.city.proposals.rules.writing import Writing

MOST = 200


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as the draft's author sees it; ``id`` stands in the link that is handed on."""

    id: UUID
    called: str
    byline: str
    has_agreed: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its authors see it; ``revision`` goes back with what is saved next."""

    reference: str
    revision: int
    writing: Writing
    changed_at: datetime
    invitations: tuple[Invitation, ...]
    pictures: tuple[PictureLine, ...]
    is_author: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """What somebody who opens an invitation reads before they sign."""

    reference: str
    title: str
    text: str
    language: str


def draft(reference: str, *, viewer: Viewer) -> Draft:
    """Return a draft. Raises Refused (404) where there is none, or it is not the viewer's."""
    row = visible(reference, viewer)
    if row.state != State.DRAFT:
        raise Refused(UNKNOWN)
    version = Version.objects.get(proposal=row, number=row.version)
    invited = CoAuthor.objects.filter(proposal=row).order_by("pk")
    return Draft(
        reference=row.reference,
        revision=row.revision,
        writing=writing_of(row, version),
        changed_at=row.changed_at,
        invitations=tuple(Invitation(one.public_id, one.called, one.byline, one.agreed_at is not None) for one in invited),
        pictures=pictures_of(row.pk),
        is_author=row.author_id is not None and row.author_id == viewer.resident_id,
    )


def invited(invitation: UUID) -> Invited:
    """Return the draft behind an invitation that nobody has answered. Raises Refused (404) where there is none."""
    row = CoAuthor.objects.select_related("proposal").filter(public_id=invitation, agreed_at=None).first()
    if row is None or row.proposal.state != State.DRAFT:
        raise Refused(UNKNOWN)
    version = Version.objects.get(proposal=row.proposal, number=row.proposal.version)
    return Invited(row.proposal.reference, version.title, version.text, version.language)


def written_by(resident_id: int, *, today: date) -> tuple[ProposalLine, ...]:
    """Return what a resident has written or signed, drafts too, the newest first."""
    signed = CoAuthor.objects.filter(resident=resident_id, agreed_at__isnull=False).values("proposal_id")
    rows = Proposal.objects.filter(Q(author=resident_id) | Q(pk__in=signed)).order_by("-changed_at", "-pk")
    return lines(list(rows[:MOST]), today)


def supported_by(resident_id: int, *, today: date) -> tuple[ProposalLine, ...]:
    """Return what a resident supports, the newest support first."""
    rows = Support.objects.filter(resident=resident_id).order_by("-at", "-pk")[:MOST]
    ids = list(rows.values_list("proposal_id", flat=True))
    found = {row.pk: row for row in Proposal.objects.filter(LISTED, pk__in=ids)}
    return lines([found[one] for one in ids if one in found], today)


def followed_by(account_id: int, *, today: date) -> tuple[ProposalLine, ...]:
    """Return what an account follows, the newest wish first."""
    rows = Follower.objects.filter(account=account_id).order_by("-since", "-pk")[:MOST]
    ids = list(rows.values_list("proposal_id", flat=True))
    found = {row.pk: row for row in Proposal.objects.filter(LISTED, pk__in=ids)}
    return lines([found[one] for one in ids if one in found], today)


def to_check(resident_id: int, *, today: date) -> tuple[ProposalLine, ...]:
    """Return the proposals of which a resident is asked whether they are done."""
    asked = Check.objects.filter(resident=resident_id, is_done=None, is_lapsed=False).values("proposal_id")
    return lines(list(Proposal.objects.filter(pk__in=asked, state=State.DONE.value).order_by("pk")), today)
