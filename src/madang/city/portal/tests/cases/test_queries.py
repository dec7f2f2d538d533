"""What residents and staff see of cases, and how many queries that takes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.city.journal import queries as journal
from madang.city.kernel.paging import BadCursor, encode
from madang.city.kernel.refusals import Refused
from madang.city.people import queries as people_queries
from madang.city.people import services as people_services
from madang.city.people.rules import NOBODY, SYSTEM, Role
from madang.city.people.tests import builders as people
from madang.city.portal.models import Case, Draft, ServiceFigures
from madang.city.portal.queries import inbox as inboxes
from madang.city.portal.queries import performance
from madang.city.portal.queries.cases import own, reading
from madang.city.portal.queries.inbox import Queue, Wanted
from madang.city.portal.rules.cases import Move, Outcome, State
from madang.city.portal.services import cases, figures
from madang.city.portal.tests.builders import DAY, NOW, applicant, case, decided, fresh, in_review, service, upload, waiting

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def queries(call, **arguments):
    with CaptureQueriesContext(
        connection,
    ) as made:
        found = call(**arguments)
    return found, len(made.captured_queries)


# The resident


def test_a_resident_sees_state_clock_history_and_moves_in_three_queries():
    made, viewer = waiting(service(days=10))
    cases.message(reference=made.reference, body="No stamp needed.", by=viewer, now=NOW)
    upload(made, request=made.requests.get())
    page, count = queries(reading.case_for_resident, reference=made.reference, viewer=applicant(made), now=NOW + 3 * DAY)
    assert count <= 3
    assert page.state is State.WAITING_APPLICANT
    assert [one.verb for one in page.events if one.is_public] == [Move.ASK, Move.START, Move.RECEIVE, Move.SUBMIT]
    assert page.events[-1].at == NOW
    assert page.open_request.body == "Please send a letter."
    assert page.open_request.name == "Lee Sora"
    assert page.messages[0].name == "Lee Sora"
    assert page.files[0].request_id == page.open_request.id
    assert {Move.ANSWER, Move.WITHDRAW, Move.MESSAGE} == set(page.moves)
    assert not page.clock.is_running
    # Ten working days after Monday 23 November.
    assert page.clock.due_if_resumed(page.today, page.calendar) == date(2026, 12, 7)


@pytest.mark.parametrize("kind", ["another resident", "nobody", "staff"])
def test_nobody_else_reaches_a_residents_page(kind):
    made = case()
    viewer = {
        "another resident": lambda: people.viewer_for(people.resident("Park Jiwon")),
        "nobody": lambda: NOBODY,
        "staff": lambda: people.viewer_for(people.staff()),
    }[kind]()
    with pytest.raises(Refused) as caught:
        reading.case_for_resident(made.reference, viewer, now=NOW)
    assert caught.value.refusal.status == 404


def test_my_cases_are_mine_newest_first_and_paged():
    of, me = service(), people.resident()
    made = [case(of, resident_id=me).reference for _ in range(3)]
    case(of)
    first = own.my_cases(me, size=2)
    assert [line.reference for line in first.rows] == [made[2], made[1]]
    assert [line.reference for line in own.my_cases(me, size=2, cursor=first.next_cursor).rows] == [made[0]]
    cases.withdraw(reference=made[0], by=people.viewer_for(me), now=NOW)
    assert [line.reference for line in own.my_cases(me, done=True).rows] == [made[0]]
    assert own.own_counts(me) == own.OwnCounts(open=2, decided=0, your_turn=0, done=1)


def test_what_waits_for_a_resident_stands_first():
    made, _ = waiting()
    assert [line.reference for line in own.your_turn(made.applicant_id)] == [made.reference]


# Staff


def test_staff_see_person_notes_and_why_not_and_the_reading_is_noted():
    made, viewer = in_review()
    cases.note(reference=made.reference, body="Was friendly.", by=viewer, now=NOW)
    seen = reading.case_for_staff(made.reference, viewer, now=NOW)
    assert (seen.profile.name, seen.notes[0].body) == ("Kim Haru", "Was friendly.")
    assert Move.DECIDE in seen.page.moves
    assert seen.refusals[Move.CONFIRM].key == "portal.not_in_this_state"
    assert seen.refusals[Move.APPEAL].key == "portal.not_your_move"
    notes = [one for one in journal.notes_about(f"resident:{made.applicant_id}") if one.verb == "read"]
    assert [(one.actor, one.details["purpose"]) for one in notes] == [(f"staff:{viewer.staff.id}", f"case:{made.reference}")]


def test_another_department_sees_no_case_and_an_auditor_sees_it():
    made = case()
    other = people.viewer_for(people.staff(Role.HEAD, department_code="transport"))
    with pytest.raises(Refused):
        reading.case_for_staff(made.reference, other, now=NOW)
    auditor = people.viewer_for(people.staff(Role.AUDITOR, department_code="mayor"))
    assert reading.case_for_staff(made.reference, auditor, now=NOW).page.moves == ()


def test_a_letter_is_for_those_who_may_see_its_case():
    made = case()
    letter = made.letters.get()
    assert reading.letter_for(letter.public_id, applicant(made), now=NOW) == letter
    assert reading.letter_for(letter.public_id, people.viewer_for(people.staff()), now=NOW) == letter
    for other in (people.viewer_for(people.resident()), people.viewer_for(people.staff(department_code="transport")), NOBODY):
        with pytest.raises(Refused):
            reading.letter_for(letter.public_id, other, now=NOW)


# The inbox


def lines(viewer, today=TODAY, **wanted):
    return [line.reference for line in inboxes.inbox(viewer, Wanted(**wanted), today=today).page.rows]


def test_every_queue_holds_its_cases_and_counts_them():
    quick, slow = service(days=2), service(days=10)
    clerk = people.staff()
    viewer = people.viewer_for(clerk)
    unassigned = case(quick)
    reviewed, _ = in_review(slow, worker=clerk)
    asked, _ = waiting(slow, worker=clerk)
    proposed, _ = in_review(service(four_eyes=True, days=10), worker=clerk)
    cases.propose(reference=proposed.reference, outcome=Outcome.GRANTED, reasons="", by=viewer, now=NOW)
    objected, _ = decided(slow, worker=clerk)
    cases.appeal(reference=objected.reference, words="", by=applicant(objected), now=NOW)
    over, _ = decided(slow, worker=clerk)
    elsewhere = case(service(authority="transport"))
    expected = {
        Queue.MINE: {reviewed, asked, proposed},
        Queue.UNASSIGNED: {unassigned, objected},
        Queue.SOON: {unassigned},
        Queue.OVERDUE: set(),
        Queue.WAITING: {asked},
        Queue.FOUR_EYES: {proposed},
        Queue.APPEALS: {objected},
        Queue.ALL: {unassigned, reviewed, asked, proposed, objected},
    }
    rail = inboxes.inbox(viewer, Wanted(), today=TODAY).rail
    for queue, wanted in expected.items():
        assert set(lines(viewer, queue=queue)) == {one.reference for one in wanted}, queue
        assert rail.counts[queue] == len(wanted), queue
    assert set(lines(viewer, queue=Queue.OVERDUE, today=date(2026, 11, 25))) == {unassigned.reference}
    for out in (over, elsewhere):
        assert out.reference not in lines(viewer, queue=Queue.ALL)
    assert sorted(slug for slug, _ in rail.services) == sorted({one.service.slug for one in (unassigned, reviewed, proposed)})


def test_the_most_urgent_stands_first_and_pages_go_on_where_they_ended():
    people.department("care-office")
    people.department("families", parent="care-office")
    of = [service(days=days) for days in (9, 1, 5)]
    made = [case(one) for one in of for _ in range(2)]
    viewer = people.viewer_for(people.staff(Role.HEAD, department_code="care-office"))
    in_order = [made[i].reference for i in (2, 3, 4, 5, 0, 1)]
    assert lines(viewer, queue=Queue.ALL) == in_order
    found, cursor = [], None
    while True:
        page = inboxes.inbox(viewer, Wanted(queue=Queue.ALL), today=TODAY, cursor=cursor, size=4).page
        found += [line.reference for line in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == in_order


def granted_to_issue(worker, of):
    """Return a case that is granted, open until it is handed out, and whose due day is long over."""
    made, _ = decided(of, worker=worker)
    Case.objects.filter(pk=made.pk).update(state=State.GRANTED, closed_at=None, due_on=date(2026, 11, 2))
    return made


@pytest.mark.parametrize("queue", [Queue.MINE, Queue.ALL])
def test_what_is_decided_has_no_due_day_and_stands_at_the_end(queue):
    clerk, of = people.staff(), service(days=5)
    over = [granted_to_issue(clerk, of).reference for _ in range(3)]
    late = [in_review(of, worker=clerk)[0].reference for _ in range(3)]
    viewer, found, cursor = people.viewer_for(clerk), [], None
    while True:
        page = inboxes.inbox(viewer, Wanted(queue=queue), today=date(2026, 12, 24), cursor=cursor, size=2).page
        found += [line.reference for line in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == late + over
    assert lines(viewer, queue=queue, state="granted", today=date(2026, 12, 24)) == over
    assert lines(viewer, queue=queue, service=of.slug, today=date(2026, 12, 24)) == late + over
    assert over[0] not in lines(viewer, queue=Queue.OVERDUE, today=date(2026, 12, 24))


def test_a_search_counts_what_it_found_over_all_pages():
    one, person = service(), people.resident("Kim Dohyun")
    made = [case(one, resident_id=person) for _ in range(3)]
    viewer = people.viewer_for(people.staff())
    assert inboxes.inbox(viewer, Wanted(), today=TODAY).found is None
    first = inboxes.inbox(viewer, Wanted(search="Kim Dohyun"), today=TODAY, size=2)
    rest = inboxes.inbox(viewer, Wanted(search="Kim Dohyun"), today=TODAY, size=2, cursor=first.page.next_cursor)
    assert (first.found, len(first.page.rows), rest.found, len(rest.page.rows)) == (3, 2, 3, 1)
    assert inboxes.inbox(viewer, Wanted(search=made[0].reference), today=TODAY).found == 1
    assert inboxes.inbox(viewer, Wanted(search="Nobody At All"), today=TODAY).found == 0


def test_a_search_among_many_of_one_name_takes_five_queries_and_each_of_them_finds_it():
    one = service()
    namesakes = [people.resident("Kim Dohyun") for _ in range(4)]
    for person in namesakes:
        case(one, resident_id=person)
    officer = people.staff()
    found, count = queries(inboxes.inbox, viewer=people.viewer_for(officer), wanted=Wanted(search="Kim Dohyun"), today=TODAY)
    assert (count <= 5, found.found) == (True, 4), count
    for person in namesakes:
        assert [(one.actor, one.details["what"]) for one in journal.list_reads_of(person)] == [(f"staff:{officer.id}", "search")]


def test_filters_and_search_narrow_the_list():
    one, two = service(), service()
    first = case(one, resident_id=people.resident("Kim Dohyun", email="dohyun@haneul.example"))
    second, _ = in_review(two)
    viewer = people.viewer_for(people.staff())
    assert lines(viewer, queue=Queue.ALL, service=one.slug) == [first.reference]
    assert lines(viewer, queue=Queue.ALL, state="in_review") == [second.reference]
    assert lines(viewer, search=first.reference.lower().replace("-", " ")) == [first.reference]
    assert lines(viewer, search="Kim Dohyun") == [first.reference]
    assert lines(viewer, search="dohyun@haneul.example") == [first.reference]
    assert lines(viewer, search="Nobody At All") == []
    other = people.viewer_for(people.staff(department_code="transport"))
    assert lines(other, search=first.reference) == []
    assert lines(other, search="Kim Dohyun") == []


def test_a_deputy_finds_the_cases_of_the_absent_among_their_own():
    made, viewer = in_review()
    colleague = people.staff(department_code="transport")
    deputy = people.viewer_for(colleague)
    assert lines(deputy, queue=Queue.MINE) == []
    people_services.appoint_deputy(absent_id=viewer.staff.id, deputy_id=colleague.id, first=TODAY, last=TODAY, by=viewer, now=NOW)
    assert lines(deputy, queue=Queue.MINE) == [made.reference]
    assert lines(deputy, queue=Queue.MINE, today=date(2026, 11, 21)) == []


def test_days_left_are_those_of_the_clock():
    made, _ = waiting(service(days=10))
    late = case(service(days=1))
    viewer = people.viewer_for(people.staff())
    found = {line.reference: line for line in inboxes.inbox(viewer, Wanted(queue=Queue.ALL), today=date(2026, 11, 25)).page.rows}
    assert found[made.reference].left is None
    assert found[late.reference].left == -2
    assert found[late.reference].applicant == "Kim Haru"


def test_an_inbox_takes_five_queries_whatever_it_holds():
    viewer = people.viewer_for(people.staff())
    of = [service() for _ in range(3)]
    for one in of * 3:
        case(one)
    _, count = queries(inboxes.inbox, viewer=viewer, wanted=Wanted(queue=Queue.ALL), today=TODAY)
    assert count <= 5


def test_a_broken_page_link_is_told():
    viewer = people.viewer_for(people.staff())
    with pytest.raises(BadCursor):
        inboxes.inbox(viewer, Wanted(), today=TODAY, cursor="WzEsMl0")
    of_another_queue = encode([1, "2026-11-20", 7])
    with pytest.raises(BadCursor):
        inboxes.inbox(viewer, Wanted(queue=Queue.OVERDUE), today=TODAY, cursor=of_another_queue)
    assert inboxes.inbox(viewer, Wanted(queue=Queue.ALL), today=TODAY, cursor=of_another_queue).page.rows == ()


def test_a_desk_is_the_department_and_all_below():
    for code, parent in (("mayor", None), ("care-office", "mayor"), ("families", "care-office")):
        people.department(code, parent=parent)
    reach = {
        role: len(people_queries.desk_of(people.staff(role, department_code="care-office"), TODAY).department_ids)
        for role in Role
    }
    assert reach == {Role.CASEWORKER: 2, Role.HEAD: 2, Role.AUDITOR: 3, Role.ADMINISTRATOR: 3}


# Figures


def test_figures_are_counted_and_small_numbers_are_not_shown():
    busy, quiet = service("busy", days=5), service("quiet")
    for n in range(12):
        made, viewer = in_review(busy)
        late = n < 3
        cases.decide(reference=made.reference, outcome=Outcome.GRANTED, by=viewer, now=NOW + (10 if late else 4) * DAY)
    decided(quiet)
    Draft.objects.bulk_create(
        Draft(
            resident_id=people.resident(),
            service=busy,
            version_id=busy.current_id,
            done_steps=["you"],
            created_at=NOW,
            changed_at=NOW,
            expires_on=TODAY,
        )
        for _ in range(12)
    )
    assert figures.count(now=NOW + 20 * DAY) == 2
    assert figures.count(now=NOW + 20 * DAY) == 2
    found = {one.slug: one for one in performance.figures().rows}
    first = found["busy"]
    # 9 of 12 in time; the middle of nine times 4 and three times 10 days is 4; 12 of 24 stopped.
    assert (first.received, first.decided, first.share_in_time, first.median_days) == (12, 12, 0.75, 4.0)
    assert (first.left_share, first.left_at_step) == (0.5, "you")
    assert (found["quiet"].received, found["quiet"].decided, found["quiet"].median_days) == (None, None, None)
    assert performance.whole_city().received == 12
    assert ServiceFigures.objects.get(service=quiet).decided == 1


def test_the_open_data_holds_the_same_figures():
    from madang.city.portal.datasets import SERVICE_FIGURES

    decided(service("quiet"))
    figures.count(now=NOW + DAY)
    (row,) = SERVICE_FIGURES.rows()
    assert len(row) == len(SERVICE_FIGURES.columns)
    assert row[0] == "quiet"
    assert row[4] is None


def test_what_the_city_holds_about_somebody_names_their_cases():
    made, _ = in_review()
    held = people_queries.everything_held(made.applicant_id, viewer=SYSTEM, purpose="own-copy")
    assert made.reference in str(held)
    reasons = people_queries.objections_to_erasure(made.applicant_id)
    assert "portal.open_case" in {reason.key for reason in reasons}


def test_who_is_forgotten_leaves_closed_cases_without_sensitive_answers():
    made, _ = decided(service(outputs=False))
    people_services.erase(resident_id=made.applicant_id, by=SYSTEM, now=NOW)
    assert "needs" not in fresh(made).answers
    assert Case.objects.filter(pk=made.pk).exists()
