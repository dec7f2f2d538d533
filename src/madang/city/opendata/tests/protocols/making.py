"""Published tables that really lie in the store, tokens, and the ways in which programs ask."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.test import Client

from madang.city.opendata.models import Dataset, Table, Version
from madang.city.opendata.rules import ckan
from madang.city.opendata.rules.states import DatasetState, VersionState
from madang.city.opendata.services import catalogue
from madang.city.opendata.store import tables
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.builders import NOW
from madang.city.people import services as people
from madang.city.people.rules import Role
from madang.city.people.tests import builders as persons
from madang.urban.formats import tabular

TREES = pa.table(
    {
        "code": ["0012", "0013", "0014", "0015", "0016"],
        "name": ["Ginkgo", "Pine", "Zelkova", "Ginkgo", "it's; DROP TABLE"],
        "구": ["중구", "중구", "종로구", "종로구", "성북구"],
        "height": [12.5, 8.0, 21.25, None, 3.0],
        "planted": [date(1998, 3, 1), date(2004, 4, 5), date(1969, 5, 2), date(2021, 11, 11), None],
        "seen_at": [datetime.fromisoformat(f"2026-01-0{day}T09:30:00") for day in range(1, 6)],
        "protected": [True, False, True, None, False],
        "lon": [126.97, 126.99, 127.01, 127.03, None],
        "lat": [37.56, 37.57, 37.58, 37.60, None],
    }
)
_TYPES = {
    "string": "text",
    "int64": "integer",
    "double": "decimal",
    "bool": "boolean",
    "date32[day]": "date",
    "binary": "geometry",
}
ROLES = {"lon": "longitude", "lat": "latitude", "code": "code"}


def publish(slug: str, rows: pa.Table, folder: Path, *, roles: Mapping[str, str] = ROLES) -> Version:
    """Give a data set a published version of these rows, in the store as any other."""
    path = folder / f"{slug}.parquet"
    pq.write_table(rows, path, row_group_size=tabular.ROW_GROUP)
    columns = [_column(one, roles.get(one.name, "")) for one in rows.schema]
    stored = tables.write(path, columns)
    kept = {"rows": stored.rows, "bytes": stored.bytes, "columns": columns, "layout": dict(stored.layout), "made_at": NOW}
    table, _ = Table.objects.get_or_create(key=stored.key, defaults=kept)
    row = Dataset.objects.get(slug=slug)
    version = Version.objects.create(
        dataset=row, number=row.versions.count() + 1, state=VersionState.PUBLISHED.value, table=table, made_by="system",
        made_at=NOW, published_by="system", published_at=NOW,
    )  # fmt: skip
    Dataset.objects.filter(pk=row.pk).update(current=version, state=DatasetState.PUBLISHED.value, data_changed_at=NOW)
    catalogue.refresh(slug=slug, now=NOW)
    return version


def _column(one: pa.Field, role: str) -> dict[str, Any]:
    kind = _TYPES.get(str(one.type), "datetime" if pa.types.is_timestamp(one.type) else "text")
    return tabular.Column(one.name, one.name, kind, tabular.Evidence(kind, None, "", "all-fit"), role=role).to_json()


def trees(folder: Path, slug: str = "trees", **facts: Any) -> Version:
    """Publish the five trees."""
    builders.dataset("Trees of the city", slug=slug, **facts)
    return publish(slug, TREES, folder)


def trees_with_keys(folder: Path) -> Version:
    """Publish three columns of trees whose rows are told apart by their code."""
    builders.dataset("Trees of the city", slug="trees")
    columns = {"code": ["001", "002"], "trees": [1, 2], "height": [0.25, 0.5]}
    version = publish("trees", pa.table(columns), folder)
    version.wanted = {"keys": ["code"]}
    version.save()
    return version


def table_id(slug: str) -> str:
    """Return the id of a data set's table as a resource."""
    return str(ckan.table_id(Dataset.objects.get(slug=slug).public_id))


def token(role: Role = Role.ADMINISTRATOR, *, department: str = "parks", scopes: tuple[str, ...] = ("opendata:write",)) -> str:
    """Return the secret of a token of a member of staff."""
    email = f"{role.value}-{department}-{'-'.join(scopes).replace(':', '')}@haneul.example"
    persons.staff(role, department_code=department, email=email)
    return people.create_token(email=email, scopes=scopes, name="test", now=NOW)


def ask(action: str, client: Client | None = None, **values: Any) -> Any:
    """GET an action and return its envelope."""
    return (client or Client()).get(f"/api/3/action/{action}", values).json()


def post(action: str, values: Any = None, *, secret: str = "", client: Client | None = None) -> Any:
    """POST an action as JSON and return the answer."""
    headers = {"Authorization": secret} if secret else {}
    return (client or Client()).post(
        f"/api/3/action/{action}", json.dumps(values or {}), content_type="application/json", headers=headers
    )
