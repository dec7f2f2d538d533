"""What people's services write, and what they refuse."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from madang.city.journal import queries as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.registries import personal_data
from madang.city.people import queries, services
from madang.city.people.models import ApiToken, Deputy, Resident, StaffMember
from madang.city.people.rules import CITY, SYSTEM, Actor, Assurance, Role
from madang.city.people.tests import builders
from madang.city.people.tests.builders import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def refused(call, **arguments):
    with pytest.raises(Refused) as caught:
        call(**arguments)
    return caught.value.refusal.key


def test_one_address_one_account_whatever_its_case():
    builders.account("kim@haneul.example")
    assert refused(services.open_account, email=" KIM@haneul.example ", now=NOW) == "people.email_taken"


def test_the_database_holds_addresses_in_lower_case_only():
    with pytest.raises(IntegrityError), transaction.atomic():
        get_user_model().objects.create(email="Kim@haneul.example")


def test_a_confirmed_address_raises_the_assurance_and_says_how_and_when():
    account = get_user_model().objects.get(pk=builders.account(verified=True))
    assert (account.assurance, account.assurance_how, account.assured_at) == ("e-mail", "verified", NOW)
    unsure = get_user_model().objects.get(pk=builders.account(verified=False))
    assert (unsure.assurance, unsure.assured_at) == ("self-declared", None)


def test_assurance_never_falls():
    account_id = builders.account()
    later = NOW + timedelta(days=1)
    services.raise_assurance(account_id=account_id, reached=Assurance.IDENTITY_PROVED, how="identity", now=later)
    stands = services.raise_assurance(account_id=account_id, reached=Assurance.EMAIL, how="code", now=later + timedelta(days=1))
    account = get_user_model().objects.get(pk=account_id)
    assert stands is Assurance.IDENTITY_PROVED
    assert (account.assurance, account.assurance_how, account.assured_at) == ("identity-proved", "identity", later)


def test_becoming_a_resident_twice_makes_one():
    account_id = builders.account()
    first = services.become_resident(account_id=account_id, now=NOW)
    assert services.become_resident(account_id=account_id, now=NOW) == first
    assert Resident.objects.filter(account_id=account_id).count() == 1


def test_the_journal_learns_which_fields_changed_and_not_what_they_hold():
    resident_id = builders.resident("김하")
    owner = Actor("resident", resident_id)
    services.save_profile(
        resident_id=resident_id,
        details=services.Details(name="김하", birth_date=date(1984, 3, 14), phone="010"),
        by=owner,
        now=NOW,
    )
    note = journal.notes_about(f"resident:{resident_id}")[0]
    assert (note.verb, note.actor, note.details) == ("changed", str(owner), {"fields": ["phone"]})


def test_saving_what_is_there_already_writes_nothing():
    resident_id = builders.resident()
    before = len(journal.notes_about(f"resident:{resident_id}"))
    details = services.Details(name="Kim Haru", birth_date=date(1984, 3, 14))
    services.save_profile(resident_id=resident_id, details=details, by=SYSTEM, now=NOW)
    assert len(journal.notes_about(f"resident:{resident_id}")) == before


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        ({"name": " "}, "people.no_name"),
        ({"name": "A", "birth_date": date(2026, 11, 21)}, "people.born_tomorrow"),
        ({"name": "A", "languages": ("Klingon!",)}, "people.unknown_language"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(details, reason):
    resident_id = builders.resident()
    arguments = {"resident_id": resident_id, "details": services.Details(**details), "by": SYSTEM, "now": NOW}
    assert refused(services.save_profile, **arguments) == reason


def test_nobody_saves_another_residents_profile():
    mine, theirs = builders.resident(), builders.resident()
    arguments = {"resident_id": theirs, "details": services.Details(name="X"), "by": Actor("resident", mine), "now": NOW}
    assert refused(services.save_profile, **arguments) == "people.not_yours"


def test_the_counter_registers_somebody_without_an_address():
    officer = builders.viewer_for(builders.staff())
    key = uuid4()
    resident_id = services.register_resident(name=" 이  복순 ", key=key, by=officer, now=NOW)
    assert services.register_resident(name="이 복순", key=key, by=officer, now=NOW) == resident_id
    assert services.register_resident(name="이 복순", key=uuid4(), by=officer, now=NOW) != resident_id
    profile = queries.profile(resident_id, viewer=SYSTEM, purpose="test")
    assert profile.name == "이 복순"
    assert profile.email.endswith("@no-mail.invalid")
    assert (
        refused(services.register_resident, name="X", key=key, by=builders.viewer_for(resident_id), now=NOW)
        == "people.staff_only"
    )


def test_staff_are_added_by_administrators_alone():
    arguments = {
        "email": "new@haneul.example",
        "name": "박",
        "department": builders.department(),
        "role": Role.CASEWORKER,
        "now": NOW,
    }
    head = builders.viewer_for(builders.staff(Role.HEAD))
    assert refused(services.add_staff, by=head, **arguments) == "people.other_role"
    administrator = builders.viewer_for(builders.staff(Role.ADMINISTRATOR))
    staff_id = services.add_staff(by=administrator, **arguments)
    line = queries.staff_member(staff_id)
    assert (line.name, line.role, line.department_code) == ("박", Role.CASEWORKER, "families")
    assert not get_user_model().objects.get(pk=line.account_id).has_usable_password()
    assert refused(services.add_staff, by=administrator, **arguments) == "people.serves_already"


def test_a_department_must_be_there():
    arguments = {"email": "n@haneul.example", "name": "N", "department": "nowhere", "role": Role.HEAD, "by": CITY, "now": NOW}
    assert refused(services.add_staff, **arguments) == "people.unknown_department"


def test_who_left_may_come_back():
    officer = builders.staff()
    services.end_service(staff_id=officer.id, by=CITY, now=NOW)
    assert queries.staff_member(officer.id) is None
    account_id = StaffMember.objects.get(pk=officer.id).account_id
    assert queries.viewer_of(account_id).staff is None
    email = get_user_model().objects.get(pk=account_id).email
    builders.department("roads")
    again = services.add_staff(email=email, name="Lee Sora", department="roads", role=Role.HEAD, by=CITY, now=NOW)
    assert again == officer.id
    assert queries.viewer_of(account_id).staff.role is Role.HEAD


def test_the_last_administrator_can_neither_leave_nor_step_down():
    StaffMember.objects.all().delete()
    only = builders.staff(Role.ADMINISTRATOR)
    assert refused(services.end_service, staff_id=only.id, by=CITY, now=NOW) == "people.last_administrator"
    change = {"staff_id": only.id, "department": "families", "role": Role.HEAD, "by": CITY, "now": NOW}
    assert refused(services.change_staff, **change) == "people.last_administrator"
    builders.staff(Role.ADMINISTRATOR)
    services.change_staff(**change)
    assert queries.staff_member(only.id).role is Role.HEAD


def test_departments_form_a_tree():
    builders.department("mayor")
    builders.department("families", parent="mayor")
    builders.department("childcare", parent="families")
    builders.department("roads", parent="mayor")
    assert queries.departments_below("families") == {"families", "childcare"}
    ring = {"code": "families", "name": {"en": "F"}, "parent": "childcare", "by": CITY, "now": NOW}
    assert refused(services.set_department, **ring) == "people.department_ring"


def test_a_deputy_stands_in_from_the_first_day_to_the_last():
    absent, deputy = builders.staff(), builders.staff()
    days = {"first": TODAY, "last": TODAY + timedelta(days=3)}
    services.appoint_deputy(absent_id=absent.id, deputy_id=deputy.id, by=CITY, now=NOW, **days)
    stood = [queries.stood_in_for(deputy.id, TODAY + timedelta(days=many)) for many in (-1, 0, 3, 4)]
    assert stood == [(), (absent.id,), (absent.id,), ()]
    assert queries.deputies_of(absent.id, TODAY) == (deputy.id,)
    arguments = {"absent_id": absent.id, "deputy_id": deputy.id, "by": CITY, "now": NOW, **days}
    assert refused(services.appoint_deputy, **arguments) == "people.deputy_already"
    services.end_deputy(deputy_row_id=Deputy.objects.get().pk, by=builders.viewer_for(absent), now=NOW)
    assert queries.stood_in_for(deputy.id, TODAY) == ()


def test_a_caseworker_appoints_nobody_for_others():
    absent, deputy, other = builders.staff(), builders.staff(), builders.staff()
    arguments = {"absent_id": absent.id, "deputy_id": deputy.id, "first": TODAY, "last": TODAY, "now": NOW}
    assert refused(services.appoint_deputy, by=builders.viewer_for(other), **arguments) == "people.other_role"


class Holder:
    """Another system that holds something about residents."""

    name = "test-holder"

    def __init__(self, objection=None):
        self.reason, self.forgotten = objection, []

    def collect(self, resident_id):
        return {"letters": [f"to {resident_id}"]}

    def objection(self, resident_id):
        return self.reason

    def forget(self, resident_id, now):
        self.forgotten.append(resident_id)


@pytest.fixture
def holder(monkeypatch):
    one = Holder()
    monkeypatch.setattr(personal_data, "_holders", {one.name: one})
    return one


def test_erasure_empties_everything_and_shuts_the_account(holder):
    resident_id = builders.resident("김하", email="kim@haneul.example", phone="010", languages=("ko",))
    account_id = queries.account_of(resident_id)
    services.create_token(email="kim@haneul.example", scopes=["cases:read"], name="t", now=NOW)
    old_public_id = get_user_model().objects.get(pk=account_id).public_id
    services.erase(resident_id=resident_id, by=Actor("resident", resident_id), now=NOW)
    row, account = Resident.objects.get(pk=resident_id), get_user_model().objects.get(pk=account_id)
    assert (row.name, row.birth_date, row.phone, row.languages, row.erased_at) == ("", None, "", [], NOW)
    assert not account.is_active
    assert "kim" not in account.email
    assert account.public_id != old_public_id
    assert not account.has_usable_password()
    assert not EmailAddress.objects.filter(user=account).exists()
    assert not ApiToken.objects.exists()
    assert holder.forgotten == [resident_id]
    assert journal.notes_about(f"resident:{resident_id}") == []
    assert queries.contact(account_id, viewer=SYSTEM, purpose="test") is None
    builders.account("kim@haneul.example")


def test_an_objection_stops_the_erasure_and_nothing_is_lost(holder):
    holder.reason = Refusal("people.no_token")
    resident_id = builders.resident("김하")
    assert refused(services.erase, resident_id=resident_id, by=SYSTEM, now=NOW) == "people.no_token"
    assert holder.forgotten == []
    assert Resident.objects.get(pk=resident_id).name == "김하"
    assert queries.objections_to_erasure(resident_id) == [holder.reason]


def test_staff_leave_the_service_before_they_are_forgotten():
    officer = builders.viewer_for(builders.staff(also_resident=True))
    assert refused(services.erase, resident_id=officer.resident_id, by=SYSTEM, now=NOW) == "people.still_staff"


def test_everything_held_comes_system_by_system(holder):
    resident_id = builders.resident("김하")
    held = queries.everything_held(resident_id, viewer=Actor("resident", resident_id), purpose="own-account")
    assert held["people"]["name"] == "김하"
    assert held["test-holder"] == {"letters": [f"to {resident_id}"]}
