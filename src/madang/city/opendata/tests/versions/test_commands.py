"""`madang import dataset` and `madang dataset`, run as a person runs them."""

import json

import pytest
from click.testing import CliRunner

from madang.city.cli import cli
from madang.city.cli.deciding import decision_of
from madang.city.cli.frame import Failure
from madang.city.opendata.models import Version
from madang.city.opendata.queries import versions as queries
from madang.city.opendata.rules.disclosure import Certainty, Finding, Kind, Measure, Reason
from madang.city.opendata.tests.versions.made import TREES, with_rows
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db(transaction=True)
NAMED = "name,phone,visits\n" + "".join(f"김하늘,010-{2000 + n}-{3000 + n},{n % 9}\n" for n in range(50))


def run(*arguments):
    return CliRunner().invoke(cli, list(map(str, arguments)))


@pytest.fixture
def file(tmp_path):
    def write(text, name="trees.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    people.department("parks")
    return write


def test_a_file_is_imported_published_and_its_types_are_told_with_evidence(file):
    first = run(
        "import", "dataset", file(TREES), "--dataset", "trees", "--department", "parks", "--key", "tree_no", "--publish", "--json"
    )
    told = json.loads(first.stdout)
    assert (told["dataset"], told["number"], told["state"], told["rows"], told["refused"]) == ("trees", 1, "published", 400, None)
    assert [(one["type"], bool(one["evidence"]["why_key"])) for one in told["columns"]] == [
        ("text", True),
        ("text", True),
        ("decimal", True),
        ("date", True),
    ]
    second = run("import", "dataset", file(with_rows(drop=[1])), "--dataset", "trees", "--key", "tree_no", "--publish", "--json")
    assert json.loads(second.stdout)["change"]["removed"] == 1
    assert run("dataset", "list").stdout.split("\t")[:4] == ["trees", "published", "2", "399"]
    again = run("import", "dataset", file(with_rows(drop=[1])), "--dataset", "trees", "--publish", "--json")
    assert json.loads(again.stdout)["number"] is None
    assert queries.version("trees").number == 2


def test_a_faulty_file_is_one_sentence_and_nothing_is_kept(file):
    found = run(
        "import",
        "dataset",
        file("a,code\n1,0164A\n"),
        "--dataset",
        "codes",
        "--department",
        "parks",
        "--type",
        "code=integer",
        "--json",
    )
    assert isinstance(found.exception, Failure)
    assert "0164A" in str(found.exception)
    assert json.loads(found.stdout)["problem"]["row"] == 1
    assert [one.state for one in Version.objects.all()] == ["discarded"]


def test_what_the_gate_finds_is_decided_then_published(file):
    found = run("import", "dataset", file(NAMED), "--dataset", "staff", "--department", "parks", "--publish", "--json")
    told = json.loads(found.stdout)
    assert (told["state"], told["number"]) == ("at-gate", None)
    assert told["refused"]
    assert {one["kind"] for one in told["findings"]} >= {"phone"}
    assert isinstance(run("dataset", "decide", "staff", "--drop", "name").exception, Failure)
    assert json.loads(run("dataset", "decide", "staff", "--drop", "name", "--advised", "--json").stdout)["dataset"] == "staff"
    assert run("dataset", "publish", told["version"]).exit_code == 0
    assert "name" not in [one["name"] for one in queries.version("staff").columns]


def test_a_waiting_version_is_listed_and_thrown_away(file):
    run("import", "dataset", file(TREES), "--dataset", "trees", "--department", "parks")
    [line] = json.loads(run("dataset", "list", "--waiting", "--json").stdout)
    assert (line["slug"], line["state"], line["rows"]) == ("trees", "at-gate", 400)
    assert run("dataset", "discard", "trees").exit_code == 0
    assert json.loads(run("dataset", "list", "--waiting", "--json").stdout) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("dataset", "publish", "nothing"), "No version of 'nothing' waits"),
        (("dataset", "discard", "00000000-0000-0000-0000-000000000000"), "There is no such version"),
        (("import", "dataset", "FILE"), "--department"),
        (("import", "dataset", "FILE", "--department", "parks", "--type", "integer"), "COLUMN=TYPE"),
        (("import", "dataset", "FILE", "--department", "nobody"), "There is no department"),
    ],
)
def test_what_cannot_be_is_one_sentence(file, arguments, words):
    found = run(*(file(TREES) if one == "FILE" else one for one in arguments))
    assert isinstance(found.exception, Failure)
    assert words in str(found.exception)


SMALL = Finding(Kind.SMALL_CELLS, ("count",), 4, Certainty.CERTAIN)
PHONE = Finding(Kind.PHONE, ("tel",), 9, Certainty.LIKELY)
NOTHING = {"suppress": None, "drops": (), "measures": (), "keeps": (), "advised": False}


def decide(**said):
    return decision_of((SMALL, PHONE), **{**NOTHING, **said})


def test_what_is_typed_becomes_a_decision():
    found = decide(suppress="k=5", keeps=(f"{PHONE.key}=office:a desk",), drops=("other",))
    assert found.k == 5
    assert found.about(SMALL.key).measure is Measure.SUPPRESS
    assert (found.about(PHONE.key).reason, found.about(PHONE.key).words) == (Reason.OFFICE, "a desk")
    assert found.choices[-1].column == "other"
    assert decide(drops=("tel",), measures=(f"{SMALL.key}=round:5",)).about(SMALL.key).number == 5


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"suppress": "k=10"}, "phone:tel"),
        ({"suppress": "ten", "advised": True}, "k=10"),
        ({"keeps": ("phone:tel=because",)}, "reasons are"),
        ({"measures": ("phone:tel=hide",)}, "FINDING=MEASURE"),
    ],
)
def test_what_cannot_be_decided_so_is_said(said, words):
    with pytest.raises(Failure, match=words):
        decide(**said)
