"""Conversations: opened, said, voted on, taken back, moderated, closed, forgotten."""

import itertools
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from madang.city.journal.models import Note
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import NOBODY, Assurance, Viewer
from madang.city.people.tests import builders as people
from madang.city.proposals.models import Statement
from madang.city.proposals.queries import conversations
from madang.city.proposals.queries import opinions as queries
from madang.city.proposals.rules.opinions import Moderation
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import hiding, opinions
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, refused, resident
from madang.city.proposals.tests.opinion_builders import (
    AGREE,
    DISAGREE,
    PASS,
    QUESTION,
    conversation_of,
    said,
    stances,
    talk,
    voted,
    voters,
)

pytestmark = pytest.mark.django_db


# Opening


def test_staff_open_a_conversation_about_a_topic():
    reference = talk()
    seen = queries.conversation(reference, viewer=NOBODY, now=NOW)
    assert (seen.question, seen.topic, seen.proposal, seen.statements, seen.may_lead) == (QUESTION, "transport", "", 0, False)
    assert Note.objects.filter(verb="conversation.opened", about=f"conversation:{reference}").count() == 1
    assert (
        refused(opinions.open_conversation, question=QUESTION, topic="transport", by=resident(), now=NOW)
        == "proposals.not_your_move"
    )


def test_an_author_opens_the_one_conversation_about_a_proposal():
    desk = builders.collecting_support()
    reference = opinions.open_for_proposal(reference=desk.reference, by=desk.author, now=NOW)
    seen = queries.conversation(reference, viewer=desk.author, now=NOW)
    assert (seen.question, seen.proposal, seen.may_lead, seen.why_not) == (
        {"en": "Shade at bus stops"},
        desk.reference,
        True,
        None,
    )
    assert queries.conversation_about(desk.reference) == reference
    again = {"reference": desk.reference, "now": NOW}
    assert refused(opinions.open_for_proposal, by=desk.author, **again) == "proposals.conversation_there"
    assert refused(opinions.open_for_proposal, by=resident(), **again) == "proposals.not_your_move"


def test_a_draft_has_no_conversation():
    desk = builders.draft()
    assert refused(opinions.open_for_proposal, reference=desk.reference, by=desk.author, now=NOW) == "proposals.no_conversation"


def test_the_conversation_about_a_hidden_proposal_is_unknown():
    desk = builders.collecting_support()
    reference = opinions.open_for_proposal(reference=desk.reference, by=desk.author, now=NOW)
    moderator = builders.with_duty(Duty.MODERATOR)
    hiding.hide(reference=desk.reference, reason="insult", text="It insults.", language="en", by=moderator, now=NOW)
    assert refused(said, reference=reference) == "proposals.no_conversation"
    assert refused(queries.conversation, reference=reference, viewer=NOBODY, now=NOW) == "proposals.no_conversation"
    assert conversations.conversations(is_open=True, today=TODAY) == ()


def test_open_conversations_are_listed_by_topic_and_those_that_are_over_apart():
    reference, until_today = talk(), talk(ends_on=TODAY)
    found = conversations.conversations(is_open=True, today=TODAY)
    assert [one.reference for one in found] == [until_today, reference]
    assert conversations.conversations(is_open=True, today=TODAY, topic="nature") == ()
    over = conversations.conversations(is_open=False, today=TODAY + DAY)
    assert [(one.reference, one.is_open) for one in over] == [(until_today, False)]


def test_a_conversation_ends_with_its_last_day():
    reference, person = talk(ends_on=TODAY, seeds=("Trees at every stop",)), resident()
    voted(reference, person, "+")
    late = {"reference": reference, "by": person, "now": NOW + DAY}
    assert refused(opinions.vote, number=1, stance=PASS, **late) == "proposals.conversation_closed"
    assert not queries.conversation(reference, viewer=person, now=NOW + DAY).is_open
    assert refused(talk, ends_on=TODAY - DAY) == "proposals.conversation_ends"


def test_the_city_begins_with_statements_that_nobody_has_voted_on():
    reference = talk(seeds=("Trees at every stop", "정류장에 지붕을"))
    assert list(Statement.objects.values_list("number", "author", "votes").order_by("number")) == [(1, None, 0), (2, None, 0)]
    staff = people.viewer_for(people.staff())
    told = {"reference": reference, "language": "en", "now": NOW}
    opinions.seed(texts=["More buses"], by=staff, **told)
    assert queries.next_statement(reference, resident_id=resident().resident_id).left == 3
    assert refused(opinions.seed, texts=["Benches", "benches!"], by=staff, **told) == "proposals.statement_known"
    assert refused(opinions.seed, texts=["Benches"], by=resident(), **told) == "proposals.not_your_move"
    assert Statement.objects.count() == 3
    assert refused(talk, seeds=tuple(f"Thought {n}" for n in range(51))) == "proposals.many_seeds"


