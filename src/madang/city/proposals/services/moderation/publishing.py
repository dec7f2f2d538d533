"""Publish and change proposals with a look at what speaks for spam, and say something where a moderator reads first."""

from datetime import datetime

from django.db import transaction

from madang.city.kernel.refusals import Refused
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Proposal, Statement, Version
from madang.city.proposals.queries.spam import circumstances_of
from madang.city.proposals.rules import spam
from madang.city.proposals.rules.life import UNKNOWN
from madang.city.proposals.rules.moderation import Kind, Reason, TextRef, Why, statement_ref
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.opinions import Moderation
from madang.city.proposals.rules.spam import Finding
from madang.city.proposals.rules.writing import Writing
from madang.city.proposals.services import opinions
from madang.city.proposals.services import writing as proposals
from madang.city.proposals.services.moderation.opening import open_case, open_for_score


@transaction.atomic
def publish(*, reference: str, shown: Shown, by: Viewer, now: datetime, revision: int | None = None) -> bool:
    """Publish a draft; return whether it collects support now.

    What looks like spam waits for a moderator, and its author is told.

    Raises Refused as ``writing.publish`` does.
    """
    row = _held(reference)
    found = _findings(row, by, now)
    held_for = Reason.SPAM.value if spam.is_held(found) else ""
    proposals.publish(reference=reference, shown=shown, by=by, now=now, revision=revision, held_for=held_for)
    if held_for:
        open_for_score(TextRef(Kind.PROPOSAL, reference), author=by.account_id, found=found, now=now)
    return not held_for


@transaction.atomic
def edit(*, reference: str, writing: Writing, by: Viewer, now: datetime, revision: int | None = None) -> int:
    """Change a proposal and return the number of its version.

    A change that looks like spam comes before a moderator; the proposal stays to be read meanwhile, for people support it.
    Of one that is held back already the signs are read anew.

    Raises Refused as ``writing.edit`` does.
    """
    number = proposals.edit(reference=reference, writing=writing, by=by, now=now, revision=revision)
    row = _held(reference)
    found = _findings(row, by, now)
    if spam.is_held(found) or row.held_for:
        author = people.account_of(row.author_id) if row.author_id is not None else None
        open_for_score(TextRef(Kind.PROPOSAL, reference), author=author, found=found, now=now, is_held=False)
    return number


@transaction.atomic
def say(*, reference: str, text: str, language: str, by: Viewer, now: datetime) -> int:
    """Say something in a conversation and return its number; where moderators read first, it comes before them.

    Raises Refused as ``opinions.add_statement`` does.
    """
    number = opinions.add_statement(reference=reference, text=text, language=language, by=by, now=now)
    if Statement.objects.filter(conversation__reference=reference, number=number, state=Moderation.WAITING.value).exists():
        open_case(statement_ref(reference, number), author=by.account_id, why=Why.FIRST, now=now)
    return number


def _held(reference: str) -> Proposal:
    """Return a proposal, held to the end of the transaction, so that what is weighed is what is published."""
    row = Proposal.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise Refused(UNKNOWN)
    return row


def _findings(row: Proposal, by: Viewer, now: datetime) -> tuple[Finding, ...]:
    if by.resident_id is None:
        raise Refused(UNKNOWN)
    version = Version.objects.get(proposal=row, number=row.version)
    return spam.findings(f"{version.title}\n{version.text}", circumstances_of(by.resident_id, now, without_proposal=row.pk))
