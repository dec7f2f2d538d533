from dataclasses import replace
from datetime import date

import pytest

from madang.city.portal.definitions.model import Deemed
from madang.city.portal.rules.cases import CaseFacts, Options, State, wake_on

DAY = date(2026, 11, 21)
OPTIONS = Options(lapse_days=21, remind_days=7)
DEEMED = replace(OPTIONS, deemed=Deemed.GRANTED)


@pytest.mark.parametrize(
    ("facts", "options", "reminded", "expected"),
    [
        ({"state": State.WAITING_APPLICANT, "answer_by": DAY}, OPTIONS, False, date(2026, 11, 14)),
        ({"state": State.WAITING_APPLICANT, "answer_by": DAY}, OPTIONS, True, date(2026, 11, 22)),
        ({"state": State.WAITING_APPLICANT, "answer_by": DAY}, replace(OPTIONS, remind_days=0), False, date(2026, 11, 22)),
        ({"state": State.WAITING_APPLICANT, "answer_by": DAY}, replace(OPTIONS, lapse_days=0), False, None),
        ({"state": State.WAITING_APPLICANT, "answer_by": DAY, "is_appeal": True}, OPTIONS, True, None),
        ({"state": State.WAITING_APPLICANT, "answer_by": DAY, "due_on": date(2026, 11, 16)}, DEEMED, True, date(2026, 11, 17)),
        ({"state": State.IN_REVIEW, "due_on": DAY}, OPTIONS, False, None),
        ({"state": State.IN_REVIEW, "due_on": DAY}, DEEMED, False, date(2026, 11, 22)),
        ({"state": State.WAITING_THIRD_PARTY, "due_on": DAY, "is_paused": True}, DEEMED, False, None),
        ({"state": State.REFUSED, "appeal_until": date(2026, 12, 21)}, OPTIONS, False, date(2026, 12, 22)),
        ({"state": State.REFUSED, "appeal_until": date(2026, 12, 21), "is_appeal": True}, OPTIONS, False, date(2026, 11, 22)),
        ({"state": State.WITHDRAWN}, OPTIONS, False, date(2026, 11, 22)),
        (
            {"state": State.CLOSED, "archive_on": date(2027, 11, 21), "purge_on": date(2031, 11, 21)},
            OPTIONS,
            False,
            date(2027, 11, 21),
        ),
        ({"state": State.ARCHIVED, "purge_on": date(2031, 11, 21)}, OPTIONS, False, date(2031, 11, 21)),
        ({"state": State.ARCHIVED}, OPTIONS, False, None),
        ({"state": State.PURGED, "purge_on": DAY}, OPTIONS, False, None),
    ],
)
def test_when_time_does_something(facts, options, reminded, expected):
    assert wake_on(CaseFacts(**facts), options, reminded=reminded, ended_on=DAY) == expected


def test_a_granted_case_that_is_not_issued_waits_for_people():
    assert wake_on(CaseFacts(state=State.GRANTED, appeal_until=DAY), OPTIONS, reminded=False, ended_on=None) is None
