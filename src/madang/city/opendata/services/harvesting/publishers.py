"""Who answers for harvested data sets: an office for each name that a source says, below the source's own."""

from datetime import datetime

from madang.city.opendata.models import HarvestSource, Publisher
from madang.city.opendata.rules.facts import slug_of
from madang.city.opendata.rules.harvesting import PublisherTold
from madang.city.opendata.rules.harvesting.reading import by_language

MOST = 2_000
"""Offices of one source; what comes after them belongs to the source's own."""


class Publishers:
    """Remembers the publishers of one source while it is read."""

    def __init__(self, source: HarvestSource, now: datetime) -> None:
        self._source, self._now = source, now
        self._known: dict[str, Publisher] = {
            row.slug: row for row in Publisher.objects.filter(slug__startswith=f"{source.slug}-", department=None)
        }
        self._own: Publisher | None = source.publisher

    def of(self, told: PublisherTold) -> Publisher:
        """Return the publisher that a record names; the source's own where it names none."""
        word = slug_of(told.name)
        if not word:
            return self.own()
        slug = f"{self._source.slug}-{word}"[:120].rstrip("-")
        if slug not in self._known:
            if len(self._known) >= MOST:
                return self.own()
            self._known[slug] = self._made(slug, by_language(told.name), told)
        return self._known[slug]

    def own(self) -> Publisher:
        """Return the publisher of the source."""
        if self._own is None:
            self._own = self._made(self._source.slug, self._source.titles, PublisherTold())
        return self._own

    def _made(self, slug: str, names: dict[str, str], told: PublisherTold) -> Publisher:
        said = {"names": names, "home_url": told.home_url, "email": told.email, "changed_at": self._now}
        row, _ = Publisher.objects.get_or_create(slug=slug, defaults=said)
        if row.department_id is not None:  # a department of this city answers for nobody else's data
            row, _ = Publisher.objects.get_or_create(slug=f"{slug[:110]}-harvested", defaults=said)
        return row
