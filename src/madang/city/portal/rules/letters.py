"""Letters: the city's texts with their gaps filled in."""

import re
from collections.abc import Mapping

LETTERS = (
    "received", "request_document", "reminder", "granted", "partly_granted", "refused", "lapsed", "withdrawn",
    "appeal_received", "appeal_decided",
)  # fmt: skip
COMMON = ("applicant", "service", "reference", "date", "authority", "phone", "city")
OWN: Mapping[str, tuple[str, ...]] = {
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
_GAP = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_ANSWER = "answers."


class UnknownGap(ValueError):
    """Raised for a placeholder that letters of this kind do not have; the check of service files names them earlier."""


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the text with every ``{name}`` replaced; ``{{`` and ``}}`` are braces. A filled-in text is not filled again.

    values  by name, answers as ``answers.<field>``; an answer that was not given is left out
    Raises UnknownGap.
    """

    def put(found: re.Match[str]) -> str:
        if found[0] in ("{{", "}}"):
            return found[0][0]
        name = found[1].strip()
        if name not in values and not name.startswith(_ANSWER):
            raise UnknownGap(f"a letter has no placeholder {{{name}}}; it has: {', '.join(sorted(values))}")
        return values.get(name, "")

    return _GAP.sub(put, template)


def paragraphs(body: str) -> tuple[tuple[str, ...], ...]:
    """Return the lines of each paragraph; an empty line parts two paragraphs."""
    blocks = re.split(r"\n\s*\n", body.strip())
    return tuple(tuple(line.strip() for line in block.splitlines()) for block in blocks if block.strip())
