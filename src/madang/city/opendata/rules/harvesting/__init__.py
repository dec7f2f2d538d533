"""Records of other catalogues as facts: CKAN, DCAT, DCAT-US. Pure."""

from collections.abc import Callable, Mapping

from madang.city.opendata.rules.harvesting import ckan, data_json, dcat
from madang.city.opendata.rules.harvesting.deciding import Kept, Tally, why_not_withdraw
from madang.city.opendata.rules.harvesting.identity import fingerprint, identifier_of, slug
from madang.city.opendata.rules.harvesting.values import Problem, PublisherTold, Raw, Told

READERS: Mapping[str, Callable[[Raw], Told | Problem]] = {"ckan": ckan.told, "dcat": dcat.told, "data-json": data_json.told}

__all__ = [
    "READERS", "Kept", "Problem", "PublisherTold", "Raw", "Tally", "Told", "fingerprint", "identifier_of", "slug",
    "why_not_withdraw",
]  # fmt: skip
