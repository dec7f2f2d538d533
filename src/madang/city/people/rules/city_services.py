"""Which other services of the city may sign residents in, and where they may take them back to."""

from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from madang.city.kernel.refusals import Refusal

LONGEST_NAME = 100
LONGEST_WAY_BACK = 500
MOST_WAYS_BACK = 20
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
_NEVER = frozenset(' *\\#<>"`{}|^')


def why_not_city_service(name: str, ways_back: Sequence[str], *, taken: Collection[str]) -> Refusal | None:
    """Refuse a service without a name, with that of another, and with an address that could lead somebody astray.

    taken  the names of the services that sign in here already
    """
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return Refusal("people.city_service_name", {"most": LONGEST_NAME}, status=422)
    if name.casefold() in {one.casefold() for one in taken}:
        return Refusal("people.city_service_taken", {"name": name})
    if not 1 <= len(ways_back) <= MOST_WAYS_BACK:
        return Refusal("people.no_way_back", status=422)
    bad = next((one for one in ways_back if not _leads_back(one)), None)
    return None if bad is None else Refusal("people.way_back", {"address": bad[:LONGEST_WAY_BACK]}, status=422)


def _leads_back(address: str) -> bool:
    """Tell whether an address is one whole https page; http only on this machine, to try things out (RFC 9700, 2.1 and 2.6)."""
    if len(address) > LONGEST_WAY_BACK or not address.isascii() or not address.isprintable() or _NEVER & set(address):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _THIS_MACHINE)
