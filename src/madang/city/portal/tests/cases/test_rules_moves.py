"""Every state by every move, for every part somebody can play."""

from dataclasses import replace
from datetime import date

import pytest

from madang.city.people.rules import Role
from madang.city.portal.definitions.model import Deemed
from madang.city.portal.rules import cases as rules
from madang.city.portal.rules.cases import SYSTEM_ACTOR, CaseActor, CaseFacts, Move, Options, Outcome, Part, State

TODAY = date(2026, 11, 21)
APPLICANT = CaseActor(Part.APPLICANT, resident_id=1)
OTHER_RESIDENT = CaseActor(Part.APPLICANT, resident_id=2)
STRANGER = CaseActor(Part.STRANGER)
CASEWORKER = CaseActor(Part.STAFF, staff_id=10, role=Role.CASEWORKER, in_department=True)
COLLEAGUE = CaseActor(Part.STAFF, staff_id=11, role=Role.CASEWORKER, in_department=True)
DEPUTY = CaseActor(Part.STAFF, staff_id=12, role=Role.CASEWORKER, stands_in_for=frozenset({10}))
HEAD = CaseActor(Part.STAFF, staff_id=13, role=Role.HEAD, in_department=True)
ELSEWHERE = CaseActor(Part.STAFF, staff_id=14, role=Role.HEAD)
AUDITOR = CaseActor(Part.STAFF, staff_id=15, role=Role.AUDITOR)
ADMINISTRATOR = CaseActor(Part.STAFF, staff_id=16, role=Role.ADMINISTRATOR)

# Facts in which no guard stands in the way: four eyes off, outputs to issue, times just over, the first decider was somebody else.
OPTIONS = Options(days_total=10, deemed=Deemed.GRANTED, has_outputs=True)
YESTERDAY = date(2026, 11, 20)


def facts(state, **changes):
    made = {
        "assignee_id": 10,
        "due_on": YESTERDAY,
        "answer_by": YESTERDAY,
        "archive_on": TODAY,
        "purge_on": TODAY,
        "first_deciders": frozenset({99}),
    }
    return CaseFacts(state=state, applicant_id=1, **made | changes)


APPLICANT_MAY = {
    "draft": "submit",
    "submitted": "withdraw message",
    "received": "withdraw message",
    "in_review": "withdraw message",
    "waiting_applicant": "answer withdraw message",
    "waiting_third_party": "withdraw message",
    "proposed_decision": "withdraw message",
    "four_eyes": "withdraw message",
    "granted": "appeal message",
    "partly_granted": "appeal message",
    "refused": "appeal message",
    "issued": "appeal message",
    "appealed": "message",
    "withdrawn": "message",
    "lapsed": "message",
    "closed": "",
    "archived": "",
    "purged": "",
}
CASEWORKER_MAY = {
    "draft": "submit",
    "submitted": "receive assign note message status",
    "received": "start ask assign note message status",
    "in_review": "ask wait propose decide assign note message status",
    "waiting_applicant": "resume assign note message status",
    "waiting_third_party": "resume assign note message status",
    "proposed_decision": "send_back decide assign note message status",
    "four_eyes": "confirm send_back assign note message status",
    "granted": "issue assign note message",
    "partly_granted": "issue assign note message",
    "refused": "close assign note message",
    "issued": "close assign note message",
    "appealed": "ask wait decide_appeal assign note message status",
    "withdrawn": "close assign note message",
    "lapsed": "close assign note message",
    "closed": "note",
    "archived": "",
    "purged": "",
}
SYSTEM_MAY = {
    "draft": "",
    "submitted": "receive deem",
    "received": "deem",
    "in_review": "deem",
    "waiting_applicant": "lapse deem",
    "waiting_third_party": "deem",
    "proposed_decision": "deem",
    "four_eyes": "deem",
    "granted": "",
    "partly_granted": "",
    "refused": "close",
    "issued": "close",
    "appealed": "",
    "withdrawn": "close",
    "lapsed": "close",
    "closed": "archive",
    "archived": "purge",
    "purged": "",
}
NOTHING = dict.fromkeys(CASEWORKER_MAY, "")
ALIVE = [state.value for state in State if CASEWORKER_MAY[state.value] not in ("", "note", "submit")]
# On a colleague's desk: what needs no desk stays.
COLLEAGUE_MAY = {
    state: " ".join(m for m in may.split() if m in ("submit", "receive", "confirm", "send_back", "note", "message"))
    for state, may in CASEWORKER_MAY.items()
}
# Head and deputy do the same as the caseworker, and may take the case.
HEAD_MAY = {state: f"{may} take" if state in ALIVE else may for state, may in CASEWORKER_MAY.items()}
ADMINISTRATOR_MAY = {state: "assign" if state in ALIVE else "" for state in CASEWORKER_MAY}

