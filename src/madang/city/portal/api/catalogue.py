"""Catalogue, search and eligibility: open to everybody, kept nowhere."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from madang.city.kernel import clock
from madang.city.kernel.http.api import PROBLEMS, with_etag
from madang.city.kernel.paging import decode, encode
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import localised
from madang.city.portal import definitions
from madang.city.portal.api.shapes import (
    ConditionOut,
    EligibilityOut,
    HouseholdIn,
    Lang,
    Limit,
    SearchOut,
    ServiceOut,
    ServicePage,
    ServiceWhole,
    Suggested,
    Words,
)
from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.definitions.eligibility import eligibility, facts_of
from madang.city.portal.queries import catalogue as catalogue_queries
from madang.city.portal.queries import finding
from madang.city.portal.queries.catalogue import ServiceLine
from madang.city.portal.rules import households

router = Router(tags=["catalogue"])
FILTERS = ("life_event", "topic", "audience", "authority")


def _out(line: ServiceLine, lang: str) -> ServiceOut:
    return ServiceOut(
        id=line.slug, source=line.source, external_id=line.listed_as, status=line.status, title=localised(line.titles, lang),
        summary=localised(line.summaries, lang), authority=line.authority, life_events=list(line.life_events),
        topics=list(line.topics), audience=list(line.audience), takes_applications=line.takes_applications,
        has_rules=line.has_rules,
    )  # fmt: skip


@router.get("/services", response={200: ServicePage, **PROBLEMS}, summary="List services", operation_id="listServices")
def list_services(  # noqa: PLR0913, PLR0917 - one argument for each part of the query
    request: HttpRequest,
    lang: Lang = "en",
    life_event: Words = "",
    topic: Words = "",
    audience: Words = "",
    authority: Words = "",
    source: Words = "",
    cursor: Annotated[str, Query(max_length=400)] = "",
    limit: Limit = 50,
) -> ServicePage:
    """Return services by slug, a page at a time."""
    wanted = {"life_event": life_event, "topic": topic, "audience": audience, "authority": authority}
    held = catalogue_queries.catalogue()
    chosen = dict(held.lines)
    for kind, code in wanted.items():
        if code:
            having = {line.id for line in held.having(kind, code, lang)}
            chosen = {key: line for key, line in chosen.items() if key in having}
    lines = sorted((line for line in chosen.values() if not source or line.source == source), key=lambda line: line.slug)
    after = str(decode(cursor, 1)[0]) if cursor else ""
    rest = [line for line in lines if line.slug > after]
    more = len(rest) > limit
    return ServicePage(
        items=[_out(line, lang) for line in rest[:limit]], next_cursor=encode([rest[limit - 1].slug]) if more else None
    )


@router.get(
    "/services/{slug}", response={200: ServiceWhole, 304: None, **PROBLEMS}, summary="Read a service", operation_id="readService"
)
def read_service(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a service with its whole definition, in all languages."""
    found = catalogue_queries.service(slug) if "\0" not in slug else None
    if found is None:
        raise Http404(_("There is no service of this name."))
    body = {
        "id": found.slug, "source": found.source, "external_id": found.external_id, "status": found.status,
        "version": found.number, "published_at": found.published_at.isoformat(),
        "definition": definitions.to_json(found.definition),
    }  # fmt: skip
    return with_etag(request, body)


@router.get("/search", response={200: SearchOut, **PROBLEMS}, summary="Find services in everyday words", operation_id="search")
def search(request: HttpRequest, q: Words, lang: Lang = "en", source: Words = "", limit: Limit = 10) -> SearchOut:
    """Return the services that the words may mean, best first."""
    answer = finding.search(q, lang, limit, source=source or None)
    items = [_out(hit.line, lang) for hit in answer.hits]
    return SearchOut(items=items, did_you_mean=answer.did_you_mean, language=answer.language)


@router.get("/suggest", response={200: list[Suggested], **PROBLEMS}, summary="Complete what is typed", operation_id="suggest")
def suggest(request: HttpRequest, q: Words, lang: Lang = "en", limit: Limit = 8) -> list[Suggested]:
    """Return completions with the services they lead to."""
    return [Suggested(text=one.text, id=line.slug) for one, line in finding.suggest(q, lang, limit)]


@router.post("/eligibility", response={200: list[EligibilityOut], **PROBLEMS}, summary="Which services am I entitled to?",
             operation_id="checkEligibility")  # fmt: skip
def check(request: HttpRequest, household: HouseholdIn) -> list[EligibilityOut]:
    """Return yes, no or cannot tell for each service with rules; unknown is not false. Nothing is kept."""
    if reason := households.why_not_facts(household.facts):
        raise Refused(reason)
    facts = facts_of(households.known_facts(household.facts, _day(household.today)))
    asked = set(household.services)
    found = [(line, one) for line, one in catalogue_queries.services_with_rules() if not asked or line.slug in asked]
    return [_verdict(line, definition, facts, household.lang) for line, definition in found]


def _day(text: str | None) -> date:
    if text is None:
        return clock.today(clock.now())
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Refused(Refusal("portal.no_such_day", {"day": text}, status=422)) from wrong


def _verdict(line: ServiceLine, definition: ServiceDefinition, facts: dict[str, Any], lang: str) -> EligibilityOut:
    outcome = eligibility(definition, facts)
    conditions = [
        ConditionOut(
            id=one.id, text=localised(one.text, lang), holds=one.verdict.value, would_settle=list(one.verdict.would_settle)
        )
        for one in outcome.conditions
    ]
    return EligibilityOut(
        service=line.slug, title=localised(line.titles, lang), answer=outcome.answer.value, decided_by=list(outcome.decided_by),
        next_questions=list(outcome.next_questions), conditions=conditions,
    )  # fmt: skip
