from datetime import date

import pytest

from madang.city.opendata.rules import access, corrections, versions
from madang.city.opendata.rules.progress import Step, percent, step_named
from madang.city.people.rules import CITY, NOBODY, Role, StaffView, Viewer


def staff(role, department="parks"):
    return Viewer(account_id=1, staff=StaffView(1, role, department))


@pytest.mark.parametrize(
    ("viewer", "publish", "decide"),
    [
        (NOBODY, "people.staff_only", "people.staff_only"),
        (Viewer(account_id=1, resident_id=1), "people.staff_only", "people.staff_only"),
        (staff(Role.AUDITOR), "people.other_role", "people.other_role"),
        (staff(Role.CASEWORKER), None, "people.other_role"),
        (staff(Role.HEAD), None, None),
        (staff(Role.HEAD, "mayor"), None, None),
        (staff(Role.HEAD, "roads"), "opendata.other_department", "opendata.other_department"),
        (staff(Role.ADMINISTRATOR, "roads"), None, None),
        (CITY, None, None),
    ],
)
def test_who_publishes_and_who_decides(viewer, publish, decide):
    codes = frozenset({"parks", "mayor"})
    for rule, key in ((access.why_not_publish, publish), (access.why_not_decide, decide)):
        found = rule(viewer, codes)
        assert (found.key if found else None) == key


def test_data_of_an_office_outside_are_for_administrators_alone():
    assert access.why_not_publish(staff(Role.HEAD), frozenset()).key == "opendata.other_department"
    assert access.why_not_publish(staff(Role.ADMINISTRATOR), frozenset()) is None


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0164A", "text", "0164A"),
        ("1,204", "integer", 1204),
        ("-3.50", "decimal", -3.5),
        ("예", "boolean", True),
        ("2026-11-20", "date", date(2026, 11, 20)),
        ("  ", "integer", None),
        ("", "text", None),
    ],
)
def test_a_text_becomes_a_value_of_the_columns_type(text, kind, value):
    assert corrections.value_of(text, kind) == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [("0164A", "integer"), ("1_000", "integer"), (str(2**63), "integer"), ("NaN", "decimal"), ("Infinity", "decimal"), ("maybe", "boolean"),
     ("20.11.2026", "date"), ("2026-02-30", "date"), ("25:00", "time"), ("a\x00b", "text"), ("POINT(1 2)", "geometry")],
)  # fmt: skip
def test_what_is_no_value_of_the_type_is_refused(text, kind):
    with pytest.raises(corrections.NoValue):
        corrections.value_of(text, kind)


KINDS = {"name": "text", "height": "decimal"}
ROW = {"name": "oak", "height": 12.5}


@pytest.mark.parametrize(
    ("wanted", "why", "waiting", "key"),
    [
        ({"height": "13"}, "I measured it", 0, None),
        ({"height": ""}, "nobody knows", 0, None),
        ({"height": "12.50"}, "I measured it", 0, "opendata.nothing_corrected"),
        ({}, "I measured it", 0, "opendata.nothing_corrected"),
        ({"height": "tall"}, "I measured it", 0, "opendata.no_value"),
        ({"width": "1"}, "I measured it", 0, "opendata.column_unknown"),
        ({"height": "13"}, " ", 0, "opendata.say_why_wrong"),
        ({"height": "13"}, "x" * 2_001, 0, "opendata.long_words"),
        ({"name": "x" * 4_001}, "so", 0, "opendata.long_words"),
        ({"height": "13"}, "I measured it", 20, "opendata.many_corrections"),
    ],
)
def test_a_correction_says_something_that_can_stand_there(wanted, why, waiting, key):
    found = corrections.why_not_propose(ROW, wanted, why, kinds=KINDS, waiting=waiting)
    assert (found.key if found else None) == key


def test_the_bar_only_grows_and_ends_at_a_hundred():
    steps = [
        Step.FETCHING,
        Step.SNIFFING,
        Step.READING,
        Step.TYPING,
        Step.SORTING,
        Step.PROFILING,
        Step.STORING,
        Step.COMPARING,
        Step.INSPECTING,
        Step.DONE,
    ]
    bar = [percent(step, share) for step in steps for share in (None, 0.5, 1.0, 7.0)]
    assert bar == sorted(bar)
    assert bar[-1] == 100
    assert step_named("a step of its own") is Step.READING


def test_keys_are_those_named_that_exist_else_the_first_identifier():
    columns = ({"name": "a", "role": ""}, {"name": "b", "role": "identifier"}, {"name": "c", "role": "identifier"})
    assert versions.keys_of({"keys": ["c", "gone"]}, columns) == ("c",)
    assert versions.keys_of({}, columns) == ("b",)
    assert versions.keys_of({}, columns[:1]) == ()
