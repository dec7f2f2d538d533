"""How many people an electorate holds, by group: asked of the people's register in one query."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Count

from madang.city.people.queries import population as people
from madang.city.people.queries.population import Cell, Listed, Wanted
from madang.city.places import queries as places
from madang.city.voting.models import CensusCount, Entitled, RollEntry, Vote
from madang.city.voting.queries import keys, secret
from madang.city.voting.queries.areas import Tree, tree
from madang.city.voting.queries.entitlement import resident
from madang.city.voting.rules import rolls
from madang.city.voting.rules.electorate import Electorate, Roll, born_between
from madang.city.voting.rules.groups import Group, age_band, area_level


def entitled(row: Vote, electorate: Electorate, *, on: date) -> dict[Group, int]:
    """Return how many residents meet the conditions on a day, by group; nobody is known of a list of codes."""
    if electorate.roll is not None and electorate.roll.is_bearer:
        return {}
    return _grouped(people.counted(_wanted(row, electorate, on), on=on), row.area_level)


def each_entitled(row: Vote, electorate: Electorate, *, on: date) -> Iterator[tuple[int, Group]]:
    """Yield every resident who meets the conditions on a day, with their group."""
    known, level = tree(), row.area_level
    for resident_id, cell in people.each(_wanted(row, electorate, on), on=on):
        yield resident_id, _group(known, level, cell)


def registered(row: Vote) -> dict[Group, int]:
    """Return how many people stand in the register that was made when an official vote opened, by group."""
    rows = Entitled.objects.filter(vote=row).values_list("area_id", "age_band", "gender").annotate(people=Count("pk"))
    return {Group(str(area or ""), age, gender): people for area, age, gender, people in rows}


def took_part(row: Vote) -> dict[Group, int]:
    """Return how many of each group of the register took part in an official vote that is about to close.

    It is the registrar's knowledge of who came; ballots belong to no group. Nothing is known of votes by list.
    """
    rows = Entitled.objects.filter(vote=row).values_list("resident_id", "area_id", "age_band", "gender")
    groups = {resident(one): Group(str(area or ""), age, gender) for one, area, age, gender in rows.iterator()}
    return dict(Counter(groups[person] for person in secret.took_part(row, groups)))


def census(row: Vote, electorate: Electorate) -> dict[Group, int]:
    """Return how many people of the electorate's areas, ages and genders a census counts; empty where none was loaded."""
    rows = CensusCount.objects.filter(age__gte=electorate.age_from)
    rows = rows.filter(age__lte=electorate.age_until) if electorate.age_until is not None else rows
    rows = rows.filter(gender__in=electorate.genders) if electorate.genders else rows
    homes = _homes(row, electorate)
    rows = rows.filter(area_id__in=homes) if homes is not None else rows
    cells: dict[Cell, int] = {
        (area, age, gender): count for area, age, gender, count in rows.values_list("area_id", "age", "gender", "people")
    }
    return _grouped(cells, row.area_level)


def level_for(row: Vote, electorate: Electorate) -> str:
    """Return the level of areas to count by: the largest that tells the electorate's areas apart."""
    known, homes = tree(), _homes(row, electorate)
    covered = known.parents if homes is None else homes
    levels = places.levels()
    areas_at = {level: len({known.at_level(one, level) for one in covered} - {""}) for level in levels}
    return area_level(levels, areas_at)


def _wanted(row: Vote, electorate: Electorate, on: date) -> Wanted:
    after, until = born_between(electorate, on)
    return Wanted(
        area_ids=_homes(row, electorate),
        born_after=after,
        born_until=until,
        genders=electorate.genders,
        languages=electorate.languages,
        least=electorate.least,
        listed=_listed(row, electorate.roll),
    )


def _listed(row: Vote, roll: Roll | None) -> Listed | None:
    if roll is None or roll.is_bearer:
        return None
    digests = [bytes(one) for one in RollEntry.objects.filter(vote=row).values_list("digest", flat=True)]
    return Listed("phones" if roll is Roll.PHONES else "mails", keys.roll_key(row.reference), digests, rolls.PREFIX)


def _homes(row: Vote, electorate: Electorate) -> frozenset[int] | None:
    """Return the areas in which people may live; None where it does not matter."""
    homes = tree().below(electorate.areas) if electorate.areas else None
    if electorate.near is None:
        return homes
    near = frozenset(row.near_areas)
    return near if homes is None else homes & near


def _grouped(cells: Mapping[Cell, int], level: str) -> dict[Group, int]:
    known = tree()
    found: Counter[Group] = Counter()
    for cell, count in cells.items():
        found[_group(known, level, cell)] += count
    return dict(found)


def _group(known: Tree, level: str, cell: Cell) -> Group:
    area, age, gender = cell
    return Group(known.at_level(area, level), age_band(age), gender)
