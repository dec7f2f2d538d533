"""SQL for everybody as a page: an editor, the columns beside it, the answer below, a link that shows others the same."""

# ruff: noqa: S608 - the examples are shown to be asked, by whoever reads them, in the process that everybody's SQL gets

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import address_of, spend
from madang.city.kernel.refusals import Refused, sentence
from madang.city.look.parts import Column, Table
from madang.city.opendata import engine
from madang.city.opendata.api.sql import RATE, answered, type_of, written
from madang.city.opendata.api.tabular.forms import Form
from madang.city.opendata.forms.asking import SqlForm
from madang.city.opendata.queries import asking, catalogue
from madang.city.opendata.queries.asking import Source
from madang.city.opendata.queries.plain_values import columns_of
from madang.city.opendata.queries.public_sql import SqlAnswer

SHOWN_ROWS = 200
TABLES = 8
DOWNLOADS = (Form.CSV, Form.PARQUET, Form.ARROW, Form.JSON)


@require_safe
def sql(request: HttpRequest) -> HttpResponse:
    """Show the editor; with ``sql`` in the address its answer too, with ``format`` the answer as a file."""
    form = SqlForm(request.GET if "sql" in request.GET else None)
    found, status = None, 200
    if form.is_bound and form.is_valid():
        try:
            spend("opendata-sql", RATE, address_of(request))
            found = answered(form.cleaned_data["sql"])
        except Refused as refused:
            form.add_error("sql", sentence(refused.refusal))
            status = refused.refusal.status
    wanted = request.GET.get("format", "")
    if found is not None and wanted in DOWNLOADS:
        return written(found, Form(wanted))
    response = render(request, "opendata/sql.html", _context(request, form, found), status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _context(request: HttpRequest, form: SqlForm, found: SqlAnswer | None) -> dict[str, Any]:
    tables = _tables(request, found)
    here = reverse("opendata:sql")
    asked = form.cleaned_data.get("sql", "") if form.is_bound and form.is_valid() else ""
    address = f"{here}?{urlencode({'sql': asked})}"
    return {
        "form": form,
        "found": found,
        "table": _answer(found) if found else None,
        "is_shortened": found is not None and found.table.num_rows > SHOWN_ROWS,
        "most": SHOWN_ROWS,
        "share_url": request.build_absolute_uri(address),
        "downloads": [(one.upper(), f"{address}&format={one.value}") for one in DOWNLOADS],
        "versions": sorted({(one.slug, one.number) for one in found.sources.values()}) if found else [],
        "tables": tables,
        "examples": [(words, f"{here}?{urlencode({'sql': text})}", text) for words, text in _examples(tables)],
        "limits": engine.PUBLIC,
    }


def _tables(request: HttpRequest, found: SqlAnswer | None) -> list[Source]:
    """Return the tables to describe: those of the answer, one that the address names, else those that are used most."""
    if found and found.sources:
        return list({one.slug: one for one in found.sources.values()}.values())
    now = clock.now()
    named = request.GET.get("table", "")[:120]
    slugs = [named] if named else [one.slug for one in catalogue.find(_MOST_USED, now=now).rows]
    known = asking.sources(slugs, now=now)
    return [known[slug] for slug in slugs if slug in known]


_MOST_USED = catalogue.Wanted(table=True, sort="use", size=TABLES, with_counts=False)


def _examples(tables: list[Source]) -> list[tuple[str, str]]:
    """Return questions that can be asked of the first table, in words and in SQL."""
    if not tables:
        return []
    name = f'"{tables[0].slug}"'
    found = [(_("The first ten rows"), f"SELECT * FROM {name} LIMIT 10"), (_("How many rows"), f"SELECT count(*) FROM {name}")]
    groups = [one["name"] for one in tables[0].columns if one.get("role") in ("category", "area-code", "year")]
    groups = groups or [one["name"] for one in tables[0].columns if one["type"] == "text"]
    numbers = [one["name"] for one in tables[0].columns if one["type"] in ("integer", "decimal") and not one.get("role")]
    if groups and numbers:
        key, value = (part.replace('"', '""') for part in (groups[0], numbers[0]))
        text = f'SELECT "{key}", count(*) AS n, avg("{value}") AS mean\nFROM {name}\nGROUP BY ALL ORDER BY n DESC LIMIT 20'
        found.append((_("Means by group"), text))
    return found


def _answer(found: SqlAnswer) -> Table:
    kept = found.table.slice(0, SHOWN_ROWS)
    kinds = [type_of(one.type) for one in kept.schema]
    columns = [Column(one.name, numeric=kind in ("integer", "decimal")) for one, kind in zip(kept.schema, kinds, strict=True)]
    rows = [["–" if value is None else value for value in row] for row in zip(*columns_of(kept, {}), strict=True)]
    return Table(_("The answer"), columns, rows)
