"""What somebody says about a data set: the values that services write, and why some cannot be. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.opendata.rules.frequencies import FREQUENCIES
from madang.city.opendata.rules.licences import DEFAULT, LICENCES
from madang.city.opendata.rules.states import Source
from madang.city.opendata.rules.themes import THEMES

LONGEST_TITLE = 300
LONGEST_TEXT = 20_000
LONGEST_SLUG = 100
MOST_KEYWORDS = 60
LONGEST_KEYWORD = 120
MOST_LINKS = 2_000
RESERVED = frozenset(
    {"requests", "showcase", "usage", "by", "series", "receipts", "themes", "feed", "suggest", "new", "following", "sql"}
)
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFacts:
    """A file or service that lies elsewhere. ``public_id`` keeps the identity of one that is there already."""

    url: str
    titles: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    format: str = ""
    media_type: str = ""
    bytes: int | None = None
    is_service: bool = False
    extras: Mapping[str, Any] = field(default_factory=dict)
    public_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetFacts:
    """All that the catalogue says of a data set; saving replaces all of it.

    publisher        the publisher's slug
    titles, texts    by language (en, ko, zh)
    update_promise   a code of rules.frequencies, "" for no promise
    source, harvest_source_id, external_id   its identity where it was not made here
    links            None leaves the links as they are
    is_public        open to everybody at once, as those whose files lie elsewhere; else it opens with its first version
    issued_at, data_changed_at   what another catalogue says; None leaves what is known
    """

    titles: Mapping[str, str]
    publisher: str
    texts: Mapping[str, str] = field(default_factory=dict)
    series: str = ""
    themes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    licence: str = DEFAULT
    update_promise: str = ""
    contact_name: str = ""
    contact_email: str = ""
    landing_url: str = ""
    area_id: int | None = None
    place: str = ""
    period_from: date | None = None
    period_until: date | None = None
    embargo_until: datetime | None = None
    source: Source = Source.CITY
    harvest_source_id: int | None = None
    external_id: str = ""
    links: tuple[LinkFacts, ...] | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)
    is_public: bool = False
    issued_at: datetime | None = None
    data_changed_at: datetime | None = None


def why_not_facts(facts: DatasetFacts) -> Refusal | None:
    """Refuse facts that no catalogue can show: no title, unknown codes, addresses that are none, a period backwards."""
    return _why_not_words(facts) or _why_not_codes(facts) or _why_not_addresses(facts)


def _why_not_words(facts: DatasetFacts) -> Refusal | None:
    if not any(title.strip() for title in facts.titles.values()):
        return Refusal("opendata.no_title", status=422)
    if any(len(title) > LONGEST_TITLE for title in facts.titles.values()):
        return Refusal("opendata.long_title", {"most": LONGEST_TITLE}, status=422)
    if any(len(text) > LONGEST_TEXT for text in facts.texts.values()):
        return Refusal("opendata.long_text", {"most": LONGEST_TEXT}, status=422)
    if len(facts.keywords) > MOST_KEYWORDS or any(len(word) > LONGEST_KEYWORD for word in facts.keywords):
        return Refusal("opendata.many_keywords", {"most": MOST_KEYWORDS, "longest": LONGEST_KEYWORD}, status=422)
    if facts.period_from and facts.period_until and facts.period_until < facts.period_from:
        return Refusal("opendata.period_backwards", status=422)
    return None


def _why_not_codes(facts: DatasetFacts) -> Refusal | None:
    if facts.licence not in LICENCES:
        return Refusal("opendata.unknown_licence", {"licence": facts.licence[:80]}, status=422)
    if facts.update_promise and facts.update_promise not in FREQUENCIES:
        return Refusal("opendata.unknown_frequency", {"frequency": facts.update_promise[:80]}, status=422)
    unknown = next((theme for theme in facts.themes if theme not in THEMES), None)
    return Refusal("opendata.unknown_theme", {"theme": unknown[:80]}, status=422) if unknown is not None else None


def _why_not_addresses(facts: DatasetFacts) -> Refusal | None:
    links = facts.links or ()
    if len(links) > MOST_LINKS:
        return Refusal("opendata.many_links", {"most": MOST_LINKS}, status=422)
    for url, longest in [(facts.landing_url, 1_000), *((link.url, 2_000) for link in links)]:
        if url and not is_web_address(url, longest):
            return Refusal("opendata.bad_address", {"url": url[:200]}, status=422)
    return None


def is_web_address(url: str, longest: int = 2_000) -> bool:
    """Tell whether a page may link to an address: http or https, no blanks, nothing that a browser would run."""
    return len(url) <= longest and bool(_WEB.fullmatch(url))


def slug_of(words: str) -> str:
    """Return words as they may stand in an address: letters of any script and digits, parted by dashes; "" for none."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", words).casefold())
    slug = re.sub(r"[^\w]+|_+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")
    return slug if slug not in RESERVED else f"{slug}-data" if slug else ""


def why_not_slug(slug: str) -> Refusal | None:
    """Refuse what cannot stand in an address, or what the site itself uses."""
    if slug in RESERVED or not re.fullmatch(r"[\w-]{1,120}", slug):
        return Refusal("opendata.bad_slug", {"slug": slug[:80]}, status=422)
    return None
