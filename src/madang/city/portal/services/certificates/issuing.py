"""Issue the documents of a case once, withdraw them when an objection leaves something else standing, purge them in time."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.text import localised
from madang.city.people import queries as people
from madang.city.people.rules import SYSTEM
from madang.city.portal.definitions.answers import answer_text
from madang.city.portal.definitions.model import Document, Field, FieldType, Output
from madang.city.portal.definitions.vocabulary import LANGUAGES
from madang.city.portal.models import Case, IssuedDocument
from madang.city.portal.rules import cases as case_rules
from madang.city.portal.rules import certificates as rules
from madang.city.portal.rules.letters import fill
from madang.city.portal.services import letters

if TYPE_CHECKING:
    from madang.city.portal.services.cases.holding import Held


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a document is about, as the application says and the office has examined it, else as the profile does."""

    resident_id: int
    name: str
    birth_date: date | None
    address: str


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a document with their gaps filled in."""

    body: str
    facts: list[list[str]]
    valid_until: date | None


def issue(held: "Held") -> list[str]:
    """Make the documents of the case's outputs; return the outputs that got one.

    A document that stands is left as it is; where it would read otherwise now, it is withdrawn and a new one made.
    """
    holder = _holder(held)
    return [
        output.id
        for output in held.definition.outputs
        if output.document is not None and holder is not None and _issued(held, output, output.document, holder)
    ]


def _issued(held: "Held", output: Output, document: Document, holder: Holder) -> bool:
    standing = _standing(held.row).filter(output=output.id).first()
    if standing is not None:
        then = _words(held, output, document, holder, clock.today(standing.issued_at))
        if (then.body, then.facts) == (standing.body, standing.facts):
            return False
        _withdraw(held, standing)
    words = _words(held, output, document, holder, held.today)
    IssuedDocument.objects.create(
        case=held.row,
        code=rules.code_of([secrets.randbelow(len(rules.LETTERS)) for _ in range(rules.DRAWN)]),
        output=output.id,
        language=_language(held, document),
        titles=dict(document.title),
        body=words.body,
        facts=words.facts,
        holder_id=holder.resident_id,
        holder_name=holder.name,
        holder_birth_date=holder.birth_date,
        office=dict(held.row.department.name),
        issued_at=held.now,
        issued_by_id=held.staff_id,
        valid_until=words.valid_until,
        keep=document.keep.value if document.keep else "",
        purge_on=case_rules.purge_on(held.today, document.keep) if document.keep else None,
    )
    return True


def _standing(row: Case) -> Any:
    return IssuedDocument.objects.filter(case=row, withdrawn_at=None)


def _language(held: "Held", document: Document) -> str:
    chosen = held.row.answers.get(document.language) if document.language else None
    return chosen if chosen in LANGUAGES else held.row.language


def _holder(held: "Held") -> Holder | None:
    resident_id = held.row.applicant_id
    if resident_id is None:
        return None
    profile = people.profile(resident_id, viewer=SYSTEM, purpose="certificates")
    told = {field.fact: field for step in held.definition.form if not step.repeat for field in step.fields if field.fact}
    answers = held.row.answers
    name, born, home = (_answered(told.get(f"resident.{fact}"), answers) for fact in ("name", "birth_date", "address"))
    birth_date = date.fromisoformat(born) if born else profile.birth_date
    return Holder(resident_id, name or profile.name, birth_date, home or profile.home_address)


def _answered(field: Field | None, answers: Any) -> str:
    """Return the answer to a question about the applicant's own person; a date stays as it is kept."""
    value = answers.get(field.id) if field is not None else None
    if field is None or value is None:
        return ""
    return str(value) if field.type is FieldType.DATE else answer_text(field, value, "en")


def _words(held: "Held", output: Output, document: Document, holder: Holder, day: date) -> Words:
    language = _language(held, document)
    until = rules.valid_until(day, output.valid_months)
    values = letters.common_values(held, language) | {
        "applicant": holder.name,
        "output": localised(output.label, language),
        "issued": letters.day_words(day, language),
        "valid_until": letters.day_words(until, language) if until else "",
        "birth_date": letters.day_words(holder.birth_date, language) if holder.birth_date else "",
        "address": holder.address,
        "reasons": letters.newest_reasons(held),
    }
    rows = [(fact, " ".join(fill(localised(fact.value, language), values).split())) for fact in document.facts]
    facts = [[localised(fact.label, language), value] for fact, value in rows if value]
    return Words(letters.tidy(fill(localised(document.body, language), values)), facts, until)


def withdraw(held: "Held") -> list[str]:
    """Withdraw every document of the case that stands; return the outputs whose documents those were."""
    standing = list(_standing(held.row).order_by("id"))
    for one in standing:
        _withdraw(held, one)
    return [one.output for one in standing]


def _withdraw(held: "Held", document: IssuedDocument) -> None:
    document.withdrawn_at, document.withdrawn_by_id = held.now, held.actor.staff_id
    document.save(update_fields=["withdrawn_at", "withdrawn_by"])


def purge_with(row: Case) -> None:
    """Delete the documents of a case that is purged; those with a time of their own stay until it is over."""
    IssuedDocument.objects.filter(case=row, keep="").delete()


@transaction.atomic
def purge_kept(*, now: datetime) -> int:
    """Delete the documents whose own time is over; return how many."""
    due = IssuedDocument.objects.select_for_update(of=("self",)).filter(purge_on__lte=clock.today(now)).select_related("case")
    gone = list(due.order_by("id"))
    for one in gone:
        about, details = f"case:{one.case.reference}", {"document": one.output}
        journal.note(verb="purged", about=about, actor=str(SYSTEM), at=now, details=details)
        one.delete()
    return len(gone)
