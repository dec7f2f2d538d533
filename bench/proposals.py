"""Lists of 160,000 proposals: any filter, order and page, with their counts; one proposal whole; support of a popular one.

    python bench/proposals.py [--proposals 160000] [--residents 100000] [--requests 100]

Ten years of Seoul's Oasis, made up: 25 districts with 425 neighbourhoods, 11 of 100 proposals reach their threshold and are
answered, 1.3 are adopted in whole or in part; texts in Korean, Chinese and English, in which few words are frequent (Zipf).
Each list is asked as its page asks it, with the count of all results, one request at a time, drawn anew each time.
Limits: p95 at most 100 ms, at most 8 SQL queries; support of one proposal from ten sides at once, 50 a second.
Exit code 1 where one is missed. Peer: Decidim's index took 7.4 s at 900 proposals before decidim#13701.
"""

import argparse
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

MOST_MS, MOST_QUERIES, LEAST_SUPPORTS = 100.0, 8, 50.0
SEED = 20261122
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
YEARS_DAYS = 3_650
DISTRICTS, NEIGHBOURHOODS = 25, 425
WORDS_IN_TEXT, VOCABULARY = 80, 4_000
SIDES, SECONDS = 10, 5.0
TOPICS = (
    "transport",
    "parking",
    "nature",
    "housing",
    "safety",
    "culture",
    "waste",
    "noise",
    "roads",
    "health",
    "education",
    "energy",
)
Ask = Callable[[random.Random], dict[str, Any]]


# The made-up city


def word_of(number: int, lang: str) -> str:
    """Return a word of the vocabulary: two or three syllables of Hangul, two Han, or an English-like word."""
    dice = random.Random(f"{lang}:{number}")
    if lang == "ko":
        return "".join(chr(0xAC00 + 28 * dice.randrange(399)) for _ in range(2 + number % 2))
    if lang == "zh":
        return "".join(chr(0x4E00 + dice.randrange(2_500)) for _ in range(2))
    return "".join(dice.choice("bcdfghjklmnprst") + dice.choice("aeiou") for _ in range(2 + number % 3))


@cache
def pieces_of(word: str) -> tuple[str, ...]:
    """Return what search keeps of a word."""
    from madang.city.opendata.rules.searching import pieces

    return tuple(pieces(word))


def vector_of(title: Sequence[str], text: Sequence[str]) -> str:
    """Return what search keeps of a proposal, put together from its words."""
    of_title = {piece for word in title for piece in pieces_of(word)}
    found = of_title | {"=" + piece for piece in of_title} | {piece for word in text for piece in pieces_of(word)}
    return " ".join(f"'{piece}'" for piece in found)


def draw(count: int, residents: int) -> dict[str, Any]:
    """Return the columns of the proposals, drawn at once."""
    import numpy as np

    rng = np.random.default_rng(SEED)
    age = np.sort(rng.integers(0, YEARS_DAYS, count))[::-1]
    fate = rng.random(count)
    supports = np.minimum(rng.zipf(1.6, count), 40)
    reached = fate < 0.11
    supports = np.where(reached, 50 + np.minimum(rng.zipf(1.5, count), 5_000), supports)
    state = np.full(count, "expired", dtype="<U12")
    state[fate > 0.985] = "withdrawn"
    state[(age < 31) & ~reached] = "collecting"
    state[reached] = "answered"
    state[reached & (age < 90)] = "in_review"
    state[reached & (age < 35)] = "routed"
    yes = fate < 0.013
    state[yes & (age > 90)] = rng.choice(["planned", "in_progress", "done", "checked"], int((yes & (age > 90)).sum()))
    point = rng.random(count) < 0.4
    return {
        "age": age.tolist(), "state": state.tolist(), "supports": supports.tolist(), "reached": reached.tolist(), "yes": yes.tolist(),
        "topic": rng.choice(len(TOPICS), count).tolist(), "author": rng.integers(1, residents + 1, count).tolist(),
        "area": rng.integers(0, NEIGHBOURHOODS + DISTRICTS + 40, count).tolist(), "point": point.tolist(),
        "seconds": rng.integers(0, 86_400, count).tolist(), "lang": rng.choice(["ko", "ko", "ko", "zh", "en"], count).tolist(),
        "words": np.minimum(rng.zipf(1.25, (count, WORDS_IN_TEXT)), VOCABULARY),
    }  # fmt: skip


