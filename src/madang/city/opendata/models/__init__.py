"""The Plaza's tables: the catalogue, versions of tables, the gate, harvests, what residents ask and use, receipts."""

from madang.city.opendata.models.catalogue import Dataset, Link, Publisher, Series, Word
from madang.city.opendata.models.community import DatasetRequest, Follower, RequestSupport, Showcase, UsageDay
from madang.city.opendata.models.gate import Disclosure
from madang.city.opendata.models.gatherings import Group, PublisherWords
from madang.city.opendata.models.harvest import HarvestRecord, HarvestRun, HarvestSource
from madang.city.opendata.models.receipts import Receipt
from madang.city.opendata.models.versions import Correction, Original, Table, Version

__all__ = [
    "Correction", "Dataset", "DatasetRequest", "Disclosure", "Follower", "Group", "HarvestRecord", "HarvestRun",
    "HarvestSource", "Link", "Original", "Publisher", "PublisherWords", "Receipt", "RequestSupport", "Series", "Showcase",
    "Table", "UsageDay", "Version", "Word",
]  # fmt: skip
