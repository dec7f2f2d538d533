"""The parts of the Plaza, as tabs of one page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from madang.city.look.parts import Tab
from madang.city.opendata.queries import community


def sections(current: str) -> list[Tab]:
    """Return the tabs: data sets, requests, uses, figures, questions in SQL."""
    names = (
        ("catalogue", _("Data sets"), None),
        ("requests", _("Requests"), community.state_counts()["open"] or None),
        ("showcase", _("Made with it"), None),
        ("usage", _("How it is used"), None),
        ("sql", _("Ask in SQL"), None),
    )
    return [Tab(label, reverse(f"opendata:{name}"), count, name == current) for name, label, count in names]
