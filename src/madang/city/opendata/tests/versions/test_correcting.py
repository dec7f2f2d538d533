import pytest

from madang.city.journal.models import Note
from madang.city.kernel.jobs import run_pending
from madang.city.kernel.refusals import Refused
from madang.city.notices.models import Notice
from madang.city.opendata.models import Correction
from madang.city.opendata.queries import rows
from madang.city.opendata.queries import versions as queries
from madang.city.opendata.rules.states import Fate
from madang.city.opendata.services import correcting, publishing
from madang.city.opendata.tests.versions.made import NOW, at_gate, published, with_rows
from madang.city.people.rules import NOBODY, SYSTEM, Role
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db


def resident():
    return people.viewer_for(people.resident())


def clerk(department="parks", role=Role.CASEWORKER):
    return people.viewer_for(people.staff(role, department_code=department))


def place_of(slug, tree, number=None):
    return rows.holding(queries.version(slug, number), column="tree_no", value=tree).positions[0]


def propose(slug, tree="T0009", by=None, **more):
    told = {"wanted": {"height_m": "30.5"}, "why": "I measured it", "language": "en"}
    return correcting.propose(
        slug=slug, number=None, position=place_of(slug, tree), by=by or resident(), now=NOW, **{**told, **more}
    )


def refusal(call, **more):
    with pytest.raises(Refused) as refused:
        call(**more)
    return refused.value.refusal.key


def test_a_correction_that_is_taken_up_becomes_the_next_version():
    slug, who, staff = published().dataset.slug, resident(), clerk()
    correction = propose(slug, by=who)
    seen = queries.correction(correction)
    assert (seen.fate, seen.row["height_m"], seen.wanted, seen.number) == (Fate.OPEN, 9.5, {"height_m": "30.5"}, 1)
    assert Notice.objects.filter(account=staff.account_id, kind="opendata.work").exists()
    correcting.accept(correction_id=correction, answer="Thank you", by=staff, now=NOW)
    run_pending()
    found = queries.version(slug)
    assert (found.number, found.change["changed"], found.change["added"], found.change["removed"]) == (2, 1, 0, 0)
    assert rows.row(found, place_of(slug, "T0009"))["height_m"] == 30.5
    assert found.profile["height_m"]["most"] == 30.5
    assert rows.row(queries.version(slug, 1), place_of(slug, "T0009", 1))["height_m"] == 9.5
    assert (queries.correction(correction).fate, queries.correction(correction).became) == (Fate.ACCEPTED, 2)
    assert Notice.objects.get(account=who.account_id, kind="opendata.correction").body["en"].endswith("Thank you")
    assert Note.objects.filter(verb__in=["proposed-correction", "accepted-correction"]).count() == 2


def test_several_that_are_taken_up_together_are_one_version():
    slug, staff = published().dataset.slug, clerk()
    for tree, wanted in (("T0001", {"height_m": ""}), ("T0002", {"street": "Elm Lane"}), ("T0002", {"planted": "2020-02-29"})):
        correcting.accept(correction_id=propose(slug, tree, wanted=wanted), by=staff, now=NOW)
    run_pending()
    found = queries.version(slug)
    assert (found.number, found.change["changed"]) == (2, 2)
    assert rows.row(found, place_of(slug, "T0001"))["height_m"] is None
    assert [one.nulls for one in found.typed_columns] == [0, 0, 1, 0]
    row = rows.row(found, place_of(slug, "T0002"))
    assert (row["street"], row["planted"].isoformat()) == ("Elm Lane", "2020-02-29")
    run_pending()
    assert correcting.make_version(dataset_id=Correction.objects.first().dataset_id, now=NOW) is None


def test_a_row_is_found_again_in_a_newer_version():
    slug, staff = published().dataset.slug, clerk()
    correction = propose(slug, "T0009")
    publishing.publish(version_id=at_gate(slug, with_rows(drop=range(5))), by=SYSTEM, now=NOW)
    correcting.accept(correction_id=correction, by=staff, now=NOW)
    run_pending()
    found = queries.version(slug)
    assert (found.number, found.change["changed"]) == (3, 1)
    assert rows.row(found, place_of(slug, "T0009"))["height_m"] == 30.5