def areas() -> list[int]:
    """Make a city of districts and neighbourhoods; return the ids of all, districts first."""
    import shapely

    from madang.city.places.models import Area, Edition

    shape = shapely.to_wkb(shapely.box(127, 37, 127.1, 37.1))
    plain = {"scheme": "haneul", "valid_from": NOW.date(), "geometry": shape, "longitude": 127.0, "latitude": 37.5, "west": 127,
             "south": 37, "east": 127.1, "north": 37.1, "square_metres": 1e6}  # fmt: skip
    city = Area.objects.create(code="c", level="city", name={"ko": "하늘시"}, **plain)
    districts = [
        Area.objects.create(code=f"d{n}", level="district", name={"ko": f"{n}구"}, parent=city, **plain) for n in range(DISTRICTS)
    ]
    hoods = [
        Area.objects.create(code=f"n{n}", level="neighbourhood", name={"ko": f"{n}동"}, parent=districts[n % DISTRICTS], **plain)
        for n in range(NEIGHBOURHOODS)
    ]
    Edition.objects.create(pk=1, number=1)
    return [one.pk for one in (*districts, *hoods)]


def fill(count: int, residents: int) -> None:
    """Fill Django's empty database."""
    from _city import Size, _no_triggers, _people, _sequences
    from django.db import connection

    area_ids = areas()
    columns = draw(count, residents)
    with connection.cursor() as cursor:
        _no_triggers(cursor)
        _departments(cursor)
        _people(cursor, Size(0, 0, residents), NOW)
        _proposals(cursor, columns, area_ids)
        _supports(cursor, columns, residents)
        cursor.execute("SET session_replication_role = DEFAULT")
        _sequences(cursor)
    connection.connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def _departments(cursor: Any) -> None:
    from _city import _departments as departments

    departments(cursor)


PROPOSAL = (
    "id", "reference", "author_id", "byline", "byline_how", "title", "language", "topic", "area_id", "longitude", "latitude", "state",
    "state_before", "decision", "version", "revision", "saved_on_page", "supports", "needed", "created_at", "changed_at",
    "published_at", "held_for", "collects_until", "revivals", "routed_at", "department_id", "is_extended", "answered_at", "due_on",
    "asks_check", "hidden_for",
)  # fmt: skip


def _proposals(cursor: Any, columns: dict[str, Any], area_ids: Sequence[int]) -> None:
    """Write proposals, their versions, words, events and answers, each by its own COPY."""
    from _city import CODES, _copy, reference

    from madang.city.proposals.models import Answer, Proposal, ProposalEvent, Version, Words

    vocabulary = {lang: [word_of(n, lang) for n in range(VOCABULARY + 1)] for lang in ("ko", "zh", "en")}
    count = len(columns["age"])
    today = NOW.date()

    def told(n: int) -> tuple[list[str], list[str]]:
        known = vocabulary[columns["lang"][n]]
        words = [known[one] for one in columns["words"][n].tolist()]
        return words[:5], words

    def row(n: int) -> tuple[Any, ...]:
        at = NOW - timedelta(days=columns["age"][n], seconds=columns["seconds"][n])
        state, place = columns["state"][n], columns["area"][n]
        reached, yes = columns["reached"][n], columns["yes"][n]
        area = area_ids[place] if place < len(area_ids) else None
        answered = at + timedelta(days=60) if reached and state not in ("routed", "in_review") else None
        decision = "" if answered is None else "adopted" if yes else "declined"
        point = (127.0 + n % 997 / 1e4, 37.5 + n % 991 / 1e4) if columns["point"][n] else (None, None)
        due = today + timedelta(days=n % 40 - 10) if state in ("routed", "in_review", "planned", "in_progress") else None
        until = at.date() + timedelta(days=30) if state in ("collecting", "expired") else None
        return (
            n + 1, reference(n + 1), columns["author"][n], "김○○", "initials", " ".join(told(n)[0])[:120], columns["lang"][n],
            TOPICS[columns["topic"][n]], area, *point, state, "", decision, 1, 5, "", columns["supports"][n], 50, at, at, at, "", until,
            0, at + timedelta(days=20) if reached else None, 2 + n % len(CODES) if reached and state != "routed" else None, False,
            answered, due, 0, "",
        )  # fmt: skip

    _copy(cursor, Proposal, PROPOSAL, (row(n) for n in range(count)))
    _copy(
        cursor, Version, ("proposal_id", "number", "title", "text", "excerpt", "language", "at"),
        ((n + 1, 1, " ".join(told(n)[0])[:120], " ".join(told(n)[1]), " ".join(told(n)[1])[:160], columns["lang"][n], NOW) for n in range(count)),
    )  # fmt: skip
    _copy(cursor, Words, ("proposal_id", "words"), ((n + 1, vector_of(*told(n))) for n in range(count)))
    moves = (("publish", "draft", "published"), ("open", "published", "collecting"), ("expire", "collecting", "expired"))
    _copy(
        cursor, ProposalEvent,
        ("proposal_id", "at", "move", "from_state", "to_state", "part", "reason", "text", "language", "details"),
        (
            (n + 1, NOW - timedelta(days=columns["age"][n]), move, before, after, "job", "", "", "", "{}")
            for n in range(count) for move, before, after in moves
        ),
    )  # fmt: skip
    _copy(
        cursor, Answer,
        ("proposal_id", "at", "decision", "reason", "text", "language", "law", "currency", "forwarded_to", "department_id", "days_left"),
        (
            (n + 1, NOW - timedelta(days=max(0, columns["age"][n] - 60)), "declined", "no_money", "There is no money for it this year.",
             "en", "", "", "", 2 + n % len(CODES), n % 30 - 5)
            for n in range(count) if columns["state"][n] == "answered"
        ),
    )  # fmt: skip


