"""Check the {placeholders} of letters and of documents, in every language."""

from __future__ import annotations

import re

from madang.city.portal.definitions.cel.checking import did_you_mean
from madang.city.portal.definitions.model import ServiceDefinition

from .problems import Problems, place

COMMON = ("applicant", "service", "reference", "date", "authority", "phone", "city")
SPECIAL = {
    "received": ("due_date",),
    "request_document": ("documents", "due_date"),
    "reminder": ("documents", "due_date"),
    "granted": ("reasons", "appeal_until", "outputs"),
    "partly_granted": ("reasons", "appeal_until", "outputs"),
    "refused": ("reasons", "appeal_until"),
    "lapsed": ("documents", "due_date"),
    "withdrawn": (),
    "appeal_received": ("due_date",),
    "appeal_decided": ("reasons", "outputs"),
}
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")


def check(definition: ServiceDefinition, problems: Problems) -> None:
    """Check each letter's placeholders."""
    for letter in definition.letters:
        known = (*COMMON, *SPECIAL[letter.id], *answers(definition))
        for part, texts in (("subject", letter.subject), ("body", letter.body)):
            for language, text in texts.items():
                placeholders(text, known, problems, ("letters", letter.id, part), language)


def answers(definition: ServiceDefinition) -> tuple[str, ...]:
    """Return the placeholders of the form's answers; those of repeated steps have none."""
    return tuple(f"answers.{field.id}" for step in definition.form if not step.repeat for field in step.fields)


def placeholders(
    text: str, known: tuple[str, ...], problems: Problems, path: tuple[str, ...], language: str, where: str = "letter"
) -> None:
    """Note every placeholder of a text that is not known there, and every brace that stands alone."""
    for match in _BRACES.finditer(text):
        name, offset = match[1], place(text, match.start())
        if match[0] in "{}":
            problems.error(
                path,
                f"a {match[0]} stands alone",
                "write it twice if you mean the brace itself",
                language=language,
                offset=offset,
            )
        elif name is not None and name not in known:
            hint = did_you_mean(name, known) or f"known here are: {', '.join(known[:14])}"
            problems.error(
                path, f"the placeholder {{{name}}} is not known in this {where}", hint, language=language, offset=offset
            )
