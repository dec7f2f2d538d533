"""Finding: from everyday words in any language to the services that are meant. Pure; the data come in as values.

`build(entries, thesaurus)` gives an Index, `index.search(query)` a Found, `index.suggest(prefix)` what may be typed next.
"""

from madang.city.portal.rules.finding.index import Index
from madang.city.portal.rules.finding.indexing import build
from madang.city.portal.rules.finding.values import (
    Because,
    Concept,
    Entry,
    Filters,
    Found,
    Hit,
    Lexicon,
    Source,
    Suggestion,
    Thesaurus,
)

__all__ = [
    "Because",
    "Concept",
    "Entry",
    "Filters",
    "Found",
    "Hit",
    "Index",
    "Lexicon",
    "Source",
    "Suggestion",
    "Thesaurus",
    "build",
]
