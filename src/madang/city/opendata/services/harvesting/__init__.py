"""Harvest other catalogues: say which, read them, stop."""

from madang.city.opendata.services.harvesting.asking import ask, ask_for_due, work
from madang.city.opendata.services.harvesting.running import Report, Wishes, harvest, stop
from madang.city.opendata.services.harvesting.sentences import RECORD_PROBLEMS, RUN_PROBLEMS, SENTENCES, VERBS
from madang.city.opendata.services.harvesting.sources import SourceFacts, add_source, change_source

__all__ = [
    "RECORD_PROBLEMS", "RUN_PROBLEMS", "SENTENCES", "VERBS", "Report", "SourceFacts", "Wishes", "add_source", "ask",
    "ask_for_due", "change_source", "harvest", "stop", "work",
]  # fmt: skip
