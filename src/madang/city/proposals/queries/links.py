"""What a proposal led to, and from which proposals something came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from madang.city.kernel.registries import origins
from madang.city.kernel.text.languages import language_code
from madang.city.proposals.models import Link
from madang.city.proposals.models.proposals import LISTED, Proposal
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.links import page_of


@dataclass(frozen=True, slots=True)
class LinkLine:
    """Something that a proposal led to; titles by language."""

    kind: str
    reference: str
    title: Mapping[str, str]
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """A proposal from which something came."""

    reference: str
    title: str
    language: str
    state: State
    url: str


def links_of(reference: str) -> tuple[LinkLine, ...]:
    """Return what a proposal led to, oldest first."""
    rows = Link.objects.filter(proposal__reference=reference).order_by("at", "pk")
    return tuple(LinkLine(row.kind, row.reference, row.title, row.url, row.at) for row in rows)


def origins_of(kind: str, reference: str) -> tuple[Origin, ...]:
    """Return the listed proposals from which a vote, budget round, case, service or data set came, most supported first."""
    linked = Link.objects.filter(kind=kind, reference=reference).values("proposal_id")
    rows = Proposal.objects.filter(LISTED, pk__in=linked).order_by("-supports", "pk")
    return tuple(Origin(row.reference, row.title, row.language, State(row.state), page_of(row.reference)) for row in rows)


def as_origins(kind: str, reference: str) -> list[origins.Origin]:
    """Return them as pages of other systems print them."""
    found = origins_of(kind, reference)
    return [origins.Origin(_("Came from a resident's idea"), one.title, language_code(one.language), one.url) for one in found]
