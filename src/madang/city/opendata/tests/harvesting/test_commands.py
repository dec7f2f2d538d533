"""`madang harvest`, run as a person runs it."""

import json

import pytest
from click.testing import CliRunner

from madang.city.cli import cli
from madang.city.cli.frame import Failure
from madang.city.opendata.models import HarvestSource
from madang.city.opendata.tests.harvesting import builders
from madang.city.opendata.tests.harvesting.builders import document, record

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments):
    return CliRunner().invoke(cli, ["harvest", *map(str, arguments)])


def test_a_catalogue_in_a_file_is_added_read_listed_and_moved(tmp_path):
    file = tmp_path / "data.json"
    file.write_text(document(record("a"), record("b", title="")))
    assert run("add", "them", file, "--kind", "data-json", "--title", "Theirs", "--every-hours", "24").exit_code == 0
    told = json.loads(run("run", "them", "--json").stdout)
    assert (told["state"], told["counts"]["added"], told["counts"]["bad"], told["problem"]) == ("done", 1, 1, {})
    [line] = json.loads(run("list", "--json").stdout)
    assert (line["slug"], line["datasets"], line["problems"], line["every_hours"]) == ("them", 1, 1, 24)
    assert line["last"]["state"] == "done"
    assert "them\tdata-json\tfile://" in run("list").stdout
    assert run("add", "them", "https://moved.example/data.json", "--kind", "data-json", "--replace").exit_code == 0
    assert HarvestSource.objects.get().url == "https://moved.example/data.json"
    assert set(builders.datasets()) == {"a"}


def test_what_could_not_be_read_ends_with_code_1_and_says_why(tmp_path):
    run("add", "them", tmp_path / "missing.json", "--kind", "data-json")
    found = run("run", "them")
    assert found.exit_code == 1
    told = json.loads(run("run", "them", "--json").stdout)
    assert (told["state"], told["problem"]["key"]) == ("failed", "no_file")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("run", "nobody"), "There is no catalogue nobody"), (("stop", "nobody"), "nobody is not being harvested"),
     (("add", "Bad!", "https://x.example/", "--kind", "ckan"), "cannot name a catalogue")],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(arguments, words):
    found = run(*arguments)
    assert isinstance(found.exception, Failure)
    assert words in str(found.exception)
