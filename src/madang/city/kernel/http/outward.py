"""Where the city's own fetching may lead: to machines of the open web, never into a private network."""

import ipaddress
import socket

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 in disguise


def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses behind a name, as the resolver orders them. Raises OSError or UnicodeError where there are none.

    Connect to one of these, not to the name: it may mean another machine the second time.
    """
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_open(address: str) -> bool:
    """Tell whether an address belongs to a machine of the open web: not private, local, shared, or IPv4 inside IPv6."""
    known = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(known, ipaddress.IPv6Address) and (known.ipv4_mapped or known.sixtofour or known in _TRANSLATED):
        return False
    return known.is_global and not known.is_multicast
