"""Letters: written in the applicant's language when something happens, kept as they were sent, printed as PDF when asked for."""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from madang.city import look
from madang.city.kernel import clock
from madang.city.kernel.text import language_code, localised
from madang.city.look.words import dates
from madang.city.people import queries as people
from madang.city.people.rules import SYSTEM
from madang.city.portal.definitions.answers import answer_text
from madang.city.portal.models import Decision, DocumentRequest, Letter
from madang.city.portal.rules import letters as rules
from madang.city.portal.services import telling

if TYPE_CHECKING:
    from madang.city.portal.services.cases.holding import Held

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "portal" / "letter.typ"
FONTS = Path(look.__file__).resolve().parent / "fonts"
PRINTED_HELD = 64

# The city's standard letters: subject and body. A service writes its own where it has more to say.
STANDARD: Mapping[str, tuple[object, object]] = {
    "received": (
        _("We have your application: {service}"),
        _("Dear {applicant},\n\nyour application {reference} of {date} has arrived. {authority} answers by {due_date}."),
    ),
    "request_document": (
        _("Your turn: we need something for {service}"),
        _(
            "Dear {applicant},\n\nfor your application {reference} we still need:\n{documents}\n\n"
            "Send it by {due_date}. Until then the time for our answer stands still."
        ),
    ),
    "reminder": (
        _("Reminder: we still wait for your answer about {service}"),
        _(
            "Dear {applicant},\n\nfor your application {reference} we still need:\n{documents}\n\n"
            "If nothing has come by {due_date}, the application lapses. You may then apply again."
        ),
    ),
    "granted": (
        _("Granted: {service}"),
        _("Dear {applicant},\n\nyour application {reference} of {date} is granted.\n\n{reasons}\n\n{outputs}\n\n{appeal}"),
    ),
    "partly_granted": (
        _("Granted in part: {service}"),
        _(
            "Dear {applicant},\n\nyour application {reference} of {date} is granted in part.\n\n"
            "{reasons}\n\n{outputs}\n\n{appeal}"
        ),
    ),
    "refused": (
        _("Not granted: {service}"),
        _(
            "Dear {applicant},\n\nwe cannot grant your application {reference} of {date}.\n\n{reasons}\n\n{appeal}\n\n"
            "Call {phone} if you have questions."
        ),
    ),
    "lapsed": (
        _("Your application has lapsed: {service}"),
        _(
            "Dear {applicant},\n\nwe had asked you to send, by {due_date}:\n{documents}\n\nNothing has come, so your application "
            "{reference} has lapsed. You may apply again at any time."
        ),
    ),
    "withdrawn": (
        _("Taken back: {service}"),
        _("Dear {applicant},\n\nyou have taken back your application {reference} of {date}. Nothing more happens with it."),
    ),
    "appeal_received": (
        _("We have your objection: {service}"),
        _(
            "Dear {applicant},\n\nyour objection in the case {reference} has arrived. Another person than the one who decided "
            "looks at it and answers by {due_date}."
        ),
    ),
    "appeal_decided": (
        _("Your objection is decided: {service}"),
        _("Dear {applicant},\n\nwe have looked at your case {reference} again.\n\n{reasons}\n\n{outputs}"),
    ),
}
WORDS: Mapping[str, object] = {
    "silence": _("The time in which the city had to answer is over. In such a case the law itself decides."),
    "no_day": _("as soon as you can"),
    "appeal": _("You may object until {day}; another person will then look at your case."),
    "greeting": _("With kind regards"),
    "page": _("Page"),
    "case": _("Case"),
    "verify": _("The newest state of your case is always at"),
}


def in_language(language: str, word: str) -> str:
    """Return one of the letters' own words in a language."""
    with translation.override(language_code(language)):
        return str(WORDS[word])


def send(held: "Held", kind: str, *, answer_by: date | None = None) -> Letter:
    """Write a letter in the applicant's language, keep it, and tell them that it is there."""
    language = held.row.language
    subject, body = texts(held, kind)
    values = values_of(held, kind, answer_by=answer_by)
    letter = Letter.objects.create(
        case=held.row,
        kind=kind,
        language=language,
        subject=" ".join(rules.fill(subject, values).split())[:300],
        body=tidy(rules.fill(body, values)),
        sent_at=held.now,
    )
    telling.tell_letter(held, letter)
    return letter


def texts(held: "Held", kind: str) -> tuple[str, str]:
    """Return subject and body with their gaps: the service's own, else the city's standard ones."""
    language, own = held.row.language, held.definition.letter(kind)
    with translation.override(language_code(language)):
        standard = tuple(str(text) for text in STANDARD[kind])
    if own is None:
        return standard[0], standard[1]
    return localised(own.subject, language) or standard[0], localised(own.body, language) or standard[1]


