"""Finds what is about persons: one pass over the table, then a judgement of each column in the light of the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from madang.city.opendata.rules.disclosure.findings import Certainty, Field, Finding, Kind
from madang.city.opendata.rules.disclosure.masking import masked
from madang.city.opendata.rules.disclosure.personal import headers
from madang.city.opendata.rules.disclosure.personal.headers import denies, promises
from madang.city.opendata.rules.disclosure.personal.tallies import Tally, tally

FEW, SOME, MANY, MOST = 0.02, 0.05, 0.3, 0.6


@dataclass(frozen=True, slots=True)
class Context:
    """What the table as a whole is about: persons, offices and places with names, or neither."""

    persons: bool
    offices: bool
    facilities: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column with what was counted in it."""

    field: Field
    tally: Tally
    context: Context

    def rows(self, *names: str) -> int:
        """Return the rows of the given looks, summed."""
        return sum(self.tally.rows.get(name, 0) for name in names)

    def share(self, *names: str) -> float:
        """Return the share of the values that have one of the looks."""
        return self.tally.share(*names)

    def named(self, kind: Kind) -> bool:
        """Tell whether the header promises this kind."""
        return promises(self.field, kind)


Judge = Callable[[Column], Certainty | None]


def find_personal(fields: Sequence[Field], batches: Iterable[pa.RecordBatch]) -> tuple[Finding, ...]:
    """Return what a table holds about persons, in the order of its columns.

    Each batch must have all fields; memory holds one batch, whatever the length of the table.
    """
    tallies = tally(fields, batches)
    context = _context(fields, tallies)
    found: list[Finding] = []
    for field in fields:
        column = Column(field, tallies[field.name], context)
        judged = ((kind, judge(column)) for kind, judge in JUDGES.items()) if column.tally.values else ()
        found += [_finding(kind, certainty, column) for kind, certainty in judged if certainty]
    return (*found, *_coordinates(fields, tallies, context))


def _context(fields: Sequence[Field], tallies: Mapping[str, Tally]) -> Context:
    plain = Context(persons=False, offices=False, facilities=False)
    names = [Column(field, tallies[field.name], plain) for field in fields]
    personal = (Kind.RESIDENT_NUMBER, Kind.CHINESE_ID, Kind.BIRTH_DATE, Kind.PAYMENT_CARD)
    persons = headers.any_header(fields, headers.PERSONAL_CONTEXT) or any(
        _person_name(one) in (Certainty.CERTAIN, Certainty.LIKELY) or any(JUDGES[kind](one) for kind in personal)
        for one in names
        if one.tally.values
    )
    return Context(
        persons=persons,
        offices=any(one.share("office") >= MANY and not one.field.role for one in names),
        facilities=headers.any_header(fields, headers.FACILITY_CONTEXT),
    )


def _finding(kind: Kind, certainty: Certainty, column: Column) -> Finding:
    rows = column.tally.kinds.get(kind, 0) or column.tally.values
    examples = tuple(masked(kind, text) for text in column.tally.examples.get(kind, ()))
    return Finding(kind, (column.field.name,), rows, certainty, examples, {"whole": column.tally.values})


# Judgements, kind by kind


def _email(column: Column) -> Certainty | None:
    rows = column.rows("email")
    if not rows:
        return None
    return Certainty.OFFICE if column.rows("email-office") >= rows else Certainty.CERTAIN


def _phone(column: Column) -> Certainty | None:
    named = column.named(Kind.PHONE)
    mobile, plain_cn, land = column.rows("mobile"), column.rows("mobile-cn"), column.rows("land", "land-cn")
    foreign = column.rows("international") + (column.rows("american") if named or column.share("american") >= MANY else 0)
    if column.field.role in ("identifier", "code", "area-code") and not named and column.share("mobile-cn") < MOST:
        plain_cn = 0
    if mobile or (plain_cn and (named or column.share("mobile-cn") >= FEW)):
        sure = named or column.share("mobile", "mobile-cn") >= MANY
        return Certainty.CERTAIN if sure else Certainty.LIKELY
    if land or foreign or (named and column.rows("hotline")):
        return Certainty.LIKELY if column.context.persons else Certainty.OFFICE
    if plain_cn:
        return Certainty.POSSIBLE
    return Certainty.POSSIBLE if named and column.share("account") >= MANY else None


def _numbered(kind: Kind, pattern: str, *, unchecked: str = "") -> Judge:
    """Return a judge of numbers with a check digit: right ones are certain; plain digits must be so by more than chance."""

    def judge(column: Column) -> Certainty | None:
        if denies(column.field, kind):
            return None
        named, rows, right = column.named(kind), column.rows(pattern), column.tally.checked.get(pattern, 0)
        is_plain = column.field.type == "integer" or column.share("account") >= MANY
        by_chance = is_plain and right < MANY * column.tally.values  # a column of other long numbers
        if right and (named or not by_chance):
            return Certainty.CERTAIN
        if unchecked and (column.rows(unchecked, f"{pattern}-masked") or (named and rows)):
            return Certainty.LIKELY
        some = right >= SOME * column.tally.values and column.field.type != "integer"
        return Certainty.POSSIBLE if named or (right and some) else None

    return judge


