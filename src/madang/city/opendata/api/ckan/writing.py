"""Writing data sets, with a token."""

from collections.abc import Mapping
from typing import Any

from madang.city.kernel.refusals import Refused
from madang.city.opendata.api.ckan.packages import shown
from madang.city.opendata.api.ckan.registry import Asked, action
from madang.city.opendata.queries.ckan import gatherings, loading
from madang.city.opendata.rules import access, ckan
from madang.city.opendata.services import ckan as services


def check_may_write(asked: Asked, publisher: str) -> None:
    """Raise Refused where the viewer may not write for a publisher."""
    if reason := access.why_not_publish(asked.viewer, loading.department_codes(publisher)):
        raise Refused(reason)


def package_to_write(asked: Asked, name_or_id: str) -> ckan.Package:
    """Return a data set that the viewer may write. Raises CkanFault, Refused."""
    package = loading.package(name_or_id, viewer=asked.viewer, now=asked.now)
    check_may_write(asked, package.publisher.slug)
    return package


def _publisher(asked: Asked, values: Mapping[str, Any]) -> str:
    """Return the slug of the publisher that is meant, and for whom the viewer may write. Raises CkanFault, Refused."""
    organization = values.get("organization")
    told = ckan.text(values, "owner_org", "")
    if not told and isinstance(organization, dict):
        told = ckan.text(organization, "name", "") or ckan.text(organization, "id", "")
    if not told:
        raise ckan.missing("owner_org")
    try:
        slug = gatherings.publisher_row(told).slug
    except ckan.CkanFault as fault:
        named = organization.get("name") if isinstance(organization, dict) else None
        if not isinstance(named, str) or named == told:
            raise ckan.bad_value(owner_org="Organization does not exist") from fault
        return _publisher(asked, {"owner_org": named})
    check_may_write(asked, slug)
    return slug


@action("package_create", "dataset_create", writes=True)
def package_create(asked: Asked) -> dict[str, Any]:
    """Make a data set: ``name``, ``owner_org``, ``title`` and what package_show tells; unknown words are kept as they came."""
    received = ckan.package_of(asked.values, publisher=_publisher(asked, asked.values), lang=asked.lang)
    return _result(asked, services.create_package(received=received, by=asked.by, now=asked.now))


@action("package_update", "dataset_update", writes=True)
def package_update(asked: Asked) -> dict[str, Any]:
    """Make the data set ``id`` what is sent: what is left out is emptied, as CKAN has it. Its own table stays."""
    package = package_to_write(asked, ckan.text(asked.values, "id", "") or ckan.text(asked.values, "name"))
    return _updated(asked, package, {"name": package.slug, **asked.values})


@action("package_patch", "dataset_patch", writes=True)
def package_patch(asked: Asked) -> dict[str, Any]:
    """Change only what is sent of the data set ``id``."""
    package = package_to_write(asked, ckan.text(asked.values, "id"))
    return _updated(asked, package, patched(shown(asked, package), asked))


def patched(told: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """Return what is told now with the changes of a patch; a new plain text takes the place of the one in its language."""
    merged = {**told, **asked.values, "id": told["id"]}
    for name in ("title", "notes", "name", "description"):
        key = f"{name}_translated"
        if name in asked.values and key in told and key not in asked.values:
            merged[key] = {**told[key], asked.lang: asked.values[name]}
    return merged


def _updated(asked: Asked, package: ckan.Package, values: Mapping[str, Any]) -> dict[str, Any]:
    publisher = _publisher(asked, values)
    received = ckan.package_of({"resources": [], **values}, publisher=publisher, lang=asked.lang)
    is_deleted = values.get("state") == "deleted"
    services.update_package(slug=package.slug, received=received, is_deleted=is_deleted, by=asked.by, now=asked.now)
    return _result(asked, package.slug)


@action("package_delete", "dataset_delete", writes=True)
def package_delete(asked: Asked) -> None:
    """Take the data set ``id`` back: its address stays and says so; its rows are handed out no more."""
    package = package_to_write(asked, ckan.text(asked.values, "id"))
    services.take_back(slug=package.slug, by=asked.by, now=asked.now)


def _result(asked: Asked, slug: str) -> dict[str, Any]:
    return shown(asked, loading.package(slug, viewer=asked.viewer, now=asked.now))
