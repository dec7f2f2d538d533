"""The gate as a whole: nothing leaves it undecided, and what leaves it tells of nobody."""

import pytest

from madang.city.journal.models import Note
from madang.city.kernel.refusals import Refused
from madang.city.opendata.models import Disclosure, Version
from madang.city.opendata.rules.disclosure import Choice, Decision, Kind, Measure, Reason
from madang.city.opendata.services import gate, publishing
from madang.city.opendata.store import tables, withheld
from madang.city.opendata.tests.builders import NOW, dataset
from madang.city.opendata.tests.versions.made import at_gate
from madang.city.people.rules import SYSTEM

pytestmark = pytest.mark.django_db

PEOPLE = "성명,휴대전화,사는 곳,연령\n" + "".join(
    f"{name},010-{1000 + place}-{2000 + place},서울특별시 마포구 월드컵로 {place + 1} 101동 {place + 101}호,{20 + place}\n"
    for place, name in enumerate(["김민수", "이서연", "박지훈", "최유진", "정하은", "강도윤"])
)
CASES = """district,outcome,cases,mean_days
north,granted,40,5.5
north,refused,4,9.0
north,total,44,5.8
south,granted,30,6.0
south,refused,25,8.0
south,total,55,6.9
east,granted,22,4.0
east,refused,31,7.0
east,total,53,5.8
total,granted,92,5.3
total,refused,60,7.6
total,total,152,6.2
"""


def waiting(text: str, slug: str | None = None) -> Version:
    version_id = at_gate(slug or dataset(is_public=False), text, keys=())
    return Version.objects.select_related("table", "dataset").get(public_id=version_id)


def decided(version: Version, *choices: Choice, k: int = 10) -> Version:
    gate.decide(version_id=version.public_id, decision=Decision(choices, k), by=SYSTEM, now=NOW)
    return Version.objects.select_related("table", "dataset").get(pk=version.pk)


def rows_of(version: Version) -> dict[str, list]:
    return tables.open(version.table.key, version.table.layout).read(0, 1_000).to_pydict()


SUPPRESS = Choice(Measure.SUPPRESS, "small-cells:cases")


def test_persons_are_found_and_nothing_is_public_until_somebody_decides():
    version = waiting(PEOPLE)
    kinds = {one["kind"] for one in Disclosure.objects.get(version=version).findings}
    assert {"person-name", "phone", "address"} <= kinds
    with pytest.raises(Refused) as refused:
        publishing.publish(version_id=version.public_id, by=SYSTEM, now=NOW)
    assert refused.value.refusal.key == "opendata.gate_undecided"


def test_examples_of_findings_are_masked():
    stored = str(Disclosure.objects.get(version=waiting(PEOPLE)).findings)
    assert "김**" in stored
    assert "김민수" not in stored
    assert "010-1000-2000" not in stored


def test_measures_change_the_table_its_profile_and_the_evidence():
    version = decided(
        waiting(PEOPLE),
        Choice(Measure.DROP, "person-name:성명"),
        Choice(Measure.BLANK, "phone:휴대전화"),
        Choice(Measure.COARSEN, "address:사는_곳"),
        Choice(Measure.BAND, column="연령", number=10),
    )
    rows = rows_of(version)
    assert list(rows) == ["휴대전화", "사는_곳", "연령"]
    assert rows["휴대전화"] == [None] * 6
    assert set(rows["사는_곳"]) == {"서울특별시 마포구 월드컵로"}
    assert set(rows["연령"]) == {"20–29"}
    told = str(version.table.columns) + str(version.table.profile)
    assert "010-" not in told
    assert "101동" not in told
    assert version.table.profile["휴대전화"]["nulls"] == 6


def test_a_decision_leaves_out_no_finding_and_keeps_nothing_without_a_reason():
    version = waiting(PEOPLE)
    for choices, key in (
        ((), "opendata.gate_choose"),
        (
            (
                Choice(Measure.KEEP, "person-name:성명"),
                Choice(Measure.DROP, "phone:휴대전화"),
                Choice(Measure.DROP, "address:사는_곳"),
            ),
            "opendata.gate_reason",
        ),
    ):
        with pytest.raises(Refused) as refused:
            decided(version, *choices)
        assert refused.value.refusal.key == key
    assert Disclosure.objects.get(version=version).decided_at is None


def test_the_same_decision_twice_is_one_and_another_one_is_refused():
    version = decided(waiting(CASES), SUPPRESS)
    again = decided(version, SUPPRESS)
    assert again.table_id == version.table_id
    assert Note.objects.filter(verb="passed-gate").count() == 1
    with pytest.raises(Refused) as refused:
        decided(version, Choice(Measure.KEEP, "small-cells:cases", reason=Reason.LAW))
    assert refused.value.refusal.key == "opendata.gate_decided"


