"""Data sets with all that a package tells, many in a few queries."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q

from madang.city.opendata.models import Dataset, Group, Link, Publisher, Version
from madang.city.opendata.queries.access import responsible_for
from madang.city.opendata.queries.catalogue import works_for
from madang.city.opendata.rules import ckan
from madang.city.opendata.rules.states import DatasetState
from madang.city.people.rules import Viewer

_WHOLE = ("publisher__words_of_clients", "publisher__department", "current__table")
_UNREAD = ("words", "quality", "current__table__profile", "current__table__columns", "current__table__layout")


def uuid_of(text: str) -> UUID | None:
    """Return the identifier that a text is, None where it is a name."""
    try:
        return UUID(text)
    except ValueError:
        return None


def packages(ids: Sequence[int]) -> list[ckan.Package]:
    """Return data sets by their inner ids, in that order; what is gone is left out."""
    links = Prefetch("links", Link.objects.order_by("place", "id"))
    rows = Dataset.objects.select_related(*_WHOLE).defer(*_UNREAD).prefetch_related(links, "gatherings").in_bulk(list(ids))
    return [_package(rows[pk]) for pk in ids if pk in rows]


def package(name_or_id: str, *, viewer: Viewer, now: datetime) -> ckan.Package:
    """Return a data set by its name or id. Raises CkanFault where there is none that the viewer may see."""
    identity = uuid_of(name_or_id)
    asked = Q(slug=name_or_id) if identity is None else Q(public_id=identity) | Q(slug=name_or_id)
    rows = Dataset.objects.filter(asked).select_related("publisher__department").only("id", "state", "embargo_until", "publisher")
    row = rows.first()
    if row is None or not _may_see(row, viewer, now):
        raise ckan.not_found()
    return packages([row.pk])[0]


def package_of_resource(resource_id: str, *, viewer: Viewer, now: datetime) -> ckan.Package:
    """Return the data set that has a resource. Raises CkanFault where there is none that the viewer may see."""
    identity = uuid_of(resource_id)
    if identity is None:
        raise ckan.not_found()
    owner = ckan.table_id(identity)
    slug = Dataset.objects.filter(public_id=owner).values_list("slug", flat=True).first()
    slug = slug or Link.objects.filter(public_id=identity).values_list("dataset__slug", flat=True).first()
    if slug is None:
        raise ckan.not_found()
    return package(slug, viewer=viewer, now=now)


def department_codes(publisher_slug: str) -> frozenset[str]:
    """Return the department of a publisher and those above it; none where it is no part of the city."""
    code = Publisher.objects.filter(slug=publisher_slug).values_list("department__code", flat=True).first()
    return responsible_for(code or "")


def _may_see(row: Dataset, viewer: Viewer, now: datetime) -> bool:
    is_open = row.state == DatasetState.PUBLISHED.value and (row.embargo_until is None or row.embargo_until <= now)
    department = row.publisher.department
    return is_open or works_for(viewer, department.code if department else "")


def organization_value(row: Publisher, datasets: int | None = None) -> ckan.Organization:
    """Return a publisher; the words of clients must be loaded with it."""
    told = getattr(row, "words_of_clients", None)
    extras = dict(told.extras) if told else {}
    if told and told.foreign_id:
        extras["id"] = told.foreign_id
    return ckan.Organization(
        slug=row.slug, titles=row.names, texts=row.texts, extras=extras, changed_at=row.changed_at, packages=datasets
    )


def group_value(row: Group, datasets: int | None = None) -> ckan.Group:
    """Return a group that a client made."""
    return ckan.Group(
        slug=row.slug, titles=row.titles, texts=row.texts, extras=row.extras, changed_at=row.changed_at, packages=datasets
    )


def _package(row: Dataset) -> ckan.Package:
    return ckan.Package(
        id=row.public_id,
        slug=row.slug,
        titles=row.titles,
        texts=row.texts,
        publisher=organization_value(row.publisher),
        licence=row.licence,
        themes=tuple(row.themes),
        groups=tuple(map(group_value, row.gatherings.all())),
        keywords=tuple(row.keywords),
        update_promise=row.update_promise,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        landing_url=row.landing_url,
        place=row.place,
        period_from=row.period_from,
        period_until=row.period_until,
        state=DatasetState(row.state),
        created_at=row.created_at,
        changed_at=row.changed_at,
        extras=row.extras,
        links=tuple(map(_link, row.links.all())),
        table=_table(row.current),
    )


def _link(row: Link) -> ckan.LinkResource:
    return ckan.LinkResource(
        id=row.public_id,
        url=row.url,
        titles=row.titles,
        texts=row.texts,
        format=row.format,
        media_type=row.media_type,
        bytes=row.bytes,
        extras=row.extras,
        changed_at=row.changed_at,
    )


def _table(row: Version | None) -> ckan.TableResource | None:
    if row is None or row.table is None or row.number is None or row.published_at is None:
        return None
    return ckan.TableResource(
        number=row.number, rows=row.table.rows, bytes=row.table.bytes, key=row.table.key, published_at=row.published_at
    )
