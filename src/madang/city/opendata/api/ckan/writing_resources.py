"""Writing resources, with a token: links to files elsewhere, and files that become the data set's own table."""

import dataclasses
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from madang.city.opendata.api.ckan.packages import resource_of, shown
from madang.city.opendata.api.ckan.registry import Asked, action
from madang.city.opendata.api.ckan.writing import check_may_write, package_to_write, patched
from madang.city.opendata.queries.ckan import loading
from madang.city.opendata.rules import ckan
from madang.city.opendata.rules.ckan.reading import link_of
from madang.city.opendata.services import ckan as services
from madang.city.opendata.services import uploading

NEXT = "The file is read, then its version waits for a decision at the gate; nothing of it is public before."


@action("resource_create", writes=True)
def resource_create(asked: Asked) -> dict[str, Any]:
    """Give the data set ``package_id`` a resource: a link (``url``), or a file (``upload``), the next version of its own table.

    A file is read first and stops at the gate; the answer names its version.
    """
    package = package_to_write(asked, ckan.text(asked.values, "package_id"))
    if upload := asked.files.get("upload"):
        return _received(asked, package, upload)
    link = link_of(asked.values, lang=asked.lang)
    services.add_link(slug=package.slug, link=link, by=asked.by, now=asked.now)
    return next(one for one in reversed(_resources(asked, package.slug)) if one["url"] == link.url)


def _resources(asked: Asked, slug: str) -> list[dict[str, Any]]:
    return list(shown(asked, loading.package(slug, viewer=asked.viewer, now=asked.now))["resources"])


def _received(asked: Asked, package: ckan.Package, upload: "UploadedFile[Any]") -> dict[str, Any]:
    """Return the resource that the file will be, with the version that it is now."""
    version = uploading.receive(
        slug=package.slug, file=upload.chunks(), file_name=upload.name or "", by=asked.by, now=asked.now,
        note={asked.lang: ckan.text(asked.values, "description", "")},
    )  # fmt: skip
    return pending(package, str(version)) | {"name": upload.name or "", "url_type": "upload"}


def pending(package: ckan.Package, version: str) -> dict[str, Any]:
    """Return a data set's table as a resource whose next rows have been received."""
    return {
        "id": str(ckan.table_id(package.id)), "package_id": str(package.id),
        "state": "draft" if package.table is None else "active", "datastore_active": package.table is not None,
        "version": {"id": version, "state": "received", "help": NEXT},
    }  # fmt: skip


def _to_write(asked: Asked) -> tuple[ckan.Package, str]:
    """Return the data set of the resource ``id``, and that id. Raises CkanFault, Refused."""
    identity = ckan.text(asked.values, "id").lower()
    package = loading.package_of_resource(identity, viewer=asked.viewer, now=asked.now)
    check_may_write(asked, package.publisher.slug)
    return package, identity


@action("resource_update", writes=True)
def resource_update(asked: Asked) -> dict[str, Any]:
    """Make the resource ``id`` what is sent; with ``upload`` the file becomes the next version of the data set's table."""
    package, identity = _to_write(asked)
    return _changed(asked, package, identity, dict(asked.values))


@action("resource_patch", writes=True)
def resource_patch(asked: Asked) -> dict[str, Any]:
    """Change only what is sent of the resource ``id``."""
    package, identity = _to_write(asked)
    told = next((one for one in shown(asked, package)["resources"] if one["id"] == identity), {"id": identity})
    return _changed(asked, package, identity, patched(told, asked))


def _changed(asked: Asked, package: ckan.Package, identity: str, values: dict[str, Any]) -> dict[str, Any]:
    is_own = identity == str(ckan.table_id(package.id)) and package.table is not None
    upload = asked.files.get("upload")
    if upload is not None:
        if not is_own and (package.table is not None or len(package.links) > 1):
            raise ckan.bad_value(upload="A data set has one table: make another data set for this file")
        return _received(asked, package, upload)
    if is_own:
        raise ckan.bad_value(id="This is the data set's own table: send a file, or rows with datastore_upsert")
    link = dataclasses.replace(link_of(values, lang=asked.lang), public_id=identity)
    services.replace_link(slug=package.slug, link=link, by=asked.by, now=asked.now)
    return resource_of(asked, identity)


@action("resource_delete", writes=True)
def resource_delete(asked: Asked) -> None:
    """Take the link ``id`` away. The table of a data set stays with it: package_delete takes both back."""
    package, identity = _to_write(asked)
    if identity == str(ckan.table_id(package.id)) and package.table is not None:
        raise ckan.bad_value(id="This is the data set's own table: delete the data set")
    services.drop_link(slug=package.slug, link_id=identity, by=asked.by, now=asked.now)
