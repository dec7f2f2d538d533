"""Who may vote: conditions that must all hold, the same for everybody, shown to everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Assurance, Gender
from madang.city.voting.rules.votes import Mode

LEAST_AGE = 14
MOST_AGE = 120
LEAST_METRES, MOST_METRES = 50, 100_000
LONGEST_PLACE = 120


class Roll(StrEnum):
    """A list of those who may vote.

    phones, mails   numbers and addresses of people, who sign in
    codes, letters  codes that open the vote without an account: those of a file, or made by the city and sent on paper
    numbers         telephone numbers of people, who prove theirs by a text message and need no account
    """

    PHONES = "phones"
    MAILS = "mails"
    CODES = "codes"
    LETTERS = "letters"
    NUMBERS = "numbers"

    @property
    def is_bearer(self) -> bool:
        """Tell whether whoever holds the code or the telephone votes, and nothing else is known of them."""
        return self in (Roll.CODES, Roll.LETTERS, Roll.NUMBERS)

    @property
    def has_codes(self) -> bool:
        """Tell whether the list holds codes, so that typing an entry is enough."""
        return self in (Roll.CODES, Roll.LETTERS)


class Condition(StrEnum):
    """What may stand against somebody's voting."""

    ROLL = "roll"
    ASSURANCE = "assurance"
    AGE_UNKNOWN = "age_unknown"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    HOME_UNKNOWN = "home_unknown"
    AREA = "area"
    NEAR = "near"
    GENDER = "gender"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Near:
    """Within so many metres of a place; ``name`` is what people call it."""

    longitude: float
    latitude: float
    metres: int
    name: str


