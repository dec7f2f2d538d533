"""Words that residents use for one another when they write what they wish: reviewed data files and their loader.

Each file is a list of rows: `concept` (a name) and, under `en`, `ko`, `zh`, words and short phrases that hint at it, official and
spoken, in simplified characters. A word may stand in several rows. No place, no proposal is named here.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "ko", "zh")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar is text: `off` and `no` are words here


class ThesaurusFault(ValueError):
    """A thesaurus file that cannot be used; the message names file, concept and remedy."""


@cache
def concepts(folder: Path = FOLDER) -> dict[str, tuple[str, ...]]:
    """Return the phrases of each concept, all languages together. Raises ThesaurusFault."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for row in _rows(path):
            name, phrases = _concept(row, path.name)
            if name in found:
                raise ThesaurusFault(f"{path.name}: the concept {name} stands in the thesaurus already: join the two rows")
            found[name] = phrases
    return found


def _rows(path: Path) -> list[Any]:
    try:
        rows = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - the base loader builds nothing but text
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise ThesaurusFault(f"{path.name}: not readable as UTF-8 YAML: {fault}") from fault
    if not isinstance(rows, list):
        raise ThesaurusFault(f"{path.name}: expected a list of rows, each beginning with '- concept: name'")
    return rows


def _concept(row: Any, file: str) -> tuple[str, tuple[str, ...]]:
    name = row.get("concept") if isinstance(row, dict) else None
    if not isinstance(name, str) or not name:
        raise ThesaurusFault(f"{file}: a row has no name: begin it with 'concept: name'; it reads {str(row)[:80]!r}")
    if odd := sorted(set(row) - {"concept", *LANGUAGES}):
        raise ThesaurusFault(f"{file}: concept {name}: unknown key {odd[0]!r}; allowed are {', '.join(LANGUAGES)}")
    lists = [row.get(lang) or [] for lang in LANGUAGES]
    phrases = tuple(phrase for listed in lists if isinstance(listed, list) for phrase in listed if isinstance(phrase, str))
    if len(phrases) < sum(map(len, lists)) or not all(phrase.strip() for phrase in phrases) or not phrases:
        raise ThesaurusFault(f"{file}: concept {name}: expected lists of words in square brackets under {', '.join(LANGUAGES)}")
    return name, phrases
