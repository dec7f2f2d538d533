"""What somebody types about the gate's findings, as a decision."""

from collections.abc import Sequence
from typing import Any

from madang.city.cli.frame import Failure


def decision_of(
    findings: Sequence[Any],
    *,
    suppress: str | None,
    drops: Sequence[str],
    measures: Sequence[str],
    keeps: Sequence[str],
    advised: bool,
) -> Any:
    """Return the decision on all findings. Raises Failure for what cannot be read, or leaves a finding undecided.

    suppress  ``k=10``: hide small cells below 10 in every table of counts
    drops     columns to leave out;  measures: FINDING=MEASURE[:NUMBER];  keeps: FINDING=REASON[:WORDS]
    """
    from madang.city.opendata.rules.disclosure import DEFAULT_K, Choice, Decision, Kind, Measure
    from madang.city.opendata.rules.disclosure import advised as advised_on

    k = _threshold(suppress) if suppress is not None else DEFAULT_K
    chosen = {choice.finding: choice for choice in [*map(_measure, measures), *map(_kept, keeps)]}
    for one in findings:
        if one.key in chosen:
            continue
        if suppress is not None and one.kind is Kind.SMALL_CELLS:
            chosen[one.key] = Choice(Measure.SUPPRESS, one.key)
        elif set(one.columns) & set(drops):
            chosen[one.key] = Choice(Measure.DROP, one.key)
        elif advised:
            chosen[one.key] = advised_on([one]).choices[0]
    if left := [one.key for one in findings if one.key not in chosen]:
        raise Failure(f"Not decided yet: {', '.join(left)}. Use --keep, --measure, --drop, --suppress or --advised.")
    named = {column for one in findings for column in one.columns}
    own = [Choice(Measure.DROP, column=column) for column in drops if column not in named]
    return Decision((*chosen.values(), *own), k)


def _threshold(text: str) -> int:
    number = text.removeprefix("k=")
    if not number.isdecimal():
        raise Failure("Write --suppress k=10.")
    return int(number)


def _measure(text: str) -> Any:
    from madang.city.opendata.rules.disclosure import Choice, Measure

    finding, _sep, said = text.rpartition("=")
    name, _colon, number = said.partition(":")
    try:
        return Choice(Measure(name), finding, number=float(number) if number else None)
    except ValueError as problem:
        raise Failure(f"--measure {text}: write FINDING=MEASURE or FINDING=MEASURE:NUMBER.") from problem


def _kept(text: str) -> Any:
    from madang.city.opendata.rules.disclosure import Choice, Measure, Reason

    finding, _sep, said = text.partition("=")
    name, _colon, words = said.partition(":")
    try:
        return Choice(Measure.KEEP, finding, reason=Reason(name), words=words)
    except ValueError as problem:
        reasons = ", ".join(reason.value for reason in Reason)
        raise Failure(f"--keep {text}: write FINDING=REASON; reasons are {reasons}.") from problem
