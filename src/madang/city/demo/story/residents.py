"""The residents of the story."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from madang.city.demo.story.administration import PASSWORD, SCHEME
from madang.city.kernel.refusals import Refused
from madang.city.people import queries as people
from madang.city.people import services as people_services
from madang.city.people.rules import SYSTEM
from madang.city.people.services.profiles import Details
from madang.city.places import queries as places

FILE = Path(__file__).resolve().parents[1] / "residents.yaml"
SHOWN = ("resident@haneul.example", "a resident")


def move_in(now: datetime) -> None:
    """Open the residents' accounts and save their profiles."""
    for person in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        try:
            account_id = people_services.open_account(
                email=person["email"], now=now, password=PASSWORD, verified=True, language=person["language"]
            )
        except Refused:  # told before
            continue
        resident_id = people.resident_of(account_id)
        if resident_id is not None:
            people_services.save_profile(resident_id=resident_id, details=_details(person), by=SYSTEM, now=now)


def _details(person: dict[str, Any]) -> Details:
    home = places.area_by_code(SCHEME, person["area"])
    return Details(
        name=person["name"], birth_date=person["birth_date"], gender=person["gender"], home_address=person["address"],
        home_area_id=home.id if home else None, languages=(person["language"],), phone=person["phone"],
    )  # fmt: skip
