"""Counting residents by conditions: whole tables worked by hand, and the same people one by one."""

import hashlib
import hmac
from datetime import date

import pytest

from madang.city.people.queries.population import Listed, Wanted, counted, each
from madang.city.people.rules import Assurance
from madang.city.people.tests.builders import NOW, resident
from madang.city.places import queries as places
from madang.city.places.tests.builders import feature, load, square

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
KEY = b"k" * 32


def areas(folder):
    load(folder, feature("maru", square(0)), feature("sijang", square(1)))
    return (places.area_by_code("haneul", code).id for code in ("maru", "sijang"))


def ids(wanted):
    return [one for one, _ in each(wanted, on=ON)]


def digest(text):
    return hmac.digest(KEY, text.encode(), hashlib.sha256)


def test_residents_are_counted_by_area_age_and_gender(tmp_path):
    maru, sijang = areas(tmp_path)
    for born in (date(2000, 11, 20), date(2001, 11, 20)):
        resident(birth_date=born, gender="female", home_area_id=maru)
    resident(birth_date=date(2000, 11, 21), gender="male", home_area_id=sijang)  # turns 26 tomorrow
    resident(birth_date=None)
    assert counted(Wanted(), on=ON) == {
        (maru, 26, "female"): 1,
        (maru, 25, "female"): 1,
        (sijang, 25, "male"): 1,
        (None, None, ""): 1,
    }


def test_the_conditions_must_all_hold(tmp_path):
    maru, sijang = areas(tmp_path)
    right = resident(birth_date=date(2000, 1, 1), gender="female", home_area_id=maru, languages=("ko", "vi"))
    resident(birth_date=date(2000, 1, 1), gender="female", home_area_id=sijang, languages=("vi",))
    resident(birth_date=date(2000, 1, 1), gender="male", home_area_id=maru, languages=("vi",))
    resident(birth_date=date(2000, 1, 1), gender="female", home_area_id=maru, languages=("ko",))
    wanted = Wanted(area_ids=frozenset({maru}), genders=frozenset({"female"}), languages=frozenset({"vi", "en"}))
    assert ids(wanted) == [right]
    assert counted(wanted, on=ON) == {(maru, 26, "female"): 1}
    assert counted(Wanted(area_ids=frozenset()), on=ON) == {}


def test_birth_dates_are_bounded_below_without_and_above_with_the_bound():
    born = {day: resident(birth_date=date(2012, 11, day)) for day in (19, 20, 21)}
    resident(birth_date=None)
    wanted = Wanted(born_after=date(2012, 11, 19), born_until=date(2012, 11, 20))
    assert ids(wanted) == [born[20]]


def test_who_is_born_on_29_february_turns_a_year_older_on_1_march():
    resident(birth_date=date(2004, 2, 29))
    ages = [next(iter(counted(Wanted(), on=day)))[1] for day in (date(2027, 2, 28), date(2027, 3, 1))]
    assert ages == [22, 23]


def test_less_sure_people_are_left_out():
    resident()
    proved = resident(proved=True)
    assert ids(Wanted(least=Assurance.IDENTITY_PROVED)) == [proved]
    assert len(ids(Wanted(least=Assurance.EMAIL))) == 2


def test_people_are_found_on_lists_of_hashes():
    haru = resident(email="haru@haneul.example", phone="+82 10-1234-5678")
    sora = resident(email="sora@haneul.example", phone="010 9876 5432")
    resident(email="mina@haneul.example", phone="")
    mails = Listed("mails", KEY, [digest("sora@haneul.example"), digest("nobody@haneul.example")])
    assert ids(Wanted(listed=mails)) == [sora]
    phones = Listed("phones", KEY, [digest("1012345678"), digest("")], prefix=r"^(\+820?|0)")
    assert ids(Wanted(listed=phones)) == [haru]
    assert sum(counted(Wanted(listed=phones), on=ON).values()) == 1


def test_a_key_that_hmac_would_hash_first_is_refused():
    with pytest.raises(ValueError, match="65 bytes: use 64 at most"):
        ids(Wanted(listed=Listed("mails", b"k" * 65, [])))


def test_who_was_erased_is_counted_no_more():
    from madang.city.people import services
    from madang.city.people.rules import SYSTEM

    gone, stays = resident(), resident()
    services.erase(resident_id=gone, by=SYSTEM, now=NOW)
    assert ids(Wanted()) == [stays]
