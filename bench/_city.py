"""A large invented city by COPY: departments, staff, residents, services, cases with their history. Sizes are arguments.

Everything follows from one seed; nobody in it exists.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

SEED = 20261121
OPEN_SHARE = 0.10
DAYS = 730
CASES_PER_STAFF = 2_000
CHUNK = 100_000
CODES = (
    "families", "civil-registry", "schools", "welfare", "housing", "transport", "parking", "planning", "environment", "parks",
    "culture", "tourism", "licensing", "food-safety", "business", "roads", "energy", "community", "citizen-voice", "health",
)  # fmt: skip
FAMILY = (
    "Kim",
    "Lee",
    "Park",
    "Choi",
    "Jung",
    "Kang",
    "Cho",
    "Yoon",
    "Jang",
    "Lim",
    "Han",
    "Oh",
    "Seo",
    "Shin",
    "Wang",
    "Nguyen",
)
GIVEN = (
    "Haru",
    "Minseo",
    "Jiwon",
    "Dohyun",
    "Yuna",
    "Soonja",
    "Taeyang",
    "Sora",
    "Minjun",
    "Chaewon",
    "Jisoo",
    "Garam",
    "Lan",
    "Fang",
)
OPEN_STATES = ("received", "in_review", "waiting_applicant", "waiting_third_party", "four_eyes", "appealed", "proposed_decision")
OPEN_SHARES = (0.30, 0.35, 0.17, 0.06, 0.05, 0.02, 0.05)
DONE_STATES = ("closed", "archived", "issued", "refused", "withdrawn")
DONE_SHARES = (0.60, 0.22, 0.08, 0.06, 0.04)
SECOND = timedelta(seconds=1)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Size:
    """How large the city is."""

    cases: int
    services: int
    residents: int

    @property
    def staff(self) -> int:
        return max(40, self.cases // CASES_PER_STAFF)

    def tenth(self) -> "Size":
        return Size(max(1, self.cases // 10), max(20, self.services // 10), max(20, self.residents // 10))


def fill(size: Size, *, now: datetime, progress: Progress = lambda what, done, total: None) -> None:
    """Fill Django's empty database with the city, then refresh what the planner knows."""
    from django.db import connection

    from madang.city.portal.services import storing

    with connection.cursor() as cursor:
        _no_triggers(cursor)
        _departments(cursor)
        _people(cursor, size, now)
        _services(cursor, size.services, now)
        _cases(cursor, size, now, progress)
        cursor.execute("SET session_replication_role = DEFAULT")
        _sequences(cursor)
    storing.grow()
    connection.connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")  # or the disk still writes what was filled while pages are measured


def _no_triggers(cursor: Any) -> None:
    """Leave out foreign key checks; what is written is consistent by construction."""
    cursor.execute("SET session_replication_role = replica")