def test_small_cells_go_with_their_means_and_with_enough_others():
    version = decided(waiting(CASES), SUPPRESS)
    rows = rows_of(version)
    table = {
        (d, o): (c, m) for d, o, c, m in zip(rows["district"], rows["outcome"], rows["cases"], rows["mean_days"], strict=True)
    }
    hidden = {cell for cell, (count, _mean) in table.items() if count is None}
    assert ("north", "refused") in hidden
    assert len(hidden) >= 4  # a rectangle at least, or a total with it
    assert all(table[cell][1] is None for cell in hidden)
    assert ("total", "total") not in hidden
    applied = Disclosure.objects.get(version=version).applied
    assert applied["cells"]["primary"] == 1
    assert applied["cells"]["complementary"] == len(hidden) - 1
    assert "4" not in [str(one) for one in version.table.profile["cases"]["top"]]
    assert version.table.profile["cases"]["least"] != 4


def test_the_order_of_the_rows_tells_nothing_of_what_is_gone():
    lines = [f"{name},{count}" for name, count in (("d", 90), ("b", 40), ("a", 8), ("c", 3), ("total", 141))]
    rows = rows_of(decided(waiting("district,cases\n" + "\n".join(lines) + "\n"), SUPPRESS))
    hidden = [name for name, count in zip(rows["district"], rows["cases"], strict=True) if count is None]
    assert {"a", "c"} <= set(hidden)
    assert rows["district"] == sorted(rows["district"])


def test_leaving_counts_out_takes_what_rests_on_them_too():
    rows = rows_of(decided(waiting(CASES), Choice(Measure.DROP, "small-cells:cases")))
    assert list(rows) == ["district", "outcome"]


def test_what_was_hidden_is_kept_for_the_gate_alone():
    version = decided(waiting(CASES), SUPPRESS)
    kept = withheld.get(version.public_id)
    assert kept is not None
    assert sum(kept.hidden["cases"].to_pylist()) == rows_of(version)["cases"].count(None)


def test_the_next_version_hides_what_was_hidden_although_it_is_large_enough_alone():
    slug = dataset(is_public=False)
    first = decided(waiting(CASES, slug), SUPPRESS)
    publishing.publish(version_id=first.public_id, by=SYSTEM, now=NOW)
    more = CASES.replace("north,refused,4,", "north,refused,11,").replace("total,44,", "total,51,")
    more = more.replace("total,refused,60,", "total,refused,67,").replace("total,total,152,", "total,total,159,")
    second = waiting(more, slug)
    findings = Disclosure.objects.get(version=second).findings
    assert [one["kind"] for one in findings] == [Kind.SMALL_CELLS.value]
    rows = rows_of(decided(second, Choice(Measure.SUPPRESS, "small-cells:cases")))
    shown = {(d, o): c for d, o, c in zip(rows["district"], rows["outcome"], rows["cases"], strict=True)}
    assert shown["north", "refused"] is None  # 11 differs by less than 10 from 4


def test_the_platform_takes_the_advised_measures_by_itself():
    version = waiting(CASES)
    gate.settle(version_id=version.public_id, by=SYSTEM, now=NOW)
    assert gate.why_not_publish(version.public_id) is None
    assert Disclosure.objects.get(version=version).decision["choices"] == [
        {"finding": "small-cells:cases", "measure": "suppress"}
    ]
    assert publishing.publish(version_id=version.public_id, by=SYSTEM, now=NOW) == 1


def test_a_preview_changes_nothing():
    version = waiting(CASES)
    shown = gate.preview(version_id=version.public_id, k=5)
    assert shown is not None
    assert shown.primary == 1
    assert shown.hidden >= 4
    assert shown.cells == 12
    assert Disclosure.objects.get(version=version).decided_at is None


def test_a_version_that_nobody_looked_through_is_not_published():
    version = waiting(CASES)
    Disclosure.objects.all().delete()
    assert gate.why_not_publish(version.public_id).key == "opendata.gate_not_looked"


@pytest.mark.realdata
def test_the_fire_stations_keep_their_numbers_and_addresses_since_they_are_offices(realdata):
    path = realdata("opendata/korean/전국 소방서 현황(2018.11.28).csv")
    version = waiting(path.read_bytes().decode("cp949"))
    findings = Disclosure.objects.get(version=version).findings
    assert {(one["column"], one["certainty"]) for one in findings} == {("주소", "office"), ("전화번호", "office")}
    gate.settle(version_id=version.public_id, by=SYSTEM, now=NOW)
    assert publishing.publish(version_id=version.public_id, by=SYSTEM, now=NOW) == 1
    row = Version.objects.select_related("table").get(pk=version.pk)
    assert row.table_id == version.table_id  # nothing was changed
    assert {one["reason"] for one in Disclosure.objects.get(version=row).decision["choices"]} == {"office"}
