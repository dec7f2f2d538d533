"""Why a column has its type, and why a file could not be read, in the reader's words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from madang.city.kernel.refusals import Refusal, known_keys, sentence
from madang.city.opendata.views.dataset.file_words import FAULTS, KINDS, NOTES, WHY
from madang.city.opendata.views.dataset.words import TYPES, type_words
from madang.urban.formats.tabular import Evidence, Note
from madang.urban.formats.tabular.words import filled

LONGEST_VALUE = 60


def evidence_words(told: Evidence) -> str:
    """Return why a column has its type, with the row and the value that decided."""
    shown = told.value if len(told.value) <= LONGEST_VALUE else told.value[: LONGEST_VALUE - 1] + "…"
    row = None if told.row is None else f"{told.row:,}"
    params = {**told.params, "row": row, "value": f"“{shown}”", "type": type_words(told.type)}
    if "kind" in params:
        params["kind"] = filled(str(KINDS.get(params["kind"], params["kind"])), params)
    return _begun(filled(str(WHY[told.why_key]), params)) if told.why_key in WHY else told.why_key


def note_words(told: Note) -> str:
    """Return what was noted of a file."""
    return filled(str(NOTES[told.key]), told.params) if told.key in NOTES else told.key


def problem_words(problem: Mapping[str, Any], *, with_value: bool) -> dict[str, Any]:
    """Return where a file could not be read, what is wrong there, and what helps.

    with_value  tell what stood in the cell: only its publisher may know, since the gate has not seen it
    """
    message, remedy = _said(problem)
    return {
        "row": problem.get("row"),
        "line": problem.get("line"),
        "column": problem.get("column") or "",
        "value": problem.get("value") or "" if with_value else "",
        "message": message if with_value else "",
        "remedy": remedy,
        "where": _where(problem),
    }


def _said(problem: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is wrong and what helps: of a file by its fault, of a link by its refusal, else as it was written down."""
    key = problem.get("key") or ""
    params = {
        **(problem.get("params") or {}),
        **{name: problem[name] for name in ("row", "line", "column", "value") if name in problem},
    }
    if key in FAULTS:
        said, remedy = FAULTS[key]
        return _begun(filled(str(said), _typed(params))), filled(str(remedy), _typed(params))
    if key in known_keys():
        return sentence(Refusal(key, params)), problem.get("remedy") or ""
    return problem.get("message") or "", problem.get("remedy") or ""


def _typed(params: Mapping[str, Any]) -> dict[str, Any]:
    wanted = params.get("wanted")
    return {**params, "wanted": type_words(str(wanted))} if wanted in TYPES else dict(params)


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _where(problem: Mapping[str, Any]) -> str:
    """Return the place in words: row 853, column site_id."""
    row, column = problem.get("row"), problem.get("column")
    if row and column:
        return _("row %(row)s, column %(column)s") % {"row": f"{row:,}", "column": column}
    if row:
        return _("row %(row)s") % {"row": f"{row:,}"}
    return _("column %(column)s") % {"column": column} if column else ""
