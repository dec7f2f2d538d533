"""The residents of the story."""

from datetime import date, datetime

from madang.city.demo.story.administration import SCHEME
from madang.city.demo.story.cast import PASSWORD, Resident
from madang.city.kernel.refusals import Refused
from madang.city.people import queries as people
from madang.city.people import services as people_services
from madang.city.people.rules import SYSTEM
from madang.city.people.services.profiles import Details
from madang.city.places import queries as places

__all__ = ["OTHERS", "PASSWORD", "SHOWN", "move_in"]
SHOWN = (
    Resident("resident@haneul.example", "resident", "Park Jiwon", date(1991, 4, 12), "female", "17 Maru Street, 04521", "eunhaeng-dong", "en", "010-5550-0117"),
)  # fmt: skip
OTHERS = (
    Resident("soonja@haneul.example", "resident", "박순자", date(1948, 2, 3), "female", "별빛길 5, 04533", "byeol", "ko", "010-5550-0118"),
    Resident("chen@haneul.example", "resident", "陈伟", date(1986, 9, 30), "male", "3 Riverside Road, 04560", "gangbyeon-dong", "zh", "010-5550-0119"),
    Resident("kim@haneul.example", "resident", "김솔", date(2001, 7, 21), "", "하늘마루로 88, 04550", "haneul-dong", "ko", "010-5550-0120"),
    Resident("amina@haneul.example", "resident", "Amina Yusuf", date(1979, 12, 1), "female", "44 Station Square, 04511", "gwangjang", "en", "010-5550-0121"),
)  # fmt: skip


def move_in(now: datetime) -> None:
    """Open the residents' accounts and save their profiles."""
    for person in (*SHOWN, *OTHERS):
        try:
            account_id = people_services.open_account(
                email=person.email, now=now, password=PASSWORD, verified=True, language=person.language
            )
        except Refused:
            continue
        resident_id = people.resident_of(account_id)
        if resident_id is None:
            continue
        home = places.area_by_code(SCHEME, person.area)
        details = Details(
            name=person.name, birth_date=person.birth_date, gender=person.gender, home_address=person.address,
            home_area_id=home.id if home else None, languages=(person.language,), phone=person.phone,
        )  # fmt: skip
        people_services.save_profile(resident_id=resident_id, details=details, by=SYSTEM, now=now)
