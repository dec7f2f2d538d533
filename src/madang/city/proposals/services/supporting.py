"""Support a proposal, take support back, move it to the one that its author retired in favour of."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import queries as people
from madang.city.people.rules import SYSTEM, Viewer
from madang.city.proposals.models import Proposal, Support
from madang.city.proposals.queries.loading import authorship, facts_of
from madang.city.proposals.queries.settings import settings
from madang.city.proposals.rules import life
from madang.city.proposals.rules import support as rules
from madang.city.proposals.rules.life import SUPPORTED, Actor, State
from madang.city.proposals.services import collecting
from madang.city.proposals.services.holding import hold

_HOUR = timedelta(hours=1)
# The count moves in the last statement, so that the row of a popular proposal is locked for as long as a commit takes.
_COUNT = """
UPDATE proposals_proposal SET supports = supports + %s WHERE id = %s AND state = ANY(%s) RETURNING supports, needed, state
"""


@transaction.atomic
def support(*, reference: str, by: Viewer, now: datetime) -> int:
    """Support a proposal and return how many do now; twice is as once. The last one needed sends it on its way.

    Raises Refused for strangers, authors, the too young, the too little known, the too many in an hour, and what is not open.
    """
    row, resident_id, chosen = _row(reference), _resident(by), settings()
    actor = Actor(authorship(resident_id, row), by.account_id)
    if reason := rules.why_not_support(facts_of(row), actor, _person(resident_id), chosen, clock.today(now)):
        raise Refused(reason)
    if not _insert(row.pk, resident_id, now):
        return row.supports
    if Support.objects.filter(resident=resident_id, at__gt=now - _HOUR).count() > chosen.an_hour:
        raise Refused(Refusal("proposals.enough_this_hour", {"most": chosen.an_hour}, status=429))
    return _counted(row, 1, by, now)


@transaction.atomic
def take_back(*, reference: str, by: Viewer, now: datetime) -> int:
    """Take support back and return how many are left; twice is as once. Raises Refused once the proposal is answered."""
    row, resident_id = _row(reference), _resident(by)
    if reason := rules.why_not_take_back(facts_of(row)):
        raise Refused(reason)
    gone, _ = Support.objects.filter(proposal=row, resident=resident_id).delete()
    return _counted(row, -1, by, now) if gone else row.supports


@transaction.atomic
def move_support(*, reference: str, by: Viewer, now: datetime) -> str:
    """Move one's own support from a retired proposal to the one that stands for it; return that one's reference.

    Nobody else moves it. Raises Refused where there is nothing to move, or the other takes no support.
    """
    held = hold(reference=reference, by=by, now=now)
    resident_id = _resident(by)
    other = held.row.in_favour_of
    if held.facts.state is not State.RETIRED or other is None:
        raise Refused(Refusal("proposals.nothing_to_move"))
    gone, _ = Support.objects.filter(proposal=held.row, resident=resident_id).delete()
    if not gone:
        raise Refused(Refusal("proposals.nothing_to_move"))
    Proposal.objects.filter(pk=held.row.pk).update(supports=F("supports") - 1)
    support(reference=other.reference, by=by, now=now)
    return other.reference


def _row(reference: str) -> Proposal:
    row = Proposal.objects.filter(reference=reference).first()
    if row is None or row.state == State.DRAFT:
        raise Refused(life.UNKNOWN)
    return row


def _resident(by: Viewer) -> int:
    if by.resident_id is None:
        raise Refused(Refusal("proposals.residents_only", status=403))
    return by.resident_id


def _person(resident_id: int) -> rules.Person:
    known = people.profile(resident_id, viewer=SYSTEM, purpose="support")
    return rules.Person(known.birth_date, known.assurance)


def _insert(proposal_id: int, resident_id: int, now: datetime) -> bool:
    """Write one support down; tell whether it is new, also where the same person taps twice at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO proposals_support (proposal_id, resident_id, at) VALUES (%s, %s, %s)"
            " ON CONFLICT (proposal_id, resident_id) DO NOTHING",
            [proposal_id, resident_id, now],
        )
        return cursor.rowcount == 1


def _counted(row: Proposal, step: int, by: Viewer, now: datetime) -> int:
    """Count, and where that was the last one needed, send the proposal on its way in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [step, row.pk, sorted(state.value for state in SUPPORTED)])
        found = cursor.fetchone()
    if found is None:
        raise Refused(Refusal("proposals.not_open"))
    supports, needed, state = found
    if state == State.COLLECTING and supports >= needed:
        collecting.reach_if_enough(hold(reference=row.reference, by=by, now=now))
    return int(supports)
