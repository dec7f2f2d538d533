"""Whether somebody may vote, and if not, the first condition that fails, in words."""

from dataclasses import dataclass

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import queries as people
from madang.city.people.queries import Profile
from madang.city.people.rules import SYSTEM, age_in_years
from madang.city.voting.models import Entitled, RollEntry, Vote
from madang.city.voting.queries import keys
from madang.city.voting.queries.areas import areas_near, tree
from madang.city.voting.queries.loading import electorate_of
from madang.city.voting.queries.wording import refusal_of
from madang.city.voting.rules import rolls
from madang.city.voting.rules.electorate import Electorate, Person, Roll, why_not
from madang.city.voting.rules.groups import UNGROUPED, Group, age_band
from madang.city.voting.rules.votes import Mode, State

_NO_CODE = Refusal("voting.code_unknown", status=403)


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody who may vote.

    person  who they are to this vote: ``resident:17``, or on a list ``roll:5``; one person, one vote
    group   in which their ballot or their taking part is counted
    """

    person: str
    group: Group


def resident(resident_id: int) -> str:
    """Return how a resident who is signed in is named to ``voter``."""
    return f"resident:{resident_id}"


def voter(row: Vote, person: str, *, with_group: bool = True) -> Voter:
    """Return who votes.

    person      ``resident:17`` for somebody who is signed in, or what ``services.entering`` and ``services.kiosks`` returned
    with_group  whether their group is asked for, which may cost a query more

    Raises Refused with the first condition that fails.
    """
    kind, _, number = person.partition(":")
    if kind == "resident" and number.isdigit():
        return _resident(row, int(number), with_group=with_group)
    if kind == "roll" and number.isdigit():
        return _holder(row, int(number))
    raise Refused(_NO_CODE)


def _holder(row: Vote, entry_id: int) -> Voter:
    roll = electorate_of(row).roll
    if roll is None or not roll.is_bearer or not RollEntry.objects.filter(pk=entry_id, vote=row).exists():
        raise Refused(_NO_CODE)
    return Voter(f"roll:{entry_id}", UNGROUPED)


def _resident(row: Vote, resident_id: int, *, with_group: bool) -> Voter:
    electorate = electorate_of(row)
    has_register = row.mode == Mode.OFFICIAL and electorate.roll is None and row.state not in (State.DRAFT, State.ANNOUNCED)
    listed = Entitled.objects.filter(vote=row, resident_id=resident_id).first() if has_register else None
    if listed is not None:
        return Voter(resident(resident_id), Group(str(listed.area_id or ""), listed.age_band, listed.gender))
    known = people.profile(resident_id, viewer=SYSTEM, purpose=f"vote:{row.reference}")
    entry_id = _entry(row, electorate, known)
    areas = tree() if with_group or electorate.areas or electorate.near else None
    homes = areas.above(known.home_area_id) if areas else ()
    person = _facts(row, electorate, known, homes, on_roll=entry_id is not None)
    if failing := why_not(person, electorate):
        raise Refused(refusal_of(failing))
    if has_register:
        raise Refused(Refusal("voting.not_on_register", status=403))
    home = areas.at_level(known.home_area_id, row.area_level) if areas else ""
    group = Group(home, age_band(person.age), person.gender) if with_group else UNGROUPED
    return Voter(f"roll:{entry_id}" if entry_id is not None else resident(resident_id), group)


def _entry(row: Vote, electorate: Electorate, known: Profile) -> int | None:
    """Return the entry of the vote's list that names a resident, so that two accounts of one number have one vote."""
    if electorate.roll is None or electorate.roll.is_bearer:
        return None
    entry = rolls.tidy(known.phone if electorate.roll is Roll.PHONES else known.email, electorate.roll)
    if entry is None:
        return None
    digest = keys.roll_digest(row.reference, entry)
    return RollEntry.objects.filter(vote=row, digest=digest).values_list("pk", flat=True).first()


def _facts(row: Vote, electorate: Electorate, known: Profile, homes: tuple[int, ...], *, on_roll: bool) -> Person:
    return Person(
        age=age_in_years(known.birth_date, clock.today(row.opened_at or row.opens_at)) if known.birth_date else None,
        homes=homes,
        gender=known.gender,
        languages=frozenset(known.languages),
        assurance=known.assurance,
        is_near=electorate.near is not None and bool(homes) and homes[0] in (row.near_areas or areas_near(electorate.near)),
        on_roll=on_roll,
    )
