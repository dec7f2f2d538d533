"""Disclosure control: what in a table is about persons, and how it is kept from telling."""

from madang.city.opendata.rules.disclosure.decisions import DEFAULT_K, Choice, Decision, Fault, Reason, why_not_decide
from madang.city.opendata.rules.disclosure.findings import Certainty, Field, Finding, Kind, Measure, read_findings, remedies

__all__ = [
    "DEFAULT_K", "Certainty", "Choice", "Decision", "Fault", "Field", "Finding", "Kind", "Measure", "Reason",
    "read_findings", "remedies", "why_not_decide",
]  # fmt: skip
