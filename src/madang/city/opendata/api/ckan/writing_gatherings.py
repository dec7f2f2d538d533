"""Writing organizations and groups, with a token of an administrator (groups: of a head as well)."""

from collections.abc import Mapping
from typing import Any

from madang.city.kernel.refusals import Refused
from madang.city.opendata.api.ckan.registry import Asked, action
from madang.city.opendata.api.ckan.writing import patched
from madang.city.opendata.queries.ckan import gatherings
from madang.city.opendata.rules import ckan
from madang.city.opendata.services import ckan as services
from madang.city.people.rules import Role, why_not_staff


def _check(asked: Asked, *roles: Role) -> None:
    if reason := why_not_staff(asked.viewer, *roles):
        raise Refused(reason)


def _organization(asked: Asked, values: Mapping[str, Any], slug: str | None) -> dict[str, Any]:
    _check(asked, Role.ADMINISTRATOR)
    received = ckan.organization_of(values, lang=asked.lang)
    saved = services.save_organization(received=received, slug=slug, by=asked.by, now=asked.now)
    return ckan.organization_dict(gatherings.organization(saved, now=asked.now), lang=asked.lang)


def _group(asked: Asked, values: Mapping[str, Any], slug: str | None) -> dict[str, Any]:
    _check(asked, Role.HEAD, Role.ADMINISTRATOR)
    received = ckan.organization_of(values, lang=asked.lang)
    saved = services.save_group(received=received, slug=slug, by=asked.by, now=asked.now)
    return ckan.group_dict(gatherings.group(saved, now=asked.now), lang=asked.lang)


def _of(asked: Asked, find: Any) -> tuple[str, dict[str, Any]]:
    """Return the name of what ``id`` (or name) means, and what is told of it now."""
    name = ckan.text(asked.values, "id", "") or ckan.text(asked.values, "name")
    found = find(name, now=asked.now)
    return found.slug, ckan.organization_dict(found, lang=asked.lang)


@action("organization_create", writes=True)
def organization_create(asked: Asked) -> dict[str, Any]:
    """Make a publisher that is no department: ``name``, ``title``, ``description`` and whatever organization_show tells."""
    return _organization(asked, asked.values, None)


@action("organization_update", writes=True)
def organization_update(asked: Asked) -> dict[str, Any]:
    """Make the publisher ``id`` what is sent; a department's name stays."""
    slug, _ = _of(asked, gatherings.organization)
    return _organization(asked, {"name": slug, **asked.values}, slug)


@action("organization_patch", writes=True)
def organization_patch(asked: Asked) -> dict[str, Any]:
    """Change only what is sent of the publisher ``id``."""
    slug, told = _of(asked, gatherings.organization)
    return _organization(asked, patched(told, asked), slug)


@action("organization_delete", writes=True)
def organization_delete(asked: Asked) -> None:
    """Take the publisher ``id`` away; one that has data sets, or is a department, stays."""
    _check(asked, Role.ADMINISTRATOR)
    services.delete_organization(slug=_of(asked, gatherings.organization)[0], by=asked.by, now=asked.now)


@action("group_create", writes=True)
def group_create(asked: Asked) -> dict[str, Any]:
    """Make a group: ``name``, ``title``, ``description`` and whatever group_show tells."""
    return _group(asked, asked.values, None)


@action("group_update", writes=True)
def group_update(asked: Asked) -> dict[str, Any]:
    """Make the group ``id`` what is sent; themes stay as they are."""
    slug, _ = _of(asked, gatherings.group)
    return _group(asked, {"name": slug, **asked.values}, slug)


@action("group_patch", writes=True)
def group_patch(asked: Asked) -> dict[str, Any]:
    """Change only what is sent of the group ``id``."""
    slug, told = _of(asked, gatherings.group)
    return _group(asked, patched(told, asked), slug)


@action("group_delete", writes=True)
def group_delete(asked: Asked) -> None:
    """Take the group ``id`` away; its data sets stay."""
    _check(asked, Role.HEAD, Role.ADMINISTRATOR)
    services.delete_group(slug=_of(asked, gatherings.group)[0], by=asked.by, now=asked.now)
