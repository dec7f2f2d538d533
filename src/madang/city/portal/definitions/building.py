"""Build the frozen definition from the plain data of a file and its translations."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from .layers import Cursor, Path
from .model import (
    Channels,
    Clock,
    Condition,
    Cost,
    Deemed,
    Document,
    DocumentFact,
    Evidence,
    Fee,
    Field,
    FieldType,
    FileLimits,
    Law,
    Letter,
    Link,
    Option,
    Output,
    Pii,
    Question,
    Repeat,
    Retention,
    ServiceDefinition,
    Status,
    Step,
    Texts,
    Workflow,
)  # fmt: skip
from .stored import checksum_of

_PERSONAL = frozenset({FieldType.NAME, FieldType.EMAIL, FieldType.PHONE, FieldType.ADDRESS, FieldType.DATE, FieldType.FILE})

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")

Taken = list[tuple[Path, frozenset[str]]]


def build(layers: dict[str, Any]) -> tuple[ServiceDefinition, Taken]:
    """Return the definition of data that passed the shape check, and each text's path with the languages that have it.

    layers  {"en": main file, "ko": its Korean texts, ...} as plain data
    """
    at = Cursor(layers, (), [])
    processing = at.get("processing", {})
    clock = Clock(processing.get("clock", Clock.WORKING))
    definition = ServiceDefinition(
        id=at.get("id"),
        version=at.get("version"),
        status=Status(at.get("status")),
        title=at.text("title"),
        summary=at.text("summary"),
        notice=at.optional("notice"),
        description=at.lists("description"),
        words=at.lists("words"),
        authority=at.get("authority"),
        life_events=tuple(at.get("life_events", ())),
        topics=tuple(at.get("topics")),
        audience=tuple(at.get("audience")),
        channels=_channels(at.at("channels")),
        law=Law(name=at.at("law").label("name"), url=at.get("law").get("url")) if at.get("law") else None,
        cost=_cost(at.at("cost")),
        evidence=tuple(_evidence(one) for one in at.entries("evidence")),
        processing_days=processing.get("days"),
        processing_clock=clock,
        fill_minutes=at.get("fill_minutes"),
        questions=(*(_question(one) for one in at.entries("questions")), *_asked_conditions(at)),
        eligibility=tuple(_condition(one) for one in at.entries("eligibility")),
        form=tuple(_step(one) for one in at.entries("form")),
        workflow=_workflow(at.get("workflow", {}), clock),
        outputs=tuple(_output(one) for one in at.entries("outputs")),
        letters=tuple(Letter(id=one.id, subject=one.text("subject"), body=one.text("body")) for one in at.entries("letters")),
        retention=Retention(at.get("retention", Retention.STANDARD)),
        external={key: str(value) for key, value in at.get("external", {}).items()},
        links=at.get("links", {}),
    )
    return dataclasses.replace(definition, checksum=checksum_of(definition)), at.taken


def _channels(at: Cursor) -> Channels:
    link = at.at("link")
    return Channels(
        web=at.get("web", False),
        counter=at.optional("counter"),
        phone=at.get("phone"),
        post=at.optional("post"),
        link=Link(url=link.get("url"), label=link.label()) if link.main else None,
    )


def _cost(at: Cursor) -> Cost:
    if at.main == "free":
        return Cost()
    if "amount_minor" in at.main:
        fees: tuple[Fee, ...] = (Fee(id="fee", label={}, amount_minor=at.get("amount_minor")),)
    else:
        fees = tuple(
            Fee(id=one.id, label=one.label(), amount_minor=one.get("amount_minor"), when=one.get("when"))
            for one in at.entries("fees")
        )
    return Cost(fees=fees, note=at.optional("note"))


def _evidence(at: Cursor) -> Evidence:
    return Evidence(id=at.id, label=at.label(), hint=at.optional("hint"), when=at.get("when"))


def _options(at: Cursor) -> tuple[Option, ...]:
    return tuple(Option(id=one.id, label=one.label(), hint=one.optional("hint")) for one in at.entries("options"))


def _question(at: Cursor) -> Question:
    return Question(id=at.id, type=FieldType(at.get("type")), label=at.label(), hint=at.optional("hint"), options=_options(at))


def _asked_conditions(at: Cursor) -> tuple[Question, ...]:
    """Return a yes-or-no question for each condition that is written as one."""
    return tuple(
        Question(id=one.id, type=FieldType.YES_NO, label=one.text("question"))
        for one in at.entries("eligibility")
        if one.get("question") is not None
    )


def _condition(at: Cursor) -> Condition:
    return Condition(id=at.id, rule=at.get("rule") or f"answers.{at.id}", text=at.label("text"))


def _step(at: Cursor) -> Step:
    repeat = at.get("repeat")
    return Step(
        id=at.id,
        title=at.text("title"),
        intro=at.optional("intro"),
        when=at.get("when"),
        repeat=Repeat(min=repeat.get("min", 0), max=repeat["max"], item=_item(at)) if repeat else None,
        fields=tuple(_field(one) for one in at.entries("fields")),
    )


def _item(at: Cursor) -> dict[str, str]:
    """Return what one entry of a repeated step is called; translations have it directly in the step."""
    found = {
        language: value["repeat"]["item"] if language == "en" else value["item"]
        for language, value in at.layers.items()
        if isinstance(value, dict) and ("item" in value if language != "en" else True)
    }
    at.taken.append(((*at.path, "item"), frozenset(found)))
    return found


def _bound(value: Any) -> str | None:
    return None if value is None else str(value)


def _field(at: Cursor) -> Field:
    kind = FieldType(at.get("type"))
    files = at.get("files")
    return Field(
        id=at.id,
        type=kind,
        label=at.label(),
        hint=at.optional("hint"),
        required=at.get("required", True),
        when=at.get("when"),
        min=_bound(at.get("min")),
        max=_bound(at.get("max")),
        pattern=at.get("pattern"),
        pattern_text=at.optional("pattern_text"),
        decimals=at.get("decimals", 0),
        unit=at.optional("unit"),
        options=_options(at),
        files=FileLimits(types=tuple(files["types"]), max_mb=files.get("max_mb", 10), count=files.get("count", 1))
        if files
        else None,
        fact=at.get("fact"),
        pii=Pii(at.get("pii") or (Pii.PERSONAL if kind in _PERSONAL else Pii.NONE)),
    )


def _workflow(plain: dict[str, Any], clock: Clock) -> Workflow:
    default = Workflow()
    return Workflow(
        four_eyes=plain.get("four_eyes", default.four_eyes),
        deemed=Deemed(plain.get("deemed", default.deemed)),
        appeal_days=plain.get("appeal_days", default.appeal_days),
        clock=Clock(plain.get("clock", clock)),
        pause_on=tuple(plain.get("pause_on", default.pause_on)),
        lapse_days=plain.get("lapse_days", default.lapse_days),
        remind_days=plain.get("remind_days", default.remind_days),
    )


def _output(at: Cursor) -> Output:
    return Output(
        id=at.id,
        kind=at.get("kind"),
        label=at.label(),
        valid_months=at.get("valid_months"),
        amount_minor=at.get("amount_minor"),
        document=_document(at.at("document")),
    )


def _document(at: Cursor) -> Document | None:
    if not at.main:
        return None
    return Document(
        title=at.text("title"),
        body=at.text("body"),
        facts=tuple(DocumentFact(id=one.id, label=one.label(), value=_value(one)) for one in at.entries("facts")),
        language=at.get("language"),
        keep=Retention(at.get("keep")) if at.get("keep") else None,
    )


def _value(at: Cursor) -> Texts:
    """Return a fact's value; where it has words beside its placeholders, they want to be translated."""
    has_words = any(character.isalpha() for character in _PLACEHOLDER.sub("", at.get("value")))
    return at.text("value") if has_words else at.shared("value")
