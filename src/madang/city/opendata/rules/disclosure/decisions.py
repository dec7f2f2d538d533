"""What was decided at the gate: a measure for each finding, kept as it was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from madang.city.opendata.rules.disclosure.findings import NUMBERED, Certainty, Field, Finding, Measure, remedies

DEFAULT_K = 10
LEAST_K, MOST_K = 2, 1_000
LONGEST_WORDS = 500
MOST_NUMBER, MOST_DECIMALS = 1e15, 4
OWN_ACCORD = (Measure.DROP, Measure.BAND, Measure.TOP, Measure.ROUND)


class Reason(StrEnum):
    """Why something found is published all the same."""

    OFFICE = "office"
    NOT_PERSONAL = "not-personal"
    LAW = "law"
    CONSENT = "consent"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is done about one finding, or with one column that the publisher names.

    finding  its key; empty for a measure on a column of the publisher's own accord
    number   width of bands, least value of the top, base of rounding, decimals of a place
    reason   why it is kept; ``words`` say more, and must where the reason is OTHER
    """

    measure: Measure
    finding: str = ""
    column: str = ""
    number: float | None = None
    reason: Reason | None = None
    words: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as Disclosure.decision keeps it, without what was not said."""
        stored = {
            "measure": self.measure.value,
            "finding": self.finding,
            "column": self.column,
            "number": self.number,
            "reason": self.reason.value if self.reason else "",
            "words": self.words,
        }
        return {name: value for name, value in stored.items() if value not in ("", None)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Choice":
        """Read what to_json wrote."""
        reason = stored.get("reason")
        return cls(
            Measure(stored["measure"]),
            stored.get("finding", ""),
            stored.get("column", ""),
            stored.get("number"),
            Reason(reason) if reason else None,
            stored.get("words", ""),
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """All choices of one passing of the gate, and the threshold below which a count is small."""

    choices: tuple[Choice, ...] = ()
    k: int = DEFAULT_K

    def to_json(self) -> dict[str, Any]:
        """Return it as Disclosure.decision keeps it."""
        return {"k": self.k, "choices": [one.to_json() for one in self.choices]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Decision":
        """Read what to_json wrote."""
        return cls(tuple(Choice.from_json(one) for one in stored.get("choices", ())), int(stored.get("k", DEFAULT_K)))

    def about(self, key: str) -> Choice | None:
        """Return the choice about a finding."""
        return next((one for one in self.choices if one.finding == key), None)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a decision cannot be taken as it stands: key of a sentence and what it is about."""

    key: str
    subject: str = ""


def advised(findings: Sequence[Finding], k: int = DEFAULT_K) -> Decision:
    """Return the advised decision on all findings; what looks like an office's stays for that reason."""
    return Decision(tuple(_advised(one) for one in findings), k)


def _advised(finding: Finding) -> Choice:
    return Choice(finding.remedy, finding.key, reason=Reason.OFFICE if finding.remedy is Measure.KEEP else None)


def why_not_decide(decision: Decision, findings: Sequence[Finding], fields: Sequence[Field]) -> Fault | None:
    """Return what is missing or makes no sense, or None."""
    if not LEAST_K <= decision.k <= MOST_K:
        return Fault("opendata.gate_k", str(decision.k))
    known = {one.key: one for one in findings}
    for key in known:
        if sum(choice.finding == key for choice in decision.choices) != 1:
            return Fault("opendata.gate_choose", key)
    for choice in decision.choices:
        if fault := _fault(choice, known, {one.name: one for one in fields}):
            return fault
    return None


def _fault(choice: Choice, known: Mapping[str, Finding], fields: Mapping[str, Field]) -> Fault | None:
    subject = choice.finding or choice.column
    checks = (
        ("opendata.gate_no_finding", bool(choice.finding) and choice.finding not in known),
        ("opendata.gate_no_column", not choice.finding and choice.column not in fields),
        ("opendata.gate_no_measure", choice.measure not in _allowed(choice, known)),
        ("opendata.gate_not_number", choice.measure in NUMBERED and not _is_number(choice, fields)),
        ("opendata.gate_number", choice.measure in NUMBERED and not 0 < (choice.number or 0.0) < MOST_NUMBER),
        ("opendata.gate_decimals", choice.measure is Measure.COARSEN and (choice.number or 0) not in range(MOST_DECIMALS + 1)),
        ("opendata.gate_reason", choice.measure is Measure.KEEP and not _is_explained(choice, known)),
        ("opendata.gate_words", len(choice.words) > LONGEST_WORDS),
    )
    return next((Fault(key, subject) for key, fails in checks if fails), None)


def _allowed(choice: Choice, known: Mapping[str, Finding]) -> tuple[Measure, ...]:
    return remedies(known[choice.finding].kind) if choice.finding in known else OWN_ACCORD


def _is_number(choice: Choice, fields: Mapping[str, Field]) -> bool:
    return choice.column in fields and fields[choice.column].type in ("integer", "decimal")


def _is_explained(choice: Choice, known: Mapping[str, Finding]) -> bool:
    """Tell whether it is said why something is kept; that an office's particulars are an office's goes without saying."""
    if choice.reason is None and choice.finding in known:
        return known[choice.finding].certainty is Certainty.OFFICE
    return choice.reason is not None and (choice.reason is not Reason.OTHER or bool(choice.words.strip()))
