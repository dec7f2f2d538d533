"""Data sets with rows that can be looked at: a CSV is read and stored as it would be from its publisher."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from madang.city.opendata.models import Dataset, Original, Table, Version
from madang.city.opendata.rules.states import DatasetState, VersionState
from madang.city.opendata.services import catalogue
from madang.city.opendata.services.versions import note_change
from madang.city.opendata.store import tables
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.builders import NOW
from madang.urban.formats import tabular

SITES = """\
site_id,name,district,opened,lon,lat,daily_users,speed_mbit
0164A,"나루시장 북문, 1층",Naru,2019-04-02,127.0312,37.5101,1204,312.0
0165,Central Library,Central,2016-09-14,127.0270,37.5080,2877,640.5
0166,Hillside steps,Hillside,2023-11-30,127.0401,37.5190,41,88.2
0167,Byeolbit sports hall,Byeolbit,2021-06-08,127.0119,37.5021,318,201.0
0168,Station Square,Central,2014-02-19,127.0281,37.5077,4812,120.4
0170,Dalmaji clinic,Dalmaji,2022-08-01,127.0503,37.5202,,175.9
0171,=HYPERLINK("http://evil.example"),Naru,2022-08-03,127.0315,37.5111,96,12.5
"""


def publish(
    slug: str, text: str | bytes = SITES, *, keys: Sequence[str] = (), now: datetime = NOW, name: str = "원본.csv", **facts: Any
) -> Version:
    """Read a CSV and publish it as the next version of a data set, without its gate."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        reading = tabular.sniff(path, name=name)
        read = tabular.load(path, reading, Path(folder), wanted=tabular.Wanted(keys=tuple(keys)))
        columns = [column.to_json() for column in read.columns]
        profile = {key: one.to_json() for key, one in read.profile.items()}
        stored = tables.write(read.path, columns, read.sort)
    table, _made = Table.objects.get_or_create(
        key=stored.key,
        defaults={"rows": stored.rows, "bytes": stored.bytes, "columns": columns, "profile": profile, "layout": stored.layout,
                  "made_at": now},
    )  # fmt: skip
    original, _made = Original.objects.get_or_create(
        sha256=f"{abs(hash(text)):064x}"[:64], defaults={"bytes": len(text), "stored_bytes": len(text), "received_at": now}
    )
    row = Dataset.objects.get(slug=slug)
    before = row.current
    version = Version.objects.create(
        dataset=row, number=row.versions.filter(number__isnull=False).count() + 1, state=VersionState.PUBLISHED.value, table=table,
        original=original, file_name=name, reading=reading.to_json(), wanted={"keys": list(keys)}, made_by="system", made_at=now,
        published_by="system", published_at=now, before=before, **facts,
    )  # fmt: skip
    if before is not None:
        note_change(version_id=version.pk)
    Dataset.objects.filter(pk=row.pk).update(
        current=version, state=DatasetState.PUBLISHED.value, data_changed_at=now, published_at=row.published_at or now
    )
    catalogue.refresh(slug=slug, now=now)
    return version


def wifi(slug: str = "wifi-sites", **facts: Any) -> str:
    """Return the slug of a data set with the sites of public Wi-Fi, published."""
    told: dict[str, Any] = {
        "titles": {"en": "Public Wi-Fi sites", "ko": "공공 와이파이 위치"},
        "texts": {
            "en": "Every site where the city pays for the line, with speed and use.",
            "ko": "시가 회선료를 내는 모든 곳입니다.",
        },
        "keywords": ("wifi", "internet"),
        "themes": ("TECH",),
        "update_promise": "MONTHLY",
    }
    made = builders.dataset(slug=slug, **(told | facts))
    publish(made)
    return made