def values_of(held: "Held", kind: str, *, answer_by: date | None = None, reasons: str | None = None) -> dict[str, str]:
    """Return what stands in the gaps of a letter of this kind.

    answer_by  the day that was missed, for a case that has just lapsed
    reasons    for a letter that is only looked at before it is sent; else those of the newest decision
    """
    language = held.row.language
    values = common_values(held, language)
    day = {"request_document": held.row.answer_by, "reminder": held.row.answer_by, "lapsed": answer_by}.get(kind, held.row.due_on)
    appeal_until = held.row.appeal_until
    own = {
        "due_date": day_words(day, language) if day else in_language(language, "no_day"),
        "appeal_until": day_words(appeal_until, language) if appeal_until else "–",
        "documents": _documents(held, language),
        "reasons": newest_reasons(held) if reasons is None else reasons,
        "outputs": ", ".join(localised(one.label, language) for one in held.definition.outputs),
    }
    appeal = rules.fill(in_language(language, "appeal"), {"day": own["appeal_until"]}) if appeal_until else ""
    return values | {name: own[name] for name in rules.OWN[kind]} | {"appeal": appeal}


def preview(held: "Held", kind: str, reasons: str) -> tuple[str, str]:
    """Return subject and body of a decision's letter as they would be sent now."""
    subject, body = texts(held, kind)
    values = values_of(held, kind, reasons=reasons)
    return rules.fill(subject, values), tidy(rules.fill(body, values))


def common_values(held: "Held", language: str) -> dict[str, str]:
    """Return what stands in the gaps that every letter and document has: the case, the office, the answers."""
    row = held.row
    return _answers(held, language) | {
        "applicant": _name(held),
        "service": localised(held.definition.title, language),
        "reference": row.reference,
        "date": day_words(clock.today(row.submitted_at), language),
        "authority": localised(row.department.name, language),
        "phone": row.department.phone or settings.CITY_PHONE,
        "city": localised(settings.CITY_NAME, language),
    }


def _name(held: "Held") -> str:
    if held.row.applicant_id is None:
        return ""
    return people.profile(held.row.applicant_id, viewer=SYSTEM, purpose="letters").name


def _answers(held: "Held", language: str) -> dict[str, str]:
    repeated = {one.id for step in held.definition.form if step.repeat for one in step.fields}
    return {
        f"answers.{field.id}": answer_text(field, held.row.answers.get(field.id), language)
        for field in held.definition.fields()
        if field.id not in repeated
    }


def day_words(day: date, language: str) -> str:
    """Return a day as letters and documents write it."""
    return dates.date_plain(day, language)


def _documents(held: "Held", language: str) -> str:
    request = DocumentRequest.objects.filter(case=held.row).order_by("-id").first()
    if request is None:
        return ""
    labels = {one.id: localised(one.label, language) for one in held.definition.evidence}
    named = [labels[one] for one in request.evidence if one in labels]
    return "\n".join([*named, request.body] if request.body else named)


def newest_reasons(held: "Held") -> str:
    """Return the reasons of the newest decision."""
    decision = Decision.objects.filter(case=held.row).order_by("-id").first()
    return decision.reasons if decision else ""


def tidy(body: str) -> str:
    """Return a text with one empty line between its paragraphs and no blanks around its lines."""
    return "\n\n".join("\n".join(lines) for lines in rules.paragraphs(body))


# On paper


def as_pdf(letter_id: int) -> bytes:
    """Return a letter as PDF with its typefaces embedded. The texts go to typst as data, never as markup."""
    letter = Letter.objects.select_related("case__department").get(pk=letter_id)
    department, language = letter.case.department, letter.language
    data = {
        "language": language,
        "office": localised(settings.CITY_OFFICE, language),
        "address": settings.CITY_ADDRESS,
        "department": localised(department.name, language),
        "phone": department.phone or settings.CITY_PHONE,
        "day": day_words(clock.today(letter.sent_at), language),
        "reference": letter.case.reference,
        "subject": letter.subject,
        "paragraphs": rules.paragraphs(letter.body),
        "link": f"{settings.SITE_URL}/my/cases/{letter.case.reference}",
        "words": {word: in_language(language, word) for word in ("greeting", "page", "case", "verify")},
    }
    return printed(TEMPLATE, data)


def printed(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return a paper as PDF; the newest are held, because whoever looks at one often saves it next."""
    return _printed(str(template), json.dumps(data, ensure_ascii=False))


@lru_cache(maxsize=PRINTED_HELD)
def _printed(template: str, data: str) -> bytes:
    """Print for everybody (PDF/UA); with a character that no typeface of ours has, without that promise, but print."""
    try:
        return _compiled(template, data, pdf_standards="ua-1")
    except typst.TypstError:
        return _compiled(template, data)


def _compiled(template: str, data: str, **more: Any) -> bytes:
    return typst.compile(
        template,
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        **more,
    )
