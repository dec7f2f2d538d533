"""Issued documents: for those who may read them, and for the public check, which tells next to nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.portal.models import IssuedDocument
from madang.city.portal.queries.cases import reading
from madang.city.portal.rules import cases
from madang.city.portal.rules import certificates as rules
from madang.city.portal.rules.certificates import Standing


@dataclass(frozen=True, slots=True)
class Checked:
    """All that the public check tells of a document."""

    titles: Mapping[str, str]
    office: Mapping[str, str]
    issued_on: date
    valid_until: date | None
    withdrawn_on: date | None
    standing: Standing


def document_for(public_id: UUID | str, viewer: Viewer, *, now: datetime) -> IssuedDocument:
    """Return a document to its holder, or to staff who may see its case; that reading goes into the journal.

    Raises Refused (404) for everybody else.
    """
    rows = IssuedDocument.objects.select_related("case__department", "issued_by")
    document = rows.filter(public_id=public_id).first()
    if document is None:
        raise Refused(cases.UNKNOWN)
    if viewer.resident_id is not None and viewer.resident_id == document.holder_id:
        return document
    if not reading.may_see(document.case, viewer, now=now):
        raise Refused(cases.UNKNOWN)
    people.profile(document.holder_id, viewer=viewer.actor, purpose=f"case:{document.case.reference}")
    return document


def checked(code: str, *, name: str, born: date | None, today: date) -> Checked | None:
    """Return what anybody may know of a document whose code they hold, if they know who its holder is too; else None.

    name, born  what was typed: the holder's family name, birth date, or both
    """
    tidy = rules.tidy_code(code)
    document = IssuedDocument.objects.filter(code=tidy).first() if tidy else None
    if document is None:
        return None
    if not rules.may_ask(name=document.holder_name, born=document.holder_birth_date, typed_name=name, typed_born=born):
        return None
    return Checked(
        titles=document.titles,
        office=document.office,
        issued_on=clock.today(document.issued_at),
        valid_until=document.valid_until,
        withdrawn_on=clock.today(document.withdrawn_at) if document.withdrawn_at else None,
        standing=rules.standing(document.valid_until, document.withdrawn_at is not None, today),
    )
