"""Writing tables, with a token: each request is the next version of a table, and stops at the gate."""

from collections.abc import Mapping
from typing import Any

from madang.city.opendata.api.ckan.registry import Asked, action
from madang.city.opendata.api.ckan.writing import check_may_write, package_to_write
from madang.city.opendata.api.ckan.writing_resources import pending
from madang.city.opendata.queries.ckan import loading
from madang.city.opendata.rules import ckan
from madang.city.opendata.services import ckan as services

MOST_RECORDS = 100_000


def _package(asked: Asked) -> ckan.Package:
    """Return the data set that resource_id, or resource {package_id}, means. Raises CkanFault, Refused."""
    told = asked.values.get("resource")
    if isinstance(told, dict) and not asked.values.get("resource_id"):
        return package_to_write(asked, ckan.text(told, "package_id"))
    package = loading.package_of_resource(ckan.text(asked.values, "resource_id"), viewer=asked.viewer, now=asked.now)
    check_may_write(asked, package.publisher.slug)
    return package


def _sent(asked: Asked) -> services.Sent:
    return services.Sent(
        records=_objects(asked.values, "records"),
        fields=_objects(asked.values, "fields"),
        keys=tuple(ckan.texts(asked.values, "primary_key") or ()),
    )


def _objects(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = ckan.listed(values, name) or []
    if not all(isinstance(one, dict) for one in found):
        raise ckan.bad_value(**{name: "Must be a list of objects"})
    if len(found) > MOST_RECORDS:
        raise ckan.bad_value(**{name: f"At most {MOST_RECORDS:,} of them in one request: send a file"})
    return found


def _result(package: ckan.Package, version: Any, **told: Any) -> dict[str, Any]:
    identity = str(ckan.table_id(package.id))
    return {"resource_id": identity, "package_id": str(package.id), "version": pending(package, str(version))["version"], **told}


@action("datastore_create", writes=True)
def datastore_create(asked: Asked) -> dict[str, Any]:
    """Make ``records`` (with ``fields`` and ``primary_key``) the next version of the table of ``resource_id``.

    Or of ``resource`` {package_id}. Nothing is public before the gate.
    """
    package, sent = _package(asked), _sent(asked)
    version = services.create_rows(slug=package.slug, sent=sent, by=asked.by, now=asked.now)
    return _result(package, version, fields=list(sent.fields), primary_key=list(sent.keys), method="insert")


@action("datastore_upsert", writes=True)
def datastore_upsert(asked: Asked) -> dict[str, Any]:
    """Change and add rows of the table ``resource_id`` by its primary key; ``method`` upsert, insert or update."""
    method = ckan.text(asked.values, "method", "upsert")
    if method not in ("upsert", "insert", "update"):
        raise ckan.bad_value(method="Must be one of: upsert, insert, update")
    package, sent = _package(asked), _sent(asked)
    if not sent.records:
        raise ckan.missing("records")
    version = services.upsert_rows(slug=package.slug, sent=sent, method=method, by=asked.by, now=asked.now)
    return _result(package, version, method=method)


@action("datastore_delete", "datastore_records_delete", writes=True)
def datastore_delete(asked: Asked) -> dict[str, Any]:
    """Take the rows that match ``filters`` out of the table ``resource_id``."""
    filters = ckan.mapping(asked.values, "filters")
    if not filters:
        raise ckan.bad_value(filters="Name the rows: a whole table goes with its data set (package_delete)")
    package = _package(asked)
    version, gone = services.delete_rows(slug=package.slug, filters=filters, by=asked.by, now=asked.now)
    return _result(package, version, deleted_count=gone)
