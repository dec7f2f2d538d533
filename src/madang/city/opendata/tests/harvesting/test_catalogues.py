"""The five catalogues of real data load completely. Each figure was counted in the file itself: members of ``dataset``, and of
their ``distribution`` those with an http(s) address in downloadURL or accessURL; noted are the data sets with others."""

import pytest

from madang.city.opendata.models import Link
from madang.city.opendata.tests.harvesting import builders
from madang.city.opendata.tests.harvesting.builders import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]
CATALOGUES = {
    "us_cms": (139, 4_040, 0),
    "us_dol": (465, 115, 1),
    "us_fcc": (59, 224, 1),
    "us_gsa": (339, 457, 9),
    "us_treasury": (233, 324, 0),
}


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_catalogue_loads_completely_and_a_second_time_nothing_changes(realdata, settings, tmp_path, name):
    settings.OPENDATA_DIR = tmp_path
    builders.source(realdata(f"opendata/catalogues/{name}.data.json"))
    clock = Clock()
    first = builders.run(clock=clock)
    datasets, links, noted = CATALOGUES[name]
    assert (first.state, first.problem) == ("done", {})
    assert {name: first.counts.get(name, 0) for name in ("added", "bad", "noted", "withdrawn")} == {
        "added": datasets, "bad": 0, "noted": noted, "withdrawn": 0,
    }  # fmt: skip
    assert len(builders.datasets(state="published")) == datasets
    assert Link.objects.filter(dataset__harvest_source__slug="them").count() == links
    second = builders.run(clock=clock)
    assert (second.counts["unchanged"], second.counts.get("changed", 0), second.counts.get("added", 0)) == (datasets, 0, 0)
