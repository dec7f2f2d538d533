"""Services and cases for tests: each builder makes something that works, and takes what the test is about."""

import itertools
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from madang.city.people.rules import Role, StaffView, Viewer
from madang.city.people.tests import builders as people
from madang.city.portal.definitions import ServiceDefinition, compile_text
from madang.city.portal.models import Case, IssuedDocument, Service, Upload
from madang.city.portal.rules.cases import Outcome
from madang.city.portal.services import cases, publishing

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # Friday 20 November 2026, noon in Seoul
DAY = timedelta(days=1)
_numbers = itertools.count(1)

SERVICE = """\
id: {id}
version: 1
status: live
title: {title}
summary: Ask the city for it.
description: [The city gives it to whoever needs it.]
words: [thing, wish, help, ask]
authority: {authority}
topics: [family]
audience: [residents]
channels: {{web: true}}
cost: free
processing: {{days: {days}, clock: working}}
fill_minutes: 3
retention: {retention}
evidence:
  proof: {{label: Proof of work}}
  photo: {{label: A photo}}
eligibility:
  here: {{rule: resident.lives_in_city, text: You live in Haneul.}}
form:
  you:
    title: About you
    fields:
      full_name: {{type: name, label: Your name}}
      kind: {{type: choice, label: What kind?, options: {{big: A big one, small: A small one}}}}
      needs: {{type: long_text, label: Anything special?, required: false, pii: sensitive}}
{workflow}{outputs}"""


def definition(
    slug: str = "", *, title: str = "Childcare place", authority: str = "families", days: int = 10, retention: str = "standard",
    outputs: bool = True, extra: str = "", **workflow: object,
) -> ServiceDefinition:  # fmt: skip
    """Return a small service. ``workflow`` are keys of the service file's workflow; ``extra`` is YAML put behind."""
    slug = slug or f"service-{next(_numbers)}"
    keys = ", ".join(f"{key}: {_plain(value)}" for key, value in workflow.items())
    chosen = f"workflow: {{{keys}}}\n" if keys else ""
    given = "outputs:\n  place: {kind: booking, label: A place, valid_months: 12}\n" if outputs else ""
    text = SERVICE.format(
        id=slug, title=title, authority=authority, days=days, retention=retention, workflow=chosen, outputs=given
    )
    return compile_text(slug, text + extra)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(value)}]" if isinstance(value, list) else str(value)


def service(slug: str = "", *, text: ServiceDefinition | None = None, **choices: Any) -> Service:
    """Publish a service, its department made if it is missing; return its row."""
    made = text or definition(slug, **choices)
    people.department(made.authority)
    publishing.publish(definitions=[made], by="system", now=NOW)
    return Service.objects.get(slug=made.id)


def application(of: Service, *, resident_id: int | None = None, **changes: Any) -> cases.Application:
    """Return an application for a service."""
    answers = {"full_name": "Kim Haru", "kind": "big", "needs": "A quiet room"}
    given = {"answers": answers, "submission_key": uuid.uuid4(), "language": "en"} | changes
    return cases.Application(service_id=of.pk, version_id=of.current_id, resident_id=resident_id or people.resident(), **given)


def case(
    of: Service | None = None,
    *,
    resident_id: int | None = None,
    assignee: StaffView | None = None,
    now: datetime = NOW,
    **changes: Any,
) -> Case:
    """Send an application in; return the case, received, and lying on the desk of ``assignee``."""
    reference = cases.open_case(application=application(of or service(), resident_id=resident_id, **changes), now=now)
    if assignee is not None:
        cases.assign(reference=reference, to_staff=assignee.id, by=CITY_HEAD, now=now)
    return Case.objects.get(reference=reference)


# Somebody who may give away any case: the city's own administrator.
CITY_HEAD = Viewer(staff=StaffView(0, Role.ADMINISTRATOR, "", "Madang"), account_id=0)


def in_review(
    of: Service | None = None, *, worker: StaffView | None = None, now: datetime = NOW, **changes: Any
) -> tuple[Case, Viewer]:
    """Return a case in review and the viewer of the caseworker on whose desk it lies."""
    made = case(of, now=now, **changes)
    clerk = worker or people.staff(department_code=made.department.code)
    viewer = people.viewer_for(clerk)
    cases.start(reference=made.reference, by=viewer, now=now)
    made.refresh_from_db()
    return made, viewer


def waiting(of: Service | None = None, *, now: datetime = NOW, **changes: Any) -> tuple[Case, Viewer]:
    """Return a case that waits for its applicant, and its caseworker's viewer."""
    made, viewer = in_review(of, now=now, **changes)
    cases.ask_for_documents(reference=made.reference, body="Please send a letter.", evidence=["proof"], by=viewer, now=now)
    made.refresh_from_db()
    return made, viewer


def decided(
    of: Service | None = None, outcome: Outcome = Outcome.REFUSED, *, now: datetime = NOW, **changes: Any
) -> tuple[Case, Viewer]:
    """Return a decided case and the viewer of who decided."""
    made, viewer = in_review(of, now=now, **changes)
    cases.decide(reference=made.reference, outcome=outcome, reasons="There is no place.", by=viewer, now=now)
    made.refresh_from_db()
    return made, viewer


CERTIFICATE = """\
outputs:
  paper:
    kind: certificate
    label: Certificate
    valid_months: 3
    document:
      title: Certificate of need
      body: |
        {city} certifies that {applicant} needs it, for {answers.kind}.

        {reasons}
      facts:
        born: {label: Date of birth, value: "{birth_date}"}
        home: {label: Address, value: "{address}"}
        kind: {label: What kind, value: "{answers.kind}"}
"""


def certified(slug: str = "", **choices: Any) -> Service:
    """Publish a service that gives a certificate."""
    return service(slug, outputs=False, extra=CERTIFICATE, **choices)


def issued(of: Service | None = None, *, now: datetime = NOW, **changes: Any) -> tuple[IssuedDocument, Viewer]:
    """Return the certificate of a case that was granted and issued, and the viewer of who issued it."""
    made, viewer = decided(of or certified(), Outcome.GRANTED, now=now, **changes)
    cases.issue(reference=made.reference, by=viewer, now=now)
    return IssuedDocument.objects.select_related("case__department").get(case=made), viewer


def upload(of: Case, *, name: str = "letter.pdf", scan: str = "clean", **fields: Any) -> Upload:
    """Return a file of a case; no bytes stand behind it."""
    told: Mapping[str, Any] = {
        "field": "answer",
        "kind": "pdf",
        "size_bytes": 1000,
        "sha256": "0" * 64,
        "path": f"uploads/{uuid.uuid4().hex}",
    }
    return Upload.objects.create(case=of, name=name, scan=scan, added_at=NOW, **{**told, **fields})


def applicant(of: Case) -> Viewer:
    """Return the viewer of a case's applicant."""
    return people.viewer_for(of.applicant_id)


def fresh(of: Case) -> Case:
    """Return the case as it stands in the database now."""
    return Case.objects.get(pk=of.pk)