def test_a_row_that_is_another_one_by_now_is_not_overwritten():
    slug, staff = published().dataset.slug, clerk()
    correction = propose(slug, "T0009")
    publishing.publish(version_id=at_gate(slug, with_rows(row9="T0009,Street 9,11.0,2019-03-10")), by=SYSTEM, now=NOW)
    assert refusal(correcting.accept, correction_id=correction, by=staff, now=NOW) == "opendata.row_changed"
    assert queries.correction(correction).fate is Fate.OPEN


def test_declining_needs_words_and_the_proposer_reads_them():
    slug, who, staff = published().dataset.slug, resident(), clerk()
    correction = propose(slug, by=who)
    assert refusal(correcting.decline, correction_id=correction, answer=" ", by=staff, now=NOW) == "opendata.say_why_declined"
    correcting.decline(correction_id=correction, answer="It was felled", by=staff, now=NOW)
    assert queries.correction(correction).answer == "It was felled"
    assert (
        Notice.objects.get(account=who.account_id, kind="opendata.correction").body["en"] == "The department says: It was felled"
    )
    for again in (correcting.accept, correcting.decline):
        assert refusal(again, correction_id=correction, answer="once more", by=staff, now=NOW) == "opendata.correction_answered"
    run_pending()
    assert queries.version(slug).number == 1


def test_who_may_propose_answer_and_take_back():
    slug, who = published().dataset.slug, resident()
    assert refusal(propose, slug=slug, by=NOBODY) == "opendata.residents_correct"
    correction = propose(slug, by=who)
    for viewer, key in (
        (who, "people.staff_only"),
        (clerk("roads"), "opendata.other_department"),
        (clerk(role=Role.AUDITOR), "people.other_role"),
    ):
        assert refusal(correcting.accept, correction_id=correction, by=viewer, now=NOW) == key
    assert refusal(correcting.withdraw, correction_id=correction, by=resident(), now=NOW) == "opendata.not_your_correction"
    correcting.withdraw(correction_id=correction, by=who, now=NOW)
    correcting.withdraw(correction_id=correction, by=who, now=NOW)
    assert queries.correction(correction).fate is Fate.WITHDRAWN
    assert [one.id for one in queries.corrections_by(who.resident_id)] == [correction]


def test_nobody_answers_their_own_correction():
    slug = published().dataset.slug
    both = people.viewer_for(people.staff(department_code="parks", also_resident=True))
    assert refusal(correcting.accept, correction_id=propose(slug, by=both), by=both, now=NOW) == "opendata.own_correction"


@pytest.mark.parametrize(("position", "wanted", "key"), [(400, {"street": "x"}, "opendata.no_row"), (-1, {"street": "x"}, "opendata.no_row"),
                                                         (0, {"planted": "yesterday"}, "opendata.no_value")])  # fmt: skip
def test_rows_and_values_that_cannot_be_are_refused(position, wanted, key):
    slug = published().dataset.slug
    told = {
        "slug": slug,
        "number": 1,
        "position": position,
        "wanted": wanted,
        "why": "so",
        "language": "en",
        "by": resident(),
        "now": NOW,
    }
    assert refusal(correcting.propose, **told) == key


def test_corrections_are_listed_by_data_set_department_and_fate():
    slug, other = published().dataset.slug, published().dataset.slug
    first, second = propose(slug), propose(slug, "T0010")
    propose(other)
    assert [one.id for one in queries.corrections(slug=slug).rows] == [first, second]
    assert len(queries.corrections(department_codes=frozenset({"parks"}), fate=Fate.OPEN).rows) == 3
    assert queries.corrections(department_codes=frozenset({"roads"})).rows == ()
    page = queries.corrections(slug=slug, size=1)
    assert [one.id for one in queries.corrections(slug=slug, size=1, cursor=page.next_cursor).rows] == [second]


def test_who_leaves_is_forgotten_and_their_open_corrections_are_taken_back():
    slug, who = published().dataset.slug, resident()
    correction = propose(slug, by=who)
    held = correcting.CorrectionsHeld()
    assert held.collect(who.resident_id)[0]["wanted"] == {"height_m": "30.5"}
    assert held.objection(who.resident_id) is None
    held.forget(who.resident_id, NOW)
    row = Correction.objects.get(public_id=correction)
    assert (row.proposer, row.why, row.state) == (None, "", Fate.WITHDRAWN)
    assert held.collect(who.resident_id) == []
