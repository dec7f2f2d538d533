"""Check what the catalogue shows: id, authority, channels, cost, words, and that what a form needs is there."""

from __future__ import annotations

from collections.abc import Collection

from madang.city.portal.definitions.cel.checking import did_you_mean
from madang.city.portal.definitions.model import ServiceDefinition

from .problems import Problems

MAX_LINES = 150
FEW_WORDS = 4


def check(
    definition: ServiceDefinition, problems: Problems, *, slug: str, authorities: Collection[str] | None, main_lines: int
) -> None:
    """Check all but conditions, form and letters."""
    if definition.id != slug:
        problems.error(("id",), f"the id '{definition.id}' is not the file's name", f"write '{slug}', or rename the file")
    if authorities is not None and definition.authority not in authorities:
        hint = did_you_mean(definition.authority, authorities) or f"known are: {', '.join(sorted(authorities)[:30])}"
        problems.error(("authority",), f"there is no department '{definition.authority}'", hint)
    if main_lines > MAX_LINES:
        problems.warn(
            ("id",), f"the file has {main_lines} lines, {MAX_LINES} are the measure", "shorten texts, or split the service"
        )
    for language, words in definition.words.items():
        if len(words) < FEW_WORDS:
            message = f"only {len(words)} everyday words"
            problems.warn(("words",), message, "add the words people type when they do not know the title", language=language)
    _channels(definition, problems)
    _workflow(definition, problems)


def _channels(definition: ServiceDefinition, problems: Problems) -> None:
    channels = definition.channels
    if not (channels.web or channels.counter or channels.phone or channels.post or channels.link):
        problems.error(("channels",), "there is no way to this service", "give web, counter, phone, post or link")
    if channels.web and not definition.form:
        problems.error(("channels", "web"), "'web' is true but there is no form", "write a form, or give a link")
    if not definition.form:
        return
    if not channels.web and not channels.counter:
        problems.warn(("form",), "nobody can reach this form", "set web: true, or give a counter")
    for key, value in (("processing", definition.processing_days), ("fill_minutes", definition.fill_minutes)):
        if value is None:
            problems.error(("form",), f"a service with a form needs '{key}'", f"add {key} at the top level")


def _workflow(definition: ServiceDefinition, problems: Problems) -> None:
    workflow = definition.workflow
    if workflow.lapse_days and workflow.remind_days >= workflow.lapse_days:
        message = f"the reminder ({workflow.remind_days} days before) would come before the question itself"
        problems.error(("workflow",), message, f"give remind_days less than lapse_days ({workflow.lapse_days})")
