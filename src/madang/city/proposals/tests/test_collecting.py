"""Writing, publishing, collecting support: from the draft to the threshold."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from madang.city.journal.models import Note
from madang.city.kernel import jobs
from madang.city.kernel.jobs import run_pending
from madang.city.notices.models import Notice
from madang.city.people import services as people_services
from madang.city.people.rules import CITY, NOBODY
from madang.city.people.tests import builders as people
from madang.city.places import queries as places
from madang.city.places.tests import builders as maps
from madang.city.portal.rules.drafts import Base
from madang.city.proposals.models import Proposal, ProposalEvent, Support, Version
from madang.city.proposals.queries import showing
from madang.city.proposals.queries.listing import Wanted, find
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.settings import Duty, Threshold
from madang.city.proposals.rules.writing import Point
from madang.city.proposals.services import co_authors, collecting, ending, settings, supporting, waking, writing
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, refused, resident, written

pytestmark = pytest.mark.django_db


def moves(desk):
    return list(ProposalEvent.objects.filter(proposal=desk.row).order_by("id").values_list("move", flat=True))


# Drafts


def test_two_browsers_lose_no_text():
    desk = builders.draft()
    phone, laptop = Base(1, "phone"), Base(1, "laptop")
    save = {"reference": desk.reference, "by": desk.author, "now": NOW}
    first = writing.save_draft(writing=written(text="From the phone."), base=phone, **save)
    assert first.other is None
    second = writing.save_draft(writing=written(text="From the laptop."), base=laptop, **save)
    assert second.other.text == "From the phone."
    assert Version.objects.get(proposal=desk.row).text == "From the phone."
    chosen = writing.save_draft(writing=written(text="From both."), base=Base(second.revision, "laptop"), **save)
    assert chosen.other is None
    assert Version.objects.get(proposal=desk.row).text == "From both."
    again = writing.save_draft(writing=written(text="From both, more."), base=Base(second.revision, "laptop"), **save)
    assert again.other is None  # the same page saves on without reading again


def test_nobody_else_reads_or_writes_a_draft():
    desk = builders.draft()
    save = {"reference": desk.reference, "by": resident(), "now": NOW}
    assert refused(writing.save_draft, writing=written(), base=Base(1, "x"), **save) == "proposals.unknown"
    assert refused(writing.publish, shown=Shown.NAME, **save) == "proposals.unknown"
    assert refused(writing.delete_draft, **save) == "proposals.unknown"


def test_a_draft_may_be_thrown_away_and_an_old_one_goes_by_itself():
    desk, old = builders.draft(), builders.draft()
    writing.delete_draft(reference=desk.reference, by=desk.author, now=NOW)
    assert writing.drop_old_drafts(now=NOW + 90 * DAY) == 0
    assert writing.drop_old_drafts(now=NOW + 91 * DAY) == 1
    assert not Proposal.objects.filter(reference__in=[desk.reference, old.reference]).exists()


def test_only_residents_propose():
    staff = people.viewer_for(people.staff())
    assert refused(writing.begin, writing=written(), by=staff, now=NOW) == "proposals.residents_only"


def test_somebody_has_twenty_drafts_at_most():
    author = resident()
    for _ in range(20):
        builders.draft(author)
    assert refused(writing.begin, writing=written(), by=author, now=NOW) == "proposals.many_drafts"


def test_a_point_says_the_area_and_none_may_lie_outside_the_city(tmp_path):
    maps.load(tmp_path, maps.feature("a", maps.square(0)), maps.feature("b", maps.square(1)))
    desk = builders.draft(wanted=written(point=Point(127.15, 37.05)))
    assert desk.row.area_id == places.area_by_code(maps.SCHEME, "b").id
    outside = written(point=Point(129.0, 35.0))
    assert refused(writing.begin, writing=outside, by=desk.author, now=NOW) == "proposals.no_such_place"
    assert refused(writing.begin, writing=written(area_id=10**9), by=desk.author, now=NOW) == "proposals.no_such_place"


# Publishing


def test_publishing_shows_the_name_as_chosen_and_begins_to_collect_support():
    desk = builders.draft(resident("김솔"))
    writing.publish(reference=desk.reference, shown=Shown.INITIALS, by=desk.author, now=NOW)
    row = desk.row
    assert (row.state, row.byline, row.needed, row.collects_until) == ("collecting", "김○", 50, TODAY + 30 * DAY)
    assert moves(desk) == ["publish", "open"]
    note = Note.objects.filter(about=f"proposal:{desk.reference}").order_by("id").first()
    assert (note.verb, note.actor) == ("proposal.publish", f"resident:{desk.author.resident_id}")


def test_nobody_publishes_more_than_the_city_takes_in_a_day():
    author = resident()
    for _ in range(3):
        builders.collecting_support(author)
    fourth = builders.draft(author)
    publish = {"reference": fourth.reference, "shown": Shown.NAME, "by": author}
    assert refused(writing.publish, now=NOW, **publish) == "proposals.enough_today"
    assert refused(writing.publish, now=NOW + timedelta(hours=11), **publish) == "proposals.enough_today"  # 23:00 in Seoul
    writing.publish(now=NOW + timedelta(hours=12), **publish)
    assert fourth.row.state == State.COLLECTING


def test_what_an_automatic_check_holds_back_waits_for_a_moderator():
    desk = builders.collecting_support(held_for="spam")
    assert (desk.row.state, desk.row.held_for) == ("published", "spam")
    assert refused(supporting.support, reference=desk.reference, by=resident(), now=NOW) == "proposals.unknown"
    assert (find(Wanted(), today=TODAY).page.rows, showing.proposal(desk.reference, viewer=NOBODY, now=NOW).written.html) == (
        (),
        "",
    )
    act = {"reference": desk.reference, "by": desk.author, "now": NOW}
    assert refused(collecting.open_held, **act) == "proposals.not_your_move"
    builders.open_held(desk, builders.with_duty(Duty.MODERATOR))
    assert (desk.row.state, desk.row.held_for) == ("collecting", "")


def test_the_threshold_of_the_smallest_area_is_frozen_when_collecting_begins(tmp_path):
    maps.load(tmp_path, maps.feature("d", maps.square(0, size=0.2)), level="district")
    maps.load(tmp_path, maps.feature("n", maps.square(0), parent="d"), parent_field="parent")
    district, hood = (places.area_by_code(maps.SCHEME, code) for code in ("d", "n"))
    assert hood.parent_id == district.id
    settings.set_threshold(area_id=district.id, threshold=Threshold(14, 20), by=CITY, now=NOW)
    desk = builders.collecting_support(wanted=written(area_id=hood.id))
    assert (desk.row.needed, desk.row.collects_until) == (20, TODAY + 14 * DAY)
    settings.set_threshold(area_id=district.id, threshold=None, by=CITY, now=NOW)
    assert desk.row.needed == 20
    assert builders.collecting_support(wanted=written(area_id=hood.id)).row.needed == 50


# Signing together


def test_nothing_is_published_over_the_head_of_somebody_invited():
    desk, friend = builders.draft(), resident("이민수")
    invitation = co_authors.invite(reference=desk.reference, called="Minsu", by=desk.author, now=NOW)
    publish = {"reference": desk.reference, "shown": Shown.NAME, "by": desk.author, "now": NOW}
    assert refused(writing.publish, **publish) == "proposals.co_authors_open"
    assert co_authors.agree(invitation=invitation, shown=Shown.INITIALS, by=friend, now=NOW) == desk.reference
    writing.save_draft(reference=desk.reference, writing=written(text=builders.TEXT * 2), base=Base(9, "x"), by=friend, now=NOW)
    writing.publish(**publish)
    assert refused(supporting.support, reference=desk.reference, by=friend, now=NOW) == "proposals.own_proposal"


def test_an_invitation_is_answered_once_and_never_by_the_author():
    desk, friend = builders.draft(), resident()
    invitation = co_authors.invite(reference=desk.reference, called="", by=desk.author, now=NOW)
    answer = {"invitation": invitation, "now": NOW}
    assert refused(co_authors.agree, shown=Shown.NAME, by=desk.author, **answer) == "proposals.signed_already"
    co_authors.agree(shown=Shown.NAME, by=friend, **answer)
    assert refused(co_authors.agree, shown=Shown.NAME, by=resident(), **answer) == "proposals.no_invitation"
    second = co_authors.invite(reference=desk.reference, called="", by=desk.author, now=NOW)
    assert refused(co_authors.agree, invitation=second, shown=Shown.NAME, by=friend, now=NOW) == "proposals.signed_already"
    co_authors.decline(invitation=second, by=resident(), now=NOW)
    assert refused(co_authors.decline, invitation=second, by=resident(), now=NOW) == "proposals.no_invitation"
    assert refused(co_authors.invite, reference=desk.reference, called="", by=friend, now=NOW) == "proposals.unknown"


def test_who_signed_may_take_the_signature_off_the_draft_and_nobody_else_may():
    desk, friend = builders.draft(), resident()
    invitation = co_authors.invite(reference=desk.reference, called="", by=desk.author, now=NOW)
    co_authors.agree(invitation=invitation, shown=Shown.NAME, by=friend, now=NOW)
    off = {"reference": desk.reference, "invitation": invitation, "now": NOW}
    assert refused(co_authors.take_back, by=resident(), **off) == "proposals.unknown"
    co_authors.take_back(by=friend, **off)
    assert not desk.row.co_authors.exists()


# Support


def test_support_is_given_once_and_may_be_taken_back():
    desk, someone = builders.collecting_support(), resident()
    act = {"reference": desk.reference, "by": someone, "now": NOW}
    assert supporting.support(**act) == 1
    assert supporting.support(**act) == 1
    assert supporting.take_back(**act) == 0
    assert supporting.take_back(**act) == 0
    assert (desk.row.supports, Support.objects.count()) == (0, 0)


def test_the_last_support_needed_sends_a_proposal_on_its_way_in_the_same_act():
    builders.needs(2)
    clerk = builders.with_duty(Duty.CLERK)
    desk = builders.collecting_support(supports=2)
    row = desk.row
    assert (row.state, row.supports, row.routed_at) == ("routed", 2, NOW)
    assert row.due_on == TODAY + 5 * DAY  # Wednesday, three working days after a Friday
    assert moves(desk) == ["publish", "open", "reach"]
    event = ProposalEvent.objects.get(proposal=row, move="reach")
    assert (event.part, event.details) == ("job", {"supports": 2, "needed": 2})
    assert Notice.objects.filter(account_id=clerk.account_id, kind="proposal.work").count() == 1
    assert supporting.support(reference=desk.reference, by=resident(), now=NOW) == 3
    assert supporting.take_back(reference=desk.reference, by=desk.supporters[0], now=NOW) == 2
    assert moves(desk) == ["publish", "open", "reach"]


def test_staff_the_young_and_bots_do_not_count():
    desk = builders.collecting_support()
    act = {"reference": desk.reference, "now": NOW}
    assert refused(supporting.support, by=people.viewer_for(people.staff()), **act) == "proposals.residents_only"
    young = resident(birth_date=TODAY.replace(year=2013))
    assert refused(supporting.support, by=young, **act) == "proposals.too_young"
    unproved = people.viewer_for(people.resident())
    people.account("nobody@haneul.example", verified=False)
    settings.change_settings(changed={"an_hour": 1, "least_assured": 2}, by=CITY, now=NOW)
    assert refused(supporting.support, by=unproved, **act) == "people.more_assurance"
    sure = resident(proved=True)
    supporting.support(by=sure, **act)
    other = builders.collecting_support()
    assert refused(supporting.support, reference=other.reference, by=sure, now=NOW) == "proposals.enough_this_hour"
    supporting.support(reference=other.reference, by=sure, now=NOW + timedelta(hours=1))


def test_an_answered_proposal_keeps_its_count():
    desk = builders.adopted()
    supporter = desk.supporters[0]
    assert refused(supporting.take_back, reference=desk.reference, by=supporter, now=NOW) == "proposals.count_stands"


@pytest.mark.django_db(transaction=True)
def test_a_hundred_taps_at_once_count_each_person_once_and_route_once():
    builders.needs(20)
    desk = builders.collecting_support()
    tapping = [resident() for _ in range(25)] * 4
    connections, failed = threading.BoundedSemaphore(30), []

    def tap(viewer):
        with connections:
            try:
                supporting.support(reference=desk.reference, by=viewer, now=NOW)
            except Exception as problem:
                failed.append(problem)
                raise
            finally:
                connection.close()

    threads = [threading.Thread(target=tap, args=(viewer,)) for viewer in tapping]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert (desk.row.supports, Support.objects.filter(proposal=desk.row).count()) == (25, 25)
    assert moves(desk).count("reach") == 1


# Change, expiry, revival, the panel, leaving


def test_a_change_after_support_keeps_the_old_text_and_tells_who_supports_it():
    desk = builders.collecting_support(supports=1)
    run_pending()
    change = {"reference": desk.reference, "by": desk.author, "now": NOW + DAY}
    assert refused(writing.edit, writing=written(), **change) == "proposals.nothing_changed"
    assert writing.edit(writing=written(title="Shade at all stops"), **change) == 2
    run_pending()
    assert desk.row.title == "Shade at all stops"
    assert list(Version.objects.filter(proposal=desk.row).order_by("number").values_list("title", flat=True)) == [
        "Shade at bus stops", "Shade at all stops",
    ]  # fmt: skip
    told = Notice.objects.get(kind="proposal.supported", account_id=desk.supporters[0].account_id)
    assert "take your support back" in told.body["en"]
    assert told.link == f"/ideas/{desk.reference}"


def test_what_a_proposal_means_is_frozen_on_its_way_to_a_department():
    desk = builders.routed()
    change = written(title="Something quite different")
    assert (
        refused(writing.edit, reference=desk.reference, writing=change, by=desk.author, now=NOW) == "proposals.not_in_this_state"
    )


def test_a_page_that_is_behind_changes_nothing():
    desk = builders.collecting_support()
    behind = {"reference": desk.reference, "by": desk.author, "now": NOW, "revision": desk.row.revision - 1}
    assert refused(writing.edit, writing=replace(written(), title="Shade everywhere"), **behind) == "kernel.changed_meanwhile"


def test_time_ends_on_the_day_after_the_last_and_the_author_may_try_once_more():
    desk = builders.collecting_support(supports=2)
    assert waking.expire_all(now=NOW + 30 * DAY) == 0
    assert waking.expire_all(now=NOW + 31 * DAY) == 1
    later = NOW + 40 * DAY
    act = {"reference": desk.reference, "by": desk.author, "now": later}
    collecting.revive(**act)
    assert (desk.row.state, desk.row.supports, desk.row.collects_until) == ("collecting", 2, TODAY + 70 * DAY)
    waking.expire_all(now=NOW + 71 * DAY)
    assert refused(collecting.revive, **act) == "proposals.revived_already"


def test_a_revived_proposal_that_meets_a_lower_threshold_goes_at_once():
    desk = builders.collecting_support(supports=2)
    waking.expire_all(now=NOW + 31 * DAY)
    builders.needs(2)
    collecting.revive(reference=desk.reference, by=desk.author, now=NOW + 32 * DAY)
    assert desk.row.state == State.ROUTED


def test_the_panel_lifts_with_a_reason_and_never_its_own():
    author = resident()
    desk = builders.expired(author)
    lift = {"reference": desk.reference, "language": "en", "now": NOW}
    settings.give_duty(account_id=author.account_id, duty=Duty.PANEL, by=CITY, now=NOW)
    assert refused(collecting.lift, by=author, text="It is mine.", **lift) == "proposals.own_proposal"
    retired = resident("Yoon Retired")
    assert refused(collecting.lift, by=retired, text="Good.", **lift) == "proposals.not_your_move"
    settings.give_duty(account_id=retired.account_id, duty=Duty.PANEL, by=CITY, now=NOW)
    assert refused(collecting.lift, by=retired, text=" ", **lift) == "proposals.no_words"
    collecting.lift(by=retired, text="It saves lives.", **lift)
    event = ProposalEvent.objects.get(proposal=desk.row, move="lift")
    assert (event.part, event.text, event.to_state, event.staff) == ("panel", "It saves lives.", "routed", None)


def test_who_supported_a_retired_proposal_moves_only_by_their_own_tap():
    desk, other = builders.collecting_support(supports=2), builders.collecting_support()
    retire = {"reference": desk.reference, "by": desk.author, "now": NOW}
    assert refused(ending.retire, in_favour_of=desk.reference, **retire) == "proposals.no_other"
    assert refused(ending.retire, in_favour_of="MD-0000-000", **retire) == "proposals.no_other"
    ending.retire(in_favour_of=other.reference, **retire)
    assert (desk.row.state, desk.row.supports, other.row.supports) == ("retired", 2, 0)
    move = {"reference": desk.reference, "by": desk.supporters[0], "now": NOW}
    assert supporting.move_support(**move) == other.reference
    assert (desk.row.supports, other.row.supports) == (1, 1)
    assert refused(supporting.move_support, **move) == "proposals.nothing_to_move"


def test_an_author_takes_a_proposal_back_before_it_is_answered():
    desk = builders.in_review()
    ending.withdraw(reference=desk.reference, by=desk.author, now=NOW)
    assert (desk.row.state, desk.row.due_on) == ("withdrawn", None)
    assert Notice.objects.filter(account_id=desk.officer.account_id, subject__en__startswith="Taken back").exists()
    answered = builders.adopted()
    act = {"reference": answered.reference, "by": answered.author, "now": NOW}
    assert refused(ending.withdraw, **act) == "proposals.not_in_this_state"


def test_who_leaves_the_city_leaves_text_and_count_behind():
    desk = builders.collecting_support(supports=1)
    gone = [desk.author, desk.supporters[0]]
    for viewer in gone:
        people_services.erase(resident_id=viewer.resident_id, by=viewer.actor, now=NOW)
    row = desk.row
    assert (row.author_id, row.byline, row.title, row.supports) == (None, "", "Shade at bus stops", 1)
    assert list(Support.objects.values_list("resident_id", flat=True)) == [None]


def test_every_job_that_is_enqueued_is_there():
    assert {"proposals.tell", "proposals.wake", "proposals.tidy", "proposals.digest"} <= jobs.known()
