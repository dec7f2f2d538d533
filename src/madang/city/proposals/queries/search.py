"""Proposals among the answers of the city's one search box."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from madang.city.kernel import clock
from madang.city.kernel.registries.search import Hit
from madang.city.proposals.queries.listing import Order, Wanted, find
from madang.city.proposals.rules.links import page_of


class ProposalSearch:
    """The listed proposals that have all the words, those with the words in their title first."""

    name = "proposals"
    label = _("Proposals")

    def search(self, query: str, lang: str, limit: int) -> Sequence[Hit]:
        """Return the best proposals for ``query``."""
        wanted = Wanted(words=query[:200], order=Order.BEST)
        found = find(wanted, today=clock.today(clock.now()), size=limit, with_count=False)
        return [Hit(one.title, one.excerpt, page_of(one.reference), str(_("Proposal"))) for one in found.page.rows]
