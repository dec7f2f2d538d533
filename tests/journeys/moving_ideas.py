"""A process beside a running city that does what fifty browsers would: lines of JSON in, lines of JSON out.

python -m tests.journeys.moving_ideas      with MADANG_DATA_DIR of the city

{"act": "ask_for", "area": "dari", "supports": 3}                        so many supports are enough in a neighbourhood
{"act": "support" | "say_done", "reference": "MD-…", "who": ["chen"]}
{"act": "ask", "question": "…", "statements": ["…"]}                     opens a conversation -> {"reference": "MD-…"}
{"act": "vote", "reference": "MD-…", "camps": {"++-": 6, "--+": 5}}      so many people take its statements so, "." not at all; draws the map
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from madang.city.cli.frame import database


def main() -> None:
    with database():
        acts: dict[str, Callable[..., dict[str, Any] | None]] = {
            "ask_for": _ask_for, "support": _support, "say_done": _say_done, "ask": _ask, "vote": _vote,
        }  # fmt: skip
        print("{}", flush=True)
        for line in sys.stdin:
            told = json.loads(line)
            print(json.dumps(acts[told.pop("act")](**told) or {}), flush=True)


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


def _ask(*, question: str, statements: list[str]) -> dict[str, Any]:
    from madang.city.kernel import clock
    from madang.city.proposals.rules.opinions import Frame
    from madang.city.proposals.services import opinions

    frame = Frame(seeds=tuple(statements))
    told: dict[str, Any] = {"question": {"en": question}, "topic": "transport", "frame": frame}
    return {"reference": opinions.open_conversation(**told, by=_viewer("transport"), now=clock.now())}


def _vote(*, reference: str, camps: dict[str, int]) -> None:
    from madang.city.kernel import clock
    from madang.city.people.models import Resident
    from madang.city.people.rules import Assurance, Viewer
    from madang.city.proposals.rules.opinions import Stance
    from madang.city.proposals.services import opinions

    signs = {"+": Stance.AGREE, "0": Stance.PASS, "-": Stance.DISAGREE}
    lines = [line for line, count in camps.items() for _ in range(count)]
    neighbours = Resident.objects.filter(account__email__startswith="counter-").order_by("pk")[: len(lines)]
    for line, one in zip(lines, neighbours, strict=True):
        by = Viewer(account_id=one.account_id, resident_id=one.pk, assurance=Assurance.IDENTITY_PROVED)
        stances = {number: signs[sign] for number, sign in enumerate(line, 1) if sign != "."}
        opinions.vote_on_several(reference=reference, stances=stances, by=by, now=clock.now())
    opinions.draw_due(now=clock.now())


def _viewer(name: str) -> Any:
    from madang.city.people import queries as people

    account_id = people.account_by_email(f"{name}@haneul.example")
    assert account_id
    return people.viewer_of(account_id)


if __name__ == "__main__":
    main()
