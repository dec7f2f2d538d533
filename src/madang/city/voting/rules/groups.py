"""The groups in which voters and the entitled are counted: by area, age band and gender."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

AGE_BANDS = ((14, 19), (20, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, None))
UNKNOWN = ""


class Dimension(StrEnum):
    """What groups are made by."""

    AREA = "area"
    AGE = "age"
    GENDER = "gender"


@dataclass(frozen=True, slots=True)
class Group:
    """Where somebody belongs; what is not known is "".

    area  the id of an area of the vote's level, as text
    """

    area: str = UNKNOWN
    age: str = UNKNOWN
    gender: str = UNKNOWN

    def of(self, dimension: Dimension) -> str:
        """Return the group in one dimension."""
        return {Dimension.AREA: self.area, Dimension.AGE: self.age, Dimension.GENDER: self.gender}[dimension]


UNGROUPED = Group()


def age_band(age: int | None) -> str:
    """Return the band of an age in years, such as ``20-29`` or ``70+``; "" where it is unknown or below the first band."""
    if age is None:
        return UNKNOWN
    for least, most in AGE_BANDS:
        if age >= least and (most is None or age <= most):
            return f"{least}+" if most is None else f"{least}-{most}"
    return UNKNOWN


def area_level(levels: Sequence[str], areas_at: Mapping[str, int]) -> str:
    """Return the level of areas to count by: the largest that tells several areas of the electorate apart.

    levels    from the largest areas to the smallest
    areas_at  by level, how many areas of it the electorate lives in

    Returns "" where no level tells any apart.
    """
    return next((level for level in levels if areas_at.get(level, 0) > 1), "")


def counted(joint: Mapping[Group, int], dimension: Dimension) -> dict[str, int]:
    """Return how many people each group of one dimension holds."""
    found: Counter[str] = Counter()
    for group, people in joint.items():
        found[group.of(dimension)] += people
    return dict(sorted(found.items()))


def to_rows(joint: Mapping[Group, int]) -> list[list[str | int]]:
    """Write counts by group as rows of area, age, gender, people."""
    return [[one.area, one.age, one.gender, joint[one]] for one in sorted(joint, key=lambda one: (one.area, one.age, one.gender))]


def from_rows(rows: Sequence[Sequence[str | int]]) -> dict[Group, int]:
    """Read what ``to_rows`` wrote."""
    return {Group(str(area), str(age), str(gender)): int(people) for area, age, gender, people in rows}
