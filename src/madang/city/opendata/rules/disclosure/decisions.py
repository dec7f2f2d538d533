"""What was decided at the gate: a measure for each finding, kept as it was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from madang.city.opendata.rules.disclosure.findings import NUMBERED, Finding, Measure, remedies

DEFAULT_K = 10
LEAST_K, MOST_K = 2, 1_000
LONGEST_WORDS = 500


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


def why_not_decide(decision: Decision, findings: Sequence[Finding], columns: Sequence[str]) -> Fault | None:
    """Return what is missing or makes no sense, or None."""
    if not LEAST_K <= decision.k <= MOST_K:
        return Fault("opendata.gate_k", str(decision.k))
    known = {one.key: one for one in findings}
    for key in known:
        if sum(choice.finding == key for choice in decision.choices) != 1:
            return Fault("opendata.gate_choose", key)
    for choice in decision.choices:
        if fault := _fault(choice, known, columns):
            return fault
    return None


def _fault(choice: Choice, known: Mapping[str, Finding], columns: Sequence[str]) -> Fault | None:
    subject = choice.finding or choice.column
    if choice.finding and choice.finding not in known:
        return Fault("opendata.gate_no_finding", subject)
    if not choice.finding and (choice.column not in columns or choice.measure in (Measure.KEEP, Measure.SUPPRESS, Measure.BLANK)):
        return Fault("opendata.gate_no_column", subject)
    if choice.finding and choice.measure not in remedies(known[choice.finding].kind):
        return Fault("opendata.gate_no_measure", subject)
    if choice.measure in NUMBERED and not (choice.number is not None and 0 < choice.number < 1e15):
        return Fault("opendata.gate_number", subject)
    if choice.measure is Measure.KEEP and (choice.reason is None or (choice.reason is Reason.OTHER and not choice.words.strip())):
        return Fault("opendata.gate_reason", subject)
    return Fault("opendata.gate_words", subject) if len(choice.words) > LONGEST_WORDS else None