@dataclass(frozen=True, slots=True)
class Electorate:
    """The conditions. What is empty asks for nothing.

    areas      ids of areas of any level: people must live in one of them
    near       people must live in a neighbourhood that lies, at least with its border, within the distance
    age_from   full years on the day of opening, both ends included
    languages  of which people must speak one
    """

    areas: frozenset[int] = frozenset()
    near: Near | None = None
    age_from: int = LEAST_AGE
    age_until: int | None = None
    genders: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    least: Assurance = Assurance.SELF_DECLARED
    roll: Roll | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What the city knows of somebody who wants to vote.

    homes    ids of the area where they live and of all areas that hold it, the smallest first
    is_near  whether that area lies within the distance that the electorate asks for
    on_roll  whether the vote's list names them
    """

    age: int | None = None
    homes: tuple[int, ...] = ()
    gender: str = ""
    languages: frozenset[str] = frozenset()
    assurance: Assurance = Assurance.SELF_DECLARED
    is_near: bool = False
    on_roll: bool = False


@dataclass(frozen=True, slots=True)
class Failing:
    """The first condition that fails, with what was asked for and what is known."""

    condition: Condition
    values: Mapping[str, Any] = field(default_factory=dict)


def why_not(person: Person, electorate: Electorate) -> Failing | None:
    """Return the first condition that somebody does not meet; None where they may vote."""
    if electorate.roll is not None and not person.on_roll:
        return Failing(Condition.ROLL, {"roll": electorate.roll})
    if electorate.roll is not None and electorate.roll.is_bearer:
        return None
    if person.assurance.level < electorate.least.level:
        return Failing(Condition.ASSURANCE, {"least": electorate.least})
    return _why_not_age(person, electorate) or _why_not_home(person, electorate) or _why_not_self(person, electorate)


def _why_not_age(person: Person, electorate: Electorate) -> Failing | None:
    if person.age is None:
        return Failing(Condition.AGE_UNKNOWN, {"least": electorate.age_from})
    if person.age < electorate.age_from:
        return Failing(Condition.TOO_YOUNG, {"least": electorate.age_from, "age": person.age})
    if electorate.age_until is not None and person.age > electorate.age_until:
        return Failing(Condition.TOO_OLD, {"most": electorate.age_until, "age": person.age})
    return None


def _why_not_home(person: Person, electorate: Electorate) -> Failing | None:
    if not electorate.areas and electorate.near is None:
        return None
    if not person.homes:
        return Failing(Condition.HOME_UNKNOWN)
    if electorate.areas and not electorate.areas & set(person.homes):
        return Failing(Condition.AREA, {"areas": sorted(electorate.areas), "homes": person.homes})
    if electorate.near is not None and not person.is_near:
        return Failing(Condition.NEAR, {"near": electorate.near, "homes": person.homes})
    return None


def _why_not_self(person: Person, electorate: Electorate) -> Failing | None:
    if electorate.genders and person.gender not in electorate.genders:
        return Failing(Condition.GENDER, {"genders": sorted(electorate.genders), "gender": person.gender})
    if electorate.languages and not electorate.languages & person.languages:
        return Failing(Condition.LANGUAGE, {"languages": sorted(electorate.languages)})
    return None


def why_not_electorate(electorate: Electorate, mode: Mode, *, by_staff: bool) -> Refusal | None:
    """Refuse conditions that cannot be, that contradict each other, or that residents may not set."""
    return _why_not_bounds(electorate) or _why_not_roll(electorate, by_staff=by_staff) or _why_not_mode(electorate, mode)


def _why_not_bounds(electorate: Electorate) -> Refusal | None:
    until = electorate.age_until
    if electorate.age_from < LEAST_AGE:
        return Refusal("voting.age_least", {"least": LEAST_AGE}, status=422)
    if electorate.age_from > MOST_AGE or (until is not None and not electorate.age_from <= until <= MOST_AGE):
        return Refusal("voting.age_backwards", {"most": MOST_AGE}, status=422)
    if electorate.near is not None and (reason := _why_not_near(electorate.near)):
        return reason
    if unknown := sorted(electorate.genders - set(Gender)):
        return Refusal("voting.gender_unknown", {"gender": unknown[0]}, status=422)
    return None


def _why_not_near(near: Near) -> Refusal | None:
    if not LEAST_METRES <= near.metres <= MOST_METRES:
        return Refusal("voting.near_metres", {"least": LEAST_METRES, "most": MOST_METRES}, status=422)
    is_place = abs(near.longitude) <= 180 and abs(near.latitude) <= 90 and 0 < len(near.name) <= LONGEST_PLACE
    return None if is_place else Refusal("voting.near_place", {"most": LONGEST_PLACE}, status=422)


def _why_not_roll(electorate: Electorate, *, by_staff: bool) -> Refusal | None:
    roll = electorate.roll
    if roll is None:
        return None
    if not by_staff:
        return Refusal("voting.roll_by_staff", status=403)
    if roll.is_bearer and electorate != Electorate(roll=roll):
        return Refusal("voting.roll_stands_alone", status=422)
    if roll is Roll.PHONES and electorate.least is not Assurance.IDENTITY_PROVED:
        return Refusal("voting.phones_proved", status=422)
    if roll is Roll.MAILS and electorate.least is Assurance.SELF_DECLARED:
        return Refusal("voting.mails_confirmed", status=422)
    return None


def _why_not_mode(electorate: Electorate, mode: Mode) -> Refusal | None:
    is_known = electorate.least is not Assurance.SELF_DECLARED or (electorate.roll is not None and electorate.roll.is_bearer)
    if mode is Mode.OFFICIAL and not is_known:
        return Refusal("voting.official_assurance", status=422)
    return None


def born_between(electorate: Electorate, on: date) -> tuple[date | None, date]:
    """Return the birth dates of the ages on a day: (the last date that is too early, or None; the last date that is right)."""
    latest = _years_before(on, electorate.age_from)
    until = electorate.age_until
    return (None if until is None else _years_before(on, until + 1)), latest


def _years_before(day: date, years: int) -> date:
    """Return the last birth date that makes ``years`` full years; who is born on 29 February turns a year older on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def to_plain(electorate: Electorate) -> dict[str, Any]:
    """Write the conditions as JSON can hold them; what asks for nothing is left out."""
    near = electorate.near
    plain: dict[str, Any] = {
        "areas": sorted(electorate.areas),
        "near": {one.name: getattr(near, one.name) for one in fields(near)} if near else None,
        "age_from": electorate.age_from,
        "age_until": electorate.age_until,
        "genders": sorted(electorate.genders),
        "languages": sorted(electorate.languages),
        "least": electorate.least.value,
        "roll": electorate.roll.value if electorate.roll else None,
    }
    return {name: value for name, value in plain.items() if value not in (None, [])}


def from_plain(plain: Mapping[str, Any]) -> Electorate:
    """Read what ``to_plain`` wrote."""
    near, roll = plain.get("near"), plain.get("roll")
    return Electorate(
        areas=frozenset(plain.get("areas", ())),
        near=Near(**near) if near else None,
        age_from=plain.get("age_from", LEAST_AGE),
        age_until=plain.get("age_until"),
        genders=frozenset(plain.get("genders", ())),
        languages=frozenset(plain.get("languages", ())),
        least=Assurance(plain.get("least", Assurance.SELF_DECLARED)),
        roll=Roll(roll) if roll else None,
    )
