"""The other services of the city that sign residents in here."""

from dataclasses import dataclass
from datetime import datetime

from allauth.idp.oidc.models import Client


@dataclass(frozen=True, slots=True)
class CityService:
    """A service that signs in here; its secret is kept as a hash, which nobody can show."""

    client_id: str
    name: str
    redirect_uris: tuple[str, ...]
    added_at: datetime


def city_services() -> list[CityService]:
    """Return the services that sign residents in here, by name."""
    return [
        CityService(row.pk, row.name, tuple(row.get_redirect_uris()), row.created_at)
        for row in Client.objects.order_by("name", "pk")
    ]


def city_service(words: str) -> CityService | None:
    """Return the service with a client id, or with a name in whatever case; None if there is none."""
    wanted = words.strip()
    found = city_services()
    by_id = next((one for one in found if one.client_id == wanted), None)
    return by_id or next((one for one in found if one.name.casefold() == wanted.casefold()), None)
