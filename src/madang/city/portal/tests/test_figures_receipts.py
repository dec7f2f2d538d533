"""The public figures of services carry receipts where the published table says the same."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client

from madang.city.opendata import engine
from madang.city.opendata.models import Receipt
from madang.city.opendata.tests import builders as opendata
from madang.city.opendata.tests.asking.publishing import publish
from madang.city.portal.models import ServiceFigures
from madang.city.portal.tests.builders import NOW, service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> Any:
    settings.OPENDATA_DIR = tmp_path / "store"
    yield
    engine.close()


def count(slug: str, received: int) -> None:
    ServiceFigures.objects.create(
        service=service(slug), counted_on=NOW.date(), received=received, decided=received, in_time=received, median_days=3.0,
        drafts_left=0, left_at_step="",
    )  # fmt: skip


def table(*received: int) -> pa.Table:
    return pa.table({"service": [f"s{n}" for n in range(len(received))], "received": list(received), "decided": list(received)})


def test_a_sum_leads_to_the_rows_that_it_was_computed_from(tmp_path: Path) -> None:
    count("a", 30)
    count("b", 12)
    assert "Where from?" not in Client().get("/services/figures").content.decode()
    slug = opendata.dataset("How services do", slug=None)
    opendata.Dataset.objects.filter(slug=slug).update(slug="service-figures")
    publish("service-figures", table(30, 12), tmp_path)
    from django.core.cache import cache

    cache.clear()
    page = Client().get("/services/figures").content.decode()
    assert page.count("Where from?") == 2
    codes = list(Receipt.objects.values_list("code", flat=True))
    assert len(codes) == 2
    for code in codes:
        assert f"/data/receipts/{code}" in page
        assert "42" in Client().get(f"/data/receipts/{code}").content.decode()


def test_a_sum_that_the_published_table_does_not_say_carries_none(tmp_path: Path) -> None:
    count("a", 31)
    slug = opendata.dataset("How services do", slug=None)
    opendata.Dataset.objects.filter(slug=slug).update(slug="service-figures")
    publish("service-figures", table(30), tmp_path)
    assert "Where from?" not in Client().get("/services/figures").content.decode()
