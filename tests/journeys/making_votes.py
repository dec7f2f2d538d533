"""A process beside a running city that makes votes in its database: lines of JSON in, lines of JSON out.

    python -m tests.journeys.making_votes      with MADANG_DATA_DIR of the city

    {"act": "open", "question": "…", "options": ["…"], "mode": "official", "kind": "single"}   -> {"reference": "MD-…"}
    {"act": "begin" | "seal" | "close", "reference": "MD-…"}                                   -> {}

Votes move by the hour that this process names, not by the clock, so that none is waited for.
"""

import json
import sys
from datetime import timedelta
from typing import Any

from madang.city.cli.frame import database

HEAD, ASKER = "head@haneul.example", "amina@haneul.example"


def main() -> None:
    with database():
        acts = {"open": _open, "begin": _begin, "seal": _seal, "close": _close}
        print("{}", flush=True)
        for line in sys.stdin:
            told = json.loads(line)
            print(json.dumps(acts[told.pop("act")](**told) or {}), flush=True)


def _open(*, question: str, options: list[str], mode: str = "official", **more: Any) -> dict[str, Any]:
    from madang.city.kernel import clock
    from madang.city.people.rules import Assurance
    from madang.city.voting.rules.asking import Asked
    from madang.city.voting.rules.electorate import Electorate
    from madang.city.voting.rules.votes import Kind, Mode, Rule
    from madang.city.voting.services import asking, moving
    from madang.city.voting.services import clock as votes

    now = clock.now()
    kind, rule = Kind(more.pop("kind", "single")), Rule(more.pop("rule", "plurality"))
    official = {"department": "families", "answer_days": 30, "electorate": Electorate(least=Assurance.EMAIL)}
    asked = Asked(
        mode=Mode(mode),
        language="en",
        question={"en": question},
        options=tuple({"en": one} for one in options),
        kind=kind,
        rule=rule,
        opens_at=now + timedelta(hours=1),
        closes_at=now + timedelta(days=7),
        **(official if mode == "official" else {}),
        **more,
    )
    by = _viewer(HEAD if mode == "official" else ASKER)
    reference = asking.ask(asked=asked, by=by, now=now)
    moving.announce(reference=reference, by=by, now=now)
    votes.move(reference=reference, now=asked.opens_at)
    return {"reference": reference}


def _begin(*, reference: str) -> None:
    from madang.city.voting.queries.loading import row_of
    from madang.city.voting.services import clock as votes

    votes.move(reference=reference, now=row_of(reference).opens_at)


def _seal(*, reference: str) -> None:
    from madang.city.voting.queries.loading import row_of
    from madang.city.voting.services import secret

    secret.seal(vote_id=row_of(reference).pk, least=1)


def _close(*, reference: str) -> None:
    from madang.city.voting.queries.loading import row_of
    from madang.city.voting.services import clock as votes

    votes.move(reference=reference, now=row_of(reference).closes_at)


def _viewer(email: str) -> Any:
    from django.contrib.auth import get_user_model

    from madang.city.people import queries

    return queries.viewer_of(get_user_model().objects.get(email=email).pk)


if __name__ == "__main__":
    main()
