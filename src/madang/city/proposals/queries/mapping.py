"""Ideas on a map: the city drawn from its areas, and where ideas lie, each by itself where they are few, else by area."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from madang.city.opendata.queries.mapping import grounds
from madang.city.opendata.rules.mapview import View, view_of
from madang.city.proposals.models import Proposal
from madang.city.proposals.queries.areas import Areas, areas_now
from madang.city.proposals.queries.listing import Wanted, fitting
from madang.city.proposals.rules.life import State

MOST_POINTS = 300
MOST_AREAS = 80
_COLUMNS = ("reference", "title", "language", "state", "supports", "longitude", "latitude")


@dataclass(frozen=True, slots=True)
class Ground:
    """The city under a map: how places become pixels, and the outlines of its areas as SVG paths with their names."""

    view: View
    outlines: tuple[tuple[str, Mapping[str, str]], ...]


@dataclass(frozen=True, slots=True)
class IdeaPoint:
    """An idea on the map, in pixels."""

    reference: str
    title: str
    language: str
    state: State
    supports: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How many ideas belong to an area and what lies below it; its middle in pixels."""

    area_id: int
    name: Mapping[str, str]
    ideas: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class IdeasMapped:
    """What the map of ideas shows: points, or counts by area where there are more points than a map can show.

    elsewhere  ideas that fit and do not stand on the map: without a point, or, by area, of the whole city
    """

    points: tuple[IdeaPoint, ...]
    areas: tuple[AreaCount, ...]
    elsewhere: int


_kept: dict[str, tuple[int, Ground | None]] = {}


def ground() -> Ground | None:
    """Return the whole city as the ground of a map, kept until areas change; None where the city has no areas."""
    areas = areas_now()
    kept = _kept.get("ground")
    if kept is None or kept[0] != areas.edition:
        view = view_of(*areas.box) if areas.box else None
        kept = _kept["ground"] = (areas.edition, Ground(view, grounds(view)) if view else None)
    return kept[1]


def mapped(wanted: Wanted, view: View) -> IdeasMapped:
    """Return where the ideas lie that fit, the best supported points first."""
    areas = areas_now()
    rows = fitting(wanted, areas)
    spotted = rows.filter(longitude__isnull=False).order_by("-supports", "pk")
    found = list(spotted.only(*_COLUMNS)[: MOST_POINTS + 1])
    if len(found) > MOST_POINTS:
        return _by_area(Counter(dict(rows.order_by().values_list("area").annotate(Count("pk")))), areas, view)
    points = tuple(_point(row, view) for row in found)
    return IdeasMapped(points, (), rows.count() - len(points))


def _point(row: Proposal, view: View) -> IdeaPoint:
    x, y = view.pixel(row.longitude or 0.0, row.latitude or 0.0)
    return IdeaPoint(row.reference, row.title, row.language, State(row.state), row.supports, x, y)


def _by_area(counts: Counter[int | None], areas: Areas, view: View) -> IdeasMapped:
    """Sum what belongs to areas at the deepest step of the tree that a map can show."""
    chains = {pk: areas.above(pk) for pk in areas.middles}
    deepest = max((depth for depth in range(1, 9) if 0 < _on_step(chains, depth) <= MOST_AREAS), default=1)
    summed: Counter[int] = Counter()
    for pk, ideas in counts.items():
        if pk in chains and len(chains[pk]) >= deepest:
            summed[chains[pk][deepest - 1]] += ideas
    shown = tuple(
        AreaCount(pk, areas.names[pk], ideas, *view.pixel(*areas.middles[pk])) for pk, ideas in summed.most_common()
    )  # fmt: skip
    return IdeasMapped((), shown, counts.total() - summed.total())


def _on_step(chains: Mapping[int, list[int]], depth: int) -> int:
    return sum(len(chain) == depth for chain in chains.values())
