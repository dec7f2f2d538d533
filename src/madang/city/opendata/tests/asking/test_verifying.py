"""``madang verify figures``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from madang.city.cli import cli
from madang.city.opendata.models import Receipt
from madang.city.opendata.services import receipts
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.asking.conftest import stations
from madang.city.opendata.tests.asking.publishing import publish
from madang.city.opendata.tests.builders import NOW


@pytest.mark.django_db(transaction=True)
def test_the_terminal_ends_with_code_1_where_a_figure_differs(tmp_path: Path) -> None:
    slug = builders.dataset("Bike stations")
    publish(slug, stations(), tmp_path)
    code = receipts.give(dataset=slug, query=(("count", ""),), value=300, shown_at="/figures", now=NOW)
    whole = CliRunner().invoke(cli, ["verify", "figures", "--json"])
    assert (whole.exit_code, json.loads(whole.stdout)) == (0, {"figures": 1, "not_holding": []})
    Receipt.objects.update(value=299)
    broken = CliRunner().invoke(cli, ["verify", "figures", "--json"])
    assert broken.exit_code == 1
    (one,) = json.loads(broken.stdout)["not_holding"]
    assert (one["code"], one["standing"], one["shown"], one["found"]) == (code, "differs", 299, 300)
