"""The deep links of other authorities, read beside the services."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import Max

from madang.city.portal.models import ServiceLink
from madang.city.portal.queries.catalogue import INTERACTIONS, DeepLink, LinkedAuthority

CHUNK = 1_000

Row = tuple[int, str, str, str, str]


class Linked:
    """Hands out the links of one service after the other, read beside the services, so that memory does not grow."""

    def __init__(self, **which: str) -> None:
        """Read the links of the services that ``which`` chooses, in order of their keys."""
        rows = ServiceLink.objects.filter(**{f"service__{name}": value for name, value in which.items()})
        fields = rows.order_by("service_id", "authority", "interaction").values_list(
            "service_id", "authority", "authority_name", "interaction", "url"
        )
        self._groups = groupby(fields.iterator(chunk_size=CHUNK), key=itemgetter(0))
        self._next = self._step()

    def of(self, service_id: int) -> tuple[LinkedAuthority, ...]:
        """Return the authorities with links for a service. To be asked in the order of the services' keys."""
        while self._next is not None and self._next[0] < service_id:
            self._next = self._step()
        if self._next is None or self._next[0] > service_id:
            return ()
        return tuple(by_authority(self._next[1]))

    def _step(self) -> tuple[int, Iterator[Row]] | None:
        return next(self._groups, None)


def by_authority(rows: Iterable[Row]) -> Iterator[LinkedAuthority]:
    """Put rows that stand in order of the authority together."""
    for (code, name), group in groupby(rows, key=itemgetter(1, 2)):
        found = sorted((INTERACTIONS.index(interaction), interaction, url) for *_, interaction, url in group)
        yield LinkedAuthority(code, name, tuple(DeepLink(interaction, url) for _, interaction, url in found))


def authorities(**which: str) -> Iterator[tuple[str, str]]:
    """Yield the code of every authority that links name, with its name, empty where none is known."""
    rows = ServiceLink.objects.filter(**{f"service__{name}": value for name, value in which.items()})
    named = rows.values("authority").annotate(name=Max("authority_name")).order_by("authority")
    yield from named.values_list("authority", "name").iterator(chunk_size=CHUNK)
