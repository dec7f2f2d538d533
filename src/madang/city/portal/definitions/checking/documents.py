"""Check the documents of outputs: their placeholders in every language, their language, their table."""

from __future__ import annotations

import re
from collections.abc import Mapping

from madang.city.portal.definitions.cel.checking import did_you_mean
from madang.city.portal.definitions.model import Document, FieldType, Output, ServiceDefinition
from madang.city.portal.definitions.vocabulary import LANGUAGES

from .letters import COMMON, answers, placeholders
from .problems import Problems, place

SPECIAL = ("output", "issued", "valid_until", "birth_date", "address", "reasons")
_VALID_UNTIL = re.compile(r"\{\s*valid_until\s*\}")


def check(definition: ServiceDefinition, problems: Problems) -> None:
    """Check every output that has a document."""
    known = (*COMMON, *SPECIAL, *answers(definition))
    for output in definition.outputs:
        if output.document is not None:
            _texts(output, output.document, known, problems)
            _language(definition, output.id, output.document.language, problems)
            if not definition.form:
                path = ("outputs", output.id, "document")
                problems.error(path, "a service without a form has no case to issue", "write a form, or delete the document")


def _texts(output: Output, document: Document, known: tuple[str, ...], problems: Problems) -> None:
    path = ("outputs", output.id, "document")
    _plain(document.title, problems, (*path, "title"))
    parts: list[tuple[tuple[str, ...], Mapping[str, str]]] = [((*path, "body"), document.body)]
    for fact in document.facts:
        _plain(fact.label, problems, (*path, "facts", fact.id, "label"))
        parts.append(((*path, "facts", fact.id, "value"), fact.value))
    for where, texts in parts:
        for language, text in texts.items():
            placeholders(text, known, problems, where, language, "document")
            if output.valid_months is None and (found := _VALID_UNTIL.search(text)):
                problems.error(
                    where, "{valid_until} has no day: the output has no 'valid_months'", "add it, or delete the placeholder",
                    language=language, offset=place(text, found.start()),
                )  # fmt: skip


def _plain(texts: Mapping[str, str], problems: Problems, path: tuple[str, ...]) -> None:
    """Refuse placeholders where a text stands as it is: the title is public, the labels name what stands beside them."""
    for language, text in texts.items():
        if (at := text.find("{")) >= 0:
            remedy = "write words; what is personal belongs into the body or a fact's value"
            problems.error(path, f"'{path[-1]}' has no placeholders", remedy, language=language, offset=place(text, at))


def _language(definition: ServiceDefinition, output_id: str, chosen: str | None, problems: Problems) -> None:
    if chosen is None:
        return
    path = ("outputs", output_id, "document", "language")
    fields = {field.id: field for step in definition.form if not step.repeat for field in step.fields}
    field = fields.get(chosen)
    if field is None:
        hint = did_you_mean(chosen, list(fields)) or "name a choice of the form, or leave the key out"
        problems.error(path, f"the form has no field '{chosen}'", hint)
    elif field.type is not FieldType.CHOICE or {option.id for option in field.options} - set(LANGUAGES):
        remedy = f"its options are languages of the site: {', '.join(LANGUAGES)}"
        problems.error(path, f"'{chosen}' is no choice among languages", remedy)