PARTS = {
    "applicant": (APPLICANT, APPLICANT_MAY),
    "another resident": (OTHER_RESIDENT, NOTHING),
    "stranger": (STRANGER, NOTHING),
    "caseworker": (CASEWORKER, CASEWORKER_MAY),
    "colleague": (COLLEAGUE, COLLEAGUE_MAY),
    "deputy": (DEPUTY, HEAD_MAY),
    "head": (HEAD, HEAD_MAY),
    "another department": (ELSEWHERE, NOTHING),
    "auditor": (AUDITOR, NOTHING),
    "administrator": (ADMINISTRATOR, ADMINISTRATOR_MAY),
    "system": (SYSTEM_ACTOR, SYSTEM_MAY),
}


def test_the_tables_name_every_state():
    for _, may in PARTS.values():
        assert set(may) == {state.value for state in State}
    assert set(rules.TABLE) == set(Move)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("state", list(State))
def test_every_move_in_every_state(part, state):
    actor, may = PARTS[part]
    for move in Move:
        reason = rules.why_not(move, facts(state), actor, OPTIONS, TODAY)
        assert (reason is None) == (move.value in may[state.value].split()), (move, reason)
    assert {move.value for move in rules.moves(facts(state), actor, OPTIONS, TODAY)} == set(may[state.value].split())


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (APPLICANT, True), (OTHER_RESIDENT, False), (STRANGER, False), (CASEWORKER, True), (COLLEAGUE, True), (DEPUTY, True),
        (HEAD, True), (ELSEWHERE, False), (AUDITOR, True), (ADMINISTRATOR, True), (SYSTEM_ACTOR, True),
        (CaseActor(Part.STAFF, staff_id=10, role=Role.CASEWORKER), True),
        (CaseActor(Part.APPLICANT), False),
    ],
)  # fmt: skip
def test_who_may_see(actor, sees):
    assert rules.who_may_see(facts(State.IN_REVIEW), actor) is sees


def test_a_case_without_applicant_belongs_to_no_resident():
    assert not rules.who_may_see(CaseFacts(state=State.PURGED), CaseActor(Part.APPLICANT))


@pytest.mark.parametrize("actor", [OTHER_RESIDENT, STRANGER, ELSEWHERE])
def test_who_may_not_see_is_told_that_there_is_nothing(actor):
    assert rules.why_not(Move.MESSAGE, facts(State.IN_REVIEW), actor, OPTIONS, TODAY).status == 404


def key(move, case, actor=CASEWORKER, options=OPTIONS, today=TODAY):
    reason = rules.why_not(move, case, actor, options, today)
    return reason.key if reason else None


def test_staff_never_work_on_their_own_application():
    clerk = replace(CASEWORKER, resident_id=1)
    assert key(Move.DECIDE, facts(State.IN_REVIEW), clerk) == "portal.own_case"
    assert key(Move.NOTE, facts(State.IN_REVIEW), clerk) == "portal.own_case"


def test_an_unassigned_case_is_anybodys_in_the_department():
    case = facts(State.IN_REVIEW, assignee_id=None)
    assert key(Move.DECIDE, case, COLLEAGUE) is None
    assert key(Move.TAKE, case, COLLEAGUE) is None
    assert key(Move.TAKE, facts(State.IN_REVIEW)) == "portal.yours_already"
    assert key(Move.TAKE, facts(State.IN_REVIEW), COLLEAGUE) == "portal.colleagues_case"


def test_four_eyes_are_those_of_two_people():
    options = replace(OPTIONS, four_eyes=True)
    case = facts(State.FOUR_EYES, proposed_by=10)
    assert key(Move.CONFIRM, case, CASEWORKER, options) == "portal.another_person"
    assert key(Move.CONFIRM, case, COLLEAGUE, options) is None
    assert key(Move.CONFIRM, case, replace(COLLEAGUE, in_department=False), options) == "portal.case_unknown"
    assert key(Move.SEND_BACK, case, CASEWORKER, options) is None
    assert key(Move.DECIDE, facts(State.IN_REVIEW), CASEWORKER, options) == "portal.needs_four_eyes"
    assert rules.target(Move.PROPOSE, facts(State.IN_REVIEW), options) is State.FOUR_EYES
    assert rules.target(Move.PROPOSE, facts(State.IN_REVIEW), OPTIONS) is State.PROPOSED_DECISION


def test_an_appeal_is_decided_by_another_person():
    case = facts(State.APPEALED, assignee_id=None, first_deciders=frozenset({10, 11}))
    assert key(Move.DECIDE_APPEAL, case, CASEWORKER) == "portal.another_person_appeal"
    assert key(Move.DECIDE_APPEAL, case, COLLEAGUE) == "portal.another_person_appeal"
    assert key(Move.TAKE, case, COLLEAGUE) == "portal.another_person_appeal"
    assert key(Move.DECIDE_APPEAL, case, HEAD) is None
    assert rules.why_not_give(case, COLLEAGUE).key == "portal.another_person_appeal"
    assert rules.why_not_give(case, HEAD) is None


