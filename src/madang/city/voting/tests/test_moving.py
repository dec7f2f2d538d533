"""The life of a vote with its tables: opened, closed and counted by the clock, cancelled, answered."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from madang.city.kernel import clock as clock_of_the_site
from madang.city.people.rules import Role
from madang.city.people.tests.builders import account_of, resident, staff, viewer_for
from madang.city.voting import tasks
from madang.city.voting.models import Ballot, BallotKeys, Entitled, Participation
from madang.city.voting.queries import votes
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.groups import Group, from_rows
from madang.city.voting.rules.votes import State, Ties
from madang.city.voting.services import asking, clock, following, moving, telling
from madang.city.voting.tests.builders import (
    CLOSES,
    OPENS,
    announced,
    asked,
    asker,
    born,
    counted,
    draft,
    head,
    official,
    opened,
    person,
    refused,
    row,
    vote,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_keys")]
INSTANT = timedelta(microseconds=1)


def notices(account_id):
    from madang.city.notices.models import Notice

    return [one.subject["en"] for one in Notice.objects.filter(account_id=account_id).order_by("id")]


def test_a_vote_opens_at_its_instant_and_not_before():
    reference = announced()
    clock.move(reference=reference, now=OPENS - INSTANT)
    assert row(reference).state == State.ANNOUNCED
    clock.move(reference=reference, now=OPENS)
    found = row(reference)
    assert (found.state, found.opened_at) == (State.OPEN, OPENS)
    assert found.tie_seed.isdigit()


def test_a_vote_whose_ties_stand_has_no_seed():
    assert row(opened(asked(ties=Ties.NONE))).tie_seed == ""


def test_opening_twice_is_refused():
    reference = opened()
    assert refused(moving.open_vote, reference=reference, now=OPENS) == "voting.not_now"


def test_who_is_entitled_is_counted_at_opening_and_stays():
    by = asker(birth_date=born(50), gender="female")
    person(birth_date=born(30), gender="male")
    person(birth_date=born(13))
    reference = opened(asked(electorate=Electorate(age_until=60)), by)
    person(birth_date=born(40))
    found = row(reference)
    assert found.entitled == 2
    assert from_rows(found.groups) == {Group("", "50-59", "female"): 1, Group("", "30-39", "male"): 1}


def test_an_official_vote_has_a_register_of_who_was_entitled_when_it_opened():
    mina, yuna = resident(proved=True, birth_date=born(30), gender="female"), resident(proved=True, birth_date=None)
    resident()
    found = row(opened(official()))
    assert [(one.resident_id, one.age_band, one.gender) for one in Entitled.objects.filter(vote=found)] == [
        (mina, "30-39", "female")
    ]
    assert found.entitled == 1
    assert yuna not in Entitled.objects.values_list("resident_id", flat=True)


def test_a_vote_closes_at_its_instant_and_is_counted():
    reference = opened()
    vote(reference, [1], at=CLOSES - INSTANT)
    clock.move(reference=reference, now=CLOSES - INSTANT)
    assert row(reference).state == State.OPEN
    found = counted(reference)
    assert (found.state, found.closed_at, found.counted_at) == (State.COUNTED, CLOSES, CLOSES)
    assert found.result.figures["winners"] == [1]


def test_a_vote_that_nothing_opened_in_time_is_cancelled():
    by = asker()
    reference = announced(by=by)
    assert refused(moving.cancel_unopened, reference=reference, now=OPENS) == "voting.not_now"
    clock.move(reference=reference, now=CLOSES)
    found = row(reference)
    assert found.state == State.CANCELLED
    assert found.cancelled_why["en"] == "The vote could not be opened in time."
    assert set(found.cancelled_why) == {"en", "ko", "zh"}


def test_each_minute_a_job_for_each_vote_that_is_due():
    due, later = announced(), announced(asked(opens_at=OPENS + timedelta(hours=1)))
    assert clock.tick(now=OPENS) == 1
    assert clock.tick(now=OPENS) == 1
    waiting = ProcrastinateJob.objects.filter(task_name="voting.move", status="todo")
    assert [one.args for one in waiting] == [{"reference": due}]
    assert row(later).state == State.ANNOUNCED


def test_the_job_does_all_that_is_due():
    now, by = clock_of_the_site.now(), asker()
    hour = timedelta(hours=1)
    reference = asking.ask(asked=asked(opens_at=now - hour, closes_at=now + hour), by=by, now=now - 3 * hour)
    moving.announce(reference=reference, by=by, now=now - 2 * hour)
    tasks.move(reference=reference)
    assert row(reference).state == State.OPEN


def test_a_cancelled_vote_has_no_ballots_and_says_why():
    by = asker()
    reference = opened(by=by)
    vote(reference, [1])
    assert refused(moving.cancel, reference=reference, why={"en": " "}, by=by, now=OPENS) == "voting.text_missing"
    assert refused(moving.cancel, reference=reference, why={"en": "x"}, by=asker(), now=OPENS) == "voting.unknown"
    moving.cancel(reference=reference, why={"en": "The square is sold."}, by=by, now=OPENS)
    assert row(reference).state == State.CANCELLED
    for table in (Ballot, Participation, BallotKeys):
        assert not table.objects.exists()
    assert notices(account_of(by.resident_id)) == [
        "The vote is open: What shall stand on the square?",
        "The vote was cancelled: What shall stand on the square?",
    ]


def test_a_closed_vote_is_not_cancelled():
    by = asker()
    reference = opened(by=by)
    counted(reference)
    assert refused(moving.cancel, reference=reference, why={"en": "x"}, by=by, now=CLOSES) == "voting.not_now"


def test_followers_are_told_how_it_goes_on():
    reference = announced()
    mina = resident()
    following.follow(reference=reference, resident_id=mina)
    following.follow(reference=reference, resident_id=mina)
    clock.move(reference=reference, now=OPENS)
    counted(reference)
    assert [one.split(":")[0] for one in notices(account_of(mina))] == ["The vote is open", "The result is there"]
    assert [one.reference for one in votes.followed(mina)] == [reference]
    following.unfollow(reference=reference, resident_id=mina)
    assert votes.followed(mina) == []


def test_nobody_follows_a_draft():
    assert refused(following.follow, reference=draft(), resident_id=resident()) == "voting.unknown"


def test_the_entitled_of_an_official_vote_are_told_by_jobs_some_at_a_time(monkeypatch):
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    people = [resident(proved=True) for _ in range(3)]
    reference = opened(official())
    told = ProcrastinateJob.objects.filter(task_name="voting.tell_entitled").order_by("id")
    for number in range(2):
        telling.entitled(**told[number].args, now=OPENS)
    assert told.count() == 2
    assert [notices(account_of(one)) for one in people] == [["You may vote: What shall stand on the square?"]] * 3
    assert told[0].args == {"reference": reference, "after": 0}


def test_other_lists_show_running_votes_soonest_first_and_past_ones_latest_first():
    late, soon = opened(asked(closes_at=CLOSES + timedelta(days=1))), opened()
    running = frozenset({State.ANNOUNCED, State.OPEN})
    page = votes.votes(states=running, size=1)
    assert [one.reference for one in page.rows] == [soon]
    assert [one.reference for one in votes.votes(states=running, size=1, cursor=page.next_cursor).rows] == [late]
    assert votes.votes(states=frozenset({State.COUNTED})).rows == ()
    vote(soon, [2])
    counted(soon)
    assert [(one.reference, one.voters) for one in votes.votes(states=frozenset({State.COUNTED})).rows] == [(soon, 1)]


def test_staff_see_the_votes_of_their_department():
    by = head()
    reference = draft(official(), by)
    assert [one.reference for one in votes.kept_by(viewer_for(staff(Role.HEAD, department_code="parks")))] == [reference]
    assert votes.kept_by(head("roads")) == []
