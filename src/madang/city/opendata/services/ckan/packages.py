"""Data sets and their links, as clients write them."""

import dataclasses
from datetime import datetime
from uuid import UUID

from django.db import transaction

from madang.city.opendata.models import Dataset, Group, Publisher
from madang.city.opendata.queries.ckan.gatherings import group_row
from madang.city.opendata.rules import ckan
from madang.city.opendata.rules.facts import DatasetFacts, LinkFacts
from madang.city.opendata.rules.states import DatasetState, Source
from madang.city.opendata.services import catalogue
from madang.city.people.rules import Actor

REASON = {
    "en": "Its publisher took it back through the programming interface.",
    "ko": "발행 부서가 프로그램 인터페이스로 내렸습니다.",
    "zh": "发布部门已通过编程接口撤下。",
}


@transaction.atomic
def create_package(*, received: ckan.Received, by: Actor, now: datetime) -> str:
    """Make a data set under the name that a client chose; the id it came with is kept if nobody has it. Returns its slug.

    Raises CkanFault where the name is taken or a group is missing, Refused for facts that cannot be.
    """
    if Dataset.objects.filter(slug=received.name).exists():
        raise ckan.bad_value(name="That URL is already in use.")
    groups = _groups(received.groups)
    if received.id is not None and not Dataset.objects.filter(public_id=received.id).exists():
        _reserve(received.name, received.id, received.facts, now)
    slug = catalogue.save_dataset(slug=received.name, facts=received.facts, by=by, now=now)
    Dataset.objects.get(slug=slug).gatherings.set(groups)
    return slug


def _reserve(name: str, identity: UUID, facts: DatasetFacts, now: datetime) -> None:
    """Make the row with the wanted id, so that the journal knows the data set by no other."""
    publisher = Publisher.objects.filter(slug=facts.publisher).first()
    if publisher is None:
        raise ckan.bad_value(owner_org="Organization does not exist")
    Dataset.objects.create(
        slug=name, public_id=identity, publisher=publisher, source=Source.CITY.value, created_at=now, changed_at=now
    )


@transaction.atomic
def update_package(*, slug: str, received: ckan.Received, is_deleted: bool, by: Actor, now: datetime) -> None:
    """Make a data set what a client says it is; what CKAN has no word for (series, area, embargo) stays.

    Raises CkanFault for a harvested data set, another name, a public one that shall be private again; Refused.
    """
    row = Dataset.objects.select_for_update().get(slug=slug)
    _check(row, received)
    groups = _groups(received.groups)
    present = catalogue.facts_of(slug)
    own = str(ckan.table_id(row.public_id)) if row.current_id else ""
    links = tuple(link for link in received.facts.links or () if link.public_id != own)
    facts = dataclasses.replace(
        received.facts, links=links, extras={**present.extras, **received.facts.extras}, series=present.series,
        area_id=present.area_id, embargo_until=present.embargo_until, source=present.source, external_id=present.external_id,
        issued_at=present.issued_at, data_changed_at=present.data_changed_at,
    )  # fmt: skip
    if row.state == DatasetState.WITHDRAWN.value and not is_deleted:
        catalogue.restore_dataset(slug=slug, by=by, now=now)
    catalogue.save_dataset(slug=slug, facts=facts, by=by, now=now)
    row.gatherings.set(groups)
    if is_deleted:
        take_back(slug=slug, by=by, now=now)


def _check(row: Dataset, received: ckan.Received) -> None:
    if received.name != row.slug:
        raise ckan.bad_value(name=f"The name stays {row.slug}: people have cited its address")
    why_not_harvested(row)
    if row.state == DatasetState.PUBLISHED.value and not received.facts.is_public:
        raise ckan.bad_value(private="A public data set is not made private again: delete it, and it says that it was taken back")


def why_not_harvested(row: Dataset) -> None:
    """Raise CkanFault where a data set comes from elsewhere: changes here would be lost with the next harvest."""
    if row.source != Source.CITY.value:
        raise ckan.forbidden("this data set is kept elsewhere (a harvested catalogue, or one of the platform's systems)")


@transaction.atomic
def take_back(*, slug: str, by: Actor, now: datetime) -> None:
    """Take a data set back; twice is once."""
    row = Dataset.objects.select_for_update().get(slug=slug)
    why_not_harvested(row)
    if row.state != DatasetState.WITHDRAWN.value:
        catalogue.withdraw_dataset(slug=slug, reason=REASON, by=by, now=now)


@transaction.atomic
def add_link(*, slug: str, link: LinkFacts, by: Actor, now: datetime) -> None:
    """Put a link behind those that a data set has. Raises CkanFault, Refused."""
    facts = _city_facts(slug)
    present = facts.links or ()
    if any(one.url == link.url for one in present):
        raise ckan.bad_value(url="The data set has a resource with this address already")
    catalogue.save_dataset(slug=slug, facts=dataclasses.replace(facts, links=(*present, link)), by=by, now=now)


@transaction.atomic
def replace_link(*, slug: str, link: LinkFacts, by: Actor, now: datetime) -> None:
    """Make the link that has the same id what it is now. Raises CkanFault, Refused."""
    facts = _city_facts(slug)
    links = tuple(link if one.public_id == link.public_id else one for one in facts.links or ())
    catalogue.save_dataset(slug=slug, facts=dataclasses.replace(facts, links=links), by=by, now=now)


@transaction.atomic
def drop_link(*, slug: str, link_id: str, by: Actor, now: datetime) -> None:
    """Take a link away. Raises CkanFault, Refused."""
    facts = _city_facts(slug)
    links = tuple(one for one in facts.links or () if one.public_id != link_id)
    catalogue.save_dataset(slug=slug, facts=dataclasses.replace(facts, links=links), by=by, now=now)


def _city_facts(slug: str) -> DatasetFacts:
    why_not_harvested(Dataset.objects.select_for_update().get(slug=slug))
    return catalogue.facts_of(slug)


def _groups(names: tuple[str, ...]) -> list[Group]:
    found = [(name, group_row(name)) for name in names]
    unknown = next((name for name, row in found if row is None), None)
    if unknown is not None:
        raise ckan.bad_value(groups=f"Group does not exist: {unknown[:100]}")
    return [row for _, row in found if row is not None]
