"""The cases that stand open when the curtain rises: sent on earlier days, each worked on as far as it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from madang.city.kernel import clock
from madang.city.people import queries as people
from madang.city.people.rules import SYSTEM, Viewer
from madang.city.portal.definitions.answers import prefill
from madang.city.portal.queries import catalogue
from madang.city.portal.queries.cases import own as own_cases
from madang.city.portal.queries.known_facts import known_facts
from madang.city.portal.rules.cases import Outcome
from madang.city.portal.services import cases
from madang.city.portal.services.cases import Application
from madang.city.portal.services.drafts import Beginning, begin

PARK, SOONJA, CHEN, KIM, AMINA = (f"{name}@haneul.example" for name in ("resident", "soonja", "chen", "kim", "amina"))
LEE, OH, BAEK, IM, GO = (f"{name}@haneul.example" for name in ("caseworker", "families2", "roads", "environment", "desk"))
Work = Callable[[str, datetime], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """An application of the story: who sent it, for what, how many days ago, and what the staff did with it."""

    who: str
    slug: str
    days_ago: int
    answers: Mapping[str, Any]
    work: Work | None = None


def _viewer(email: str) -> Viewer:
    account_id = people.account_by_email(email)
    return people.viewer_of(account_id) if account_id else Viewer()


def _later(now: datetime, hours: int) -> datetime:
    return now + timedelta(hours=hours)


def _ask(reference: str, now: datetime) -> None:
    by = _viewer(LEE)
    cases.take(reference=reference, by=by, now=_later(now, 2))
    cases.start(reference=reference, by=by, now=_later(now, 3))
    cases.ask_for_documents(
        reference=reference, evidence=("work_proof",), by=by, now=_later(now, 25),
        body="Please send a letter from your employer about evening work. One page is enough; it needs no stamp.",
    )  # fmt: skip
    cases.message(
        reference=reference, body="Hello, thank you for applying. A photo of the letter is fine.", by=by, now=_later(now, 26)
    )


def _review(email: str) -> Work:
    def work(reference: str, now: datetime) -> None:
        by = _viewer(email)
        cases.take(reference=reference, by=by, now=_later(now, 4))
        cases.start(reference=reference, by=by, now=_later(now, 5))

    return work


def _grant(email: str, reasons: str, after: timedelta = timedelta(hours=25)) -> Work:
    """Return what a caseworker does who looks at a case and grants it so long after it was sent."""

    def work(reference: str, now: datetime) -> None:
        _review(email)(reference, now)
        by = _viewer(email)
        cases.propose(reference=reference, outcome=Outcome.GRANTED, reasons=reasons, by=by, now=now + after)
        cases.decide(reference=reference, by=by, now=now + after)

    return work


def hand_out(email: str, reasons: str, after: timedelta = timedelta(hours=25)) -> Work:
    """Return what a caseworker does who grants a case so long after it was sent, and hands out what it gives within the hour."""

    def work(reference: str, now: datetime) -> None:
        _grant(email, reasons, after)(reference, now)
        cases.issue(reference=reference, by=_viewer(email), now=_later(now + after, 1))

    return work


def _propose(email: str, reasons: str) -> Work:
    def work(reference: str, now: datetime) -> None:
        _review(email)(reference, now)
        cases.propose(reference=reference, outcome=Outcome.GRANTED, reasons=reasons, by=_viewer(email), now=_later(now, 26))

    return work


def lamp(place: str) -> Mapping[str, Any]:
    """Return the answers about a dark lamp at a place."""
    address = {"line": place, "detail": "", "postcode": ""}
    return {"place": address, "fault": "dark", "how_many": "one"}


def _child(name: str, born: date) -> Mapping[str, Any]:
    return {
        "child_born": True, "child_name": name, "birth_date": born.isoformat(), "born_in_city": True, "kind": "nursery",
        "hours": ["morning", "afternoon", "evening"], "start_date": "2027-03-01", "reason": "work", "truth": True,
    }  # fmt: skip


def noise(place: str) -> Mapping[str, Any]:
    """Return the answers about a noisy building site at a place."""
    return {
        "source": "site", "place": {"line": place, "detail": "", "postcode": ""}, "times": ["day", "evening"],
        "since": "2026-11-02", "words": "Drilling begins at five in the morning.", "unnamed": True,
    }  # fmt: skip


def _hole() -> Mapping[str, Any]:
    return {
        "place": {"line": "하늘마루로 90", "detail": "", "postcode": ""}, "surface": "cycle", "depth": "hand", "danger": True,
        "harmed": False, "name": "김솔", "email": KIM,
    }  # fmt: skip


def _benefit() -> Mapping[str, Any]:
    return {
        "children": [{"child_name": "Idris Yusuf", "birth_date": "2025-01-20", "lives_with": "me"}],
        "bank": "Haneul Savings Bank", "account": "110-555-017731", "holder": "Amina Yusuf",
        "name": "Amina Yusuf", "phone": "010-5550-0121", "email": AMINA, "truth": True,
    }  # fmt: skip


CERTIFICATE: Mapping[str, Any] = {"since": "2019-05-01", "purpose": "bank", "language": "en"}
MATCHES = "The address is the one in the register of residents."
STORY = (
    Sent(PARK, "certificate-of-residence", 15, CERTIFICATE, hand_out(GO, MATCHES)),
    Sent(PARK, "street-light-fault", 12, lamp("Maru Street, by number 12"), _grant(BAEK, "The lamp was changed this morning.")),
    Sent(PARK, "noise-complaint", 6, noise("21 Maru Street"), _review(IM)),
    Sent(PARK, "childcare-place", 3, _child("Park Haru", date(2024, 3, 14)), _ask),
    Sent(CHEN, "childcare-place", 9, _child("陈小雨", date(2023, 6, 2)), _review(LEE)),
    Sent(AMINA, "childcare-place", 16, _child("Idris Yusuf", date(2025, 1, 20)), _review(OH)),
    Sent(AMINA, "child-benefit", 4, _benefit(), _propose(LEE, "The child lives with the mother in Haneul.")),
    Sent(KIM, "childcare-place", 1, _child("김하나", date(2025, 8, 9))),
    Sent(SOONJA, "street-light-fault", 2, lamp("별빛길 5 앞"), _review(BAEK)),
    Sent(KIM, "pothole", 1, _hole()),
)  # fmt: skip


def morning(now: datetime, days_ago: int) -> datetime:
    """Return twenty to ten in the city, so many days ago."""
    here = (now - timedelta(days=days_ago)).astimezone(clock.city_zone())
    return here.replace(hour=9, minute=40, second=0, microsecond=0).astimezone(UTC)


def send_in(now: datetime) -> None:
    """Send each application once and let the staff work on it; leave one draft begun."""
    if people.account_by_email(PARK) is None or begun_before(PARK, "childcare-place"):
        return
    for sent in sorted(STORY, key=lambda one: -one.days_ago):
        send(sent, morning(now, sent.days_ago))
    park = _viewer(PARK).resident_id
    if park is not None and catalogue.service("housing-benefit"):
        begin(beginning=Beginning(slug="housing-benefit", resident_id=park, language="en"), now=now)


def begun_before(email: str, slug: str) -> bool:
    """Tell whether the story told of somebody's application for a service already."""
    resident_id = _viewer(email).resident_id
    if resident_id is None:
        return False
    told = (*own_cases.my_cases(resident_id, size=100).rows, *own_cases.my_cases(resident_id, done=True, size=100).rows)
    return any(one.service_slug == slug for one in told)


def send(sent: Sent, at: datetime) -> None:
    """Send an application in at a moment, and let the staff do their work on it."""
    facts, resident_id = catalogue.service(sent.slug), _viewer(sent.who).resident_id
    if facts is None or resident_id is None:
        return
    key = uuid5(NAMESPACE_URL, f"story:{sent.who}:{sent.slug}:{sent.days_ago}")
    known = known_facts(resident_id, today=clock.today(at), viewer=SYSTEM, purpose="story")
    answers = {**prefill(facts.definition, known), **sent.answers}
    application = Application(
        service_id=facts.id, version_id=facts.version_id, resident_id=resident_id, submission_key=key, answers=answers
    )
    reference = cases.open_case(application=application, now=at)
    if sent.work:
        sent.work(reference, at)