def _supports(cursor: Any, columns: dict[str, Any], residents: int) -> None:
    """Write a support row for each one counted, no person twice, at most two hundred of a proposal."""
    from _city import _copy

    from madang.city.proposals.models import Support

    rows = (
        (n + 1, 1 + (n * 7_919 + 13 * k) % residents, NOW - timedelta(days=columns["age"][n]))
        for n, supports in enumerate(columns["supports"]) for k in range(min(supports, 200, residents // 13))
    )  # fmt: skip
    _copy(cursor, Support, ("proposal_id", "resident_id", "at"), rows)


# What is asked


def lists(count: int, residents: int) -> dict[str, Ask]:
    """Return what is asked of the list, by name: the wish and, for later pages, where they begin."""
    from madang.city.places.models import Area
    from madang.city.proposals.queries.listing import Order, Wanted
    from madang.city.proposals.rules.life import State

    hoods, districts = (
        list(Area.objects.filter(level=level).values_list("id", flat=True)) for level in ("neighbourhood", "district")
    )
    orders = (Order.NEWEST, Order.SUPPORTED, Order.EXPIRING, Order.ANSWERED)

    def ask(**how: Any) -> Ask:
        def drawn(dice: random.Random) -> dict[str, Any]:
            chosen = {name: value(dice) if callable(value) else value for name, value in how.items()}
            size = chosen.pop("deep", None)
            wanted = Wanted(**chosen)
            return {"wanted": wanted, "cursor": deep(wanted.order, int(size * count)) if size else None}

        return drawn

    def any_of(values: Sequence[Any]) -> Callable[[random.Random], Any]:
        return lambda dice: dice.choice(values)

    def word(least: int, most: int) -> Callable[[random.Random], str]:
        return lambda dice: word_of(dice.randrange(least, most), dice.choice(("ko", "zh", "en")))

    every_state = [
        frozenset({one}) for one in (State.COLLECTING, State.EXPIRED, State.ANSWERED, State.IN_REVIEW, State.WITHDRAWN)
    ]
    share = any_of([number / 40 for number in range(1, 40)])
    return {
        "newest": ask(),
        "most supported": ask(order=Order.SUPPORTED),
        "soon expiring": ask(order=Order.EXPIRING),
        "recently answered": ask(order=Order.ANSWERED),
        "newest, any page": ask(deep=share),
        "most supported, any page": ask(order=Order.SUPPORTED, deep=share),
        "one state, any order": ask(states=any_of(every_state), order=any_of(orders)),
        "one topic, any order": ask(topic=any_of(TOPICS), order=any_of(orders)),
        "a neighbourhood, any order": ask(area_id=any_of(hoods), order=any_of(orders)),
        "a district, any order": ask(area_id=any_of(districts), order=any_of(orders)),
        "a district, any page": ask(area_id=any_of(districts), order=any_of(orders[:2]), deep=share),
        "a department, any order": ask(department=any_of(("transport", "parks", "mayor")), order=any_of(orders)),
        "somebody's own": ask(author_id=lambda dice: dice.randrange(1, residents + 1)),
        "topic, district and state": ask(topic=any_of(TOPICS), area_id=any_of(districts), states=any_of(every_state), order=any_of(orders)),
        "topic, neighbourhood, any page": ask(topic=any_of(TOPICS), area_id=any_of(hoods), order=any_of(orders[:2]), deep=share),
        "a rare word": ask(words=word(500, VOCABULARY)),
        "a common word, best": ask(words=word(5, 60), order=Order.BEST),
        "the most common words, any order": ask(words=word(1, 4), order=any_of((*orders, Order.BEST))),
        "words, topic and district": ask(words=word(1, 60), topic=any_of(TOPICS), area_id=any_of(districts), order=any_of(orders)),
    }  # fmt: skip


@cache
def deep(order: str, place: int) -> str:
    """Return the cursor of the page behind a place in a whole list."""
    from madang.city.kernel.paging import encode
    from madang.city.proposals.models import Proposal
    from madang.city.proposals.models.proposals import LISTED
    from madang.city.proposals.queries.listing import _KEYS

    column = _KEYS[order].column
    value, pk = Proposal.objects.filter(LISTED).order_by(f"-{column}", "-pk").values_list(column, "pk")[place]
    return encode([value if isinstance(value, int) else value.isoformat(), pk])


def measured(name: str, act: Callable[[random.Random], Any], requests: int) -> tuple[str, float, float, int]:
    """Ask so often; return median and p95 in milliseconds, and the most SQL queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    dice, most, taken = random.Random(f"{name}:7"), 0, []
    for _ in range(5):
        with CaptureQueriesContext(connection) as made:
            act(dice)
        most = max(most, len(made.captured_queries))
    for _ in range(requests):
        before = time.perf_counter()
        act(dice)
        taken.append((time.perf_counter() - before) * 1000)
    taken.sort()
    return name, statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.95))], most


def acts(count: int, residents: int) -> dict[str, Callable[[random.Random], Any]]:
    """Return everything that is measured, by name."""
    from _city import reference

    from madang.city.people.queries import viewer_of
    from madang.city.proposals.queries import figures, showing
    from madang.city.proposals.queries.listing import find

    today = NOW.date()
    found: dict[str, Callable[[random.Random], Any]] = {
        name: lambda dice, ask=ask: find(**ask(dice), today=today) for name, ask in lists(count, residents).items()
    }
    viewer = viewer_of(2)
    found["one proposal whole *"] = lambda dice: showing.proposal(reference(dice.randrange(1, count + 1)), viewer=viewer, now=NOW)
    found["dashboard of a year *"] = lambda dice: figures.dashboard(since=NOW - timedelta(days=365), until=NOW)
    found["league of departments *"] = lambda dice: figures.league(now=NOW)
    return found


def supports_a_second(residents: int) -> tuple[float, bool]:
    """Let many support one proposal from several sides at once; return how many a second, and whether the count is exact."""
    from django.db import connection

    from madang.city.people.queries import viewer_of
    from madang.city.proposals.models import Proposal, Support
    from madang.city.proposals.services import supporting

    row = Proposal.objects.filter(state="collecting").latest("id")
    Proposal.objects.filter(pk=row.pk).update(needed=1_000_000)
    known = set(Support.objects.filter(proposal=row).values_list("resident_id", flat=True)) | {row.author_id}
    people = iter([number for number in range(1, residents + 1) if number not in known])
    lock, done = threading.Lock(), []
    until = time.perf_counter() + SECONDS

    def side() -> None:
        while time.perf_counter() < until:
            with lock:
                number = next(people)
            supporting.support(reference=row.reference, by=viewer_of(2 * number), now=NOW)
            done.append(number)
        connection.close()

    sides = [threading.Thread(target=side) for _ in range(SIDES)]
    for one in sides:
        one.start()
    for one in sides:
        one.join()
    row.refresh_from_db()
    return len(done) / SECONDS, row.supports - Support.objects.filter(proposal=row).count() == 0


def report(results: Sequence[tuple[str, float, float, int]]) -> bool:
    """Print the table; tell whether every limit holds. Pages marked * have their limit in time alone."""
    print(f"{'asked':<36}{'p50 ms':>9}{'p95 ms':>9}{'SQL':>5}  limits {MOST_MS:.0f} ms, {MOST_QUERIES}")
    holds = True
    for name, median, slow, queries in results:
        good = slow <= MOST_MS and (queries <= MOST_QUERIES or name.endswith("*"))
        holds &= good
        print(f"{name:<36}{median:>9.1f}{slow:>9.1f}{queries:>5}  {'holds' if good else 'MISSED'}")
    return holds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("proposals", 160_000), ("residents", 100_000), ("requests", 100)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    import _site

    with _site.fresh_folder() as folder, _site.database(folder) as address:
        _site.settle(folder, DATABASE_URL=address)
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        fill(asked.proposals, asked.residents)
        print(f"{asked.proposals:,} proposals of {asked.residents:,} residents, filled in {time.perf_counter() - began:.0f} s")
        found = acts(asked.proposals, asked.residents)
        holds = report([measured(name, act, asked.requests) for name, act in found.items()])
        rate, is_exact = supports_a_second(asked.residents)
        holds &= rate >= LEAST_SUPPORTS and is_exact
        print(
            f"support of one proposal from {SIDES} sides: {rate:.0f} a second (at least {LEAST_SUPPORTS:.0f}), count exact: {is_exact}"
        )
        connections.close_all()
        return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