def test_a_conversation_is_linked_to_a_proposal_by_whoever_works_on_it_or_to_another_topic():
    desk, reference = builders.in_review(), talk()
    told = {"reference": reference, "now": NOW}
    assert (
        refused(opinions.link, proposal=desk.reference, by=people.viewer_for(people.staff()), **told) == "proposals.not_your_move"
    )
    opinions.link(topic="nature", by=desk.officer, **told)
    assert queries.conversation(reference, viewer=NOBODY, now=NOW).topic == "nature"
    opinions.link(proposal=desk.reference, by=desk.officer, **told)
    seen = queries.conversation(reference, viewer=NOBODY, now=NOW)
    assert (seen.proposal, seen.topic) == (desk.reference, "transport")
    assert refused(opinions.link, topic="nowhere", by=desk.officer, **told) == "proposals.no_topic"
    assert (
        refused(opinions.link, proposal=desk.reference, **told | {"reference": talk(), "by": desk.officer})
        == "proposals.conversation_there"
    )


def test_a_conversation_that_is_over_takes_nothing_more():
    reference = talk()
    person, staff = resident(), people.viewer_for(people.staff(department_code="transport"))
    said(reference, by=person)
    assert refused(opinions.close, reference=reference, by=person, now=NOW) == "proposals.not_your_move"
    opinions.close(reference=reference, by=staff, now=NOW)
    ask = {"reference": reference, "by": person, "now": NOW}
    assert refused(opinions.add_statement, text="More buses", language="en", **ask) == "proposals.conversation_closed"
    assert refused(opinions.vote, number=1, stance=PASS, **ask) == "proposals.conversation_closed"
    assert refused(opinions.withdraw, number=1, **ask) == "proposals.conversation_closed"
    assert refused(opinions.close, reference=reference, by=staff, now=NOW) == "proposals.conversation_closed"
    assert conversations.conversations(is_open=True, today=TODAY) == ()


# Saying


def test_whoever_says_something_agrees_with_it():
    reference, author = talk(), resident()
    assert said(reference, "  Trees at\nevery stop ", author) == 1
    assert said(reference, "More buses") == 2
    own = queries.own_statements(reference, resident_id=author.resident_id)
    assert [(one.number, one.text, one.stance, one.is_own) for one in own] == [(1, "Trees at every stop", AGREE, True)]
    note = Note.objects.filter(verb="conversation.stated").order_by("pk").first()
    assert note.actor == f"resident:{author.resident_id}"


def test_the_same_is_not_said_twice_not_even_what_was_hidden():
    reference, moderator = talk(), builders.with_duty(Duty.MODERATOR)
    said(reference, "Trees at every stop!")
    opinions.hide(reference=reference, number=1, reason="spam", by=moderator, now=NOW)
    assert refused(said, reference=reference, text="trees at  every STOP") == "proposals.statement_known"
    other = talk()
    assert said(other, "Trees at every stop!") == 1


def test_the_database_takes_no_statement_twice():
    conversation_of("+")
    row = Statement.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.create(
            conversation=row.conversation, number=2, text="x", likeness=row.likeness, language="en", added_at=NOW
        )


def test_nobody_says_more_than_five_things_a_day_in_all_conversations():
    person, first, second = resident(), talk(), talk()
    for number, reference in zip(range(5), itertools.cycle([first, second]), strict=False):
        said(reference, f"Thought number {number}", person)
    assert refused(said, reference=first, text="One more thought", by=person) == "proposals.enough_statements"
    assert said(first, "One more thought", person, NOW + DAY) == 4


def test_strangers_and_people_known_too_little_say_and_vote_nothing():
    reference = talk()
    said(reference)
    ask = {"reference": reference, "now": NOW}
    assert refused(opinions.add_statement, text="More buses", language="en", by=NOBODY, **ask) == "proposals.residents_only"
    unsure = Viewer(account_id=1, resident_id=1)
    assert refused(opinions.vote, number=1, stance=AGREE, by=unsure, **ask) == "people.more_assurance"


# Voting


def test_a_later_vote_stands_instead_of_the_earlier_and_is_counted_once():
    reference, (person,) = conversation_of("+")
    voted(reference, person, "-")
    voted(reference, person, "-")
    assert stances(reference) == [(1, DISAGREE)]
    assert Statement.objects.get().votes == 1


def test_a_vote_taken_back_is_as_if_never_cast_and_may_be_cast_again():
    reference, (person, other) = conversation_of("+", "-")
    for _ in range(2):
        opinions.withdraw(reference=reference, number=1, by=person, now=NOW)
    assert Statement.objects.get().votes == 1
    assert queries.next_statement(reference, resident_id=person.resident_id).number == 1
    voted(reference, person, "0")
    assert Statement.objects.get().votes == 2
    assert sorted(stances(reference)) == [(1, DISAGREE), (1, PASS)]
    assert queries.next_statement(reference, resident_id=other.resident_id) is None


def test_taking_back_what_was_never_cast_does_nothing():
    reference, _ = conversation_of("+")
    opinions.withdraw(reference=reference, number=1, by=resident(), now=NOW)
    assert stances(reference) == [(1, AGREE)]


