"""The table of moves: every state, every part, every move, and the guards behind it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from madang.city.proposals.rules import life
from madang.city.proposals.rules.life import Actor, Decision, Facts, Move, Part, State, why_not

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
# What is allowed, written from the issue: move, from which states, by whom, to which state ("=" stays, "<" where it was).
ALLOWED = """
publish     draft                                                       author                     published
open        published                                                   moderator job              collecting
edit        published collecting expired                                author co_author           =
reach       collecting                                                  job                        routed
lift        collecting expired                                          panel                      routed
expire      collecting                                                  job                        expired
revive      expired                                                     author                     collecting
route       routed                                                      clerk                      in_review
reassign    in_review asked answered planned in_progress done           clerk officer head         =
ask         in_review                                                   officer head               asked
reply       asked                                                       author co_author           in_review
resume      asked                                                       officer head job           in_review
extend      in_review                                                   head                       =
decide      in_review                                                   officer head               answered
decide_anew answered planned in_progress                                head                       answered
plan        answered                                                    officer head               planned
start       planned                                                     officer head               in_progress
milestone   planned in_progress                                         officer head               =
finish      in_progress                                                 officer head               done
check       done                                                        job                        checked
send_back   done                                                        job                        in_progress
escalate    routed in_review answered planned in_progress               job                        =
withdraw    published collecting expired routed in_review asked         author                     withdrawn
retire      published collecting expired                                author                     retired
hide        published collecting routed in_review asked answered planned in_progress done checked expired withdrawn retired  moderator  hidden
appeal      hidden                                                      author co_author           =
uphold      hidden                                                      moderator                  =
restore     hidden                                                      moderator                  <
"""
# Facts under which no guard stands in the way of the move.
READY = {
    Move.REACH: {"supports": 50, "needed": 50},
    Move.EXPIRE: {"collects_until": TODAY - DAY},
    Move.RESUME: {"ask_until": TODAY - DAY},
    Move.DECIDE_ANEW: {"decision": Decision.ADOPTED},
    Move.PLAN: {"decision": Decision.ADOPTED_IN_PART},
    Move.ESCALATE: {"due_on": TODAY - DAY},
    Move.UPHOLD: {"is_appealed": True, "hidden_by": 1},
    Move.RESTORE: {"state_before": State.COLLECTING},
}


def table():
    known = {one.value for one in (*State, *Part)} | {"=", "<"}
    for line in ALLOWED.strip().splitlines():
        move, *words = line.split()
        assert set(words) <= known, line
        *named, to = words
        parts = {Part(word) for word in named if word in set(Part)}
        states = {State(word) for word in named if word in set(State)}
        yield Move(move), states, parts, to


def ready(move, state):
    return Facts(state=state, **READY.get(move, {}))


def test_the_table_allows_what_the_issue_says_and_nothing_else():
    seen = set()
    for move, states, parts, to in table():
        seen.add(move)
        for state in State:
            for part in Part:
                found = why_not(move, ready(move, state), Actor(frozenset({part}), 7), TODAY)
                assert (found is None) == (state in states and part in parts), (move, state, part, found)
                if found is None:
                    expected = {"=": state, "<": State.COLLECTING}.get(to) or State(to)
                    assert life.target(move, ready(move, state)) is expected, (move, state)
    assert seen == set(Move)


@pytest.mark.parametrize("move", [one for one in Move if life.TABLE[one].by - life.AUTHORS - {Part.JOB}])
def test_nobody_acts_for_the_city_on_their_own_proposal(move):
    office = frozenset(Part) - life.AUTHORS - {Part.JOB}
    for own in life.AUTHORS:
        actor = Actor(office | {own}, 7)
        found = why_not(move, ready(move, min(life.TABLE[move].sources)), actor, TODAY)
        assert found is not None
        assert found.key == "proposals.own_proposal"


def test_strangers_see_no_draft_and_move_nothing():
    assert why_not(Move.PUBLISH, Facts(state=State.DRAFT), Actor(), TODAY).key == "proposals.unknown"
    assert why_not(Move.EDIT, Facts(state=State.COLLECTING), Actor(), TODAY).key == "proposals.not_your_move"
    assert life.moves(Facts(state=State.COLLECTING), Actor(), TODAY) == ()


def test_moves_are_what_somebody_may_do_now():
    officer = Actor(frozenset({Part.OFFICER}), 7)
    assert life.moves(Facts(state=State.IN_REVIEW), officer, TODAY) == (Move.REASSIGN, Move.ASK, Move.DECIDE)


JOB, MODERATOR = life.THE_JOB, Actor(frozenset({Part.MODERATOR}), 7)
GUARDED = [
    (Move.OPEN, {"state": State.PUBLISHED, "is_held": True}, JOB, "proposals.held"),
    (Move.OPEN, {"state": State.PUBLISHED, "is_held": True}, MODERATOR, None),
    (Move.REACH, {"state": State.COLLECTING, "supports": 49, "needed": 50}, JOB, "proposals.too_few"),
    (Move.EXPIRE, {"state": State.COLLECTING, "collects_until": TODAY}, JOB, "proposals.time_left"),
    (Move.REVIVE, {"state": State.EXPIRED, "revivals": 1}, Actor(frozenset({Part.AUTHOR}), 7), "proposals.revived_already"),
    (Move.RESUME, {"state": State.ASKED, "ask_until": TODAY}, JOB, "proposals.time_left"),
    (Move.RESUME, {"state": State.ASKED, "ask_until": TODAY}, Actor(frozenset({Part.OFFICER}), 7), None),
    (Move.EXTEND, {"state": State.IN_REVIEW, "is_extended": True}, Actor(frozenset({Part.HEAD}), 7), "proposals.extended_already"),
    (Move.PLAN, {"state": State.ANSWERED, "decision": Decision.DECLINED}, Actor(frozenset({Part.HEAD}), 7), "proposals.not_adopted"),
    (Move.ESCALATE, {"state": State.ROUTED, "due_on": TODAY}, JOB, "proposals.time_left"),
    (Move.ESCALATE, {"state": State.ROUTED}, JOB, "proposals.time_left"),
    (Move.ESCALATE, {"state": State.ROUTED, "due_on": TODAY - DAY, "escalated_for": TODAY - DAY}, JOB, "proposals.escalated_already"),
    (Move.APPEAL, {"state": State.HIDDEN, "is_appealed": True}, Actor(frozenset({Part.AUTHOR}), 7), "proposals.appealed_already"),
    (Move.UPHOLD, {"state": State.HIDDEN}, MODERATOR, "proposals.no_appeal_waits"),
    (Move.UPHOLD, {"state": State.HIDDEN, "is_appealed": True, "is_upheld": True}, MODERATOR, "proposals.no_appeal_waits"),
    (Move.UPHOLD, {"state": State.HIDDEN, "is_appealed": True, "hidden_by": 7}, MODERATOR, "proposals.another_moderator"),
    (Move.RESTORE, {"state": State.HIDDEN, "is_appealed": True, "hidden_by": 7}, MODERATOR, "proposals.another_moderator"),
    (Move.RESTORE, {"state": State.HIDDEN, "hidden_by": 7}, MODERATOR, None),
]  # fmt: skip


@pytest.mark.parametrize(("move", "facts", "actor", "key"), GUARDED)
def test_guards_of_moves(move, facts, actor, key):
    found = why_not(move, Facts(**facts), actor, TODAY)
    assert (found.key if found else None) == key


def test_the_city_is_late_on_the_day_after_the_due_day_and_only_where_it_must_act():
    facts = Facts(state=State.IN_REVIEW, due_on=TODAY)
    assert not life.is_overdue(facts, TODAY)
    assert life.is_overdue(facts, TODAY + DAY)
    assert not life.is_overdue(replace(facts, state=State.ASKED), TODAY + DAY)
    assert not life.is_overdue(replace(facts, state=State.DONE), TODAY + DAY)
    assert not life.is_overdue(replace(facts, due_on=None), TODAY + DAY)


def test_nothing_stands_for_itself_or_takes_support_it_cannot_take():
    assert life.why_not_stand_for(State.COLLECTING, is_same=False) is None
    assert life.why_not_stand_for(State.COLLECTING, is_same=True).key == "proposals.no_other"
    assert life.why_not_stand_for(State.EXPIRED, is_same=False).key == "proposals.no_other"
