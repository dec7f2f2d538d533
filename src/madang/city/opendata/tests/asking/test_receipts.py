"""Figures and their receipts."""

from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client

from madang.city.kernel.refusals import Refused
from madang.city.opendata.models import Dataset, Receipt
from madang.city.opendata.queries import receipts as reading
from madang.city.opendata.services import receipts
from madang.city.opendata.services.receipts import Standing
from madang.city.opendata.tests.asking.conftest import stations
from madang.city.opendata.tests.asking.publishing import publish
from madang.city.opendata.tests.builders import DAY, NOW

SUM = (("bikes__sum", ""),)
BIKES = sum(row["bikes"] or 0 for row in stations().to_pylist())


def give(slug: str, value: Any = BIKES, query: Any = SUM, **more: Any) -> str:
    return receipts.give(dataset=slug, query=query, value=value, shown_at="/services/figures", now=NOW, **more)


def quietly(done: int, total: int) -> None:
    assert done <= total


def test_the_same_figure_has_the_same_receipt(stations_slug: str) -> None:
    code = give(stations_slug)
    assert give(stations_slug) == code
    assert give(stations_slug, query=(("bikes__sum", "true"), ("limit", "100"))) == code
    assert give(stations_slug, value=300, query=(("count", ""),)) != code
    held = reading.receipt(code)
    assert (held.slug, held.version, held.value, held.holds) == (stations_slug, 1, BIKES, True)


def test_a_figure_that_the_data_does_not_say_gets_none(stations_slug: str) -> None:
    with pytest.raises(Refused) as refused:
        give(stations_slug, value=BIKES + 1)
    assert refused.value.refusal.key == "opendata.figure_differs"
    assert receipts.offered(dataset=stations_slug, query=SUM, value=BIKES + 1, shown_at="/x", now=NOW) == ""
    assert not Receipt.objects.exists()


def test_a_figure_is_offered_its_receipt_where_the_data_agrees(stations_slug: str) -> None:
    assert receipts.offered(dataset=stations_slug, query=SUM, value=BIKES, shown_at="/x", now=NOW) == give(stations_slug)
    assert receipts.offered(dataset="nothing", query=SUM, value=BIKES, shown_at="/x", now=NOW) == ""


def test_a_table_of_figures_has_a_receipt_too(stations_slug: str) -> None:
    rows = [{"구": name, "count": 100} for name in ("강남구", "종로구", "중구")]
    code = give(stations_slug, value=rows, query=(("groupby", "구"), ("count", "")))
    assert reading.again(reading.receipt(code), now=NOW).holds


def test_all_figures_are_computed_again_and_the_one_that_differs_is_named(stations_slug: str, tmp_path: Path) -> None:
    code, other = give(stations_slug), give(stations_slug, value=300, query=(("count", ""),))
    publish(stations_slug, stations(extra=1), tmp_path)
    assert receipts.check_all(now=NOW, progress=quietly) == []
    Receipt.objects.filter(code=code).update(value=BIKES - 1)
    verdicts = receipts.check_all(now=NOW + DAY, progress=quietly)
    assert [(one.code, one.standing, one.shown, one.found) for one in verdicts] == [(code, Standing.DIFFERS, BIKES - 1, BIKES)]
    assert [reading.receipt(one).holds for one in (code, other)] == [False, True]
    assert reading.receipt(code).checked_at == NOW + DAY


def test_a_figure_whose_data_was_taken_back_is_gone_and_not_false(stations_slug: str) -> None:
    code = give(stations_slug)
    Dataset.objects.update(state="withdrawn")
    assert [(one.code, one.standing) for one in receipts.check_all(now=NOW, progress=quietly)] == [(code, Standing.GONE)]


def test_the_page_shows_the_question_in_words_and_the_rows_behind(client: Client, stations_slug: str) -> None:
    total = sum(row["bikes"] or 0 for row in stations().to_pylist() if row["구"] == "중구")
    code = give(stations_slug, value=total, query=(("구__exact", "중구"), *SUM))
    found = client.get(f"/data/receipts/{code}")
    text = found.content.decode()
    assert found.status_code == 200
    assert "the sum of bikes" in text
    assert "구 is 중구" in text
    assert len(found.context["rows"].rows) == 20
    assert all(row[1] == "중구" for row in found.context["rows"].rows)
    csv = client.get(found.context["all_rows"])
    assert len(csv.content.decode().splitlines()) == 101
    assert client.get(found.context["query_url"]).json()["rows"] == [{"bikes__sum": total}]


def test_computing_again_says_still_so_or_names_the_version_that_differs(
    client: Client, stations_slug: str, tmp_path: Path
) -> None:
    code = give(stations_slug)
    assert "Still so" in client.post(f"/data/receipts/{code}").content.decode()
    publish(stations_slug, stations(extra=1), tmp_path)
    text = client.post(f"/data/receipts/{code}").content.decode()
    assert "It was so, and differs now" in text
    assert "Version 2 gives" in text
    Receipt.objects.update(value=7)
    assert "This does not hold" in client.post(f"/data/receipts/{code}").content.decode()


def test_a_receipt_of_data_that_is_not_public_shows_no_rows(client: Client, stations_slug: str) -> None:
    code = give(stations_slug)
    Dataset.objects.update(state="draft")
    found = client.get(f"/data/receipts/{code}")
    assert found.status_code == 200
    assert "rows" not in found.context
    assert client.get("/data/receipts/unknown").status_code == 404


def test_a_figure_in_a_template_leads_to_its_receipt() -> None:
    page = Template("{% load receipts %}{% figure 12345 'abc' 'Bikes' %} {% figure 7 %} {% figure text %}").render(
        Context({"text": "<b>"})
    )
    assert (
        '<a class="govuk-link" href="/data/receipts/abc" aria-label="Bikes 12,345: where this figure comes from">12,345</a>'
        in page
    )
    assert page.endswith("</a> 7 &lt;b&gt;")


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        (1, 1.0, True), (0.1 + 0.2, 0.3, True), (1, 2, False), (1, True, False), (None, 0, False), ("1", 1, False),
        ([{"a": 1.0}], [{"a": 1}], True), ([{"a": 1}], [{"b": 1}], False), ([1], [1, 2], False),
    ],
)  # fmt: skip
def test_figures_are_the_same_but_for_the_order_of_summing(one: Any, other: Any, are_same: bool) -> None:
    assert reading.same(one, other) is are_same
