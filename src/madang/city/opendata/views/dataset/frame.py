"""What every page of a data set shares: who may see it, which version, the tabs, and what to say where there is no table."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.city.kernel import clock
from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import text_key
from madang.city.look.parts import Tab
from madang.city.opendata.queries import browsing, catalogue
from madang.city.opendata.queries.browsing import TableShown
from madang.city.opendata.queries.catalogue import DatasetView
from madang.city.opendata.rules.states import DatasetState
from madang.city.opendata.services import usage
from madang.city.opendata.views.visitors import viewer_of

MOST_DIGITS = 9
TABS = ("dataset", "table", "chart", "map", "columns", "code", "versions")


@dataclass(frozen=True, slots=True)
class Opened:
    """A data set before its reader. ``asked`` is the number of the version that the address names; None: the newest."""

    dataset: DatasetView
    table: TableShown | None
    asked: int | None = None
    works_here: bool = False

    @property
    def slug(self) -> str:
        """Return the data set's name in addresses."""
        return self.dataset.slug

    @property
    def title(self) -> str:
        """Return the title in the reader's language."""
        return localised(self.dataset.titles, text_key())

    @property
    def is_newest(self) -> bool:
        """Tell whether this is the version that stands now."""
        current = self.dataset.current
        return self.table is None or current is None or current.number == self.table.number

    @property
    def pinned(self) -> dict[str, str]:
        """Return the parameter that keeps an older version in addresses."""
        return {} if self.is_newest or self.table is None else {"v": str(self.table.number)}

    def url(self, tab: str = "dataset", **parameters: Any) -> str:
        """Return the address of one of its pages, of the same version."""
        told = urlencode(self.pinned | {name: str(value) for name, value in parameters.items() if value not in ("", None)})
        return reverse(f"opendata:{tab}", args=[self.slug]) + (f"?{told}" if told else "")


def opened(request: HttpRequest, slug: str, number: int | None = None) -> Opened:
    """Return the data set and the version that is asked for (``?v=`` unless the address says it).

    Raises Refused (404) for what the viewer may not see, Http404 for a version that was never published.
    """
    dataset = catalogue.dataset(slug, viewer_of(request))
    works_here = catalogue.works_for(viewer_of(request), dataset.publisher.department_code)
    asked = number if number is not None else whole(request.GET.get("v", ""))
    if dataset.state is DatasetState.WITHDRAWN and not works_here:
        return Opened(dataset, None, asked, works_here)
    table = browsing.table_shown(dataset.id, asked)
    if asked is not None and table is None:
        raise Http404(_("This data set has no such version."))
    return Opened(dataset, table, asked, works_here)


def whole(text: str) -> int | None:
    """Return a whole number from an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def words(here: Opened, tab: str) -> dict[str, Any]:
    """Return what the frame of a page says."""
    return {
        "here": here,
        "dataset": here.dataset,
        "table": here.table,
        "title": here.title,
        "tabs": _tabs(here, tab),
        "tab": tab,
        "newest_url": reverse("opendata:dataset", args=[here.slug]),
        "is_withdrawn": here.dataset.state is DatasetState.WITHDRAWN,
        "is_draft": here.dataset.state is DatasetState.DRAFT,
        "is_held_back": here.dataset.embargo_until is not None and here.dataset.embargo_until > clock.now(),
    }


def _tabs(here: Opened, tab: str) -> list[Tab]:
    labels = {
        "dataset": _("Overview"),
        "table": _("Table"),
        "chart": _("Chart"),
        "map": _("Map"),
        "columns": _("Columns"),
        "code": _("Code"),
        "versions": _("Versions"),
    }
    if here.table is None:
        return []
    shown = [name for name in TABS if name != "map" or here.table.has_places]
    urls = {name: here.url(name) for name in shown}
    if here.pinned:
        urls["dataset"] = reverse("opendata:version", args=[here.slug, here.table.number])
    counts = {"columns": len(here.table.columns)}
    return [Tab(labels[name], urls[name], counts.get(name), current=name == tab) for name in shown]


def page(request: HttpRequest, here: Opened, tab: str, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Return one of the data set's pages; where it has no table, the page that says why."""
    told = words(here, tab)
    if here.table is None and tab not in ("dataset", "versions"):
        return render(
            request, "opendata/dataset/untabled.html", told | why_untabled(here), status=410 if told["is_withdrawn"] else 404
        )
    return render(request, f"opendata/dataset/{tab}.html", told | more, status=status)


def why_untabled(here: Opened) -> dict[str, Any]:
    """Return why there is no preview: the newest file's state, with the failing row where it could not be read."""
    return {"unread": browsing.unread(here.dataset.id), "sees_values": here.works_here}


def count(request: HttpRequest, here: Opened, use: usage.Use) -> None:
    """Count a use of what everybody may see; nothing about who."""
    now = clock.now()
    if request.method == "GET" and here.dataset.is_open(now):
        usage.count(dataset_id=here.dataset.id, use=use, now=now)
