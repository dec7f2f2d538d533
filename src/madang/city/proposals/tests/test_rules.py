"""Due days, names, thresholds, answers, support, the state bar, what drafts refuse."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from madang.city.kernel.days_off import days_off
from madang.city.kernel.money import Money
from madang.city.people.rules import Assurance
from madang.city.portal.rules.clock import WorkCalendar
from madang.city.portal.rules.drafts import Base
from madang.city.proposals.rules import answers, due, names, settings, writing
from madang.city.proposals.rules import links as linking
from madang.city.proposals.rules import support as supporting
from madang.city.proposals.rules.answers import Answer
from madang.city.proposals.rules.life import Actor, Decision, Facts, Part, State
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.settings import CITY_DEFAULT, DEFAULTS, Settings, Threshold
from madang.city.proposals.rules.way import Standing, way
from madang.city.proposals.rules.writing import Point, Writing

FRIDAY = date(2026, 11, 20)
PLAIN = WorkCalendar()


def day(text):
    return date.fromisoformat(text)


# Due days


@pytest.mark.parametrize(
    ("today", "due_on"),
    [
        ("2026-11-20", "2026-11-25"),  # Friday: Monday, Tuesday, Wednesday
        ("2026-11-21", "2026-11-25"),  # Saturday: the same
        ("2026-11-23", "2026-11-26"),  # Monday
        ("2026-12-23", "2026-12-29"),  # Christmas Day is a holiday in Korea
    ],
)
def test_three_working_days_to_route(today, due_on, settings):
    settings.CITY_HOLIDAYS, settings.CITY_OWN_HOLIDAYS = "KR", ()
    calendar = WorkCalendar(days_off(day(today)))
    assert due.route_by(day(today), DEFAULTS, calendar) == day(due_on)


def test_the_longer_time_counts_from_the_same_beginning():
    thirty = due.answer_by(FRIDAY, DEFAULTS, PLAIN)
    assert thirty == day("2027-01-01")  # six weeks of five days
    assert due.extended(thirty, DEFAULTS, PLAIN) == day("2027-02-12") == due.answer_by(FRIDAY, Settings(review_days=60), PLAIN)


@pytest.mark.parametrize(("due_on", "stopped", "runs", "expected"), [
    ("2026-11-30", "2026-11-20", "2026-12-04", "2026-12-14"),  # six working days left, taken up on a Friday
    ("2026-11-30", "2026-11-30", "2026-12-04", "2026-12-04"),  # none left
    ("2026-11-18", "2026-11-20", "2026-12-04", "2026-12-02"),  # two days late already, and so it stays
])  # fmt: skip
def test_a_clock_that_stood_has_as_many_days_left_as_before(due_on, stopped, runs, expected):
    left = due.days_left(day(due_on), day(stopped), PLAIN)
    assert due.resumed(left, day(runs), PLAIN) == day(expected)


def test_days_for_which_a_proposal_was_hidden_do_not_count():
    assert due.shifted(day("2026-12-01"), FRIDAY, FRIDAY + timedelta(days=4)) == day("2026-12-05")
    assert due.shifted(None, FRIDAY, FRIDAY + timedelta(days=4)) is None


# Names


@pytest.mark.parametrize(("name", "shown", "expected"), [
    ("김하루", Shown.INITIALS, "김○○"),
    ("김솔", Shown.INITIALS, "김○"),
    ("남궁민수", Shown.INITIALS, "남궁○○"),
    ("남궁", Shown.INITIALS, "남○"),
    ("王芳", Shown.INITIALS, "王○"),
    ("欧阳修", Shown.INITIALS, "欧阳○"),
    ("李 明", Shown.INITIALS, "李○"),
    ("Kim Haru", Shown.INITIALS, "K. H."),
    ("Li", Shown.INITIALS, "L."),
    ("Ana-Maria Souza", Shown.INITIALS, "A. M. S."),
    ("김", Shown.INITIALS, ""),
    ("O", Shown.INITIALS, ""),
    ("김솔", Shown.NAME, "김솔"),
    (" Kim   Haru ", Shown.NAME, "Kim Haru"),
    ("김솔", Shown.NOTHING, ""),
    ("", Shown.NAME, ""),
])  # fmt: skip
def test_residents_are_named_as_they_choose(name, shown, expected):
    assert names.byline(name, shown) == expected


# Settings and thresholds


def test_the_smallest_area_with_a_threshold_decides():
    known = {None: Threshold(30, 40), 10: Threshold(20, 25), 12: Threshold(14, 5)}
    assert settings.threshold_for([10, 12], known) == Threshold(14, 5)
    assert settings.threshold_for([10, 13], known) == Threshold(20, 25)
    assert settings.threshold_for([11], known) == Threshold(30, 40)
    assert settings.threshold_for([], {}) == CITY_DEFAULT == Threshold(30, 50)


@pytest.mark.parametrize(("changed", "key"), [
    ({"a_day": 5}, None),
    ({"least_age": 0, "check_asked": 3}, None),
    ({"a_day": 0}, "proposals.setting_limits"),
    ({"supports": 3}, "proposals.no_setting"),
    ({"check_asked": 2}, "proposals.settings_contradict"),
    ({"review_days": 90}, "proposals.settings_contradict"),
])  # fmt: skip
def test_numbers_have_limits_and_agree_with_each_other(changed, key):
    found = settings.why_not_settings(changed)
    assert (found.key if found else None) == key


def test_a_setting_that_is_none_any_more_is_left_out():
    assert settings.settings_of({"a_day": 7, "of_old": 1}) == Settings(a_day=7)


@pytest.mark.parametrize(("threshold", "fits"), [(Threshold(1, 1), True), (Threshold(0, 1), False), (Threshold(366, 1), False)])
def test_a_threshold_has_days_and_supports(threshold, fits):
    assert (settings.why_not_threshold(threshold) is None) is fits


# Answers


ADOPTED = Answer(decision=Decision.ADOPTED, text="We plant trees at forty stops.", next_on=FRIDAY)
ANSWERS = [
    ({}, None),
    ({"text": "Yes."}, "proposals.say_why"),
    ({"next_on": None}, "proposals.name_the_day"),
    ({"next_on": day("2026-11-19")}, "proposals.name_the_day"),
    ({"decision": Decision.ALREADY_DONE, "next_on": None}, None),
    ({"decision": Decision.DECLINED}, "proposals.no_reason"),
    ({"decision": Decision.DECLINED, "reason": "because"}, "proposals.no_reason"),
    ({"decision": Decision.DECLINED, "reason": "no_money", "cost": Money(5, "KRW")}, None),
    ({"decision": Decision.FORWARDED}, "proposals.name_the_body"),
    ({"decision": Decision.FORWARDED, "forwarded_to": "The province"}, None),
    ({"cost": Money(5, "USD")}, "proposals.no_such_amount"),
    ({"cost": Money(-5, "KRW")}, "proposals.no_such_amount"),
    ({"law": "x" * 301}, "proposals.words_long"),
]


@pytest.mark.parametrize(("change", "key"), ANSWERS)
def test_no_answer_lacks_what_its_decision_needs(change, key):
    found = answers.why_not_answer(replace(ADOPTED, **change), currency="KRW", today=FRIDAY)
    assert (found.key if found else None) == key


# Support


OLD_ENOUGH = supporting.Person(date(1984, 3, 14), Assurance.EMAIL)


@pytest.mark.parametrize(("state", "parts", "person", "key"), [
    (State.COLLECTING, (), OLD_ENOUGH, None),
    (State.IN_REVIEW, (), OLD_ENOUGH, None),
    (State.EXPIRED, (), OLD_ENOUGH, "proposals.not_open"),
    (State.ANSWERED, (), OLD_ENOUGH, "proposals.not_open"),
    (State.HIDDEN, (), OLD_ENOUGH, "proposals.unknown"),
    (State.DRAFT, (Part.AUTHOR,), OLD_ENOUGH, "proposals.unknown"),
    (State.COLLECTING, (Part.CO_AUTHOR,), OLD_ENOUGH, "proposals.own_proposal"),
    (State.COLLECTING, (), supporting.Person(date(1984, 3, 14), Assurance.SELF_DECLARED), "people.more_assurance"),
    (State.COLLECTING, (), supporting.Person(None, Assurance.EMAIL), "proposals.no_birth_date"),
    (State.COLLECTING, (), supporting.Person(date(2012, 11, 20), Assurance.EMAIL), None),  # fourteen today
    (State.COLLECTING, (), supporting.Person(date(2012, 11, 21), Assurance.EMAIL), "proposals.too_young"),
])  # fmt: skip
def test_who_may_support_what(state, parts, person, key):
    found = supporting.why_not_support(Facts(state=state), Actor(frozenset(parts), 7), person, DEFAULTS, FRIDAY)
    assert (found.key if found else None) == key


def test_a_city_may_ask_nobody_for_a_birth_date():
    person = supporting.Person(None, Assurance.EMAIL)
    assert supporting.why_not_support(Facts(state=State.COLLECTING), Actor(), person, Settings(least_age=0), FRIDAY) is None


def test_the_draw_depends_on_seed_and_numbers_alone():
    assert supporting.drawn(range(1, 101), 5, "MD-7K3F-92X:1") == supporting.drawn(list(range(100, 0, -1)), 5, "MD-7K3F-92X:1")
    assert supporting.drawn(range(1, 101), 5, "MD-7K3F-92X:1") != supporting.drawn(range(1, 101), 5, "MD-7K3F-92X:2")
    assert sorted(supporting.drawn([3, 1], 5, "a")) == [1, 3]
    drawn = [one for seed in range(400) for one in supporting.drawn(range(10), 1, str(seed))]
    assert {number: drawn.count(number) > 20 for number in range(10)} == dict.fromkeys(range(10), True)


@pytest.mark.parametrize(("asked", "yes", "no", "outcome"), [
    (5, 3, 0, "done"), (5, 2, 2, ""), (5, 2, 3, "not"), (5, 0, 3, "not"), (5, 2, 0, ""),
    (3, 2, 0, "done"), (3, 1, 1, ""), (3, 1, 2, "not"), (1, 1, 0, "done"), (1, 0, 1, "not"), (0, 0, 0, ""),
])  # fmt: skip
def test_three_of_five_decide_and_more_than_half_where_fewer_could_be_asked(asked, yes, no, outcome):
    found = supporting.Checked(asked, yes, no, DEFAULTS)
    assert (found.is_done, found.is_not_done) == (outcome == "done", outcome == "not")


# The state bar


def bar(facts, entered):
    return [(step.state.value, step.standing.value, step.since) for step in way(facts, entered, FRIDAY)]


def test_the_state_bar_shows_what_is_behind_here_and_to_come():
    entered = [(State.PUBLISHED, day("2026-10-01")), (State.COLLECTING, day("2026-10-01")), (State.ROUTED, day("2026-10-05"))]
    entered += [(State.IN_REVIEW, day("2026-10-07")), (State.ASKED, day("2026-10-08")), (State.IN_REVIEW, day("2026-10-20"))]
    facts = Facts(state=State.IN_REVIEW, due_on=FRIDAY - timedelta(days=1))
    steps = way(facts, entered, FRIDAY)
    assert bar(facts, entered) == [
        ("published", "past", day("2026-10-01")), ("collecting", "past", day("2026-10-01")), ("routed", "past", day("2026-10-05")),
        ("in_review", "now", day("2026-10-07")), ("answered", "to_come", None), ("planned", "to_come", None),
        ("in_progress", "to_come", None), ("done", "to_come", None), ("checked", "to_come", None),
    ]  # fmt: skip
    assert (steps[3].due_on, steps[3].is_overdue) == (FRIDAY - timedelta(days=1), True)


def test_the_way_of_a_declined_proposal_ends_with_the_answer():
    entered = [
        (State.PUBLISHED, FRIDAY),
        (State.COLLECTING, FRIDAY),
        (State.ROUTED, FRIDAY),
        (State.IN_REVIEW, FRIDAY),
        (State.ANSWERED, FRIDAY),
    ]
    steps = way(Facts(state=State.ANSWERED, decision=Decision.DECLINED), entered, FRIDAY)
    assert [step.standing for step in steps[4:]] == [Standing.NOW, *[Standing.NEVER] * 4]


def test_what_ended_beside_the_way_is_a_last_step_of_its_own():
    entered = [(State.PUBLISHED, FRIDAY), (State.COLLECTING, FRIDAY), (State.EXPIRED, FRIDAY)]
    assert bar(Facts(state=State.EXPIRED), entered) == [
        ("published", "past", FRIDAY), ("collecting", "past", FRIDAY), ("expired", "now", FRIDAY),
    ]  # fmt: skip


def test_what_was_sent_back_by_residents_has_to_be_done_once_more():
    entered = [
        (State(name), FRIDAY)
        for name in (
            "published",
            "collecting",
            "routed",
            "in_review",
            "answered",
            "planned",
            "in_progress",
            "done",
            "in_progress",
        )
    ]
    steps = way(Facts(state=State.IN_PROGRESS, decision=Decision.ADOPTED, due_on=FRIDAY), entered, FRIDAY)
    assert [step.standing.value for step in steps] == ["past"] * 6 + ["now", "to_come", "to_come"]


# Writing


def test_a_title_is_one_line_and_no_text_holds_what_no_database_keeps():
    tidy = writing.tidy(Writing(title="  Shade\n at\x00 stops ", text="a\r\nb\x00  "))
    assert (tidy.title, tidy.text) == ("Shade at stops", "a\nb")


@pytest.mark.parametrize(("change", "key"), [
    ({}, None),
    ({"title": "x" * 121}, "proposals.title_long"),
    ({"text": "x" * 10_001}, "proposals.text_long"),
    ({"topic": "gossip"}, "proposals.no_topic"),
    ({"language": "fr"}, "proposals.no_language"),
    ({"point": Point(200.0, 37.0)}, "proposals.no_such_place"),
    ({"point": Point(float("nan"), 37.0)}, "proposals.no_such_place"),
])  # fmt: skip
def test_what_not_even_a_draft_may_hold(change, key):
    found = writing.why_not_keep(replace(Writing(title="", text="", topic=""), **change), topics={"transport"})
    assert (found.key if found else None) == key


@pytest.mark.parametrize(("change", "published", "unanswered", "key"), [
    ({}, 0, 0, None),
    ({"title": "Hi"}, 0, 0, "proposals.title_short"),
    ({"text": "Too little."}, 0, 0, "proposals.text_short"),
    ({"topic": ""}, 0, 0, "proposals.no_topic"),
    ({}, 3, 0, "proposals.enough_today"),
    ({}, 2, 1, "proposals.co_authors_open"),
])  # fmt: skip
def test_what_is_not_published_yet(change, published, unanswered, key):
    wanted = replace(Writing(title="Shade at bus stops", text="Buses stop in the sun all summer.", topic="transport"), **change)
    found = writing.why_not_publish(wanted, published_today=published, a_day=3, unanswered=unanswered)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(("revision", "page", "base", "clash"), [
    (4, "phone", Base(4, "desk"), False),  # nobody saved since
    (5, "desk", Base(4, "desk"), False),  # this very page did
    (5, "phone", Base(4, "desk"), True),
])  # fmt: skip
def test_two_browsers_clash_where_the_other_one_saved_last(revision, page, base, clash):
    assert writing.is_clash(revision, page, base) is clash


# Links


@pytest.mark.parametrize(("kind", "reference", "title", "url", "fits"), [
    ("vote", "MD-7K3F-92X", {"en": "Which stops?"}, "/votes/MD-7K3F-92X", True),
    ("rumour", "MD-7K3F-92X", {"en": "Which stops?"}, "/votes/MD-7K3F-92X", False),
    ("vote", "a b", {"en": "Which stops?"}, "/votes/a", False),
    ("vote", "a", {"en": ""}, "/votes/a", False),
    ("vote", "a", {"en": "Which stops?"}, "//elsewhere.example", False),
    ("vote", "a", {"en": "Which stops?"}, "javascript:alert(1)", False),
])  # fmt: skip
def test_links_stay_on_this_site(kind, reference, title, url, fits):
    assert (linking.why_not_link(kind, reference, title, url) is None) is fits
