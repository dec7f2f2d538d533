"""Write publishers: one for each department that publishes, and those of other catalogues."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Publisher
from madang.city.opendata.rules.facts import is_web_address, slug_of, why_not_slug
from madang.city.people import queries as people


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherFacts:
    """What is said of a publisher; saving replaces all of it."""

    names: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    home_url: str = ""
    email: str = ""


@transaction.atomic
def for_department(*, code: str, now: datetime) -> str:
    """Return the slug of a department's publisher; it is made if the department has none. Raises Refused for unknown ones."""
    known = Publisher.objects.filter(department__code=code).values_list("slug", flat=True).first()
    if known is not None:
        return known
    department = people.department(code)
    if department is None:
        raise Refused(Refusal("opendata.no_department", {"code": code[:60]}, status=422))
    told = {"names": dict(department.name), "email": department.email, "changed_at": now, "slug": _free_slug(code)}
    row, _ = Publisher.objects.get_or_create(department_id=department.id, defaults=told)
    return row.slug


@transaction.atomic
def save_publisher(*, slug: str | None, facts: PublisherFacts, now: datetime) -> str:
    """Make or change a publisher that is no department of the city; return its slug. None makes a new one from its name.

    The names of a department's publisher come from the department and stay. Raises Refused.
    """
    if not any(name.strip() for name in facts.names.values()):
        raise Refused(Refusal("opendata.no_title", status=422))
    if slug is not None and (reason := why_not_slug(slug)):
        raise Refused(reason)
    if facts.home_url and not is_web_address(facts.home_url, 500):
        raise Refused(Refusal("opendata.bad_address", {"url": facts.home_url[:200]}, status=422))
    chosen = slug or _free_slug(next(name for name in (facts.names.get("en"), *facts.names.values()) if name))
    row = Publisher.objects.select_for_update().filter(slug=chosen).first() or Publisher(slug=chosen)
    row.names = row.names if row.department_id else dict(facts.names)
    row.texts, row.home_url, row.email, row.changed_at = dict(facts.texts), facts.home_url, facts.email[:254], now
    row.save()
    return row.slug


def _free_slug(words: str) -> str:
    base = slug_of(words) or "publisher"
    taken = set(Publisher.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
