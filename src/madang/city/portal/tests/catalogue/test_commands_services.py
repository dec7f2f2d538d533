"""The `madang` program's commands on the catalogue, run as a person runs them."""

import json

import pytest
from click.testing import CliRunner

from madang.city.cli import cli
from madang.city.cli.frame import Failure
from madang.city.people.tests import builders as people
from madang.city.portal.models import Service
from madang.city.portal.tests.catalogue.builders import POTHOLE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("few_words")]

LIST = "Identifier,Label,Status,Description\n1,Bin collection,Live,We empty your bin.\n2,Street lighting,Live,Lamps.\n"


@pytest.fixture
def national_list(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(LIST)
    return file


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "services"
    place.mkdir()
    (place / "pothole.yaml").write_text(POTHOLE)
    return place


def run(*arguments):
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def test_a_list_is_imported_searched_and_exported(tmp_path, national_list):
    report = json.loads(run("import", "services", national_list, "--format", "lgsl", "--json").stdout)
    assert (report["added"], report["refused"], report["loaded"]) == (2, [], True)
    found = run("search", "street light", "--top", "1", "--json")
    assert json.loads(found.stdout) == [{"id": "street-lighting-2", "external_id": "2", "title": "Street lighting"}]
    questions = tmp_path / "questions.csv"
    questions.write_text("query,lang,kind\nbin,en,word\n路灯,zh,word\n")
    lines = run("search", "--batch", questions).stdout.splitlines()
    assert [[hit["external_id"] for hit in json.loads(line)] for line in lines] == [["1"], []]
    output = tmp_path / "out.ttl"
    assert run("export", "services", "--format", "cpsv-ap-ttl", "--output", output).exit_code == 0
    assert output.read_text().count("a cpsv:PublicService") == 2
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_search_without_result_ends_with_code_1(national_list):
    run("import", "services", national_list, "--format", "lgsl")
    result = run("search", "submarine")
    assert (result.exit_code, result.stdout) == (1, "")


def test_a_refused_list_says_why_and_loads_nothing(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(LIST + "2,Again,Live,x\n")
    result = run("import", "services", file, "--format", "lgsl", "--json")
    assert isinstance(result.exception, Failure)
    report = json.loads(result.stdout)
    assert report["refused"] == [{"line": 4, "reason": "the identifier 2 stands on line 3 already"}]
    assert not Service.objects.exists()


def test_links_are_imported(tmp_path, national_list):
    run("import", "services", national_list, "--format", "lgsl")
    file = tmp_path / "links.csv"
    file.write_text("a,b,c,d\nleicester,bins,reporting,https://leicester.example/bin,1,17\n")
    assert json.loads(run("import", "links", file, "--json").stdout)["added"] == 1


def test_areas_are_imported(tmp_path):
    file = tmp_path / "areas.geojson"
    square = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}
    feature = {"type": "Feature", "properties": {"code": "A", "name": "Alpha"}, "geometry": square}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    options = ("--level", "city", "--code-field", "code", "--name-field", "name", "--scheme", "test", "--json")
    assert json.loads(run("import", "areas", file, *options).stdout)["added"] == 1


def test_service_files_are_checked_and_published(folder):
    people.department("roads")
    assert run("services", "check", folder).exit_code == 0
    assert run("services", "check", folder, "--strict").exit_code == 1  # its texts are English only
    assert json.loads(run("services", "publish", folder, "--json").stdout)["added"] == ["pothole"]
    assert json.loads(run("services", "publish", folder, "--json").stdout)["unchanged"] == ["pothole"]


def test_a_service_file_with_an_error_is_not_published(folder):
    (folder / "bad.yaml").write_text("id: bad\n")
    result = run("services", "publish", folder)
    assert isinstance(result.exception, Failure)
    assert "bad.yaml" in result.stderr
    assert run("services", "check", folder).exit_code == 1
    assert not Service.objects.exists()


def test_words_and_a_batch_together_are_no_question(tmp_path):
    assert isinstance(run("search").exception, Failure)
