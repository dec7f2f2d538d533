"""The life of a vote: the table, the edges of its clock, who may ask, who sees the result when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from madang.city.people.rules import NOBODY, Assurance, Role, StaffView, Viewer
from madang.city.voting.rules.life import (
    MOST_RUNNING,
    TABLE,
    Move,
    Standing,
    due,
    why_not_ask,
    why_not_cast,
    why_not_edit,
    why_not_keep,
    why_not_move,
    why_not_period,
    why_not_see_result,
)
from madang.city.voting.rules.votes import Mode, Shown, State

OPENS = datetime(2026, 12, 1, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=7)
INSTANT = timedelta(microseconds=1)
BEFORE, DURING = OPENS - timedelta(days=1), OPENS + timedelta(days=1)
RESIDENT = Viewer(account_id=4, resident_id=7, assurance=Assurance.EMAIL)


def standing(state=State.OPEN, mode=Mode.STRAW):
    return Standing(mode, state, OPENS, CLOSES)


def staff(role, department="families"):
    return Viewer(account_id=9, staff=StaffView(2, role, department))


def key(refusal):
    return refusal.key if refusal else None


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", Move)
def test_a_move_is_made_from_the_states_of_the_table_alone(move, state):
    at = {Move.ANNOUNCE: BEFORE, Move.OPEN: OPENS, Move.CANCEL: DURING}.get(move, CLOSES)
    allowed = {
        Move.ANNOUNCE: {State.DRAFT},
        Move.OPEN: {State.ANNOUNCED},
        Move.CLOSE: {State.OPEN},
        Move.COUNT: {State.CLOSED},
        Move.ANSWER: {State.COUNTED},
        Move.CANCEL: {State.ANNOUNCED, State.OPEN},
    }[move]
    refusal = why_not_move(move, standing(state, Mode.OFFICIAL), now=at)
    assert key(refusal) == (None if state in allowed else "voting.not_now")


def test_each_move_leads_to_its_state():
    assert [to for _, to in TABLE.values()] == [
        State.ANNOUNCED,
        State.OPEN,
        State.CLOSED,
        State.COUNTED,
        State.ANSWERED,
        State.CANCELLED,
    ]


@pytest.mark.parametrize(
    ("move", "state", "at", "refused"),
    [
        (Move.OPEN, State.ANNOUNCED, OPENS - INSTANT, "voting.opens_later"),
        (Move.OPEN, State.ANNOUNCED, OPENS, None),
        (Move.OPEN, State.ANNOUNCED, CLOSES, "voting.closed"),
        (Move.CLOSE, State.OPEN, CLOSES - INSTANT, "voting.closes_later"),
        (Move.CLOSE, State.OPEN, CLOSES, None),
        (Move.ANNOUNCE, State.DRAFT, CLOSES - INSTANT, None),
        (Move.ANNOUNCE, State.DRAFT, CLOSES, "voting.closed"),
    ],
)
def test_the_clock_is_exact(move, state, at, refused):
    assert key(why_not_move(move, standing(state), now=at)) == refused


def test_nobody_answers_a_straw_vote():
    assert key(why_not_move(Move.ANSWER, standing(State.COUNTED), now=CLOSES)) == "voting.no_answer_needed"


@pytest.mark.parametrize(
    ("state", "at", "move"),
    [
        (State.ANNOUNCED, OPENS - INSTANT, None),
        (State.ANNOUNCED, OPENS, Move.OPEN),
        (State.ANNOUNCED, CLOSES, Move.CANCEL),
        (State.OPEN, CLOSES - INSTANT, None),
        (State.OPEN, CLOSES, Move.CLOSE),
        (State.CLOSED, CLOSES, Move.COUNT),
        (State.DRAFT, CLOSES, None),
        (State.COUNTED, CLOSES, None),
    ],
)
def test_the_clock_moves_what_is_due(state, at, move):
    assert due(standing(state), now=at) is move


@pytest.mark.parametrize(
    ("state", "at", "refused"),
    [
        (State.ANNOUNCED, DURING, "voting.opens_later"),  # the job is late: nobody votes before it has opened
        (State.OPEN, OPENS, None),
        (State.OPEN, CLOSES - INSTANT, None),
        (State.OPEN, CLOSES, "voting.closed"),
        (State.CLOSED, DURING, "voting.closed"),
        (State.CANCELLED, DURING, "voting.cancelled"),
    ],
)
def test_ballots_are_taken_until_the_very_instant_of_closing(state, at, refused):
    assert key(why_not_cast(standing(state), now=at)) == refused


def test_only_a_draft_is_edited():
    assert {state for state in State if why_not_edit(standing(state)) is None} == {State.DRAFT}


@pytest.mark.parametrize(
    ("mode", "shown", "state", "has_voted", "refused"),
    [
        (Mode.STRAW, Shown.ALWAYS, State.OPEN, False, None),
        (Mode.STRAW, Shown.AFTER_VOTING, State.OPEN, False, "voting.result_after_voting"),
        (Mode.STRAW, Shown.AFTER_VOTING, State.OPEN, True, None),
        (Mode.STRAW, Shown.AFTER_CLOSING, State.OPEN, True, "voting.result_later"),
        (Mode.STRAW, Shown.AFTER_VOTING, State.CLOSED, True, "voting.result_later"),
        (Mode.OFFICIAL, Shown.ALWAYS, State.OPEN, True, "voting.result_later"),
        (Mode.OFFICIAL, Shown.AFTER_CLOSING, State.CLOSED, True, "voting.result_later"),
        (Mode.OFFICIAL, Shown.AFTER_CLOSING, State.COUNTED, False, None),
        (Mode.STRAW, Shown.AFTER_CLOSING, State.CANCELLED, True, "voting.cancelled"),
    ],
)
def test_a_result_shows_when_its_asker_said_and_an_official_one_never_before_it_is_counted(
    mode, shown, state, has_voted, refused
):
    assert key(why_not_see_result(standing(state, mode), shown, has_voted=has_voted)) == refused


@pytest.mark.parametrize(
    ("viewer", "mode", "running", "refused"),
    [
        (RESIDENT, Mode.STRAW, 0, None),
        (RESIDENT, Mode.STRAW, MOST_RUNNING - 1, None),
        (RESIDENT, Mode.STRAW, MOST_RUNNING, "voting.too_many_running"),
        (RESIDENT, Mode.OFFICIAL, 0, "people.staff_only"),
        (replace(RESIDENT, assurance=Assurance.SELF_DECLARED), Mode.STRAW, 0, "people.more_assurance"),
        (replace(RESIDENT, resident_id=None), Mode.STRAW, 0, "people.sign_in_first"),
        (NOBODY, Mode.STRAW, 0, "people.sign_in_first"),
        (staff(Role.CASEWORKER), Mode.STRAW, 99, None),
        (staff(Role.CASEWORKER), Mode.OFFICIAL, 0, "people.other_role"),
        (staff(Role.HEAD), Mode.OFFICIAL, 0, None),
        (staff(Role.AUDITOR), Mode.STRAW, 0, "people.other_role"),
    ],
)
def test_residents_ask_around_and_heads_ask_officially(viewer, mode, running, refused):
    assert key(why_not_ask(viewer, mode, running=running)) == refused


@pytest.mark.parametrize(
    ("viewer", "asker", "department", "refused"),
    [
        (RESIDENT, 7, "", None),
        (RESIDENT, 8, "", "voting.unknown"),
        (RESIDENT, None, "families", "voting.unknown"),
        (staff(Role.HEAD), None, "families", None),
        (staff(Role.HEAD), None, "roads", "voting.unknown"),
        (staff(Role.ADMINISTRATOR), None, "roads", None),
        (staff(Role.AUDITOR), None, "families", "people.other_role"),
        (staff(Role.ADMINISTRATOR), 7, "", "voting.unknown"),
    ],
)
def test_a_vote_is_kept_by_who_asked(viewer, asker, department, refused):
    assert key(why_not_keep(viewer, asker=asker, department=department)) == refused


@pytest.mark.parametrize(
    ("mode", "length", "refused"),
    [
        (Mode.STRAW, timedelta(hours=1), None),
        (Mode.STRAW, timedelta(hours=1) - INSTANT, "voting.period_short"),
        (Mode.OFFICIAL, timedelta(hours=23), "voting.period_short"),
        (Mode.OFFICIAL, timedelta(days=366), None),
        (Mode.STRAW, timedelta(days=367), "voting.period_long"),
        (Mode.STRAW, timedelta(days=-1), "voting.period_short"),
    ],
)
def test_a_period_is_long_enough_to_notice(mode, length, refused):
    assert key(why_not_period(mode, OPENS, OPENS + length)) == refused
