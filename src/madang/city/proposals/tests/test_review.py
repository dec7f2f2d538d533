"""From the department's desk to the residents' check; links, follows and numbers beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from madang.city.kernel.jobs import run_pending
from madang.city.kernel.money import Money
from madang.city.notices.models import Notice
from madang.city.people import services as people_services
from madang.city.people.rules import CITY, Role
from madang.city.people.tests import builders as people
from madang.city.proposals import tasks
from madang.city.proposals.models import Answer, Check
from madang.city.proposals.queries import links as linked
from madang.city.proposals.queries.settings import settings as chosen
from madang.city.proposals.rules.life import Decision, Part, State
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import doing, following, linking, reviewing, routing, settings, waking
from madang.city.proposals.services.doing import Step
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, last_event, no, refused, resident, told, yes

pytestmark = pytest.mark.django_db


# Routing


def test_a_clerk_names_department_and_officer_and_the_time_of_the_review_begins():
    desk = builders.in_review()
    row, event = desk.row, last_event(desk)
    assert (row.state, row.department.code, row.officer_id) == ("in_review", "transport", desk.officer_view.id)
    assert row.due_on.isoformat() == "2027-01-05"  # thirty working days; Christmas and New Year's Day are holidays in Korea
    assert (event.move, event.part, event.due_on, event.staff_id) == ("route", "clerk", row.due_on, desk.clerk.staff.id)
    assert "proposal.work" in told(desk.officer)


def test_an_officer_works_in_the_department_and_did_not_write_the_proposal():
    desk = builders.routed()
    clerk = builders.with_duty(Duty.CLERK)
    people.department("transport")
    route = {"reference": desk.reference, "by": clerk, "now": NOW, "department": "transport"}
    elsewhere = people.staff(department_code="parks")
    assert refused(routing.route, officer_id=elsewhere.id, **route) == "proposals.not_there"
    auditor = people.staff(Role.AUDITOR, department_code="transport")
    assert refused(routing.route, officer_id=auditor.id, **route) == "proposals.not_there"
    assert refused(routing.route, officer_id=elsewhere.id, **(route | {"department": "moon"})) == "people.unknown_department"


def test_nobody_answers_what_they_wrote_themselves():
    both = people.staff(department_code="transport", also_resident=True)
    author = people.viewer_for(both)
    desk = builders.routed(author=author)
    clerk = builders.with_duty(Duty.CLERK)
    route = {"reference": desk.reference, "department": "transport", "officer_id": both.id, "now": NOW}
    assert refused(routing.route, by=clerk, **route) == "proposals.own_proposal"
    settings.give_duty(account_id=author.account_id, duty=Duty.CLERK, by=CITY, now=NOW)
    assert refused(routing.route, by=author, **route) == "proposals.own_proposal"


def test_passing_a_proposal_on_does_not_put_off_its_day():
    desk = builders.in_review()
    other = people.staff(department_code="parks")
    before = desk.row.due_on
    move = {"department": "parks", "officer_id": other.id, "language": "en"} | desk.ask
    assert refused(routing.reassign, text="", **move) == "proposals.no_words"
    routing.reassign(text="Trees belong to the parks.", **move)
    row = desk.row
    assert (row.department.code, row.officer_id, row.due_on, row.state) == ("parks", other.id, before, "in_review")
    assert refused(reviewing.answer, answer=yes(), **desk.ask) == "proposals.not_your_move"


def test_a_deputy_acts_for_the_absent_officer():
    desk = builders.in_review()
    deputy = people.staff(department_code="transport")
    people_services.appoint_deputy(
        absent_id=desk.officer_view.id, deputy_id=deputy.id, first=TODAY, last=TODAY + 5 * DAY, by=CITY, now=NOW
    )
    reviewing.answer(reference=desk.reference, answer=no(), by=people.viewer_for(deputy), now=NOW)
    assert desk.row.decision == Decision.DECLINED


# Asking the author


def test_the_clock_stands_while_the_author_is_asked():
    desk = builders.in_review()
    due = desk.row.due_on
    reviewing.ask_author(text="Which stops do you mean?", language="en", **desk.ask)
    row = desk.row
    assert (row.state, row.due_on, row.days_left, row.ask_until) == ("asked", None, 30, TODAY + 14 * DAY)
    assert last_event(desk).due_on == TODAY + 14 * DAY
    later = NOW + 7 * DAY
    reviewing.reply(reference=desk.reference, text="Those on Maru Street.", language="en", by=desk.author, now=later)
    row = desk.row
    assert (row.state, row.days_left, row.ask_until) == ("in_review", None, None)
    assert row.due_on == due + 7 * DAY  # one week stood still, and the week behind holds as many holidays
    assert last_event(desk).text == "Those on Maru Street."


def test_a_review_goes_on_by_itself_where_nobody_replies():
    desk = builders.in_review()
    reviewing.ask_author(text="Which stops do you mean?", language="en", **desk.ask)
    assert waking.resume_all(now=NOW + 14 * DAY) == 0
    assert waking.resume_all(now=NOW + 15 * DAY) == 1
    assert (desk.row.state, last_event(desk).part) == ("in_review", Part.JOB)


def test_only_the_head_gives_a_review_more_time_and_only_once():
    desk = builders.in_review()
    longer = {"reference": desk.reference, "text": "The province must be heard.", "language": "en", "now": NOW}
    assert refused(reviewing.extend, by=desk.officer, **longer) == "proposals.not_your_move"
    reviewing.extend(by=desk.head, **longer)
    assert desk.row.due_on.isoformat() == "2027-02-18"  # sixty working days, Lunar New Year among them
    assert refused(reviewing.extend, by=desk.head, **longer) == "proposals.extended_already"


# Answering


def test_an_answer_says_what_why_and_what_comes_next():
    desk = builders.in_review(supports=2)
    adopts = yes(law="Road Act, article 31", cost=Money(120_000_000, "KRW"))
    reviewing.answer(answer=adopts, **desk.ask)
    run_pending()
    row, answer = desk.row, Answer.objects.get(proposal=desk.row)
    assert (row.state, row.decision, row.answered_at, row.due_on) == ("answered", "adopted", NOW, adopts.next_on)
    assert (answer.amount_minor, answer.currency, answer.days_left, answer.department.code) == (
        120_000_000,
        "KRW",
        30,
        "transport",
    )
    assert "proposal.own" in told(desk.author)
    assert all("proposal.supported" in told(one) for one in desk.supporters)


@pytest.mark.parametrize(("answer", "key"), [
    (yes(next_on=None), "proposals.name_the_day"),
    (no(reason=""), "proposals.no_reason"),
    (no(text="No."), "proposals.say_why"),
])  # fmt: skip
def test_no_answer_goes_out_that_lacks_something(answer, key):
    desk = builders.in_review()
    assert refused(reviewing.answer, answer=answer, **desk.ask) == key
    assert desk.row.state == State.IN_REVIEW


def test_a_head_above_may_answer_and_a_head_beside_may_not():
    people.department("city-hall")
    people.department("transport", parent="city-hall")
    desk = builders.in_review()
    beside = people.viewer_for(people.staff(Role.HEAD, department_code="parks"))
    assert refused(reviewing.answer, reference=desk.reference, answer=no(), by=beside, now=NOW) == "proposals.not_your_move"
    above = people.viewer_for(people.staff(Role.HEAD, department_code="city-hall"))
    reviewing.answer(reference=desk.reference, answer=no(), by=above, now=NOW)
    assert (desk.row.state, desk.row.due_on) == ("answered", None)


def test_what_was_adopted_and_cannot_be_done_is_answered_anew_by_the_head():
    desk = builders.in_progress()
    assert refused(reviewing.answer, answer=no(), **desk.ask) == "proposals.not_your_move"
    reviewing.answer(reference=desk.reference, answer=no(), by=desk.head, now=NOW + DAY)
    assert list(Answer.objects.order_by("id").values_list("decision", flat=True)) == ["adopted", "declined"]
    assert (desk.row.state, desk.row.decision, desk.row.answered_at) == ("answered", "declined", NOW)
    declined = {"reference": desk.reference, "answer": yes(), "by": desk.head, "now": NOW}
    assert refused(reviewing.answer, **declined) == "proposals.not_adopted"


# Doing


def test_nothing_is_planned_that_was_not_adopted():
    desk = builders.in_review()
    reviewing.answer(answer=no(), **desk.ask)
    plan = {"text": "Go.", "language": "en", "start_on": TODAY} | desk.ask
    assert refused(doing.plan, **plan) == "proposals.not_adopted"


def test_plan_start_milestones_and_money():
    desk = builders.adopted()
    plan = {"text": "The contract is out.", "language": "en"} | desk.ask
    assert refused(doing.plan, start_on=TODAY - DAY, **plan) == "proposals.name_the_day"
    assert refused(doing.plan, start_on=TODAY, cost=Money(5, "EUR"), **plan) == "proposals.no_such_amount"
    doing.plan(start_on=TODAY + 10 * DAY, cost=Money(900_000, "KRW"), **plan)
    assert (desk.row.state, desk.row.due_on, last_event(desk).details["amount_minor"]) == ("planned", TODAY + 10 * DAY, 900_000)
    doing.start(text="They dig.", language="en", finish_on=TODAY + 60 * DAY, **desk.ask)
    step = Step(on_date=TODAY, title="Ten stops done", spent=Money(300_000, "KRW"), finish_on=TODAY + 70 * DAY)
    assert refused(doing.add_milestone, step=replace(step, on_date=TODAY + DAY), **desk.ask) == "proposals.still_to_come"
    assert refused(doing.add_milestone, step=replace(step, title=" "), **desk.ask) == "proposals.words_long"
    number = doing.add_milestone(step=step, **desk.ask)
    assert (desk.row.due_on, last_event(desk).details) == (
        TODAY + 70 * DAY, {"milestone": number, "amount_minor": 300_000, "currency": "KRW"},
    )  # fmt: skip


def test_three_yes_of_five_close_a_proposal():
    desk = builders.done(supports=7)
    asked = builders.asked_to_check(desk)
    assert len(asked) == 5
    assert all("proposal.asked" in told(one) for one in asked)
    stranger = next(one for one in desk.supporters if one.resident_id not in {viewer.resident_id for viewer in asked})
    say = {"reference": desk.reference, "text": "", "now": NOW}
    assert refused(doing.check, is_done=True, by=stranger, **say) == "proposals.not_asked"
    doing.check(is_done=True, by=asked[0], **say)
    assert refused(doing.check, is_done=True, by=asked[0], **say) == "proposals.checked_already"
    doing.check(is_done=False, by=asked[1], **say)
    doing.check(is_done=True, by=asked[2], **say)
    assert desk.row.state == State.DONE
    doing.check(is_done=True, by=asked[3], **say)
    assert (desk.row.state, last_event(desk).details) == ("checked", {"asked": 5, "yes": 3, "no": 1})
    assert refused(doing.check, is_done=True, by=asked[4], **say) == "proposals.checked_already"


def test_three_no_send_a_proposal_back_and_the_next_round_asks_anew():
    desk = builders.done(supports=5)
    for viewer in builders.asked_to_check(desk)[:3]:
        doing.check(reference=desk.reference, is_done=False, text="Two stops lack trees.", by=viewer, now=NOW)
    assert (desk.row.state, desk.row.due_on) == ("in_progress", TODAY + 5 * DAY)
    doing.finish(text="Now they have.", language="en", **desk.ask)
    assert (desk.row.asks_check, len(builders.asked_to_check(desk))) == (2, 5)


def test_others_are_asked_in_place_of_those_who_say_nothing():
    desk = builders.done(supports=8)
    first = {viewer.resident_id for viewer in builders.asked_to_check(desk)}
    silent = builders.asked_to_check(desk)[1:]
    doing.check(reference=desk.reference, is_done=True, text="", by=builders.asked_to_check(desk)[0], now=NOW)
    assert waking.ask_others(now=NOW + 14 * DAY) == 0
    assert waking.ask_others(now=NOW + 14 * DAY + timedelta(seconds=1)) == 1
    now_asked = {viewer.resident_id for viewer in builders.asked_to_check(desk)}
    assert len(now_asked) == 5  # who answered, the three other supporters, the author
    assert now_asked & {viewer.resident_id for viewer in silent} == set()
    assert desk.author.resident_id in now_asked - first
    late = {"reference": desk.reference, "is_done": True, "text": "", "by": silent[0], "now": NOW}
    assert refused(doing.check, **late) == "proposals.not_asked"
    assert Check.objects.filter(is_lapsed=True).count() == 4


# Overdue


def test_what_is_overdue_is_reported_to_the_head_once_for_each_day_that_was_missed():
    desk = builders.in_review()
    head = desk.head
    assert waking.escalate_all(now=NOW + 46 * DAY) == 0  # on the due day itself
    assert waking.escalate_all(now=NOW + 47 * DAY) == 1
    assert waking.escalate_all(now=NOW + 48 * DAY) == 0
    event = last_event(desk)
    assert (event.move, event.part, event.details) == ("escalate", "job", {"overdue_since": "2027-01-05"})
    assert told(head) == {"proposal.work"}
    reviewing.answer(reference=desk.reference, answer=yes(next_on=TODAY + 60 * DAY), by=desk.head, now=NOW + 48 * DAY)
    assert Answer.objects.get().days_left == -2
    assert waking.escalate_all(now=NOW + 61 * DAY) == 1


def test_what_nobody_has_routed_is_reported_to_the_clerks():
    clerk = builders.with_duty(Duty.CLERK)
    desk = builders.routed()
    Notice.objects.all().delete()
    assert waking.escalate_all(now=NOW + 6 * DAY) == 1
    assert Notice.objects.get(account_id=clerk.account_id).subject["en"] == f"Overdue: {desk.row.title}"


def test_the_hourly_job_does_what_time_does(monkeypatch):
    desk = builders.collecting_support()
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW + 31 * DAY)
    tasks.wake()
    tasks.tidy()
    assert desk.row.state == State.EXPIRED


# Links, follows, settings


def test_a_link_is_read_from_both_ends():
    desk = builders.adopted()
    tie = {"kind": "vote", "target": "MD-7K3F-92X", "title": {"en": "Which stops first?"}, "url": "/votes/MD-7K3F-92X"}
    assert refused(linking.link, reference=desk.reference, by=desk.author, now=NOW, **tie) == "proposals.own_proposal"
    assert refused(linking.link, reference=desk.reference, by=resident(), now=NOW, **tie) == "proposals.not_your_move"
    linking.link(**(tie | {"title": {"en": "Old title"}}), **desk.ask)
    linking.link(**tie, **desk.ask)
    (link,) = linked.links_of(desk.reference)
    assert (link.kind, link.reference, link.title, link.url) == (
        "vote",
        "MD-7K3F-92X",
        {"en": "Which stops first?"},
        "/votes/MD-7K3F-92X",
    )
    (origin,) = linked.origins_of("vote", "MD-7K3F-92X")
    assert (origin.reference, origin.url) == (desk.reference, f"/ideas/{desk.reference}")
    linking.unlink(kind="vote", target="MD-7K3F-92X", **desk.ask)
    assert linked.links_of(desk.reference) == ()


def test_followers_hear_of_each_move_until_they_stop():
    desk = builders.in_review()
    reader, stopped = resident(), resident()
    run_pending()
    for viewer in (reader, stopped):
        following.follow(reference=desk.reference, by=viewer, now=NOW)
    following.follow(reference=desk.reference, by=stopped, now=NOW, wanted=False)
    reviewing.ask_author(text="Which stops?", language="en", **desk.ask)
    run_pending()
    run_pending()
    assert told(reader) == {"proposal.followed"}
    assert told(stopped) == set()
    assert Notice.objects.filter(account_id=reader.account_id).count() == 1


def test_thousands_are_told_in_batches(monkeypatch):
    monkeypatch.setattr("madang.city.proposals.services.telling.BATCH", 2)
    desk = builders.in_review(supports=3)
    reviewing.answer(answer=yes(), **desk.ask)
    run_pending()
    assert [told(one) for one in desk.supporters] == [{"proposal.supported"}] * 3


def test_only_administrators_choose_the_numbers():
    administrator = people.viewer_for(people.staff(Role.ADMINISTRATOR))
    clerk = people.viewer_for(people.staff())
    change = {"changed": {"a_day": 5}, "now": NOW}
    assert refused(settings.change_settings, by=clerk, **change) == "people.other_role"
    settings.change_settings(by=administrator, **change)
    settings.change_settings(by=administrator, changed={"least_age": 0}, now=NOW)
    assert refused(settings.change_settings, by=administrator, changed={"a_day": 0}, now=NOW) == "proposals.setting_limits"
    assert (chosen().a_day, chosen().least_age, chosen().check_yes) == (5, 0, 3)


def test_a_clerk_is_staff_and_loses_the_duty_when_it_is_taken():
    desk = builders.routed()
    citizen = resident()
    give = {"duty": Duty.CLERK, "by": CITY, "now": NOW}
    assert refused(settings.give_duty, account_id=citizen.account_id, **give) == "people.no_staff"
    clerk = builders.with_duty(Duty.CLERK)
    officer = people.staff(department_code="transport")
    settings.take_duty(account_id=clerk.account_id, **give)
    route = {"reference": desk.reference, "department": "transport", "officer_id": officer.id, "by": clerk, "now": NOW}
    assert refused(routing.route, **route) == "proposals.not_your_move"