@pytest.mark.parametrize(
    ("changes", "options", "today", "expected"),
    [
        ({"appeal_until": TODAY}, OPTIONS, TODAY, None),
        ({"appeal_until": YESTERDAY}, OPTIONS, TODAY, "portal.appeal_too_late"),
        ({"is_appeal": True}, OPTIONS, TODAY, "portal.appealed_already"),
        ({}, replace(OPTIONS, appeal_days=0), TODAY, "portal.no_appeal"),
    ],
)
def test_an_appeal_has_its_time_and_comes_once(changes, options, today, expected):
    assert key(Move.APPEAL, facts(State.REFUSED, **changes), APPLICANT, options, today) == expected


@pytest.mark.parametrize(
    ("changes", "options", "expected"),
    [
        ({}, OPTIONS, None),
        ({"due_on": TODAY}, OPTIONS, "portal.time_left"),
        ({"is_paused": True}, OPTIONS, "portal.clock_stands"),
        ({"is_appeal": True}, OPTIONS, "portal.never_deemed"),
        ({}, replace(OPTIONS, deemed=Deemed.NONE), "portal.never_deemed"),
    ],
)
def test_silence_decides_only_when_the_time_is_over(changes, options, expected):
    assert key(Move.DEEM, facts(State.IN_REVIEW, **changes), SYSTEM_ACTOR, options) == expected


@pytest.mark.parametrize(
    ("changes", "options", "expected"),
    [
        ({}, OPTIONS, None),
        ({"answer_by": TODAY}, OPTIONS, "portal.time_left"),
        ({"answer_by": None}, OPTIONS, "portal.never_lapses"),
        ({"is_appeal": True}, OPTIONS, "portal.appeal_never_lapses"),
        ({}, replace(OPTIONS, lapse_days=0), "portal.never_lapses"),
    ],
)
def test_a_case_lapses_the_day_after_the_last_day_to_answer(changes, options, expected):
    assert key(Move.LAPSE, facts(State.WAITING_APPLICANT, **changes), SYSTEM_ACTOR, options) == expected


def test_a_case_is_closed_when_no_appeal_can_come():
    assert key(Move.CLOSE, facts(State.REFUSED, appeal_until=TODAY), SYSTEM_ACTOR) == "portal.appeal_open"
    assert key(Move.CLOSE, facts(State.REFUSED, appeal_until=TODAY, is_appeal=True), SYSTEM_ACTOR) is None
    assert key(Move.CLOSE, facts(State.GRANTED)) == "portal.issue_first"
    assert key(Move.CLOSE, facts(State.GRANTED), options=replace(OPTIONS, has_outputs=False)) is None
    assert key(Move.ISSUE, facts(State.GRANTED), options=replace(OPTIONS, has_outputs=False)) == "portal.nothing_to_issue"


def test_nothing_is_archived_or_purged_before_its_day():
    later = date(2026, 11, 22)
    assert key(Move.ARCHIVE, facts(State.CLOSED, archive_on=later), SYSTEM_ACTOR) == "portal.kept_still"
    assert key(Move.PURGE, facts(State.ARCHIVED, purge_on=later), SYSTEM_ACTOR) == "portal.kept_still"
    assert key(Move.PURGE, facts(State.ARCHIVED, purge_on=None), SYSTEM_ACTOR) == "portal.kept_still"


def test_a_case_is_given_only_to_those_who_can_work_on_it():
    case = facts(State.IN_REVIEW)
    assert rules.why_not_give(case, AUDITOR).key == "portal.cannot_work_on_it"
    assert rules.why_not_give(case, ELSEWHERE).key == "portal.cannot_work_on_it"
    assert rules.why_not_give(case, replace(COLLEAGUE, resident_id=1)).key == "portal.own_case"
    assert rules.why_not_give(case, COLLEAGUE) is None


@pytest.mark.parametrize(
    ("move", "changes", "outcome", "expected"),
    [
        (Move.SUBMIT, {}, None, State.SUBMITTED),
        (Move.ANSWER, {}, None, State.IN_REVIEW),
        (Move.RESUME, {"is_appeal": True}, None, State.APPEALED),
        (Move.DECIDE, {}, Outcome.PARTLY_GRANTED, State.PARTLY_GRANTED),
        (Move.DECIDE_APPEAL, {}, Outcome.GRANTED, State.GRANTED),
        (Move.CONFIRM, {}, Outcome.REFUSED, State.REFUSED),
        (Move.DEEM, {}, None, State.GRANTED),
        (Move.SEND_BACK, {}, None, State.IN_REVIEW),
        (Move.NOTE, {}, None, State.WAITING_APPLICANT),
    ],
)
def test_where_moves_lead(move, changes, outcome, expected):
    assert rules.target(move, facts(State.WAITING_APPLICANT, **changes), OPTIONS, outcome) is expected


def test_a_decision_without_outcome_is_a_bug():
    with pytest.raises(ValueError, match="needs an outcome"):
        rules.target(Move.DECIDE, facts(State.IN_REVIEW), OPTIONS)
