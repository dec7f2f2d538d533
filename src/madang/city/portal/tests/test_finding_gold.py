"""The national list is found in everyday words: the set that guided the work, and two of our own written unseen."""

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from madang.city.portal import thesaurus
from madang.city.portal.rules import finding
from madang.city.portal.rules.finding import Entry, Index

pytestmark = pytest.mark.realdata

RealData = Callable[[str], Path]
NATIONAL_LIST = "services/lgsl_englishAndWelshServices_all.csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def built() -> dict[Path, Index]:
    return {}


@pytest.fixture
def index(realdata: RealData, built: dict[Path, Index]) -> Index:
    path = realdata(NATIONAL_LIST)
    if path not in built:
        entries = [
            Entry(
                int(row["Identifier"]),
                row["Identifier"],
                {"en": row["Label"].strip()},
                descriptions={"en": row["Description"]},
                status=row["Status"].lower(),
            )
            for row in rows(path)
        ]
        built[path] = finding.build(entries, thesaurus.load())
    return built[path]


def rates(index: Index, gold: list[dict[str, str]]) -> dict[str, float]:
    """Return the share of queries with a right service in the first three, over all and by kind."""
    right: dict[str, list[bool]] = defaultdict(list)
    for row in gold:
        answers = {hit.external_id for hit in index.search(row["query"], row["lang"], limit=3).hits}
        for part in ("all", row["kind"]):
            right[part].append(bool(answers & set(row["ids"].split(";"))))
    return {part: sum(outcomes) / len(outcomes) for part, outcomes in right.items()}


def test_the_development_set_is_found(index: Index, realdata: RealData) -> None:
    found = rates(index, rows(realdata("services/gold_dev.csv")))
    assert found["all"] >= 0.9
    assert min(found.values()) >= 0.75


@pytest.mark.parametrize("name", ["gold_own.csv", "gold_third.csv"])
def test_our_own_sets_are_found(index: Index, name: str) -> None:
    found = rates(index, rows(Path(__file__).parent / name))
    assert found["all"] >= 0.9
    assert min(found.values()) >= 0.75


def test_every_live_service_is_the_first_answer_to_its_own_title(index: Index, realdata: RealData) -> None:
    live = [row for row in rows(realdata(NATIONAL_LIST)) if row["Status"] == "Live"]
    assert len(live) == 978
    assert [
        row["Label"] for row in live if index.search(row["Label"], "en", limit=1).hits[0].external_id != row["Identifier"]
    ] == []


def test_every_concept_of_the_thesaurus_leads_to_a_service(index: Index) -> None:
    concepts = thesaurus.load().concepts
    nowhere = [concept.name for at, concept in enumerate(concepts) if index.reach.starts[at] == index.reach.starts[at + 1]]
    assert nowhere == []
