"""Write the catalogue: data sets, what search reads of them, how good they are."""

from madang.city.opendata.rules.facts import DatasetFacts, LinkFacts
from madang.city.opendata.services.catalogue.indexing import RefreshedWords, refresh, refresh_all
from madang.city.opendata.services.catalogue.opening import open_dataset, restore_dataset, withdraw_dataset
from madang.city.opendata.services.catalogue.saving import facts_of, save_dataset, save_series
from madang.city.opendata.services.catalogue.sentences import SENTENCES, VERBS

__all__ = [
    "SENTENCES",
    "VERBS",
    "DatasetFacts",
    "LinkFacts",
    "RefreshedWords",
    "facts_of",
    "open_dataset",
    "refresh",
    "refresh_all",
    "restore_dataset",
    "save_dataset",
    "save_series",
    "withdraw_dataset",
]
