"""Drafts: begun once, saved step by step, never overwritten, sent once."""

from datetime import timedelta

import pytest

from madang.city.kernel.refusals import Refused
from madang.city.people.tests import builders as people
from madang.city.portal.definitions.answers import incomplete_steps
from madang.city.portal.models import Case, Draft
from madang.city.portal.queries import drafts as queries
from madang.city.portal.services import drafts
from madang.city.portal.tests.applying import builders as make
from madang.city.portal.tests.builders import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stall(db):
    make.stall()


def test_a_second_beginning_goes_on_with_the_draft_that_waits():
    who = people.resident()
    assert make.draft(who).public_id == make.draft(who).public_id
    assert Draft.objects.count() == 1


def test_a_step_that_is_right_becomes_answers():
    view = make.draft()
    assert make.save(view, "you", make.YOU).is_done
    now = make.again(view)
    assert now.answers["birth_date"] == "1984-03-14"
    assert now.answers["address"] == {"line": "1 Maru Street"}
    assert "you" in now.done
    assert now.open_steps[0] == "stall"


def test_what_is_wrong_is_kept_as_it_was_typed_and_every_error_is_told():
    view = make.draft()
    saved = make.save(
        view,
        "you",
        {
            "full_name": ["Kim"],
            "birth_date-day": ["31"],
            "birth_date-month": ["2"],
            "birth_date-year": ["1984"],
            "email": ["nobody"],
        },
    )
    assert {(error.field, error.key) for error in saved.errors} == {
        ("birth_date", "invalid_date"),
        ("email", "invalid_email"),
        ("address", "required"),
    }
    now = make.again(view)
    assert now.typed["you"]["email"] == ["nobody"]
    assert "you" not in now.done
    assert now.answers == {}


def test_stopping_keeps_half_a_step_without_complaint():
    view = make.draft()
    saved = make.save(view, "you", {"full_name": ["Kim"]}, leaves=False)
    assert saved.errors == ()
    assert make.again(view).typed["you"] == {"full_name": ["Kim"]}


def test_answers_to_what_no_longer_applies_are_dropped():
    view = make.draft()
    make.save(view, "you", make.YOU)
    make.save(make.again(view), "stall", make.STALL)
    assert make.again(view).answers["hygiene"] == "H-17"
    make.save(make.again(view), "stall", make.STALL | {"sells_food": ["no"]})
    now = make.again(view)
    assert "hygiene" not in now.answers
    assert now.step("papers") is None


def test_fields_that_are_not_asked_and_names_that_no_form_has_are_not_kept():
    view = make.draft()
    make.save(view, "you", make.YOU | {"kind": ["large"], "is_admin": ["yes"], "stall-0-kind": ["large"]}, leaves=False)
    assert set(make.again(view).typed["you"]) <= set(make.YOU)


def test_the_second_browser_is_told_and_overwrites_nothing():
    view = make.draft()
    make.save(view, "you", make.YOU, page="phone")
    late = make.save(view, "you", make.YOU | {"full_name": ["Kim Haneul"]}, page="desk", revision=view.revision)
    assert late.other["full_name"] == ["Kim Haru"]
    assert make.again(view).answers["full_name"] == "Kim Haru"


def test_two_browsers_on_different_steps_do_not_clash():
    view = make.draft()
    make.save(view, "you", make.YOU, page="phone")
    assert make.save(view, "stall", make.STALL, page="desk", revision=view.revision).is_done
    assert {"full_name", "kind"} <= make.again(view).answers.keys()


def test_a_page_never_clashes_with_its_own_autosaves():
    view = make.draft()
    make.save(view, "you", {"full_name": ["Ki"]}, leaves=False)
    assert make.save(view, "you", make.YOU, revision=view.revision).is_done


def test_the_same_answers_from_two_browsers_are_no_clash():
    view = make.draft()
    make.save(view, "you", make.YOU, page="phone")
    assert make.save(view, "you", make.YOU, page="desk", revision=view.revision).is_done


def test_sent_twice_it_stays_one_case():
    view = make.filled()
    assert view.open_steps == ()
    first = drafts.send(draft_id=view.id, now=NOW)
    assert drafts.send(draft_id=view.id, now=NOW) == first
    assert Case.objects.get().answers["full_name"] == "Kim Haru"
    assert Draft.objects.get().answers == {}


def test_a_draft_with_an_open_step_is_not_sent():
    view = make.draft()
    make.save(view, "you", make.YOU)
    with pytest.raises(Refused, match="draft_incomplete"):
        drafts.send(draft_id=view.id, now=NOW)
    assert not Case.objects.exists()


