"""Tie a proposal to what it led to."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Link
from madang.city.proposals.rules import links as rules
from madang.city.proposals.services.holding import Held, hold


@transaction.atomic
def link(*, reference: str, kind: str, target: str, title: Mapping[str, str], url: str, by: Viewer, now: datetime) -> None:
    """Link a proposal to a vote, budget round, case, service or data set; twice is as once, with the later title.

    target  the reference or slug of what it led to
    url     its address on this site

    Raises Refused for whoever does not work on the proposal.
    """
    held = hold(reference=reference, by=by, now=now)
    if reason := rules.why_not_tie(held.actor):
        raise Refused(reason)
    tie(held, kind, target, title, url)


def tie(held: Held, kind: str, target: str, title: Mapping[str, str], url: str) -> None:
    """Write a link of a held proposal down. Raises Refused for what is no link of this site."""
    if reason := rules.why_not_link(kind, target, title, url):
        raise Refused(reason)
    told = {"title": dict(title), "url": url}
    Link.objects.update_or_create(
        proposal=held.row, kind=kind, reference=target, defaults=told, create_defaults=told | {"at": held.now}
    )
    _note("proposal.linked", held, {"kind": kind, "target": target[:64]})


@transaction.atomic
def unlink(*, reference: str, kind: str, target: str, by: Viewer, now: datetime) -> None:
    """Take a link away that was a mistake. Raises Refused for whoever does not work on the proposal."""
    held = hold(reference=reference, by=by, now=now)
    if reason := rules.why_not_tie(held.actor):
        raise Refused(reason)
    Link.objects.filter(proposal=held.row, kind=kind, reference=target).delete()
    _note("proposal.unlinked", held, {"kind": kind, "target": target[:64]})


def _note(verb: str, held: Held, details: Mapping[str, str]) -> None:
    about = f"proposal:{held.row.reference}"
    journal.note(verb=verb, about=about, actor=str(held.by.actor), at=held.now, details=details)
