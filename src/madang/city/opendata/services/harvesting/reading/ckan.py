"""Read a CKAN portal by its search, page by page, in the order of what never changes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from madang.city.opendata.rules.harvesting.ckan import is_open
from madang.city.opendata.services.harvesting.fetching import Fetcher
from madang.city.opendata.services.harvesting.reading.portions import Place, Portion, Unreadable

ROWS = 500
ACTION = "api/3/action/package_search"
ORDER = "metadata_created asc, id asc"


def read(fetcher: Fetcher, url: str, _folder: Path, place: Place) -> Iterator[Portion]:
    """Yield the portions of a portal from ``place`` on. Raises Unfetched or Unreadable."""
    start, most, count = int(place.get("start", 0)), 0, None
    while count is None or start < count:
        found = _search(fetcher, url, start)
        count = _count(found)
        most = max(most, count)  # where packages vanish between two pages, others slip from one page to the one before
        results = found.get("results")
        if not isinstance(results, list):
            raise Unreadable("no_ckan", url=url[:200])
        if not results:
            break
        first, start = start + 1, start + len(results)
        records = tuple(one for one in results if not isinstance(one, dict) or is_open(one))
        yield Portion(records, first, {"read": start, "start": start}, most)


def address(url: str, start: int) -> str:
    """Return where a page of packages is; a portal may be named by its home or by its action API."""
    home = url.split("?", maxsplit=1)[0].rstrip("/")
    if not home.endswith("/package_search"):
        home = f"{home.removesuffix('/api').removesuffix('/api/3').removesuffix('/api/3/action')}/{ACTION}"
    return f"{home}?{urlencode({'rows': ROWS, 'start': start, 'sort': ORDER})}"


def _search(fetcher: Fetcher, url: str, start: int) -> dict[str, Any]:
    page = fetcher.page(address(url, start), accept="application/json")
    try:
        answer = json.loads(page.body)
    except (ValueError, RecursionError) as problem:
        raise Unreadable("no_ckan", url=page.url[:200]) from problem
    result = answer.get("result") if isinstance(answer, dict) and answer.get("success") is True else None
    if not isinstance(result, dict):
        raise Unreadable("no_ckan", url=page.url[:200])
    return result


def _count(found: dict[str, Any]) -> int:
    count = found.get("count")
    if not isinstance(count, int) or isinstance(count, bool):
        raise Unreadable("no_ckan", url="")
    return count