def _passport(column: Column) -> Certainty | None:
    if column.named(Kind.PASSPORT):
        return Certainty.CERTAIN if column.share("passport") >= MANY else Certainty.POSSIBLE
    return Certainty.POSSIBLE if column.share("passport-korean") >= MOST else None


def _bank_account(column: Column) -> Certainty | None:
    if column.tally.checked.get("iban"):
        return Certainty.CERTAIN
    if column.named(Kind.BANK_ACCOUNT):
        return Certainty.LIKELY if column.share("account") >= FEW else Certainty.POSSIBLE
    return None


def _address(column: Column) -> Certainty | None:
    named = column.named(Kind.ADDRESS)
    shapes = column.share("address", "address-cn", "address-en")
    unit = column.rows("address-unit", "address-cn-unit") + (column.rows("address-en-unit") if column.rows("address-en") else 0)
    if not unit and not named and shapes < MANY and not column.rows("address-full"):
        return None
    if not unit and shapes == 0:
        return None  # a district's name under "address" is nobody's home
    home = headers.HOME_WORDS.search(headers.header_words(column.field)) is not None
    if home or column.context.persons:
        return Certainty.CERTAIN if home or named else Certainty.LIKELY
    if column.context.offices or column.context.facilities:
        return Certainty.OFFICE
    return Certainty.LIKELY if unit else Certainty.POSSIBLE


def _ip_address(column: Column) -> Certainty | None:
    if not column.rows("ip", "ip6"):
        return None
    if column.named(Kind.IP_ADDRESS) or column.share("ip", "ip6") >= MANY:
        return Certainty.CERTAIN
    return Certainty.POSSIBLE


def _vehicle_plate(column: Column) -> Certainty | None:
    rows = column.rows("plate", "plate-cn")
    if column.named(Kind.VEHICLE_PLATE):
        return Certainty.CERTAIN if rows else None
    if not rows:
        return None
    return Certainty.LIKELY if column.share("plate", "plate-cn") >= MANY else Certainty.POSSIBLE


def _birth_date(column: Column) -> Certainty | None:
    if not column.named(Kind.BIRTH_DATE):
        return None
    if column.field.type in ("date", "datetime"):
        return Certainty.CERTAIN
    return Certainty.LIKELY if column.share("day") >= MANY else None


def _person_name(column: Column) -> Certainty | None:
    if column.field.type != "text":
        return None
    if column.named(Kind.PERSON_NAME):
        if column.share("name-loose", "name-cn", "name-en", "name-given", "name-masked") >= MANY:
            given_away = column.share("office") >= MANY
            return Certainty.POSSIBLE if given_away else Certainty.CERTAIN
        return Certainty.POSSIBLE if column.share("name", "name-cn", "name-en") >= FEW else None
    if denies(column.field, Kind.PERSON_NAME) or column.share("office") >= MANY:
        return None
    if column.share("name-masked") >= MANY:
        return Certainty.POSSIBLE
    distinct_enough = column.tally.values >= 3
    return Certainty.LIKELY if distinct_enough and column.share("name", "name-cn", "name-en") >= MOST else None


JUDGES: Mapping[Kind, Judge] = {
    Kind.RESIDENT_NUMBER: _numbered(Kind.RESIDENT_NUMBER, "resident", unchecked="resident-dashed"),
    Kind.CHINESE_ID: _numbered(Kind.CHINESE_ID, "chinese-id"),
    Kind.PAYMENT_CARD: _numbered(Kind.PAYMENT_CARD, "card"),
    Kind.PASSPORT: _passport,
    Kind.BANK_ACCOUNT: _bank_account,
    Kind.PERSON_NAME: _person_name,
    Kind.BIRTH_DATE: _birth_date,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.ADDRESS: _address,
    Kind.VEHICLE_PLATE: _vehicle_plate,
    Kind.IP_ADDRESS: _ip_address,
}


# Places, which take two columns or a geometry


def _coordinates(fields: Sequence[Field], tallies: Mapping[str, Tally], context: Context) -> tuple[Finding, ...]:
    sides = [field for field in fields if field.role in ("longitude", "latitude") and tallies[field.name].fine]
    shapes = [field for field in fields if field.type == "geometry"]
    if not (sides or shapes) or not (context.persons or not (context.facilities or context.offices)):
        return ()
    certainty = Certainty.LIKELY if context.persons else Certainty.POSSIBLE
    groups = [tuple(field.name for field in sides)] if sides else []
    groups += [(field.name,) for field in shapes]
    return tuple(
        Finding(Kind.COORDINATES, names, _places(tallies[names[0]]), certainty, (), {"whole": tallies[names[0]].values})
        for names in groups
    )


def _places(counted: Tally) -> int:
    return counted.fine or counted.values
