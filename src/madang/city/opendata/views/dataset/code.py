"""How programs read the table: a few lines of Python, R, DuckDB SQL and curl with its real address."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.opendata.queries.browsing import TableShown
from madang.city.opendata.views.dataset import frame
from madang.city.opendata.views.dataset.about import download_url
from madang.city.opendata.views.dataset.frame import Opened


@require_safe
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the snippets."""
    here = frame.opened(request, slug)
    if here.table is None:
        return frame.page(request, here, "code", {})
    return frame.page(request, here, "code", {"snippets": snippets(here, here.table), "addresses": _addresses(here)})


def address(here: Opened, form: str) -> str:
    """Return the whole address of the table in a form, as programs write it."""
    return settings.SITE_URL + download_url(here, form)


def _addresses(here: Opened) -> list[tuple[str, str]]:
    rows = f"{settings.SITE_URL}/api/v1/datasets/{quote(here.slug)}/rows"
    return [
        (_("Rows, with filters and groups"), rows),
        (_("The whole table as Parquet"), address(here, "parquet")),
        (_("The whole table as CSV"), address(here, "csv")),
        (_("New versions as a feed"), f"{settings.SITE_URL}/api/v1/datasets/{quote(here.slug)}/versions.atom"),
    ]


def snippets(here: Opened, table: TableShown) -> list[dict[str, Any]]:
    """Return (name, language, code). The question is one that the table can answer: rows by its first kind, or how many."""
    kind = next((one.name for one in table.columns if one.role in ("category", "area-code") or one.type == "boolean"), "")
    parquet, csv = address(here, "parquet"), address(here, "csv")
    return [
        {"name": "Python (pandas)", "id": "python", "code": _pandas(parquet, kind)},
        {"name": "DuckDB", "id": "duckdb", "code": _duckdb(parquet, kind)},
        {"name": "R", "id": "r", "code": _r(csv, kind)},
        {"name": "curl", "id": "curl", "code": _curl(here, csv, kind)},
    ]


def _pandas(url: str, kind: str) -> str:
    asked = f"table.groupby({kind!r}).size().sort_values(ascending=False)" if kind else "table.describe()"
    return f'import pandas\n\ntable = pandas.read_parquet("{url}")\nprint({asked})\n'


def _duckdb(url: str, kind: str) -> str:
    if not kind:
        return f"select count(*)\nfrom '{url}';\n"
    name = '"' + kind.replace('"', '""') + '"'
    return f"select {name}, count(*) as rows\nfrom '{url}'\ngroup by {name}\norder by rows desc;\n"


def _r(url: str, kind: str) -> str:
    asked = f'sort(table(data[["{kind}"]]), decreasing = TRUE)' if kind else "summary(data)"
    return f'data <- read.csv("{url}", encoding = "UTF-8", check.names = FALSE)\n{asked}\n'


def _curl(here: Opened, csv: str, kind: str) -> str:
    rows = f"{settings.SITE_URL}/api/v1/datasets/{quote(here.slug)}/rows"
    asked = f"groupby={quote(kind)}&count&sort=-count" if kind else "limit=20"
    return f'curl -o data.csv "{csv}"\n\ncurl "{rows}?{asked}"\n'
