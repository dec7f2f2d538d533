"""Neighbours of Haneul, so that ideas find supporters and votes find voters: drawn by lot, registered at the Citizens' Desk."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from madang.city.demo.story.administration import SCHEME
from madang.city.people import queries as people
from madang.city.people import services as people_services
from madang.city.people.rules import SYSTEM, Assurance, Viewer
from madang.city.people.services.profiles import Details
from madang.city.places import queries as places

DESK = "desk@haneul.example"
COUNT = 120
SINCE = timedelta(days=420)
FAMILIES = tuple("김이박최정강조윤장임한오서신권황안송류홍")
WOMEN = ("미란", "서연", "지우", "하은", "수아", "정숙", "영희", "다은", "예린", "은정", "소희", "나래")
MEN = ("민준", "도윤", "성호", "지훈", "영수", "태윤", "건우", "상철", "준혁", "현우", "동하", "병준")
NEWCOMERS = (
    ("王丽娜", "female", "zh"),
    ("李明辉", "male", "zh"),
    ("张秀英", "female", "zh"),
    ("刘洋", "male", "zh"),
    ("陈静", "female", "zh"),
    ("Maria Santos", "female", "en"),
    ("Tuan Nguyen", "male", "en"),
    ("Olga Kim", "female", "en"),
    ("Samuel Owusu", "male", "en"),
    ("Priya Sharma", "female", "en"),
)
YOUNGEST, OLDEST = 2009, 1941


def move_in(now: datetime) -> list[Viewer]:
    """Register them, once, and return them as they act, in the order in which they came."""
    desk = people.account_by_email(DESK)
    if desk is None:
        raise LookupError(f"nobody of the story has the address {DESK}")
    clerk, at = people.viewer_of(desk), now - SINCE
    residents = [_register(number, told, clerk, at) for number, told in enumerate(_details())]
    accounts = people.accounts_of(residents)
    for account_id in accounts.values():
        people_services.raise_assurance(account_id=account_id, reached=Assurance.IDENTITY_PROVED, how="counter", now=at)
    return [Viewer(account_id=accounts[one], resident_id=one, assurance=Assurance.IDENTITY_PROVED) for one in residents]


def _register(number: int, told: Details, clerk: Viewer, now: datetime) -> int:
    key = uuid5(NAMESPACE_URL, f"story:neighbour:{number}")
    resident_id = people_services.register_resident(name=told.name, by=clerk, now=now, key=key)
    people_services.save_profile(resident_id=resident_id, details=told, by=SYSTEM, now=now)
    return resident_id


def _details() -> Iterator[Details]:
    rng = random.Random("neighbours")  # noqa: S311 - an invented city is drawn by lot
    homes = places.areas(SCHEME, "neighbourhood")
    weights = [home.population or 0 for home in homes]
    for number in range(COUNT):
        name, gender, language = _person(number, rng)
        yield Details(
            name=name,
            birth_date=date(rng.randint(OLDEST, YOUNGEST), rng.randint(1, 12), rng.randint(1, 28)),
            gender=gender,
            home_area_id=rng.choices(homes, weights)[0].id,
            languages=(language,),
        )


def _person(number: int, rng: random.Random) -> tuple[str, str, str]:
    if number % 12 == 11:
        return NEWCOMERS[number // 12 % len(NEWCOMERS)]
    is_woman = number % 2 == 0
    return rng.choice(FAMILIES) + rng.choice(WOMEN if is_woman else MEN), "female" if is_woman else "male", "ko"