def test_a_half_typed_step_is_not_sent():
    view = make.filled()
    make.save(view, "you", make.YOU | {"full_name": ["Kim Haneul"]}, leaves=False)
    with pytest.raises(Refused, match="draft_incomplete"):
        drafts.send(draft_id=view.id, now=NOW)


def test_nobody_reaches_the_draft_of_another():
    view = make.draft()
    for stranger in (people.resident(), people.staff()):
        with pytest.raises(Refused, match="draft_unknown"):
            queries.draft(view.public_id, viewer=people.viewer_for(stranger), now=NOW)


def test_a_deleted_draft_comes_back_within_a_day_and_not_later():
    view = make.draft()
    drafts.delete(draft_id=view.id, now=NOW)
    assert queries.open_drafts(view.resident_id) == []
    drafts.undo(public_id=view.public_id, resident_id=view.resident_id, staff_id=None, now=NOW)
    assert [line.public_id for line in queries.open_drafts(view.resident_id)] == [view.public_id]
    drafts.delete(draft_id=view.id, now=NOW)
    with pytest.raises(Refused, match="draft_unknown"):
        drafts.undo(public_id=view.public_id, resident_id=view.resident_id, staff_id=None, now=NOW + timedelta(days=2))


def test_a_deleted_draft_does_not_come_back_beside_a_new_one():
    view = make.draft()
    drafts.delete(draft_id=view.id, now=NOW)
    make.draft(view.resident_id)
    with pytest.raises(Refused, match="draft_begun_again"):
        drafts.undo(public_id=view.public_id, resident_id=view.resident_id, staff_id=None, now=NOW)


def test_drafts_are_reminded_of_once_a_week_before_and_then_deleted():
    from madang.city.notices import queries as notices

    view = make.draft()
    for day in (84, 85):
        drafts.expire(now=NOW + timedelta(days=day))
    told = notices.newest(people.account_of(view.resident_id), limit=9)
    assert len(told) == 1
    assert drafts.expire(now=NOW + timedelta(days=89)) == 0
    assert drafts.expire(now=NOW + timedelta(days=90)) == 1
    assert not Draft.objects.filter(pk=view.id).exists()


def test_drafts_go_with_the_account():
    view = make.draft()
    make.save(view, "you", make.YOU)
    held = drafts.DraftsHeld()
    assert held.collect(view.resident_id)[0]["answers"]["full_name"] == "Kim Haru"
    held.forget(view.resident_id, NOW)
    assert not Draft.objects.exists()


def test_a_draft_stays_with_its_version_until_its_owner_moves_it():
    view = make.draft()
    make.save(view, "you", make.YOU)
    make.save(make.again(view), "stall", make.STALL)
    make.stall(version=2, change=("large: {label: A van, hint: Up to six metres}", "cart: A cart"))
    older = make.again(view)
    assert older.is_older
    assert older.definition.version == 1
    drafts.move_to_present_version(draft_id=view.id, now=NOW)
    moved = make.again(view)
    assert not moved.is_older
    assert moved.answers["full_name"] == "Kim Haru"
    assert "kind" not in moved.answers
    assert moved.open_steps[0] == "stall"
    assert "stall" in incomplete_steps(moved.definition, moved.answers, moved.facts, NOW.date())


def test_what_the_rules_say_is_noted_and_stops_nobody():
    from datetime import date

    child = people.resident(birth_date=date(2015, 1, 1))
    assert make.draft(child).eligible == "no"
    assert make.draft(people.resident()).eligible == "yes"


def test_a_paused_service_takes_no_new_applications_and_keeps_the_drafts():
    view = make.filled()
    make.stall(version=2, status="paused")
    with pytest.raises(Refused, match="service_not_open"):
        make.draft(people.resident())
    with pytest.raises(Refused, match="service_not_open"):
        drafts.send(draft_id=view.id, now=NOW)
    assert make.again(view).answers["full_name"] == "Kim Haru"


def test_a_giant_text_is_refused_with_its_length():
    view = make.draft()
    with pytest.raises(Refused, match="typed_too_much"):
        make.save(view, "you", {"full_name": ["x" * 30_000]}, leaves=False)


def test_characters_that_no_database_stores_are_left_out():
    view = make.draft()
    make.save(view, "you", {"full_name": ["Kim\0 Haru"]}, leaves=False)
    assert make.again(view).typed["you"]["full_name"] == ["Kim Haru"]
