"""Tell people that a case moved: one notice for each event, in every language of the site."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text import language_key, localised
from madang.city.notices import services as notices
from madang.city.people import queries as people

if TYPE_CHECKING:
    from madang.city.portal.models import Letter
    from madang.city.portal.services.cases.holding import Held

MOVED, LETTER, MESSAGE, WORK = "case.moved", "case.letter", "case.message", "case.work"

TO_APPLICANT: Mapping[str, tuple[str, object, object]] = {
    "waits": (
        MOVED,
        _("We wait for another office: %(service)s"),
        _("Your case %(reference)s waits for an answer that we have asked for elsewhere. You need do nothing."),
    ),
    "resumed": (MOVED, _("We go on: %(service)s"), _("We go on working on your case %(reference)s.")),
    "started": (MOVED, _("Now in review: %(service)s"), _("Somebody now looks at your application %(reference)s.")),
    "issued": (MOVED, _("Issued: %(service)s"), _("What was granted in the case %(reference)s has been issued.")),
    "paper_withdrawn": (
        MOVED,
        _("No longer valid: what you have from %(service)s"),
        _("The decision in the case %(reference)s was changed, so the paper you have of it is withdrawn. Use it no more."),
    ),
    "wrote": (MESSAGE, _("A message for you: %(service)s"), _("The city has written to you about the case %(reference)s.")),
}
TO_STAFF: Mapping[str, tuple[object, object]] = {
    "assigned": (_("A case for you: %(service)s"), _("The case %(reference)s was given to you.")),
    "answered": (_("The applicant has answered: %(service)s"), _("The case %(reference)s goes on; its clock runs again.")),
    "wrote": (_("The applicant has written: %(service)s"), _("There is a message in the case %(reference)s.")),
    "withdrew": (_("Taken back: %(service)s"), _("The applicant has taken back the case %(reference)s.")),
    "appealed": (
        _("An objection: %(service)s"),
        _("The applicant objects to the decision in the case %(reference)s. Another person decides on it."),
    ),
}


def tell_applicant(held: "Held", what: str) -> None:
    """Tell the applicant of something that has no letter."""
    kind, subject, body = TO_APPLICANT[what]
    account_id = people.account_of(held.row.applicant_id) if held.row.applicant_id else None
    if account_id is not None:
        _send(held, account_id, kind, subject, body, reverse("portal:case", args=[held.row.reference]))


def tell_letter(held: "Held", letter: "Letter") -> None:
    """Tell the applicant that a letter is there; the letter itself is the text, in the language it was written in."""
    account_id = people.account_of(held.row.applicant_id) if held.row.applicant_id else None
    if account_id is None:
        return
    notices.send(
        to_account=account_id,
        kind=LETTER,
        subject={letter.language: letter.subject},
        body={letter.language: letter.body},
        link=reverse("portal:case", args=[held.row.reference]),
        about=f"case:{held.row.reference}",
        key=f"letter:{letter.public_id}",
        now=held.now,
    )


def tell_caseworker(held: "Held", what: str) -> None:
    """Tell the caseworker, if there is one; an unassigned case stands in the department's inbox anyway."""
    if held.row.assignee_id:
        tell_staff(held, held.row.assignee_id, what)


def tell_staff(held: "Held", staff_id: int, what: str) -> None:
    """Tell a member of staff who still serves."""
    line = people.staff_member(staff_id)
    if line is not None:
        subject, body = TO_STAFF[what]
        _send(held, line.account_id, WORK, subject, body, reverse("portal:staff-case", args=[held.row.reference]))


def _send(held: "Held", account_id: int, kind: str, subject: object, body: object, link: str) -> None:
    reference, event = held.row.reference, held.events[-1].pk
    notices.send(
        to_account=account_id,
        kind=kind,
        subject=_in_all(held, subject),
        body=_in_all(held, body),
        link=link,
        about=f"case:{reference}",
        key=f"case:{reference}:{event}:{account_id}",
        now=held.now,
    )


def _in_all(held: "Held", text: object) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        key = language_key(code)
        with translation.override(code):
            words = {"service": localised(held.definition.title, key), "reference": held.row.reference}
            found[key] = str(text) % words
    return found
