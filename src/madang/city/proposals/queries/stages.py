"""How many listed proposals stand in each stage: the figures on the tabs of the list."""

from collections.abc import Mapping

from django.db.models import Count

from madang.city.proposals.models import Proposal
from madang.city.proposals.models.proposals import LISTED
from madang.city.proposals.rules.life import State


def counts_by_state() -> Mapping[State, int]:
    """Return how many listed proposals stand in each state; a state with none is left out. One query."""
    rows = Proposal.objects.filter(LISTED).values_list("state").annotate(count=Count("pk")).order_by("state")
    return {State(state): count for state, count in rows}
