"""The civic thesaurus: reviewed knowledge about words, as data files, and the loader that checks them.

Every file but `base.yaml` is a list of concepts: `concept` (a name), `official` (the catalogues' English wording), and what
residents say under `en`, `ko`, `zh`. `base.yaml` holds what is true of a language as such: see `Lexicon`.
"""

from pathlib import Path
from typing import Any

import yaml

from madang.city.portal.rules.finding.values import Concept, Lexicon, Thesaurus

FOLDER = Path(__file__).parent
BASE = "base.yaml"
LANGUAGES = ("en", "ko", "zh")
_PARTS = ("stop_words", "common", "alike", "kinds")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar is text: `off`, `no` and `24` are words here


class ThesaurusFault(ValueError):
    """A thesaurus file that cannot be used; the message names file, concept and remedy."""


def load(folder: Path = FOLDER) -> Thesaurus:
    """Return the thesaurus of all `*.yaml` files of a folder, in the order of their names.

    Raises ThesaurusFault for a file that is no YAML, a concept without name or phrases, or a phrase that is no text.
    """
    files = sorted(path for path in folder.glob("*.yaml") if path.name != BASE)
    concepts = tuple(_concept(row, path) for path in files for row in _rows(path))
    base = folder / BASE
    return Thesaurus(concepts, _lexicon(base) if base.exists() else Lexicon())


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - the base loader builds nothing but text
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise ThesaurusFault(f"{path.name}: not readable as UTF-8 YAML: {fault}") from fault


def _rows(path: Path) -> list[Any]:
    rows = _read(path) or []
    if not isinstance(rows, list):
        raise ThesaurusFault(f"{path.name}: expected a list of concepts, each beginning with '- concept: name'")
    return rows


def _concept(row: Any, path: Path) -> Concept:
    name = row.get("concept") if isinstance(row, dict) else None
    if not isinstance(name, str) or not name:
        raise ThesaurusFault(f"{path.name}: a row has no name: begin it with 'concept: name'; it reads {str(row)[:80]!r}")
    if unknown := sorted(set(row) - {"concept", "official", *LANGUAGES}):
        raise ThesaurusFault(f"{path.name}: concept {name}: unknown key {unknown[0]!r}; allowed are official, en, ko, zh")
    where = f"{path.name}: concept {name}"
    official = _phrases(row.get("official"), where)
    everyday = {lang: _phrases(row.get(lang), where) for lang in LANGUAGES if row.get(lang)}
    if not official:
        raise ThesaurusFault(f"{where}: no official wording, so it leads nowhere: add 'official: [...]'")
    return Concept(name, official, everyday)


def _phrases(value: Any, where: str) -> tuple[str, ...]:
    """Return a list of phrases as a tuple; none for an empty value."""
    if not value:
        return ()
    if not isinstance(value, list):
        raise ThesaurusFault(f"{where}: expected a list of phrases in square brackets, found {str(value)[:80]!r}")
    if odd := [item for item in value if not isinstance(item, str) or not item.strip()]:
        raise ThesaurusFault(f"{where}: a phrase must be a text, put it in quotes; found {str(odd[0])[:80]!r}")
    return tuple(value)


def _lexicon(path: Path) -> Lexicon:
    data = _read(path) or {}
    if not isinstance(data, dict):
        raise ThesaurusFault(f"{path.name}: expected the keys {', '.join(_PARTS)}, each with lists by language")
    if unknown := sorted(set(data) - set(_PARTS)):
        raise ThesaurusFault(f"{path.name}: unknown key {unknown[0]!r}; allowed are {', '.join(_PARTS)}")
    stop_words, common = (_by_language(data.get(part), f"{path.name}: {part}") for part in _PARTS[:2])
    groups = (data.get("alike") or {}).items()
    alike = {lang: tuple(_phrases(group, f"{path.name}: alike: {lang}") for group in listed) for lang, listed in groups}
    kinds = {lang: _by_language(listed, f"{path.name}: kinds: {lang}") for lang, listed in (data.get("kinds") or {}).items()}
    return Lexicon(stop_words, common, alike, kinds)


def _by_language(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value or {}, dict):
        raise ThesaurusFault(f"{where}: expected names with lists of phrases, found {str(value)[:80]!r}")
    return {name: _phrases(phrases, f"{where}: {name}") for name, phrases in (value or {}).items()}
