"""How long a case is kept, and what of its answers: retention by class, sensitive answers a year, personal ones with the case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from madang.city.portal.definitions.model import FieldType, Pii, Retention, ServiceDefinition

RETENTION_YEARS: dict[Retention, int | None] = {
    Retention.BRIEF: 1,
    Retention.STANDARD: 5,
    Retention.EXTENDED: 10,
    Retention.PERMANENT: None,
}
SENSITIVE_YEARS = 1


def _years_later(day: date, years: int) -> date:
    """Return the same day in a later year; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def archive_on(closed: date) -> date:
    """Return the day on which a case closed on ``closed`` goes to the archive and loses its sensitive answers."""
    return _years_later(closed, SENSITIVE_YEARS)


def purge_on(closed: date, retention: Retention) -> date | None:
    """Return the day on which a case loses all that is personal; None for cases that are kept for good."""
    years = RETENTION_YEARS[retention]
    return None if years is None else _years_later(closed, years)


def kept_answers(definition: ServiceDefinition, answers: Mapping[str, Any], lost: frozenset[Pii]) -> dict[str, Any]:
    """Return the answers without those whose protection class is in ``lost``; what no form knows goes with the personal ones.

    Answers of a repeated step stand under the step's id as a list of entries.
    """
    classes = {one.id: _class(one.type, one.pii) for one in definition.fields()}
    repeated = {step.id for step in definition.form if step.repeat}
    kept: dict[str, Any] = {}
    for key, value in answers.items():
        if key in repeated and isinstance(value, list):
            kept[key] = [_kept(entry, classes, lost) for entry in value if isinstance(entry, Mapping)]
        elif classes.get(key, Pii.PERSONAL) not in lost:
            kept[key] = value
    return kept


def _kept(entry: Mapping[str, Any], classes: Mapping[str, Pii], lost: frozenset[Pii]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if classes.get(key, Pii.PERSONAL) not in lost}


def _class(kind: FieldType, pii: Pii) -> Pii:
    return Pii.PERSONAL if kind is FieldType.FILE and pii is Pii.NONE else pii
