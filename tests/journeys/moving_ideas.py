"""A process beside a running city that does what fifty browsers would: lines of JSON in, lines of JSON out.

python -m tests.journeys.moving_ideas      with MADANG_DATA_DIR of the city

{"act": "ask_for", "area": "dari", "supports": 3}                        so many supports are enough in a neighbourhood
{"act": "support" | "say_done", "reference": "MD-…", "who": ["chen"]}
"""

import json
import sys
from typing import Any

from madang.city.cli.frame import database


def main() -> None:
    with database():
        acts = {"ask_for": _ask_for, "support": _support, "say_done": _say_done}
        print("{}", flush=True)
        for line in sys.stdin:
            told = json.loads(line)
            acts[told.pop("act")](**told)
            print("{}", flush=True)


def _ask_for(*, area: str, supports: int) -> None:
    from madang.city.kernel import clock
    from madang.city.people.rules import CITY
    from madang.city.places import queries as places
    from madang.city.proposals.rules.settings import Threshold
    from madang.city.proposals.services import settings

    found = places.area_by_code("haneul", area)
    assert found
    settings.set_threshold(area_id=found.id, threshold=Threshold(30, supports), by=CITY, now=clock.now())


def _support(*, reference: str, who: list[str]) -> None:
    from madang.city.kernel import clock
    from madang.city.proposals.services import supporting

    for name in who:
        supporting.support(reference=reference, by=_viewer(name), now=clock.now())


def _say_done(*, reference: str, who: list[str]) -> None:
    from madang.city.kernel import clock
    from madang.city.proposals.services import doing

    for name in who:
        doing.check(reference=reference, is_done=True, text="", by=_viewer(name), now=clock.now())


def _viewer(name: str) -> Any:
    from madang.city.people import queries as people

    account_id = people.account_by_email(f"{name}@haneul.example")
    assert account_id
    return people.viewer_of(account_id)


if __name__ == "__main__":
    main()