def _copy(cursor: Any, model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    table = model._meta.db_table
    with cursor.cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _departments(cursor: Any) -> None:
    from madang.city.people.models import Department

    rows = [(1, "mayor", json.dumps({"en": "Mayor's office", "ko": "시장실", "zh": "市长办公室"}), None, "120", "")]
    rows += [(n, code, json.dumps({"en": code.capitalize()}), 1, "120", "") for n, code in enumerate(CODES, start=2)]
    _copy(cursor, Department, ("id", "code", "name", "parent_id", "phone", "email"), rows)


def _people(cursor: Any, size: Size, now: datetime) -> None:
    """Residents have even account ids, staff odd ones; every department has its staff, the first of each is its head."""
    from madang.city.people.models import Account, Resident, StaffMember

    residents = range(1, size.residents + 1)
    staff = range(1, size.staff + 1)
    accounts = [(2 * n, f"resident{n}@example.org", False) for n in residents] + [
        (2 * n + 1, f"staff{n}@example.org", True) for n in staff
    ]
    columns = (
        "id",
        "password",
        "public_id",
        "email",
        "language",
        "is_active",
        "is_staff",
        "date_joined",
        "assurance",
        "assurance_how",
    )
    _copy(
        cursor, Account, columns,
        ((pk, "!", uuid.uuid4(), email, "en", True, is_staff, now, "e-mail", "bench") for pk, email, is_staff in accounts),
    )  # fmt: skip
    columns = ("id", "account_id", "name", "birth_date", "gender", "home_address", "languages", "phone", "changed_at")
    _copy(
        cursor,
        Resident,
        columns,
        ((n, 2 * n, name_of(n), date(1950 + n % 60, 1 + n % 12, 1 + n % 28), "", "", "[]", "", now) for n in residents),
    )
    roles = {n: "head" if n <= len(CODES) else "caseworker" for n in staff}
    _copy(
        cursor, StaffMember, ("id", "account_id", "name", "department_id", "role", "since"),
        ((n, 2 * n + 1, name_of(n * 7), 2 + (n - 1) % len(CODES), roles[n], now) for n in staff),
    )  # fmt: skip


def name_of(number: int) -> str:
    """Return a name; the number makes it its own."""
    return f"{FAMILY[number % len(FAMILY)]} {GIVEN[number // len(FAMILY) % len(GIVEN)]} {number}"


def _services(cursor: Any, count: int, now: datetime) -> None:
    """Every service is the demo's childcare place under its own id, title and everyday words, these from the thesaurus."""
    from madang.city.portal import thesaurus
    from madang.city.portal.definitions import check_folder, to_json
    from madang.city.portal.models import Service, ServiceVersion

    folder = Path(__file__).resolve().parent.parent / "src" / "madang" / "city" / "demo" / "services"
    definition = check_folder(folder, authorities=["mayor", *CODES]).definitions["childcare-place"]
    plain = to_json(definition)
    numbers = range(1, count + 1)
    columns = ("id", "slug", "source", "external_id", "status", "department_id", "titles", "summaries", "words", "life_events",
               "topics", "audience", "takes_applications", "has_rules", "current_id", "sort_en", "sort_ko", "sort_zh", "changed_at")  # fmt: skip

    concepts = thesaurus.load().concepts

    def words(n: int) -> dict[str, list[str]]:
        own, other = concepts[n % len(concepts)], concepts[n // len(concepts) * 7 % len(concepts)]
        return {lang: [own.everyday[lang][0], other.everyday[lang][-1]] for lang in ("en", "ko", "zh")}

    def titles(n: int) -> dict[str, str]:
        return {lang: f"{' '.join(said)} {n}" for lang, said in words(n).items()}

    _copy(
        cursor, Service, columns,
        (
            (n, f"service-{n}", "city", "", "live", department_of(n), json.dumps(titles(n)), json.dumps(dict(definition.summary)), json.dumps(words(n)),
             "{having-a-child}", "{family}", "{families}", True, True, n, titles(n)["en"].casefold(), f"{n:06}", f"{n:06}", now)
            for n in numbers
        ),
    )  # fmt: skip
    _copy(
        cursor, ServiceVersion, ("id", "service_id", "number", "definition", "checksum", "published_at", "published_by"),
        ((n, n, 1, json.dumps(plain | {"id": f"service-{n}", "title": titles(n)}), f"{n:064}", now, "bench") for n in numbers),
    )  # fmt: skip


def department_of(service: int) -> int:
    """Return the department that decides on a service."""
    return 2 + service % len(CODES)


# Cases


@dataclass(frozen=True)
class Drawn:
    """A chunk of cases, drawn by NumPy: one array a column."""

    number: Any
    service: Any
    resident: Any
    state: Any
    assignee: Any
    sent: Any
    due: Any
    is_open: Any


def _draw(rng: np.random.Generator, numbers: Any, size: Size, now: datetime) -> Drawn:
    """Few services get most cases (Zipf), residents come evenly; open cases are of the last two months."""
    count = len(numbers)
    is_open = rng.random(count) < OPEN_SHARE
    popular = np.minimum(rng.zipf(1.3, count), size.services)
    service = np.where(rng.random(count) < 0.5, popular, rng.integers(1, size.services + 1, count))
    age = np.where(is_open, rng.integers(0, 21, count), rng.integers(30, DAYS, count))
    assigned = ~is_open | (rng.random(count) < 0.8)
    per_department = max(1, size.staff // len(CODES))
    worker = rng.integers(0, per_department, count) * len(CODES) + service % len(CODES) + 1
    states = np.where(is_open, rng.choice(OPEN_STATES, count, p=OPEN_SHARES), rng.choice(DONE_STATES, count, p=DONE_SHARES))
    return Drawn(
        number=numbers,
        service=service,
        resident=rng.integers(1, size.residents + 1, count),
        state=states,
        assignee=np.where(assigned & (states != "received"), np.minimum(worker, size.staff), 0),
        sent=age,
        due=14 - age + rng.integers(0, 4, count),
        is_open=is_open,
    )


def _cases(cursor: Any, size: Size, now: datetime, progress: Progress) -> None:
    rng = np.random.default_rng(SEED)
    for begin in range(0, size.cases, CHUNK):
        end = min(begin + CHUNK, size.cases)
        drawn = _draw(rng, np.arange(begin + 1, end + 1), size, now)
        _copy_cases(cursor, drawn, now)
        _copy_history(cursor, drawn, now)
        progress("cases", end, size.cases)


def reference(number: int) -> str:
    """Return the reference of a case: every number its own, none like the one before."""
    from madang.city.kernel import ids

    left, body = number * 48_271 * 7 % (31**ids.LENGTH), ""
    for _ in range(ids.LENGTH):
        left, place = divmod(left, 31)
        body += ids.CHECK_ALPHABET[place]
    return ids._dressed(body)


CASE_COLUMNS = (
    "id", "reference", "service_id", "version_id", "applicant_id", "channel", "language", "answers", "state", "outcome", "status_text",
    "department_id", "assignee_id", "decided_by_id", "submitted_at", "clock", "days_total", "due_on", "paused_on", "days_used",
    "answer_by", "decided_at", "appeal_until", "appealed_at", "closed_at", "purge_on", "wake_on", "submission_key", "revision",
)  # fmt: skip
ANSWERS = json.dumps({"child_born": True, "child_name": "Haru", "birth_date": "2025-03-01", "born_in_city": True, "kind": "nursery",
                      "hours": ["morning"], "start_date": "2027-03-01", "reason": "other", "parent_name": "Kim Haru", "truth": True})  # fmt: skip


def _copy_cases(cursor: Any, drawn: Drawn, now: datetime) -> None:
    from madang.city.portal.models import Case

    _copy(cursor, Case, CASE_COLUMNS, _case_rows(drawn, now))


def _case_rows(drawn: Drawn, now: datetime) -> Iterator[tuple[Any, ...]]:
    today = now.date()
    for number, service, resident, state, worker, age, due, is_open in _rows(drawn):
        sent = now - timedelta(days=age)
        paused = today - timedelta(days=min(age, 3)) if state.startswith("waiting") else None
        decided = None if is_open and state != "appealed" else sent + timedelta(days=9)
        closed = None if is_open else decided
        due_on = today + timedelta(days=due)
        answer_by = today + timedelta(days=18) if state == "waiting_applicant" else None
        yield (
            number, reference(number), service, service, resident, "web", "en", ANSWERS, state,
            "refused" if state in ("refused", "appealed") else "granted" if decided else "", "", department_of(service), worker or None,
            worker or None if decided else None, sent, "working", 10, due_on, paused, 5 if paused else 0, answer_by, decided,
            decided.date() + timedelta(days=30) if decided else None, sent + timedelta(days=10) if state == "appealed" else None, closed,
            None, None, uuid.uuid5(uuid.NAMESPACE_OID, str(number)), 5,
        )  # fmt: skip


def _rows(drawn: Drawn) -> Iterator[tuple[Any, ...]]:
    columns = (drawn.number, drawn.service, drawn.resident, drawn.state, drawn.assignee, drawn.sent, drawn.due, drawn.is_open)
    return zip(*(column.tolist() for column in columns), strict=True)


def _copy_history(cursor: Any, drawn: Drawn, now: datetime) -> None:
    """Four events, a letter and, for some, a message, a request and a decision for each case."""
    from madang.city.portal.models import CaseEvent, Decision, DocumentRequest, Letter, Message

    _copy(
        cursor,
        CaseEvent,
        ("case_id", "at", "verb", "from_state", "to_state", "actor", "details", "is_public"),
        _event_rows(drawn, now),
    )
    rows = list(_rows(drawn))
    _copy(
        cursor, Letter, ("case_id", "public_id", "kind", "language", "subject", "body", "sent_at"),
        ((row[0], uuid.uuid5(uuid.NAMESPACE_URL, str(row[0])), "received", "en", "We have your application", "Dear you, it has arrived.", now) for row in rows),
    )  # fmt: skip
    _copy(
        cursor, Message, ("case_id", "at", "actor", "body", "read_at"),
        ((row[0], now - SECOND, f"staff:{row[4] or 1}", "One page is enough.", now) for row in rows if row[0] % 3 == 0),
    )  # fmt: skip
    _copy(
        cursor, DocumentRequest, ("case_id", "public_id", "asked_at", "asked_by_id", "evidence", "body", "answer_by", "answered_at", "reminded_at"),
        (
            (row[0], uuid.uuid5(uuid.NAMESPACE_DNS, str(row[0])), now - SECOND, row[4] or 1, '["work_proof"]', "Please send a letter.", None,
             None if row[3] == "waiting_applicant" else now, None)
            for row in rows
            if row[0] % 5 == 0 or row[3] == "waiting_applicant"
        ),
    )  # fmt: skip
    _copy(
        cursor, Decision, ("case_id", "outcome", "reasons", "proposed_at", "proposed_by_id", "made_at", "made_by_id", "is_appeal"),
        (
            (row[0], "refused" if row[3] in ("refused", "appealed") else "granted", "There is a place.", now, row[4] or 1,
             None if row[3] in ("four_eyes", "proposed_decision") else now, row[4] or 1, False)
            for row in rows
            if not row[7] or row[3] in ("four_eyes", "proposed_decision", "appealed")
        ),
    )  # fmt: skip


def _event_rows(drawn: Drawn, now: datetime) -> Iterator[tuple[Any, ...]]:
    for number, _service, resident, _state, worker, age, _due, is_open in _rows(drawn):
        sent, clerk = now - timedelta(days=age), f"staff:{worker or 1}"
        yield number, sent, "submit", "draft", "submitted", f"resident:{resident}", '{"channel": "web", "eligible": "yes"}', True
        yield number, sent + SECOND, "receive", "submitted", "received", "system", "{}", True
        yield number, sent + timedelta(hours=2), "start", "received", "in_review", clerk, "{}", True
        if not is_open:
            yield number, sent + timedelta(days=9), "decide", "in_review", "granted", clerk, '{"outcome": "granted"}', True


def _sequences(cursor: Any) -> None:
    """Let new rows get numbers behind those that were copied."""
    from django.apps import apps

    for model in (*apps.get_app_config("portal").get_models(), *apps.get_app_config("people").get_models()):
        table = model._meta.db_table
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        if (sequence := cursor.fetchone()[0]) is not None:
            cursor.execute(f"SELECT setval(%s, (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)", [sequence])


def noon(day: date) -> datetime:
    """Return an instant at which it is that day nearly everywhere."""
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