def test_there_is_no_vote_on_a_statement_that_is_not_there():
    assert refused(opinions.vote, reference=talk(), number=9, stance=AGREE, by=resident(), now=NOW) == "proposals.no_statement"


def test_a_vote_leaves_no_note():
    reference, (person,) = conversation_of("+")
    before = Note.objects.count()
    voted(reference, person, "-")
    assert Note.objects.count() == before


def test_the_next_statement_is_the_one_with_the_fewest_votes():
    reference, (first, second, _) = conversation_of("+.0", "+.-", "...")
    asked = queries.next_statement(reference, resident_id=resident().resident_id)
    assert (asked.number, asked.text, asked.answered, asked.left) == (2, "Roofs of glass", 0, 3)
    assert queries.next_statement(reference, resident_id=first.resident_id).number == 2
    voted(reference, second, ".+.")
    assert queries.next_statement(reference, resident_id=second.resident_id) is None


def test_the_same_person_is_asked_the_same_until_somebody_votes():
    reference, (person,) = conversation_of("........")
    first = queries.next_statement(reference, resident_id=person.resident_id)
    assert first == queries.next_statement(reference, resident_id=person.resident_id)
    others = {queries.next_statement(reference, resident_id=one.resident_id).number for one in voters(12)}
    assert len(others) > 1


@pytest.mark.django_db(transaction=True)
def test_taps_at_the_same_time_count_each_person_once_and_let_one_of_two_say_it():
    reference, viewers = conversation_of("....", "....", "....")
    refusals = []

    def tap(viewer):
        try:
            voted(reference, viewer, "+")
            said(reference, "Ramps for wheelchairs", viewer)
        except Refused as no:
            refusals.append(no.refusal.key)
        finally:
            connection.close()

    threads = [threading.Thread(target=tap, args=(viewer,)) for viewer in viewers * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == ["proposals.statement_known"] * 11
    assert Statement.objects.get(number=1).votes == 3
    assert stances(reference) == [(1, AGREE)] * 3 + [(5, AGREE)]


# Moderating


def test_a_hidden_statement_takes_no_votes_and_is_not_asked_about_but_its_author_reads_why():
    reference, author, moderator = talk(), resident(), builders.with_duty(Duty.MODERATOR)
    said(reference, by=author)
    opinions.hide(reference=reference, number=1, reason="off_topic", by=moderator, now=NOW)
    person = resident()
    assert (
        refused(opinions.vote, reference=reference, number=1, stance=AGREE, by=person, now=NOW) == "proposals.statement_not_shown"
    )
    assert queries.next_statement(reference, resident_id=person.resident_id) is None
    (own,) = queries.own_statements(reference, resident_id=author.resident_id)
    assert (own.state, own.hidden_for) == (Moderation.HIDDEN, "off_topic")
    opinions.show(reference=reference, number=1, by=moderator, now=NOW)
    assert queries.next_statement(reference, resident_id=person.resident_id).number == 1
    verbs = Note.objects.filter(verb__startswith="conversation.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["conversation.hid", "conversation.showed"]


def test_only_moderators_hide_with_a_reason_and_never_their_own():
    reference, moderator = talk(), builders.with_duty(Duty.MODERATOR)
    said(reference)
    ask = {"reference": reference, "number": 1, "now": NOW}
    assert refused(opinions.hide, reason="spam", by=resident(), **ask) == "proposals.not_your_move"
    assert refused(opinions.hide, reason="dislike", by=moderator, **ask) == "proposals.no_reason"
    both = Viewer(account_id=moderator.account_id, resident_id=Statement.objects.get().author_id, assurance=Assurance.EMAIL)
    assert refused(opinions.hide, reason="spam", by=both, **ask) == "proposals.own_statement"


def test_where_moderators_look_first_a_statement_waits():
    reference, moderator = talk(checks_first=True), builders.with_duty(Duty.MODERATOR)
    said(reference)
    assert queries.next_statement(reference, resident_id=resident().resident_id) is None
    opinions.show(reference=reference, number=1, by=moderator, now=NOW)
    assert queries.next_statement(reference, resident_id=resident().resident_id).number == 1


# Whoever leaves


def test_whoever_is_forgotten_takes_their_votes_along_and_leaves_what_they_said():
    reference, (person, other) = conversation_of("+-", "+0")
    number = said(reference, "Ramps for wheelchairs", person)
    opinions.withdraw(reference=reference, number=2, by=person, now=NOW)
    held = queries.opinions_held(person.resident_id)
    assert [(one["statement"], one["vote"], one["is_own"]) for one in held] == [
        ("Trees at every stop", 1, False), ("Roofs of glass", None, False), ("Ramps for wheelchairs", 1, True),
    ]  # fmt: skip
    opinions.forget_opinions(person.resident_id)
    assert queries.opinions_held(person.resident_id) == []
    assert list(Statement.objects.order_by("number").values_list("votes", "author")) == [(1, None), (1, None), (0, None)]
    assert stances(reference) == [(1, AGREE), (2, PASS)]
    assert queries.next_statement(reference, resident_id=other.resident_id).number == number
