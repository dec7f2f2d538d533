"""Questions are written, changed while they are drafts, and put to everybody."""

from dataclasses import replace

import pytest
from django.utils import translation

from madang.city.journal.models import Note
from madang.city.kernel.refusals import Refused, sentence
from madang.city.people.rules import NOBODY, Role
from madang.city.people.tests.builders import staff, viewer_for
from madang.city.voting.models import Option, RollEntry, Vote
from madang.city.voting.queries import votes
from madang.city.voting.rules.electorate import Electorate, Roll
from madang.city.voting.rules.life import MOST_RUNNING
from madang.city.voting.rules.votes import Kind, State
from madang.city.voting.services import asking, moving, rolls
from madang.city.voting.tests.builders import (
    CLOSES,
    NOW,
    OPENS,
    announced,
    asked,
    asker,
    draft,
    head,
    official,
    opened,
    refused,
    row,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_a_resident_writes_a_draft_that_nobody_else_sees():
    by = asker()
    reference = draft(by=by)
    seen = votes.vote(reference, by, today=TODAY)
    assert seen.state is State.DRAFT
    assert [one.text["en"] for one in seen.options] == ["A fountain", "Trees", "Benches"]
    assert seen.conditions == ("You are 14 or older when the vote opens.",)
    for other in (asker(), NOBODY, head()):
        assert refused(votes.vote, reference=reference, viewer=other, today=TODAY) == "voting.unknown"
    assert votes.votes(states=frozenset(State)).rows == ()
    assert [one.reference for one in votes.kept_by(by)] == [reference]


def test_a_draft_is_written_anew():
    by = asker()
    reference = draft(by=by)
    assert asking.edit(reference=reference, asked=asked("Trees", "Nothing"), revision=1, by=by, now=NOW) == 2
    assert [one.text for one in Option.objects.filter(vote__reference=reference).order_by("number")] == [
        {"en": "Trees"},
        {"en": "Nothing"},
    ]
    assert refused(asking.edit, reference=reference, asked=asked(), revision=1, by=by, now=NOW) == "kernel.changed_meanwhile"


def test_what_is_announced_is_changed_no_more():
    by = asker()
    reference = announced(by=by)
    revision = row(reference).revision
    assert refused(asking.edit, reference=reference, asked=asked(), revision=revision, by=by, now=NOW) == "voting.fixed"
    assert refused(asking.discard, reference=reference, by=by, now=NOW) == "voting.fixed"
    assert refused(asking.set_picture, reference=reference, number=1, data=b"", text={}, by=by) == "voting.fixed"


def test_a_draft_is_thrown_away():
    by = asker()
    reference = draft(by=by)
    assert refused(asking.discard, reference=reference, by=asker(), now=NOW) == "voting.unknown"
    asking.discard(reference=reference, by=by, now=NOW)
    assert not Vote.objects.exists()


def test_a_resident_has_few_votes_running_at_once():
    by = asker()
    for _ in range(MOST_RUNNING):
        announced(by=by)
    spare = Vote.objects.create(
        asker_id=by.resident_id,
        mode="straw",
        language="en",
        kind="single",
        rule="plurality",
        opens_at=OPENS,
        closes_at=CLOSES,
        created_at=NOW,
    )
    assert refused(asking.ask, asked=asked(), by=by, now=NOW) == "voting.too_many_running"
    assert refused(moving.announce, reference=spare.reference, by=by, now=NOW) == "voting.too_many_running"
    moving.cancel(reference=Vote.objects.filter(state="announced").first().reference, why={"en": "Asked twice"}, by=by, now=NOW)
    moving.announce(reference=spare.reference, by=by, now=NOW)


def test_heads_ask_officially_and_others_do_not():
    question = official()
    assert refused(asking.ask, asked=question, by=asker(), now=NOW) == "people.staff_only"
    assert refused(asking.ask, asked=question, by=viewer_for(staff(Role.CASEWORKER)), now=NOW) == "people.other_role"
    assert refused(asking.ask, asked=replace(question, department="nowhere"), by=head(), now=NOW) == "people.unknown_department"
    reference = draft(question)
    assert row(reference).department.code == "parks"


def test_a_colleague_of_the_department_that_asks_goes_on_with_the_draft():
    reference = draft(official())
    colleague = viewer_for(staff(Role.HEAD, department_code="parks"))
    assert asking.edit(reference=reference, asked=official("Yes please", "No"), revision=1, by=colleague, now=NOW) == 2


def test_areas_that_are_not_there_are_refused():
    question = asked(electorate=Electorate(areas=frozenset({999})))
    assert refused(asking.ask, asked=question, by=asker(), now=NOW) == "voting.area_unknown"


def test_yes_and_no_are_said_in_every_language():
    yes, no = asking.yes_or_no()
    assert set(yes) == set(no) == {"en", "ko", "zh"}
    assert (yes["en"], no["en"]) == ("Yes", "No")
    reference = draft(asked(kind=Kind.YES_NO, options=(yes, no)))
    assert Option.objects.filter(vote__reference=reference).count() == 2


def test_a_vote_without_the_list_that_it_asks_for_is_not_announced():
    by = head()
    reference = draft(asked(electorate=Electorate(roll=Roll.CODES)), by)
    assert refused(moving.announce, reference=reference, by=by, now=NOW) == "voting.roll_empty"
    rolls.load_roll(reference=reference, lines=["7K3F92XA"], by=by, now=NOW)
    moving.announce(reference=reference, by=by, now=NOW)
    assert row(reference).state == State.ANNOUNCED


def test_another_kind_of_list_begins_empty():
    by = head()
    reference = draft(asked(electorate=Electorate(roll=Roll.CODES)), by)
    rolls.load_roll(reference=reference, lines=["7K3F92XA"], by=by, now=NOW)
    asking.edit(reference=reference, asked=asked(electorate=Electorate(roll=Roll.LETTERS)), revision=1, by=by, now=NOW)
    assert not RollEntry.objects.exists()


def test_what_opens_too_late_to_be_noticed_is_not_announced():
    by = head()
    reference = draft(official(), by)
    assert refused(moving.announce, reference=reference, by=by, now=CLOSES.replace(hour=0)) == "voting.period_short"


def test_the_journal_holds_no_word_of_a_question():
    reference = opened()
    notes = Note.objects.filter(about=f"vote:{reference}").order_by("id")
    assert [one.verb for one in notes] == ["drafted-vote", "announced-vote", "opened-vote"]
    assert "square" not in "".join(one.details for one in notes)


def test_refusals_are_sentences():
    with pytest.raises(Refused) as problem:
        draft(asked(quorum_percent=101))
    with translation.override("en"):
        assert sentence(problem.value.refusal) == "Ask for one person or more, or for 1 to 100 percent of those entitled."
