"""What goes in and out of the API."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from madang.city.kernel.http.api import NO_NUL

Lang = Literal["en", "ko", "zh"]
Words = Annotated[str, Field(max_length=300, pattern=NO_NUL)]
Limit = Annotated[int, Field(ge=1, le=100)]


class ServiceOut(Schema):
    """A service as lists show it."""

    id: str
    source: str
    external_id: str
    status: str
    title: str
    summary: str
    authority: str
    life_events: list[str]
    topics: list[str]
    audience: list[str]
    takes_applications: bool
    has_rules: bool


class ServicePage(Schema):
    """A page of services, and the cursor of the next one."""

    items: list[ServiceOut]
    next_cursor: str | None


class ServiceWhole(Schema):
    """A service with the definition that holds now."""

    id: str
    source: str
    external_id: str
    status: str
    version: int
    published_at: datetime
    definition: dict[str, Any]


class SearchOut(Schema):
    """Services that a query may mean, best first; ``did_you_mean`` if words look mistyped."""

    items: list[ServiceOut]
    did_you_mean: str | None
    language: str


class Suggested(Schema):
    """A completion of what was typed, and the service it leads to."""

    text: str
    id: str


class HouseholdIn(Schema):
    """What is known of a household, by the vocabulary's names; what is missing is unknown, which is not false."""

    facts: dict[Annotated[str, Field(max_length=80)], bool | int | float | str | list[int] | list[str] | None] = Field(
        max_length=200, examples=[{"resident.age": 70, "resident.lives_in_city": True}]
    )
    services: list[Annotated[str, Field(max_length=120)]] = Field(default_factory=list, max_length=100)
    today: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2026-11-21"])] | None = None
    lang: Lang = "en"


class ConditionOut(Schema):
    """A condition and whether it holds: true, false, or null for unknown."""

    id: str
    text: str
    holds: bool | None
    would_settle: list[str]


class EligibilityOut(Schema):
    """Whether a household is entitled to a service, and why."""

    service: str
    title: str
    answer: Literal["yes", "no", "cannot_tell"]
    decided_by: list[str]
    next_questions: list[str]
    conditions: list[ConditionOut]
