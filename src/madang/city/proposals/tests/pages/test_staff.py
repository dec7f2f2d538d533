"""The desk of ideas: who sees which queue, and every act from the answer of an officer to the end."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.city.look.tests.pages import text
from madang.city.people.models import StaffMember
from madang.city.people.tests import builders as people
from madang.city.proposals.models import Milestone, Proposal
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import reviewing
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, collecting_support, in_review, resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


def desk_of(viewer):
    return people.signed_in(viewer.staff)


def act(viewer, desk, name, **typed):
    told = {f"{name}-{key}": value for key, value in typed.items()} | {"revision": str(desk.row.revision)}
    return desk_of(viewer).post(f"/staff/ideas/{desk.reference}/{name}", told)


def day(name, when):
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}


def test_residents_have_no_desk():
    assert people.signed_in(resident().resident_id).get("/staff/ideas").status_code == 403
    assert Client().get("/staff/ideas")["Location"].startswith("/account/login/")


def test_a_clerk_sees_what_is_to_be_given_and_gives_it_by_name():
    desk, clerk, officer = builders.routed(), builders.with_duty(Duty.CLERK), people.staff(department_code="transport")
    page = text(desk_of(clerk).get("/staff/ideas?queue=route"))
    assert desk.reference in page
    assert "To be given to a department" in page
    assert act(clerk, desk, "route", officer=str(officer.id)).status_code == 302
    assert (desk.row.state, desk.row.officer_id) == ("in_review", officer.id)


def test_an_officer_has_no_queue_of_what_is_not_given_yet():
    builders.routed()
    assert "To be given to a department" not in text(people.signed_in(people.staff()).get("/staff/ideas?queue=route"))


def test_the_desk_has_mine_late_first_with_counts():
    desk = in_review()
    page = text(desk_of(desk.officer).get("/staff/ideas"))
    assert desk.reference in page
    Proposal.objects.update(due_on=TODAY - DAY)
    late = text(desk_of(desk.officer).get("/staff/ideas?queue=overdue"))
    assert desk.reference in late
    assert "19 Nov, late" in late


def test_an_officer_answers_with_decision_words_and_a_day():
    desk = in_review()
    typed = {"decision": "adopted", "text": "We plant trees at forty stops.", "language": "en", "cost": "84000000"}
    assert act(desk.officer, desk, "decide", **typed, **day("next_on", TODAY + 30 * DAY)).status_code == 302
    page = text(Client().get(f"/ideas/{desk.reference}"))
    for words in ("Adopted", "We plant trees at forty stops.", "₩84 million"):
        assert words in page, words


def test_an_answer_without_its_reason_is_refused_and_keeps_what_was_typed():
    desk = in_review()
    answer = act(desk.officer, desk, "decide", decision="declined", text="The roads belong to the province.", language="en")
    assert answer.status_code == 422
    assert "Choose the reason." in text(answer)
    assert "The roads belong to the province." in text(answer)
    assert desk.row.state == "in_review"


def test_an_answer_to_what_has_gone_on_meanwhile_is_refused():
    desk = in_review()
    told = {
        "decide-decision": "adopted",
        "decide-text": "We plant trees at forty stops.",
        "decide-language": "en",
        "revision": "1",
    }
    told |= {f"decide-{key}": value for key, value in day("next_on", TODAY).items()}
    answer = desk_of(desk.officer).post(f"/staff/ideas/{desk.reference}/decide", told)
    assert answer.status_code == 409
    assert "Somebody else changed this" in text(answer)


def test_from_the_plan_to_done_each_act_is_a_form():
    desk = builders.adopted()
    act(desk.officer, desk, "plan", text="The contract is out.", language="en", cost="1000", **day("start_on", TODAY + DAY))
    assert desk.row.state == "planned"
    act(desk.officer, desk, "start", text="The first trees.", language="en", **day("finish_on", TODAY + 9 * DAY))
    assert desk.row.state == "in_progress"
    act(desk.officer, desk, "milestone", title="Ten stops", language="en", spent="500", **day("on_date", TODAY))
    assert (Milestone.objects.get().title, Milestone.objects.get().amount_minor) == ("Ten stops", 500)
    act(desk.officer, desk, "finish", text="All stops have shade.", language="en")
    assert desk.row.state == "done"


def test_a_question_stops_the_clock_and_the_head_may_take_more_time():
    desk = in_review()
    act(desk.head, desk, "extend", text="The province is asked too.", language="en")
    assert desk.row.is_extended
    act(desk.officer, desk, "ask", text="Which stops?", language="en")
    assert desk.row.state == "asked"
    act(desk.officer, desk, "resume")
    assert desk.row.state == "in_review"


def test_it_is_given_to_somebody_else_with_the_reason():
    desk, other = in_review(), people.staff(department_code="transport", name="Jung Dana")
    act(desk.officer, desk, "reassign", officer=str(other.id), text="She knows the stops.", language="en")
    assert desk.row.officer_id == StaffMember.objects.get(name="Jung Dana").pk


def test_one_of_the_panel_lifts_what_too_few_support():
    builders.needs(50)
    desk, panel = collecting_support(), builders.with_duty(Duty.PANEL)
    act(panel, desk, "lift", text="It helps those who cannot write.", language="en")
    assert desk.row.state == "routed"


def test_whoever_does_not_work_on_it_finds_no_act_and_is_refused():
    desk = in_review()
    other = people.viewer_for(people.staff(department_code="parking"))
    assert "Nothing waits for you here" in text(desk_of(other).get(f"/staff/ideas/{desk.reference}"))
    assert act(other, desk, "ask", text="Why?", language="en").status_code == 403
    assert act(other, desk, "nothing").status_code == 404


def test_what_was_declined_lies_on_no_desk():
    desk = in_review()
    reviewing.answer(answer=builders.no(), **desk.ask)
    assert desk.reference not in text(desk_of(desk.officer).get("/staff/ideas"))


def test_the_desk_costs_the_same_however_much_lies_on_it():
    desk = in_review()
    browser = desk_of(desk.officer)
    browser.get("/staff/ideas")
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get("/staff/ideas?queue=department")
        counted.append(len(asked))
        in_review()
    assert counted[0] == counted[1]
