"""Straw ballots: one for each person, changed until closing, and joined with nobody afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import BoundedSemaphore

import pytest
from django.db import connection

from madang.city.journal.models import Note
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import SYSTEM, Assurance
from madang.city.people.services import Details, erase, save_profile
from madang.city.people.tests.builders import resident
from madang.city.voting.models import Ballot, BallotKeys, Participation
from madang.city.voting.queries import ballots, entitlement, keys
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.votes import Kind, Rule, State
from madang.city.voting.services import casting, clock, moving
from madang.city.voting.services.held import VotesHeld
from madang.city.voting.tests.builders import (
    CLOSES,
    NOW,
    OPENS,
    RANKING,
    announced,
    asked,
    asker,
    born,
    counted,
    draft,
    official,
    opened,
    person,
    refused,
    row,
    vote,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_keys")]
INSTANT = timedelta(microseconds=1)


def choices(reference):
    return sorted(Ballot.objects.filter(vote__reference=reference).values_list("choice", flat=True), key=str)


def test_the_last_of_several_ballots_counts():
    reference = opened()
    mina = vote(reference, [1])
    vote(reference, [3], mina)
    vote(reference, [2])
    assert choices(reference) == [[2], [3]]
    assert Participation.objects.count() == 2


def test_a_ballot_is_kept_in_one_way_whatever_way_it_was_marked():
    reference = opened(asked(kind=Kind.APPROVAL, rule=Rule.APPROVAL, maximum=3))
    vote(reference, [3, 1])
    assert choices(reference) == [[1, 3]]


@pytest.mark.parametrize(
    ("choice", "reason"), [([4], "voting.choice_unknown"), ([1, 2], "voting.choice_many"), ("1", "voting.choice_malformed")]
)
def test_what_is_no_ballot_is_refused_and_nobody_has_taken_part(choice, reason):
    reference = opened()
    assert refused(casting.cast, reference=reference, person=person(), choice=choice, now=OPENS) == reason
    assert not Participation.objects.exists()


def test_ballots_are_taken_up_to_the_last_instant():
    reference = opened()
    mina = vote(reference, [1], at=CLOSES - INSTANT)
    assert refused(casting.cast, reference=reference, person=mina, choice=[2], now=CLOSES) == "voting.closed"
    assert choices(reference) == [[1]]


def test_no_ballot_is_taken_before_the_opening():
    reference = announced()
    assert refused(casting.cast, reference=reference, person=person(), choice=[1], now=OPENS) == "voting.opens_later"


def test_official_ballots_are_not_cast_here():
    mina = entitlement.resident(resident(proved=True))
    reference = opened(official())
    assert refused(casting.cast, reference=reference, person=mina, choice=[1], now=OPENS) == "voting.secret_only"


def test_who_may_not_vote_is_refused():
    reference = opened(asked(electorate=Electorate(least=Assurance.IDENTITY_PROVED)))
    assert refused(casting.cast, reference=reference, person=person(), choice=[1], now=OPENS) == "voting.fails_identity"
    assert refused(casting.cast, reference=reference, person="staff:1", choice=[1], now=OPENS) == "voting.code_unknown"
    assert refused(casting.cast, reference=reference, person="roll:1", choice=[1], now=OPENS) == "voting.code_unknown"


def test_somebody_knows_that_they_have_voted_while_the_vote_is_open():
    reference = opened()
    mina, haru = vote(reference, [1]), person()
    assert [ballots.has_voted(row(reference), one) for one in (mina, haru)] == [True, False]
    counted(reference)
    assert not ballots.has_voted(row(reference), mina)


def test_the_same_person_has_other_hashes_in_another_vote_and_in_the_other_table():
    first, second = opened(), opened()
    mina = vote(first, [1])
    vote(second, [1], mina)
    hashes = {bytes(one) for one in Participation.objects.values_list("person", flat=True)}
    hashes |= {bytes(one) for one in Ballot.objects.values_list("key", flat=True)}
    assert len(hashes) == 4


def test_after_closing_nothing_joins_a_ballot_with_a_person():
    reference = opened(by=asker())
    mina = vote(reference, [1])
    held = BallotKeys.objects.get()
    stored = bytes(held.of_people), bytes(held.of_ballots)
    before = set(Ballot.objects.values_list("id", flat=True))
    clock.move(reference=reference, now=CLOSES)
    assert not BallotKeys.objects.exists()
    ballot = Ballot.objects.get()
    assert ballot.key is None
    assert ballot.id not in before
    assert (ballot.area_id, ballot.age_band, ballot.gender) == (None, "", "")
    # Even with a key that somebody kept, the person's hash finds the participation alone.
    assert bytes(Participation.objects.get().person) == keys.voter_digest(stored[0], keys.PEOPLE, reference, mina)


@pytest.mark.django_db(transaction=True)
def test_closing_writes_all_ballots_anew_in_the_order_of_random_numbers():
    reference = opened()
    for option in (1, 2, 3, 1, 2, 3):
        vote(reference, [option])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM voting_ballot AS b JOIN voting_participation AS p ON b.xmin = p.xmin")
        assert cursor.fetchone() == (6,)  # while it is open, whoever reads the files could tell
    moving.close_vote(reference=reference, now=CLOSES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM voting_ballot AS b JOIN voting_participation AS p ON b.xmin = p.xmin")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM voting_ballot")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT id FROM voting_ballot ORDER BY ctid")
        found = [one for (one,) in cursor.fetchall()]
    assert found == sorted(found)


def test_casting_writes_nothing_into_the_journal():
    reference = opened()
    mina = person()
    before = Note.objects.count()
    vote(reference, [1], mina)
    assert Note.objects.count() == before


def test_a_group_is_that_of_the_profile():
    mina = person(gender="female", birth_date=born(27))
    reference = opened()
    vote(reference, [1], mina)
    ballot = Ballot.objects.get()
    assert (ballot.area_id, ballot.age_band, ballot.gender) == (None, "20-29", "female")


def test_what_is_held_about_a_person_names_votes_and_no_choice():
    mina = resident()
    reference = opened()
    vote(reference, [2], entitlement.resident(mina))
    held = VotesHeld().collect(mina)
    assert held == {"asked": [], "follows": [], "may_vote_in": [], "has_voted_in": [reference], "has_a_token_in": []}
    counted(reference)
    assert VotesHeld().collect(mina)["has_voted_in"] == []


def test_who_is_forgotten_leaves_no_name_and_no_draft():
    by = asker()
    kept = opened(by=by)

    draft(by=by)
    erase(resident_id=by.resident_id, by=SYSTEM, now=NOW)
    assert row(kept).state == State.OPEN
    assert VotesHeld().collect(by.resident_id)["asked"] == [
        {"vote": kept, "state": "open", "question": {"en": "What shall stand on the square?"}}
    ]


def test_who_moves_while_the_vote_is_open_votes_by_the_profile_of_the_moment():
    mina = resident(birth_date=born(30))
    reference = opened(asked(electorate=Electorate(age_until=40)))
    save_profile(resident_id=mina, details=Details(name="Mina", birth_date=born(50)), by=SYSTEM, now=OPENS)
    who = entitlement.resident(mina)
    assert refused(casting.cast, reference=reference, person=who, choice=[1], now=OPENS) == "voting.fails_old"


@pytest.mark.django_db(transaction=True)
def test_a_hundred_threads_cast_ballots_of_one_person_and_one_counts():
    reference = opened(asked(**RANKING))
    mina = person()
    connections = BoundedSemaphore(30)  # what the server has room for; the others stand ready

    def run(number):
        with connections:
            try:
                casting.cast(reference=reference, person=mina, choice=[[number % 3 + 1]], now=OPENS)
            finally:
                connection.close()

    with ThreadPoolExecutor(100) as threads:
        list(threads.map(run, range(100)))
    assert (Participation.objects.count(), Ballot.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_ballots_that_meet_the_closing_are_counted_or_refused_and_none_is_lost():
    reference = opened()
    people = [person() for _ in range(16)]

    def run(number):
        try:
            if number == 8:
                clock.move(reference=reference, now=CLOSES)
                return "closed"
            casting.cast(reference=reference, person=people[number], choice=[1], now=CLOSES - INSTANT)
        except Refused as problem:
            return problem.refusal.key
        finally:
            connection.close()
        return "cast"

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(run, range(16)))
    assert set(answers) <= {"cast", "closed", "voting.closed"}
    assert row(reference).result.figures["ballots"] == answers.count("cast") == Ballot.objects.count()
