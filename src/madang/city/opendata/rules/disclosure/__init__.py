"""Disclosure control: what in a table is about persons, and how it is kept from telling."""

from madang.city.opendata.rules.disclosure.cells.attack import Attack, attack
from madang.city.opendata.rules.disclosure.cells.shapes import Shape, find_small_cells, shape_of
from madang.city.opendata.rules.disclosure.cells.suppress import Suppressed, TooLarge, suppress, told_again
from madang.city.opendata.rules.disclosure.cells.system import Release, build
from madang.city.opendata.rules.disclosure.decisions import DEFAULT_K, Choice, Decision, Fault, Reason, advised, why_not_decide
from madang.city.opendata.rules.disclosure.findings import Certainty, Field, Finding, Kind, Measure, read_findings, remedies
from madang.city.opendata.rules.disclosure.measures import Treatment, treatment
from madang.city.opendata.rules.disclosure.personal.scan import find_personal

__all__ = [
    "DEFAULT_K", "Attack", "Certainty", "Choice", "Decision", "Fault", "Field", "Finding", "Kind", "Measure", "Reason",
    "Release", "Shape", "Suppressed", "TooLarge", "Treatment", "advised", "attack", "build", "find_personal", "find_small_cells",
    "read_findings", "remedies", "shape_of", "suppress", "told_again", "treatment", "why_not_decide",
]  # fmt: skip
