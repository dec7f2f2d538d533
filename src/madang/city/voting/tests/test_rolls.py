"""Lists and codes: loaded whole, entered with few guesses."""

import pytest
from django.core.cache import cache

from madang.city.kernel.refusals import Refused
from madang.city.voting.models import Ballot, Participation, RollEntry
from madang.city.voting.rules.electorate import Electorate, Roll
from madang.city.voting.services import clock, entering, moving, rolls
from madang.city.voting.tests.builders import NOW, OPENS, asked, asker, draft, head, opened, refusal, row, vote

pytestmark = pytest.mark.django_db
CODES = Electorate(roll=Roll.CODES)
LETTERS = Electorate(roll=Roll.LETTERS)


def begun(reference, by):
    moving.announce(reference=reference, by=by, now=NOW)
    clock.move(reference=reference, now=OPENS)
    return reference


def test_a_list_with_faults_loads_nothing_and_names_the_first_line():
    by = head()
    reference = draft(asked(electorate=CODES), by)
    rolls.load_roll(reference=reference, lines=["7K3F92XA"], by=by, now=NOW)
    told = refusal(rolls.load_roll, reference=reference, lines=["AAAA1111", "BBBB2222", "aaaa-1111"], by=by, now=NOW)
    assert (told.key, told.params["line"], told.params["first"]) == ("voting.roll_line_twice", 3, 1)
    assert RollEntry.objects.count() == 1
    assert rolls.load_roll(reference=reference, lines=["AAAA1111", "BBBB2222"], by=by, now=NOW) == 2
    assert RollEntry.objects.count() == 2


def test_lists_are_loaded_by_who_keeps_the_draft_of_a_vote_that_asks_for_one():
    by = head()
    reference = draft(asked(), by)
    assert refusal(rolls.load_roll, reference=reference, lines=["7K3F92XA"], by=by, now=NOW).key == "voting.no_list"
    with_codes = draft(asked(electorate=CODES), by)
    arguments = {"reference": with_codes, "lines": ["7K3F92XA"], "now": NOW}
    assert refusal(rolls.load_roll, by=asker(), **arguments).key == "voting.unknown"
    assert refusal(rolls.make_letters, reference=with_codes, count=3, by=by, now=NOW).key == "voting.no_letters"
    rolls.load_roll(by=by, **arguments)
    begun(with_codes, by)
    assert refusal(rolls.load_roll, by=by, **arguments).key == "voting.fixed"


def test_letters_have_different_codes_that_are_shown_once():
    by = head()
    reference = draft(asked(electorate=LETTERS), by)
    codes = rolls.make_letters(reference=reference, count=50, by=by, now=NOW)
    assert len(set(codes)) == RollEntry.objects.count() == 50
    assert refusal(rolls.load_roll, reference=reference, lines=codes, by=by, now=NOW).key == "voting.no_list"
    assert refusal(rolls.make_letters, reference=reference, count=0, by=by, now=NOW).key == "voting.letters_count"
    again = rolls.make_letters(reference=reference, count=2, by=by, now=NOW)
    assert RollEntry.objects.count() == 2
    begun(reference, by)
    assert row(reference).entitled == 2
    assert refusal(entering.enter, reference=reference, code=codes[0], source="192.0.2.1").key == "voting.code_unknown"
    who = entering.enter(reference=reference, code=again[0].lower(), source="192.0.2.1")
    vote(reference, [1], who)
    vote(reference, [2], entering.enter(reference=reference, code=f" {again[0]} ", source="192.0.2.7"))
    assert [one.choice for one in Ballot.objects.all()] == [[2]]
    assert Participation.objects.count() == 1


def test_a_code_opens_its_own_vote_alone():
    by = head()
    first, second = (draft(asked(electorate=CODES), by) for _ in range(2))
    for reference, line in ((first, "AAAA1111"), (second, "BBBB2222")):
        rolls.load_roll(reference=reference, lines=[line], by=by, now=NOW)
        begun(reference, by)
    assert refusal(entering.enter, reference=first, code="BBBB2222", source="192.0.2.1").key == "voting.code_unknown"
    who = entering.enter(reference=second, code="BBBB2222", source="192.0.2.1")
    with pytest.raises(Refused):
        vote(first, [1], who)


def test_a_vote_without_codes_takes_none():
    assert refusal(entering.enter, reference=opened(), code="AAAA1111", source="192.0.2.1").key == "voting.code_unknown"


def test_guesses_are_few(settings):
    settings.RATE_LIMITS = True
    cache.clear()
    by = head()
    reference = draft(asked(electorate=CODES), by)
    rolls.load_roll(reference=reference, lines=["AAAA1111"], by=by, now=NOW)
    begun(reference, by)
    keys = [refusal(entering.enter, reference=reference, code="BBBB2222", source="192.0.2.1").key for _ in range(11)]
    assert keys[0] == "voting.code_unknown"
    assert keys[-1] == "kernel.too_often"
    assert refusal(entering.enter, reference=reference, code="AAAA1111", source="192.0.2.1").status == 429
    assert entering.enter(reference=reference, code="AAAA1111", source="192.0.2.2").startswith("roll:")
