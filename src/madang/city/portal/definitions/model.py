"""A compiled service: frozen values that know nothing of files, requests or tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# One text in several languages: {"en": ..., "ko": ..., "zh": ...}.
Texts = Mapping[str, str]


class Status(StrEnum):
    """Whether a service can be used: live, paused (shown only) or retired (kept for old cases)."""

    LIVE = "live"
    PAUSED = "paused"
    RETIRED = "retired"


class FieldType(StrEnum):
    """The kinds of questions a form can ask."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    ADDRESS = "address"
    AREA = "area"
    FILE = "file"
    DECLARATION = "declaration"


class Clock(StrEnum):
    """How days are counted."""

    WORKING = "working"
    CALENDAR = "calendar"


class Deemed(StrEnum):
    """What holds when the city misses its time."""

    GRANTED = "granted"
    REFUSED = "refused"
    NONE = "none"


class Pii(StrEnum):
    """How soon an answer is purged: never, with the case, or a year after it closes."""

    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Retention(StrEnum):
    """How long closed cases are kept: 1, 5, 10 years or for ever."""

    BRIEF = "brief"
    STANDARD = "standard"
    EXTENDED = "extended"
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An outside page."""

    url: str
    label: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """The ways to a service; `web` is its own form."""

    web: bool = False
    counter: Texts | None = None
    phone: str | None = None
    post: Texts | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The legal basis."""

    name: Texts
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A fee in minor units; the first whose condition holds is charged."""

    id: str
    label: Texts
    amount_minor: int
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The fees of a service; none means that it is free."""

    fees: tuple[Fee, ...] = ()
    note: Texts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A paper that is asked for, in the case that `when` says."""

    id: str
    label: Texts
    hint: Texts | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a choice."""

    id: str
    label: Texts
    hint: Texts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the guided check, answered under `answers.<id>`."""

    id: str
    type: FieldType
    label: Texts
    hint: Texts | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition of eligibility: an expression in CEL and the text that says it to a resident."""

    id: str
    rule: str
    text: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """Which files are taken: types by extension, megabytes each, and how many."""

    types: tuple[str, ...]
    max_mb: int = 10
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question of the form. `min` and `max` are numbers, or for a date a day or `today-18y`, kept as text."""

    id: str
    type: FieldType
    label: Texts
    hint: Texts | None = None
    required: bool = True
    when: str | None = None
    min: str | None = None
    max: str | None = None
    pattern: str | None = None
    pattern_text: Texts | None = None
    decimals: int = 0
    unit: Texts | None = None
    options: tuple[Option, ...] = ()
    files: FileLimits | None = None
    fact: str | None = None
    pii: Pii = Pii.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """How often a step may be filled in, and what one entry is called."""

    min: int
    max: int
    item: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A page of the form; with `repeat` it is filled in once for each item."""

    id: str
    title: Texts
    fields: tuple[Field, ...]
    intro: Texts | None = None
    when: str | None = None
    repeat: Repeat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """How cases of this service are decided; days count as `clock` says, appeal_days in calendar days."""

    four_eyes: bool = False
    deemed: Deemed = Deemed.NONE
    appeal_days: int = 30
    clock: Clock = Clock.WORKING
    pause_on: tuple[str, ...] = ("waiting_applicant",)
    lapse_days: int = 28
    remind_days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFact:
    """A line of a document's table: what it is called, and its value with {placeholders}."""

    id: str
    label: Texts
    value: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper that is handed out when the case is issued.

    language  a choice of the form whose answer names the paper's language; without it, it is the applicant's
    keep      how long it is kept after its issue; without it, as long as its case
    """

    title: Texts
    body: Texts
    facts: tuple[DocumentFact, ...] = ()
    language: str | None = None
    keep: Retention | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a granted case gives."""

    id: str
    kind: str
    label: Texts
    valid_months: int | None = None
    amount_minor: int | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of the service in its own words, with {placeholders}."""

    id: str
    subject: Texts
    body: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDefinition:
    """A whole service. `processing_days` and `fill_minutes` are None only for a service without a form."""

    id: str
    version: int
    status: Status
    title: Texts
    summary: Texts
    authority: str
    topics: tuple[str, ...]
    audience: tuple[str, ...]
    channels: Channels
    cost: Cost
    words: Mapping[str, tuple[str, ...]]
    notice: Texts | None = None
    description: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    life_events: tuple[str, ...] = ()
    law: Law | None = None
    evidence: tuple[Evidence, ...] = ()
    processing_days: int | None = None
    processing_clock: Clock = Clock.WORKING
    fill_minutes: int | None = None
    questions: tuple[Question, ...] = ()
    eligibility: tuple[Condition, ...] = ()
    form: tuple[Step, ...] = ()
    workflow: Workflow = field(default_factory=Workflow)
    outputs: tuple[Output, ...] = ()
    letters: tuple[Letter, ...] = ()
    retention: Retention = Retention.STANDARD
    external: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    checksum: str = ""

    @property
    def can_be_applied_for(self) -> bool:
        """Tell whether people may start an application now."""
        return self.status is Status.LIVE and bool(self.form)

    def fields(self) -> Iterator[Field]:
        """Yield every field of the form."""
        for step in self.form:
            yield from step.fields

    def step(self, step_id: str) -> Step:
        """Return a step by id. Raises KeyError if there is none."""
        for step in self.form:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def letter(self, letter_id: str) -> Letter | None:
        """Return the service's own letter, or None where the city's standard text is used."""
        return next((letter for letter in self.letters if letter.id == letter_id), None)
