"""Reading people: one place, always asked who and why, always noted."""

import ast
import inspect
from pathlib import Path

import pytest

from madang.city.journal import queries as journal
from madang.city.kernel.refusals import Refused
from madang.city.people import queries, services
from madang.city.people.rules import SYSTEM, Actor, Assurance, Role
from madang.city.people.tests import builders

PERSONAL = ("Profile", "Contact", "Reading", "Mapping[str, typing.Any]", "dict[int, str]")
OFFICIAL = {"staff_names"}
PERSONAL_FIELDS = {"name", "birth_date", "gender", "home_address", "phone", "email", "languages", "account__email"}


def public_functions():
    return {name: one for name in queries.__all__ if inspect.isfunction(one := getattr(queries, name))}


def returns_personal_data(function):
    returned = str(inspect.signature(function).return_annotation)
    return any(kind in returned for kind in PERSONAL)


def test_every_query_that_returns_personal_data_asks_who_looks_and_why():
    personal = {name for name, one in public_functions().items() if returns_personal_data(one)} - OFFICIAL
    assert personal == {"profile", "names_of", "contact", "find_residents", "readings_of", "everything_held"}
    for name in personal:
        parameters = inspect.signature(getattr(queries, name)).parameters
        for asked in ("viewer", "purpose"):
            assert parameters[asked].kind is inspect.Parameter.KEYWORD_ONLY, name
            assert parameters[asked].default is inspect.Parameter.empty, name


def test_nothing_else_in_queries_touches_personal_fields_of_residents():
    """Outside persons.py no line of the queries names a personal field together with the table of residents."""
    folder = Path(inspect.getfile(queries)).parent
    for file in folder.glob("*.py"):
        if file.name == "persons.py":
            continue
        for statement in ast.walk(ast.parse(file.read_text())):
            if not isinstance(statement, ast.Return | ast.Assign):
                continue
            used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            texts = {node.value for node in ast.walk(statement) if isinstance(node, ast.Constant)}
            assert not ({"Resident"} & used and PERSONAL_FIELDS & texts), f"{file.name}:{statement.lineno}"


@pytest.mark.django_db
class TestReading:
    def test_a_reading_by_staff_is_noted_with_its_purpose(self):
        resident_id, officer = builders.resident("김하"), builders.staff(name="Lee Sora")
        profile = queries.profile(resident_id, viewer=Actor("staff", officer.id), purpose="case:MD-7K3F-92")
        assert profile.name == "김하"
        [note] = journal.reads_of(resident_id)
        assert (note.actor, note.details) == (f"staff:{officer.id}", {"purpose": "case:MD-7K3F-92"})
        [reading] = queries.readings_of(resident_id, viewer=Actor("resident", resident_id), purpose="own-account")
        assert (reading.staff_name, reading.purpose) == ("Lee Sora", "case:MD-7K3F-92")

    @pytest.mark.parametrize("kind", ["own", "system"])
    def test_own_readings_and_those_of_software_are_not_noted(self, kind):
        resident_id = builders.resident()
        viewer = SYSTEM if kind == "system" else Actor("resident", resident_id)
        queries.profile(resident_id, viewer=viewer, purpose="test")
        assert journal.reads_of(resident_id) == []

    def test_to_another_resident_it_does_not_exist(self):
        mine, theirs = builders.resident(), builders.resident()
        for read in (theirs, 10**9):
            with pytest.raises(Refused) as caught:
                queries.profile(read, viewer=Actor("resident", mine), purpose="test")
            assert (caught.value.refusal.key, caught.value.refusal.status) == ("people.not_yours", 404)
        assert journal.reads_of(theirs) == []

    def test_words_are_no_purpose(self):
        resident_id = builders.resident()
        with pytest.raises(Refused) as caught:
            queries.profile(resident_id, viewer=Actor("staff", 1), purpose="because I like Kim")
        assert caught.value.refusal.key == "people.no_purpose"

    def test_names_for_a_list_cost_one_query_and_one_note(self, django_assert_max_num_queries):
        residents = [builders.resident(name) for name in ("김하", "李", "O")]
        with django_assert_max_num_queries(2):
            names = queries.names_of(residents, viewer=Actor("staff", 4), purpose="inbox")
        assert list(names.values()) == ["김하", "李", "O"]
        [note] = [one for one in journal.notes_about("residents") if one.verb == "read"]
        assert (note.details, note.subjects) == ({"purpose": "inbox"}, tuple(f"resident:{one}" for one in residents))

    def test_each_resident_finds_the_lists_with_their_name_until_they_are_erased(self):
        mine, other = builders.resident(), builders.resident()
        for _ in range(2):
            queries.names_of([mine, other], viewer=Actor("staff", 4), purpose="inbox")
        for one in (mine, other):
            [reading] = queries.readings_of(one, viewer=Actor("resident", one), purpose="own-account")
            assert (reading.what, reading.purpose, reading.times) == ("list", "inbox", 2)
        services.erase(resident_id=mine, by=Actor("resident", mine), now=builders.NOW)
        assert [one.subjects for one in journal.notes_about("residents") if one.verb == "read"] == [(f"resident:{other}",)] * 2
        assert len(queries.readings_of(other, viewer=Actor("resident", other), purpose="own-account")) == 1

    def test_names_of_others_are_not_for_residents(self):
        residents = [builders.resident(), builders.resident()]
        with pytest.raises(Refused):
            queries.names_of(residents, viewer=Actor("resident", residents[0]), purpose="test")

    def test_the_counter_finds_whole_names_and_whole_addresses_only(self):
        resident_id = builders.resident("김하", email="kim@haneul.example")
        officer = Actor("staff", 4)

        def found(words):
            return [one.resident_id for one in queries.find_residents(words, viewer=officer, purpose="counter")]

        assert found("김하") == found("김하 1984-03-14") == found(" KIM@haneul.example") == [resident_id]
        assert found("김") == found("kim@") == found("") == found("김하 1985-03-14") == found("1984-03-14") == []
        assert len(journal.reads_of(resident_id)) == 3

    def test_an_address_read_by_staff_is_noted(self):
        resident_id = builders.resident(email="kim@haneul.example")
        account_id = queries.account_of(resident_id)
        assert queries.contact(account_id, viewer=SYSTEM, purpose="notice").email == "kim@haneul.example"
        assert queries.contact(account_id, viewer=Actor("account", account_id), purpose="own").language == "en"
        assert journal.reads_of(resident_id) == []
        queries.contact(account_id, viewer=Actor("staff", 4), purpose="counter")
        assert len(journal.reads_of(resident_id)) == 1


@pytest.mark.django_db
class TestViewer:
    def test_staff_and_resident_come_in_one_query(self, django_assert_num_queries):
        officer = builders.staff(Role.HEAD, department_code="roads", also_resident=True)
        account_id = builders.account_of(officer)
        with django_assert_num_queries(1):
            viewer = queries.viewer_of(account_id)
        assert viewer.staff == officer
        assert viewer.resident_id == queries.resident_of(account_id)
        assert viewer.assurance is Assurance.EMAIL

    def test_a_page_that_does_not_ask_costs_no_query(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert client.get("/healthz").status_code == 200

    def test_staff_of_departments(self):
        builders.department("mayor")
        one = builders.staff(department_code="families", name="가")
        head = builders.staff(Role.HEAD, department_code="families", name="나")
        builders.staff(department_code="roads")
        assert [line.id for line in queries.staff_in(["families"])] == [one.id, head.id]
        assert [line.id for line in queries.staff_in(["families"], roles=[Role.HEAD])] == [head.id]
        assert queries.staff_names([one.id]) == {one.id: "가"}
