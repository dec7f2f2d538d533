"""Data sets among the answers of the city's one search box."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.registries.search import Hit
from madang.city.kernel.text import localised
from madang.city.opendata.queries.catalogue import Wanted, find

LONGEST_SUMMARY = 160


class DatasetSearch:
    """The public data sets; only what has all the words is an answer."""

    name = "data"
    label = _("Data sets")

    def search(self, query: str, lang: str, limit: int) -> Sequence[Hit]:
        """Return the best data sets for ``query``."""
        found = find(Wanted(q=query[:200], lang=lang, size=limit, with_counts=False))
        if found.is_relaxed:
            return []
        return [
            Hit(
                title=localised(one.titles, lang) or one.slug,
                summary=localised(one.texts, lang)[:LONGEST_SUMMARY],
                url=reverse("opendata:dataset", args=[one.slug]),
                kind=str(_("Data set")),
            )
            for one in found.rows
        ]


CATALOGUE_SOURCE = DatasetSearch()
