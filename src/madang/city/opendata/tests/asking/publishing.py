"""Tables that really lie in the store, published as the next version of a data set."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from madang.city.opendata.models import Dataset, Table, Version
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.services import catalogue
from madang.city.opendata.store import tables
from madang.city.opendata.tests.builders import NOW

TYPES = {
    "string": "text", "int64": "integer", "double": "decimal", "bool": "boolean", "date32[day]": "date", "binary": "geometry",
    "timestamp[us]": "datetime",
}  # fmt: skip
ROLES = {"lon": "longitude", "lat": "latitude", "구": "category"}


def publish(slug: str, rows: pa.Table, folder: Path) -> Version:
    """Publish these rows as the next version of a data set."""
    path = folder / f"{slug}.parquet"
    pq.write_table(rows, path, row_group_size=100)
    columns = [
        {"name": one.name, "source_name": one.name, "type": TYPES[str(one.type)], "unit": "", "role": ROLES.get(one.name, "")}
        for one in rows.schema
    ]
    stored = tables.write(path, columns)
    facts = {"rows": stored.rows, "bytes": stored.bytes, "columns": columns, "layout": dict(stored.layout), "made_at": NOW}
    table, _ = Table.objects.get_or_create(key=stored.key, defaults=facts)
    row = Dataset.objects.get(slug=slug)
    version = Version.objects.create(
        dataset=row, number=row.versions.count() + 1, state=VersionState.PUBLISHED.value, table=table, made_by="system",
        made_at=NOW, published_by="system", published_at=NOW,
    )  # fmt: skip
    Dataset.objects.filter(pk=row.pk).update(current=version, data_changed_at=NOW)
    catalogue.refresh(slug=slug, now=NOW)
    return version
