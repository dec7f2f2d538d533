"""What the result would be if those who voted were of the areas, ages and genders of those who live here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from madang.city.voting.rules.counting import BY_POINTS, Marked, chosen, chosen_by, count, first_choice, voters, winners
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.groups import UNKNOWN, Dimension, Group, counted
from madang.city.voting.rules.tables import REST, merged
from madang.city.voting.rules.votes import Kind, Terms
from madang.urban.ballots import weights
from madang.urban.ballots.weights import Margin, Weights

LEAST_CELLS = 30
SCALE = 1_000
Coarse = tuple[int, ...]


def can_use_census(electorate: Electorate) -> bool:
    """Tell whether a census can say how many people are entitled: it knows areas, ages and genders, and nothing else."""
    return electorate.roll is None and not electorate.languages


def weighed(
    terms: Terms, marked: Sequence[Marked], population: Mapping[Group, int], *, seed: str | None, k: int
) -> dict[str, Any] | None:
    """Return the weighted result as plain values: winners, shares in whole percent, how many ballots it is worth.

    population  how many people there are of each group

    None where fewer than 30 k people voted, or where no group can be told from the others. So that it tells of no few people,
    groups in which an option was chosen by fewer than k are joined, and shares are whole percents.
    """
    cast = sum(one.ballots for one in marked)
    picked = chosen(terms, marked)
    coarse = {one: merged(_halves(terms, picked, one), k) for one in Dimension}
    used = [one for one in Dimension if len(set(coarse[one].values())) > 1 and any(_margin(coarse[one], population, one))]
    if cast < LEAST_CELLS * k or not used:
        return None
    cell_of = {group: tuple(coarse[one][group.of(one)] for one in used) for group in {one.group for one in picked}}
    cells: Counter[Coarse] = Counter()
    for one in picked:
        cells[cell_of[one.group]] += one.ballots
    order = sorted(cells)
    margins = [_raked(order, place, coarse[one], population, one) for place, one in enumerate(used)]
    found = weights.rake([cells[one] for one in order], margins)
    factors = dict(zip(order, [round(SCALE * one) for one in found.factors], strict=True))
    ballots = [(factors[cell_of[one.group]] * one.ballots, one.choice) for one in marked]
    return {
        "winners": list(winners(terms, count(terms, ballots, seed))),
        "shares": shares(terms, ballots),
        "ballots": cast,
        "worth": round(found.effective),
        "by": [one.value for one in used],
        "lacking": _lacking(found, used, coarse, population),
        "is_settled": found.is_settled,
    }


def shares(terms: Terms, ballots: Sequence[tuple[int, Any]]) -> dict[str, int | float]:
    """Return for each option the percent of ballots that choose it (of those with a first choice; of all, where several may be
    marked), or its mean points; by number.

    ballots  (weight, choice)
    """
    found: Counter[int] = Counter()
    for weight, choice in ballots:
        if terms.kind in BY_POINTS:
            found.update({int(option): points * weight for option, points in choice.items()})
        elif terms.kind is Kind.APPROVAL:
            found.update(dict.fromkeys(choice, weight))
        else:
            found[first_choice(choice, terms.kind)] += weight
    partly = terms.kind not in (*BY_POINTS, Kind.APPROVAL)
    whole = sum(weight for weight, _ in ballots) - (found[REST] if partly else 0)
    options = range(1, terms.options + 1)
    if terms.kind in BY_POINTS:
        return {str(option): round(found[option] / whole, 1) if whole else 0.0 for option in options}
    return {str(option): round(100 * found[option] / whole) if whole else 0 for option in options}


def _halves(terms: Terms, picked: Sequence[Marked], dimension: Dimension) -> dict[str, dict[int, int]]:
    """Return by group the ballots for each option, and where several may be marked also those against it, as -number."""
    people = voters(picked, dimension)
    if terms.kind in BY_POINTS:
        return {group: {REST: n} for group, n in people.items()}
    cells = chosen_by(terms, picked, dimension)
    if terms.kind is not Kind.APPROVAL:
        return cells
    return {group: one | {-option: people[group] - n for option, n in one.items()} for group, one in cells.items()}


def _margin(coarse: Mapping[str, int], population: Mapping[Group, int], dimension: Dimension) -> list[int]:
    """Return how many people there are of each coarse group; those of whom nobody voted come last, one by one."""
    people = counted(population, dimension)
    sizes = [0] * (max(coarse.values(), default=0) + 1)
    for group, number in coarse.items():
        sizes[number] += people.get(group, 0)
    return sizes + [people[group] for group in _absent(coarse, people)]


def _absent(coarse: Mapping[str, int], people: Mapping[str, int]) -> list[str]:
    return [group for group in people if group not in coarse and people[group]]


def _raked(
    order: Sequence[Coarse], place: int, coarse: Mapping[str, int], population: Mapping[Group, int], dimension: Dimension
) -> Margin:
    sizes = _margin(coarse, population, dimension)
    unsaid = coarse.get(UNKNOWN) if UNKNOWN not in counted(population, dimension) else None
    unsaid = None if unsaid == 0 else unsaid  # joined with others, they are counted as those are
    category = [weights.UNKNOWN if cell[place] == unsaid else cell[place] for cell in order]
    return Margin(np.array(category, dtype=np.int64), np.array(sizes, dtype=float))


def _lacking(
    found: Weights,
    used: Sequence[Dimension],
    coarse: Mapping[Dimension, Mapping[str, int]],
    population: Mapping[Group, int],
) -> dict[str, list[str]]:
    """Return by dimension the groups of whom nobody voted, so that nobody could speak for them."""
    missing = {}
    for dimension, numbers in zip(used, found.lacking, strict=True):
        people = counted(population, dimension)
        first = max(coarse[dimension].values(), default=0) + 1
        absent = _absent(coarse[dimension], people)
        missing[dimension.value] = [absent[number - first] for number in numbers if number >= first]
    return {name: groups for name, groups in missing.items() if groups}
