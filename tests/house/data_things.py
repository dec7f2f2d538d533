"""One of everything that the Open Data Plaza of the tested city has; the department of families publishes it."""

from typing import Any

from madang.city.kernel import clock
from madang.city.opendata.models import Correction, Dataset, Version
from madang.city.opendata.services import catalogue, community, publishing, receipts, uploading
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.harvesting import builders as harvests
from madang.city.opendata.tests.pages.builders import SITES
from madang.city.people.rules import SYSTEM, Viewer


def things_of_the_plaza(haru: int) -> dict[str, Any]:
    """Return the names of one of each, for addresses; what a resident brings is Haru's."""
    now = clock.now()
    for text in (SITES, SITES.replace("1204", "1304")):
        dataset = _published("wifi", text)
    prepared, withdrawn = (
        builders.dataset(slug=name, is_public=False, department="families") for name in ("prepared", "withdrawn")
    )
    catalogue.withdraw_dataset(slug=withdrawn, reason={"en": "Counted twice."}, by=SYSTEM, now=now)
    by = Viewer(account_id=1, resident_id=haru)
    version = Version.objects.filter(dataset__slug=dataset).latest("number")
    told = {
        "title": "Where one can drink water",
        "text": "The fountains and when they run.",
        "language": "en",
        "by": by,
        "now": now,
    }
    work = {"url": "https://example.org/map", "maker": "Haru", "datasets": [dataset]}
    publisher = Dataset.objects.get(slug=dataset).publisher.slug
    correction = Correction.objects.create(
        dataset=version.dataset, version=version, position=0, row={"district": "Naru"}, wanted={"district": "Maru"}, why="Moved",
        made_at=now,
    )  # fmt: skip
    return {
        "dataset": dataset, "prepared": prepared, "withdrawn": withdrawn, "publisher": publisher, "correction": correction.public_id,
        "version": _read(prepared, SITES), "resource": version.dataset.public_id,
        "receipt": receipts.give(dataset=dataset, query=(("count", ""),), value=7, shown_at="/data", now=now),
        "series": catalogue.save_series(slug="sites", titles={"en": "Sites"}, texts={}, publisher=publisher, now=now),
        "wish": community.ask(**told), "work": community.propose_showcase(**told, **work), "harvest": harvests.source(url="https://example.org/data.json"),
    }  # fmt: skip


def _published(slug: str, text: str) -> str:
    builders.dataset(slug=slug, is_public=False, department="families")
    publishing.publish(version_id=_read(slug, text), by=SYSTEM, now=clock.now())
    return slug


def _read(slug: str, text: str) -> Any:
    version_id = uploading.receive(
        slug=slug, file=[text.encode()], file_name="a.csv", reads_later=False, by=SYSTEM, now=clock.now()
    )
    uploading.read_now(version_id=version_id, now=clock.now())
    return version_id
